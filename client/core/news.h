// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace parlor {

/// What the engine tells, on its way to those who show it: gathered, and told on once per frame at most, so
/// that a stream of messages leaves the window time to draw and to take keys. GUI thread.
///
/// What is gathered is told in this order: people, members, messages, changes of uncached messages, history,
/// rooms, cursors, arrivals; each room once, each message in its last state. Everything else that is told
/// must not overtake it: flush() first.
class News : public QObject {
    Q_OBJECT
public:
    /// Between two tellings, of which the second also waits twice as long as the first took: however much
    /// there is to show, it takes a third of the thread at most.
    static constexpr std::chrono::milliseconds frame{16};

    /// `telling` is called with true before, and with false after what was gathered is told.
    explicit News(std::function<void(bool)> telling = {});

    void noteUsers(const QList<User>& users);
    void noteMembers(const RoomId& room);
    void noteMessages(const MessagesChange& change);
    void noteUncached(const QList<UncachedChange>& changes);
    void noteHistory(const RoomId& room);
    void noteRoom(const RoomId& room);
    void noteCursors(const RoomId& room);
    void noteArrived(const QList<Message>& messages);
    /// Tells what is gathered now.
    void flush();

Q_SIGNALS:
    void usersChanged(const QList<parlor::User>& users);
    void membersChanged(const parlor::RoomId& room);
    void messagesChanged(const parlor::MessagesChange& change);
    void uncachedChanged(const QList<parlor::UncachedChange>& changes);
    void historyChanged(const parlor::RoomId& room);
    void roomChanged(const parlor::RoomId& room);
    void cursorsChanged(const parlor::RoomId& room);
    void messagesArrived(const QList<parlor::Message>& messages);

private:
    struct Gathered {
        QList<User> users;
        QSet<RoomId> members;
        QHash<RoomId, MessagesChange> messages;
        QList<UncachedChange> uncached;
        QSet<RoomId> history;
        QSet<RoomId> rooms;
        QSet<RoomId> cursors;
        QList<Message> arrived;
    };
    void arm();
    void tell(Gathered& gathered);

    std::function<void(bool)> m_telling;
    Gathered m_gathered;
    bool m_any = false;
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_notBefore = 0; ///< of m_clock, milliseconds
};

} // namespace parlor
