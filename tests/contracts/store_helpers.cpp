// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_helpers.h"

namespace parlor::test {

namespace {
constexpr log::TopicPartition messages{log::Topic::Messages, 0};
}

store::NewUser newUser(const QString& name) {
    return {UserId::create(),           name, name + QStringLiteral("@example.org"), name.toUpper(),
            "hash of " + name.toUtf8(), {}};
}

User makeUser(store::Store& store, const QString& name) {
    const auto user = store.createUser(newUser(name));
    return user ? user->value.user : User();
}

SessionId beginSession(store::Store& store, const UserId& user, const QByteArray& token,
                       const QString& address, const QDateTime& at) {
    const store::Session session{SessionId::create(), user, QStringLiteral("laptop"), at, false, address};
    return store.createSession(session, token, at.addDays(30)) ? session.id : SessionId();
}

Room newRoom(const QString& name, RoomKind kind) {
    Room room;
    room.id = RoomId::create();
    room.name = name;
    room.kind = kind;
    room.topic = QStringLiteral("about ") + name;
    room.createdAt = utcNow();
    return room;
}

Room makeRoom(store::Store& store, const QString& name, const UserId& owner, RoomKind kind) {
    const auto room = store.createRoom(newRoom(name, kind), owner);
    return room ? room->value.room : Room();
}

log::MessageRecord newMessage(const RoomId& room, const UserId& sender, const QString& content,
                              MessageType type) {
    log::MessageRecord record;
    record.tempId = TempId::create();
    record.id = messageIdFor(sender, room, record.tempId);
    record.roomId = room;
    record.sender = sender;
    record.type = type;
    record.content = content;
    record.createdAt = utcNow();
    return record;
}

Feed::Feed(store::Store& store)
    : m_store(store) {
    m_positions = {{messages, 0}, {{log::Topic::Users, 0}, 0}, {{log::Topic::Receipts, 0}, 0}};
    const auto epoch = store.beginEpoch(0, QStringLiteral("a log"), 1, m_positions, false);
    if (epoch)
        m_epoch = *epoch;
}

qint64 Feed::nextSeq() const {
    return m_epoch.base + m_positions.value(messages);
}

store::ProjectionBatch Feed::batch(const QList<log::Event>& events) const {
    store::ProjectionBatch batch{m_epoch.number, m_positions, m_positions, {}};
    for (const log::Event& event : events)
        batch.items.append({m_epoch.base + batch.to[messages]++, event});
    return batch;
}

Result<void> Feed::project(const QList<log::Event>& events) {
    const store::ProjectionBatch next = batch(events);
    auto result = m_store.project(next);
    if (result)
        m_positions = next.to;
    return result;
}

QList<qint64> Feed::say(const RoomId& room, const UserId& sender, const QStringList& contents) {
    QList<log::Event> events;
    QList<qint64> seqs;
    for (const QString& content : contents) {
        seqs.append(nextSeq() + events.size());
        events.append(newMessage(room, sender, content));
    }
    return project(events) ? seqs : QList<qint64>();
}

QStringList contents(const QList<Message>& messages) {
    QStringList result;
    for (const Message& message : messages)
        result.append(message.content);
    return result;
}

QStringList namesOf(const Page<User>& page) {
    QStringList names;
    for (const User& user : page.items)
        names.append(user.username);
    return names;
}

} // namespace parlor::test
