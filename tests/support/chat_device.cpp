// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chat_device.h"

#include <algorithm>

namespace parlor::test {

namespace {

HttpAnswer authenticateBy(HttpTestClient& http, const QByteArray& path, const QJsonObject& body,
                          TestAccount& account) {
    HttpAnswer answer = http.post(path, body);
    if (answer.status != 200 && answer.status != 201)
        return answer;
    const auto tokens = decodeBody<AuthTokens>(answer.body);
    if (tokens)
        account.tokens = *tokens;
    else
        answer.problem = tokens.error().message() + QLatin1Char(' ') + tokens.error().field();
    return answer;
}

} // namespace

HttpAnswer registerAccount(HttpTestClient& http, TestAccount& account) {
    RegisterRequest request;
    request.username = account.username;
    request.email = account.username + QStringLiteral("@example.org");
    request.password = account.password;
    return authenticateBy(http, "/api/v1/auth/register", toJson(request), account);
}

HttpAnswer logIn(HttpTestClient& http, TestAccount& account) {
    LoginRequest request;
    request.login = account.username;
    request.password = account.password;
    return authenticateBy(http, "/api/v1/auth/login", toJson(request), account);
}

ChatDevice::ChatDevice(QString name, QObject* parent)
    : QObject(parent)
    , m_name(std::move(name)) {
    connect(&m_socket, &WsTestClient::eventReceived, this, &ChatDevice::handle);
    connect(&m_socket, &WsTestClient::closed, this, [this] {
        m_authenticated = false;
        Q_EMIT closed();
    });
}

void ChatDevice::setAccount(const QUrl& base, const TestAccount& account) {
    m_account = account;
    m_http.setBase(base);
    m_http.setToken(account.tokens.accessToken);
}

void ChatDevice::connectNow() {
    m_authenticated = false;
    m_syncPending = false;
    m_syncAgain = false;
    m_byRef.clear();
    for (RoomCache& cache : m_rooms) {
        cache.synced = false;
        cache.liveSeq = 0;
        cache.newestLive = 0;
    }
    m_socket.open(m_http.base(), m_account.tokens.accessToken, m_tokenBy);
}

void ChatDevice::drop() {
    m_socket.drop();
    m_authenticated = false;
}

void ChatDevice::forgetCache() {
    m_rooms.clear();
    m_epoch = 0;
}

bool ChatDevice::isLive() const {
    if (!m_authenticated || m_syncPending || m_refetching > 0)
        return false;
    return std::all_of(m_rooms.cbegin(), m_rooms.cend(), [](const RoomCache& cache) { return cache.synced; });
}

void ChatDevice::sync() {
    if (m_syncPending) {
        m_syncAgain = true;
        return;
    }
    client::Sync request;
    request.epoch = m_epoch;
    m_asked.clear();
    for (auto it = m_rooms.cbegin(); it != m_rooms.cend(); ++it) {
        request.rooms.insert(it.key(), it->cursor);
        m_asked.insert(it.key(), it->cursor);
    }
    m_syncPending = true;
    m_syncRef = m_socket.send(request);
}

void ChatDevice::handle(const ServerEvent& event) {
    if (const auto* frame = std::get_if<server::Authenticated>(&event.frame))
        take(*frame);
    else if (const auto* synced = std::get_if<server::Synced>(&event.frame))
        take(*synced);
    else if (const auto* savedFrame = std::get_if<server::MessageSaved>(&event.frame))
        take(*savedFrame);
    else if (const auto* message = std::get_if<server::MessageNew>(&event.frame))
        take(*message);
    else if (const auto* roomNew = std::get_if<server::RoomNew>(&event.frame))
        take(*roomNew);
    else if (const auto* leave = std::get_if<server::RoomLeave>(&event.frame))
        take(*leave);
    else if (const auto* read = std::get_if<server::RoomRead>(&event.frame))
        take(*read);
    else if (const auto* failure = std::get_if<server::Failure>(&event.frame))
        takeFailure(event.ref.value_or(QString()), failure->error);
    else if (std::holds_alternative<server::Gap>(event.frame) && m_autoSync)
        sync();
    else if (const auto* gone = std::get_if<server::RoomDelete>(&event.frame))
        m_rooms.remove(gone->roomId);
}

void ChatDevice::take(const server::Authenticated& frame) {
    m_authenticated = true;
    if (frame.user.id != userId())
        breach(QStringLiteral("authenticated as another user"));
    Q_EMIT authenticated();
    if (m_autoSync)
        sync();
}

void ChatDevice::take(const server::Synced& frame) {
    m_syncPending = false;
    if (frame.epoch < m_epoch)
        breach(QStringLiteral("the epoch went back from %1 to %2").arg(m_epoch).arg(frame.epoch));
    m_epoch = frame.epoch;
    QSet<RoomId> told;
    bool unknownRooms = false;
    for (const server::SyncedRoom& room : frame.rooms) {
        const RoomId id = room.room.room.id;
        told.insert(id);
        unknownRooms = unknownRooms || !m_asked.contains(id);
        takeSyncedRoom(room, m_asked.contains(id));
    }
    for (const RoomId& id : frame.removed)
        m_rooms.remove(id);
    for (auto it = m_asked.cbegin(); it != m_asked.cend(); ++it) {
        if (!told.contains(it.key()) && !frame.removed.contains(it.key()))
            breach(QStringLiteral("synced forgot room %1").arg(it.key().toString()));
    }
    if (m_autoSync && (unknownRooms || m_syncAgain)) {
        m_syncAgain = false;
        sync(); // rooms gained while away: everything from 0
    } else if (isLive()) {
        Q_EMIT live();
    }
}

void ChatDevice::takeSyncedRoom(const server::SyncedRoom& room, bool asked) {
    RoomCache& cache = m_rooms[room.room.room.id];
    cache.view = room.room;
    if (!asked) {
        if (!room.changes.isEmpty())
            breach(QStringLiteral("changes for a room that was not asked for"));
        return;
    }
    if (room.gap) {
        ++cache.gaps;
        cache.timeline.clear();
        cache.seqs.clear();
        refetch(room.room.room.id, {});
    } else {
        qint64 last = 0;
        for (const Message& change : room.changes) {
            if (change.changeSeq <= last)
                breach(QStringLiteral("changes of synced are not in ascending order of changeSeq"));
            if (change.changeSeq > room.head)
                breach(QStringLiteral("head of synced is below one of its changes"));
            last = change.changeSeq;
            apply(cache, change, "synced");
        }
        // The cursor that was asked with: the stream may have moved it on while the answer was made.
        const qint64 askedWith = m_asked.value(room.room.room.id);
        if (room.head < askedWith)
            breach(
                QStringLiteral("head %1 is below the cursor %2 without a gap").arg(room.head).arg(askedWith));
    }
    cache.cursor = std::max(room.head, cache.newestLive);
    cache.synced = true;
}

void ChatDevice::take(const server::MessageNew& frame) {
    const Message& message = frame.message;
    if (!m_rooms.contains(message.roomId)) {
        if (message.type == MessageType::Text)
            Q_EMIT messageReceived(message);
        return; // its room:new follows, and the sync after that brings it
    }
    RoomCache& cache = m_rooms[message.roomId];
    if (message.seq <= cache.liveSeq)
        breach(QStringLiteral("seq %1 came after %2 on one stream").arg(message.seq).arg(cache.liveSeq));
    cache.liveSeq = message.seq;
    apply(cache, message, "message:new");
    // Not before the room is synced: what lies between the cursor and this message has not come yet.
    if (cache.synced)
        cache.cursor = std::max(cache.cursor, message.changeSeq);
    cache.newestLive = std::max(cache.newestLive, message.changeSeq);
    if (message.type == MessageType::Text)
        Q_EMIT messageReceived(message);
}

void ChatDevice::apply(RoomCache& cache, const Message& message, const char* source) {
    const auto known = cache.seqs.constFind(message.id);
    if (known != cache.seqs.cend() && *known != message.seq) {
        breach(QStringLiteral("message %1 has seq %2 and then, by %3, %4")
                   .arg(message.id.toString())
                   .arg(*known)
                   .arg(QLatin1String(source))
                   .arg(message.seq));
        return;
    }
    const auto there = cache.timeline.constFind(message.seq);
    if (there != cache.timeline.cend() && there->id != message.id)
        breach(QStringLiteral("two messages have seq %1").arg(message.seq));
    if (there != cache.timeline.cend() && there->changeSeq >= message.changeSeq)
        return;
    cache.timeline.insert(message.seq, message);
    cache.seqs.insert(message.id, message.seq);
}

void ChatDevice::take(const server::RoomNew& frame) {
    const RoomId id = frame.room.room.id;
    const bool known = m_rooms.contains(id);
    m_rooms[id].view = frame.room;
    if (!known && m_autoSync)
        sync();
}

void ChatDevice::take(const server::RoomLeave& frame) {
    if (frame.userId == userId())
        m_rooms.remove(frame.roomId);
}

void ChatDevice::take(const server::RoomRead& frame) {
    const auto it = m_rooms.find(frame.roomId);
    if (it != m_rooms.end())
        takeRead(*it, frame.read);
}

void ChatDevice::takeRead(RoomCache& cache, const ReadState& read) {
    cache.view.read = read;
}

void ChatDevice::refetch(const RoomId& room, const QString& before) {
    ++m_refetching;
    QByteArray path = "/api/v1/rooms/" + room.toString().toLatin1() + "/messages?limit=100";
    if (!before.isEmpty())
        path += "&before=" + before.toUtf8();
    m_http.requestLater("GET", path, {}, {}, [this, room](const HttpAnswer& answer) {
        --m_refetching;
        const auto cache = m_rooms.find(room);
        const auto json = parseObject(answer.body);
        const auto page =
            json && answer.status == 200 ? pageFromJson<Message>(*json) : fail(ErrorCode::Unavailable);
        if (cache == m_rooms.end())
            return;
        if (!page) { // the server went away meanwhile, or cannot just now: the next sync begins this room
                     // again
            cache->cursor = 0;
            cache->timeline.clear();
            cache->seqs.clear();
            cache->synced = false;
            if (m_autoSync)
                syncLater();
            return;
        }
        for (const Message& message : page->items)
            apply(*cache, message, "history");
        if (page->next)
            refetch(room, *page->next);
        else if (isLive())
            Q_EMIT live();
    });
}

const ReadState* ChatDevice::readState(const RoomId& room) const {
    const auto it = m_rooms.constFind(room);
    return it == m_rooms.cend() ? nullptr : &it->view.read;
}

void ChatDevice::breach(const QString& text) {
    m_breaches.append(m_name + QStringLiteral(": ") + text);
}

} // namespace parlor::test
