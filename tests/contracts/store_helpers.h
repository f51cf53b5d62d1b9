// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "shared/codec.h"

/// Short ways to fill a store, for tests.
namespace parlor::test {

store::NewUser newUser(const QString& name);
/// Creates a user of that name; a null id when that failed.
User makeUser(store::Store& store, const QString& name);
/// Begins a session whose refresh token has the hash `token`; a null id when that failed.
SessionId beginSession(store::Store& store, const UserId& user, const QByteArray& token,
                       const QString& address = QStringLiteral("192.0.2.1"), const QDateTime& at = utcNow());
Room newRoom(const QString& name, RoomKind kind = RoomKind::Public);
Room makeRoom(store::Store& store, const QString& name, const UserId& owner,
              RoomKind kind = RoomKind::Public);
log::MessageRecord newMessage(const RoomId& room, const UserId& sender, const QString& content,
                              MessageType type = MessageType::Text);

/// Projects records as a projector does, numbering them itself.
class Feed {
public:
    /// Begins the store's first epoch.
    explicit Feed(store::Store& store);

    /// The next batch: one record after the other.
    Result<void> project(const QList<log::Event>& events);
    /// Projects text messages of one sender; returns their seqs.
    QList<qint64> say(const RoomId& room, const UserId& sender, const QStringList& contents);
    /// The batch that project() would make next.
    store::ProjectionBatch batch(const QList<log::Event>& events) const;

    const store::Epoch& epoch() const { return m_epoch; }
    const log::Positions& positions() const { return m_positions; }
    qint64 nextSeq() const;

private:
    store::Store& m_store;
    store::Epoch m_epoch;
    log::Positions m_positions;
};

QStringList contents(const QList<Message>& messages);
QStringList namesOf(const Page<User>& page);

} // namespace parlor::test
