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
    for (RoomCache& cache : m_rooms)
        cache.reconnected();
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
    m_moved.clear();
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
    else if (!roomOfChange(event.frame).isNull())
        takeLive(event.frame);
    else if (const auto* status = std::get_if<server::MessageStatus>(&event.frame)) {
        if (const auto it = m_rooms.find(status->roomId); it != m_rooms.end())
            it->takeCursors(status->cursors);
    } else if (const auto* joined = std::get_if<server::RoomJoin>(&event.frame)) {
        // Who joins has read what was there, of which there is no status.
        if (m_fetchesCursors && m_rooms.contains(joined->roomId))
            fetchCursors(joined->roomId);
    } else if (const auto* update = std::get_if<server::RoomUpdate>(&event.frame)) {
        if (const auto it = m_rooms.find(update->room.id); it != m_rooms.end())
            it->takeRoom(update->room);
    } else if (const auto* roomNew = std::get_if<server::RoomNew>(&event.frame))
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
        lose(gone->roomId);
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
        if (m_moved.contains(id)) {
            m_syncAgain = m_syncAgain || m_rooms.contains(id);
            continue;
        }
        unknownRooms = unknownRooms || !m_asked.contains(id);
        takeSyncedRoom(room, m_asked.contains(id));
    }
    for (const RoomId& id : frame.removed) {
        if (m_moved.contains(id))
            m_syncAgain = m_syncAgain || m_rooms.contains(id);
        else
            m_rooms.remove(id);
    }
    m_moved.clear();
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
    cache.takeView(room.room, userId());
    if (!asked) {
        if (!room.changes.isEmpty())
            breach(QStringLiteral("changes for a room that was not asked for"));
        return;
    }
    // The cache was begun anew since this was asked: it lacks what lies before that cursor.
    if (m_asked.value(room.room.room.id) > cache.cursor) {
        m_syncAgain = true;
        return;
    }
    if (room.gap) {
        ++cache.gaps;
        cache.forgetMessages();
        refetch(room.room.room.id, {});
    } else {
        qint64 last = 0;
        for (const Message& change : room.changes) {
            // Equal is right: a reply is a change of the message that its thread began with.
            if (change.changeSeq < last)
                breach(QStringLiteral("changes of synced are not in ascending order of changeSeq"));
            if (change.changeSeq > room.head)
                breach(QStringLiteral("head of synced is below one of its changes"));
            last = change.changeSeq;
            breach(cache.takeState(change, "synced"));
        }
        // The cursor that was asked with: the stream may have moved it on while the answer was made.
        const qint64 askedWith = m_asked.value(room.room.room.id);
        if (room.head < askedWith)
            breach(
                QStringLiteral("head %1 is below the cursor %2 without a gap").arg(room.head).arg(askedWith));
    }
    // Not what came live: if the history is fetched anew, that is not in the cache yet.
    cache.cursor = std::max(room.head, cache.refetching > 0 ? 0 : cache.newestLive);
    cache.synced = true;
    cache.release(userId());
    if (m_fetchesCursors)
        fetchCursors(room.room.room.id);
}

void ChatDevice::takeLive(const ServerFrame& frame) {
    // In a room that is not known its room:new follows, and the sync after that brings it.
    if (const auto room = m_rooms.find(roomOfChange(frame)); room != m_rooms.end())
        breach(room->takeLive(frame, userId()));
    if (const auto* message = std::get_if<server::MessageNew>(&frame))
        Q_EMIT messageReceived(message->message);
}

void ChatDevice::take(const server::RoomNew& frame) {
    const RoomId id = frame.room.room.id;
    const bool known = m_rooms.contains(id);
    m_rooms[id].takeView(frame.room, userId());
    if (known)
        return;
    if (m_syncPending)
        m_moved.insert(id);
    if (m_autoSync)
        sync();
}

void ChatDevice::take(const server::RoomLeave& frame) {
    if (frame.userId == userId())
        lose(frame.roomId);
}

void ChatDevice::lose(const RoomId& room) {
    m_rooms.remove(room);
    if (m_syncPending)
        m_moved.insert(room);
}

void ChatDevice::take(const server::RoomRead& frame) {
    const auto it = m_rooms.find(frame.roomId);
    if (it != m_rooms.end())
        it->takeRead(frame.read, userId());
}

void ChatDevice::fetchCursors(const RoomId& room) {
    const QByteArray path = "/api/v1/rooms/" + room.toString().toLatin1() + "/cursors";
    m_http.requestLater("GET", path, {}, {}, [this, room](const HttpAnswer& answer) {
        const auto cache = m_rooms.find(room);
        const auto json = parseObject(answer.body);
        if (cache == m_rooms.end() || answer.status != 200 || !json)
            return;
        for (const QJsonValue& item : json->value(QStringLiteral("items")).toArray()) {
            if (const auto cursor = fromJson<MemberCursor>(item.toObject()))
                cache->takeCursors({*cursor});
        }
    });
}

void ChatDevice::refetch(const RoomId& room, const QString& before) {
    ++m_refetching;
    ++m_rooms[room].refetching;
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
        cache->refetching = std::max(0, cache->refetching - 1);
        if (!page) { // the server went away meanwhile, or cannot just now: the next sync begins this room
                     // again
            cache->cursor = 0;
            cache->forgetMessages();
            cache->synced = false;
            if (m_autoSync)
                syncLater();
            return;
        }
        for (const Message& message : page->items)
            breach(cache->takeState(message, "history"));
        if (page->next)
            refetch(room, *page->next);
        cache->release(userId());
        if (!page->next && isLive())
            Q_EMIT live();
    });
}

const ReadState* ChatDevice::readState(const RoomId& room) const {
    const auto it = m_rooms.constFind(room);
    return it == m_rooms.cend() ? nullptr : &it->view.read;
}

void ChatDevice::breach(const QString& text) {
    if (!text.isEmpty())
        m_breaches.append(m_name + QStringLiteral(": ") + text);
}

} // namespace parlor::test
