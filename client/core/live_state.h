// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace parlor {

/// What holds for the moment only and is kept nowhere: who is there, who types, how far others have read. The
/// GUI's thread.
class LiveState : public QObject {
    Q_OBJECT
public:
    /// Somebody who was asked about is asked about again after this: people with whom one shares large rooms
    /// only come and go untold.
    static constexpr std::chrono::minutes presenceFresh{2};

    /// `ask` is given at most limits::presenceQueryMax users at once.
    explicit LiveState(const UserId& self, std::function<void(const QList<UserId>&)> ask);

    void setSelf(const UserId& self) { m_self = self; }
    /// Going offline ends what was typed; being online again asks anew.
    void setOnline(bool online);

    Presence presence(const UserId& user) const;
    void want(const QList<UserId>& users);
    void tellPresence(const QList<Presence>& users);

    QList<UserId> typing(const RoomId& room) const;
    /// `seconds`: how long it lasts; 0 if it is over.
    void tellTyping(const RoomId& room, const UserId& user, int seconds);

    QList<MemberCursor> cursors(const RoomId& room) const;
    /// Merged by maximum with what is known.
    void tellCursors(const RoomId& room, const QList<MemberCursor>& cursors);
    void forgetRoom(const RoomId& room);
    /// Somebody left.
    void forgetMember(const RoomId& room, const UserId& user);

Q_SIGNALS:
    void presenceChanged(const QList<parlor::UserId>& users);
    void typingChanged(const parlor::RoomId& room);
    void cursorsChanged(const parlor::RoomId& room);

private:
    using Clock = std::chrono::steady_clock;
    struct Typist {
        UserId user;
        Clock::time_point until;
    };
    void askWanted();
    void endTyping();

    UserId m_self;
    std::function<void(const QList<UserId>&)> m_ask;
    bool m_online = false;
    QHash<UserId, Presence> m_presence;
    QHash<UserId, Clock::time_point> m_asked; ///< on this connection
    QSet<UserId> m_shown;                     ///< ever asked for: asked for again after a reconnection
    QSet<UserId> m_wanted;
    QTimer m_askSoon;
    QHash<RoomId, QList<Typist>> m_typing; ///< in the order in which they began
    QTimer m_typingEnds;
    QHash<RoomId, QHash<UserId, MemberCursor>> m_cursors;
};

} // namespace parlor
