// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gateway.h"
#include "server/gateway/hub.h"
#include "server/gateway/turnstile.h"
#include "shared/frames.h"

#include <QHash>
#include <QSet>
#include <QTimer>

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace parlor::gateway {

class MessageChanger;
class Ephemera;
class MessageSender;
class Receipts;
class RateLimits;
class RoomReader;
class RoomService;
class Session;
class SessionGuard;

/// What sessions are made of; all outlive them.
struct SessionServices {
    const GatewayConfig& config;
    Hub& hub;
    SessionGuard& guard;
    store::Store& store;
    Tail& tail;
    RoomReader& reader;
    RoomService& rooms;
    MessageSender& sender;
    MessageChanger& changer;
    Receipts& receipts;
    RateLimits& limits;
    QThreadPool& pool;
    Ephemera& ephemera;

    /// The frame that tells of `error`, which is counted. Any thread.
    ServerFrame failure(const Error& error) const;
};

/// Names a session from other threads; it may be gone by the time the name is used.
using SessionKey = quint64;

/// The sessions of one network thread, their users' memberships, and who is to get which room's frames. Every
/// call is made on that thread, so nothing here is locked.
class Shard {
public:
    Shard(net::ThreadIndex thread, SessionServices& services);
    ~Shard();

    /// Membership as the tail says; a removal is remembered, so that an older answer of the store cannot undo
    /// it.
    struct MemberState {
        qint64 version = 0;
        std::optional<RoomRole> role;
    };
    struct User {
        QHash<RoomId, MemberState> rooms;
        std::vector<Session*> sessions; ///< those that get frames, the oldest first
        int holders = 0;                ///< those, and the ones that are still being loaded
    };

    SessionKey opened(Session& session);
    void closed(Session& session);
    Session* find(SessionKey key) const { return m_sessions.value(key, nullptr); }

    /// From here on the tail's changes of `user` are kept: call it before the store is asked for the
    /// memberships.
    void hold(const UserId& user);
    void release(const UserId& user);
    /// Merges what the store said and begins to deliver.
    void goLive(Session& session, const QList<store::Membership>& memberships);
    /// The member's state in `room`; nullopt if nothing is known of it here.
    std::optional<MemberState> memberState(const UserId& user, const RoomId& room) const;

    /// True while nobody is held here: what the tail brings then need not come. Any thread. (A user who is
    /// held later asks the store after that, and the store and the tail have what was left out.)
    bool isIdle() const { return m_holders.load() == 0; }

    /// Closes every session, those that come later too, with GoingAway: each at a random moment before
    /// `until`, so that they do not all knock elsewhere at once, and not before it was answered, unless
    /// `until` has come.
    void drain(std::chrono::steady_clock::time_point until);

    /// Delivers one batch of the tail.
    void apply(const FanoutBatch& batch);

    /// Runs `task` on this shard's thread with the session, if it is still there. Any thread.
    void withSession(SessionKey key, std::function<void(Session&)> task);
    SessionServices& services() { return m_services; }

    /// What a client that comes back asks for first, each a matter of the pool and the store. Many come back
    /// at once; the others' messages share the processor with them.
    enum class FirstStep : quint8 {
        Authenticate, ///< checks the token, reads who it is and the memberships
        Sync,
    };
    /// Calls `begin` with the session, if it is still there, when it is its turn among those of this thread
    /// that want the same. endStep() must follow. On this shard's thread; at once if nobody waits.
    void beginStep(FirstStep step, SessionKey key, std::function<void(Session&)> begin);
    /// The next one may begin, after `task` was run as by withSession(). Any thread.
    void endStep(FirstStep step, SessionKey key, std::function<void(Session&)> task);

    /// Calls `then`, on this shard's thread, with the rooms whose events the sessions of `user` here get: all
    /// that the tail has brought by now is in that. Any thread.
    void withRoomsOf(const UserId& user, std::function<void(const QSet<RoomId>&)> then);

    /// Calls Session::rested() after GatewayConfig::refusalPause.
    void rest(SessionKey key);

    /// Between the two somebody reads rooms as `user` sees them, beside the stream: of a read state that
    /// moves meanwhile the user is told once more afterwards, since what was read may be from before and come
    /// last.
    void beginView(const UserId& user) { ++m_views[user].count; }
    /// On this shard's thread, like the first, and after what was read was sent.
    void endView(const UserId& user);
    /// The same from any thread.
    void endViewLater(const UserId& user);
    /// Names a session among those of all shards.
    quint64 deviceOf(SessionKey key) const { return (quint64(m_thread) << 48) | key; }

private:
    struct Room {
        std::vector<Session*> sessions;
    };

    void apply(const fanout::RoomFrame& item);
    void apply(const fanout::OthersFrame& item);
    void apply(const fanout::MemberChange& item);
    void apply(const fanout::RoomGone& item);
    void apply(const fanout::EverybodyFrame& item);
    void apply(const fanout::CursorMoved& item);
    void apply(const fanout::SessionRevoked& item);

    void subscribe(const RoomId& room, Session& session);
    void unsubscribe(const RoomId& room, Session& session);
    void sendToRoom(const RoomId& room, const net::SharedFrame& frame);
    void sendToUser(const UserId& user, const net::SharedFrame& frame);
    /// Reads the room as `user` sees it on the pool and sends what `make` makes of it to the user's sessions
    /// here.
    void tellUser(const UserId& user, const RoomId& room, std::function<ServerFrame(const RoomView&)> make,
                  std::function<void()> after = {});

    // shard_timers.cpp
    void startSweeping();
    void stopTimers();
    void sweep();
    void wakeRested();
    void scheduleGoing(Session& session);
    void sendAway();

    const net::ThreadIndex m_thread;
    SessionServices& m_services;
    SessionKey m_nextKey = 1;
    QHash<SessionKey, Session*> m_sessions;
    QHash<UserId, User> m_users;
    std::atomic<int> m_holders = 0;
    QHash<RoomId, int> m_handles;
    std::vector<Room> m_rooms; ///< by handle
    std::vector<int> m_freeHandles;
    QHash<std::pair<UserId, RoomId>, bool> m_cursorReads; ///< under way; true: moved again meanwhile
    struct Views {
        int count = 0;
        QSet<RoomId> moved;
    };
    QHash<UserId, Views> m_views;      ///< under way
    std::unique_ptr<QTimer> m_sweeper; ///< made on the thread itself
    std::unique_ptr<QTimer> m_drainer; ///< likewise, while draining with sessions left
    std::optional<std::chrono::steady_clock::time_point> m_drainUntil;
    struct Resting {
        std::chrono::steady_clock::time_point until;
        SessionKey key;
    };
    std::deque<Resting> m_resting;    ///< in the order of `until`
    std::unique_ptr<QTimer> m_waker;  ///< likewise, while somebody rests
    std::array<Turnstile, 2> m_steps; ///< by FirstStep
};

} // namespace parlor::gateway
