// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_helpers.h"

namespace parlor::test {

/// Two users in one room of a store that knows its first epoch.
struct Scene {
    explicit Scene(store::Store& store)
        : ann(makeUser(store, QStringLiteral("ann")))
        , bob(makeUser(store, QStringLiteral("bob")))
        , room(makeRoom(store, QStringLiteral("Lounge"), ann.id))
        , feed(store) {
        if (!store.setMember(room.id, bob.id, RoomRole::Member))
            qFatal("The scene cannot be set.");
    }
    User ann;
    User bob;
    Room room;
    Feed feed;
};

/// "0", "1", …
inline QStringList numbered(int count) {
    QStringList result;
    for (int i = 0; i < count; ++i)
        result.append(QString::number(i));
    return result;
}

/// Records of changes of `message`, made upon it as it is.
log::EditRecord editOf(const Message& message, const QString& content, const Mentions& mentions = {});
log::DeleteRecord deletionOf(const Message& message, const UserId& by);
log::ReactionRecord reactionTo(const Message& message, const UserId& user, const QString& emoji,
                               bool added = true);
log::PinRecord pinOf(const Message& message, const UserId& by);
log::PinRecord unpinOf(const Message& message);
log::MessageRecord replyTo(const Message& message, const UserId& sender, const QString& content);

/// What the records of one room make of its messages, by the functions that clients use: what a store must
/// say of them, too.
class RoomModel {
public:
    void add(const log::Event& event, qint64 seq);
    const QList<MessageId>& order() const { return m_order; } ///< by seq
    const Message& at(const MessageId& id) const { return *m_messages.constFind(id); }
    QList<Message> messages() const;
    store::Unread unread(const UserId& reader, qint64 after) const;

private:
    void on(const log::MessageRecord& record, qint64 seq);
    void on(const log::EditRecord& record, qint64 seq);
    void on(const log::DeleteRecord& record, qint64 seq);
    void on(const log::ReactionRecord& record, qint64 seq);
    void on(const log::PinRecord& record, qint64 seq);
    template <typename Other>
    void on(const Other&, qint64) {}

    QList<MessageId> m_order;
    QHash<MessageId, Message> m_messages;
};

} // namespace parlor::test
