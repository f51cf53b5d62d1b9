// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/account_attention.h"

#include "client/core/core.h"
#include "client/models/session.h"
#include "client/models/words.h"
#include "client/text/markdown.h"

namespace parlor {

AccountAttention::AccountAttention(Session& session, Bubbles& bubbles, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_core(session.core())
    , m_bubbles(bubbles)
    , m_prefix(m_core.account().id + QLatin1Char('/')) {
    connect(&session, &Session::readyChanged, this, &AccountAttention::follow);
    connect(&m_core, &Core::roomAdded, this, &AccountAttention::readRoom);
    connect(&m_core, &Core::roomChanged, this, &AccountAttention::readRoom);
    connect(&m_core, &Core::roomRemoved, this, [this](const RoomId& room) {
        setRoom(room, {});
        m_rooms.remove(room);
        m_bubbles.clear(keyOf(room));
    });
    connect(&m_core, &Core::messagesArrived, this, &AccountAttention::onArrived);
    connect(&m_core, &Core::messagesChanged, this, [this](const MessagesChange& change) {
        for (const Message& message : change.upserted) {
            if (message.deletedAt)
                m_bubbles.forget(keyOf(message.roomId), message.id);
        }
    });
    follow();
}

AccountAttention::~AccountAttention() {
    m_bubbles.clear(m_prefix);
}

QString AccountAttention::keyOf(const RoomId& room) const {
    return m_prefix + room.toString();
}

std::optional<RoomId> AccountAttention::roomOf(const QString& key) const {
    return key.startsWith(m_prefix) ? RoomId::parse(QStringView(key).sliced(m_prefix.size())) : std::nullopt;
}

void AccountAttention::follow() {
    const RoomListModel* const rooms = m_session.rooms();
    if (!rooms)
        return;
    // Which it is when the cache was begun anew.
    connect(rooms, &QAbstractItemModel::modelReset, this, &AccountAttention::readAll, Qt::UniqueConnection);
    readAll();
}

void AccountAttention::readAll() {
    m_rooms.clear();
    BadgeCount all;
    // Not from the cache a second time: that takes as long as much else of the window's first frame.
    const QList<RoomSummary> rooms = m_session.rooms()->summaries();
    for (const RoomSummary& room : rooms) {
        m_rooms.insert(room.room.id, badgeOf(room));
        all += badgeOf(room);
    }
    m_count = all;
    Q_EMIT countChanged();
}

void AccountAttention::readRoom(const RoomId& room) {
    const auto summary = m_core.reader() ? m_core.reader()->room(room) : std::nullopt;
    setRoom(room, summary ? badgeOf(*summary) : BadgeCount());
    if (summary)
        m_bubbles.readUpTo(keyOf(room), summary->read.seenSeq);
}

void AccountAttention::setRoom(const RoomId& room, const BadgeCount& count) {
    BadgeCount& known = m_rooms[room];
    if (known == count)
        return;
    m_count.unread += count.unread - known.unread;
    m_count.mentions += count.mentions - known.mentions;
    known = count;
    Q_EMIT countChanged();
}

void AccountAttention::onArrived(const QList<Message>& messages) {
    if (!m_core.reader())
        return;
    for (const Message& message : messages) {
        const auto room = m_core.reader()->room(message.roomId);
        // Read meanwhile, on another device.
        if (!room || message.seq <= room->read.seenSeq)
            continue;
        Arrival arrival;
        arrival.message = message;
        arrival.kind = room->room.kind;
        arrival.preferences = room->preferences;
        arrival.self = m_core.self();
        arrival.replyToMine = isReplyToMine(message);
        Q_EMIT arrived(arrival, *room);
    }
}

bool AccountAttention::isReplyToMine(const Message& message) const {
    for (const std::optional<MessageId>& id : {message.replyTo, message.threadRoot}) {
        const auto answered = id ? m_core.reader()->message(*id) : std::nullopt;
        if (answered && answered->sender == m_core.self())
            return true;
    }
    return false;
}

BubblePlace AccountAttention::place(const RoomSummary& room, const QString& account) const {
    return {keyOf(room.room.id), words::roomName(room, *m_core.reader()), account,
            room.room.kind == RoomKind::Direct};
}

BubbleLine AccountAttention::line(const Message& message) const {
    const auto sender = m_core.reader()->user(message.sender);
    // One who was never met comes with the message in nearly all cases.
    const QString name = sender ? sender->displayName : tr("Somebody");
    return {message.id, message.seq, name, markdown::oneLine(message.content),
            message.threadRoot.has_value()};
}

} // namespace parlor
