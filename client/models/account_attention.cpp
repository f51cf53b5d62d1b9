// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/account_attention.h"

#include "client/core/core.h"
#include "client/models/words.h"
#include "client/text/markdown.h"

namespace parlor {

AccountAttention::AccountAttention(Core& core, Bubbles& bubbles, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_bubbles(bubbles)
    , m_prefix(core.account().id + QLatin1Char('/')) {
    connect(&core, &Core::opened, this, &AccountAttention::readAll);
    connect(&core, &Core::roomAdded, this, &AccountAttention::readRoom);
    connect(&core, &Core::roomChanged, this, &AccountAttention::readRoom);
    connect(&core, &Core::roomRemoved, this, [this](const RoomId& room) {
        setRoom(room, {});
        m_rooms.remove(room);
        m_bubbles.clear(keyOf(room));
    });
    connect(&core, &Core::messagesArrived, this, &AccountAttention::onArrived);
    connect(&core, &Core::messagesChanged, this, [this](const MessagesChange& change) {
        for (const Message& message : change.upserted) {
            if (message.deletedAt)
                m_bubbles.forget(keyOf(message.roomId), message.id);
        }
    });
    readAll();
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

void AccountAttention::readAll() {
    if (!m_core.reader())
        return;
    m_rooms.clear();
    BadgeCount all;
    const QList<RoomSummary> rooms = m_core.reader()->rooms();
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
