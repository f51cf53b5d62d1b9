// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"

namespace parlor::test {

/// Answers to every thread of a BusyStore.
constexpr int replyCount = 4;

/// What a busy server has: everything through the projection, which is quick.
struct BusyStore {
    explicit BusyStore(store::Store& store);
    /// What projects `events` after all of this.
    store::ProjectionBatch batch(const QList<log::Event>& events) const;

    QList<User> users;
    QList<Room> rooms;
    MessageId message;
    Message root; ///< of a thread; edited, pinned
    User member;  ///< of the room of `root`, called by name there
    SessionId session = SessionId::create();
    store::Epoch epoch;
    qint64 middle = 0; ///< seq of a message with as many before as after
    log::Positions positions{{{log::Topic::Messages, 0}, 0}};

private:
    /// Threads in as many rooms, whose roots are edited, and some pinned; every answer calls somebody.
    void addThreads(store::Store& store);
};

/// Fills the SQLite store `file` of `content` up in one transaction, with many sessions, tokens and outbox
/// rows: through the store they would take a minute.
void fillRest(const QString& file, const BusyStore& content);

} // namespace parlor::test
