// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/shard.h"

#include "server/gateway/ephemera.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/session.h"
#include "shared/codec.h"

#include <algorithm>

namespace parlor::gateway {

namespace {

// Of each network thread, of which there is one per core. A look-up of somebody who comes back is work for a
// processor; a sync waits for the tail most of the time.
constexpr int authenticatingMax = 4;
constexpr int syncingMax = 8;

void eraseUnordered(std::vector<Session*>& sessions, Session* session) {
    const auto found = std::find(sessions.begin(), sessions.end(), session);
    if (found == sessions.end())
        return;
    *found = sessions.back();
    sessions.pop_back();
}

/// All of them have the frame queued at once, so that none ever sees one of the log before another; what is
/// spread is the writing, which is nearly all of the work.
bool goesInSlices(std::size_t sessions) {
    return sessions > net::sliceSize;
}

void send(Session& session, const net::SharedFrame& frame, bool inSlices) {
    if (inSlices)
        session.sendInSlices(frame);
    else
        session.send(frame);
}

} // namespace

ServerFrame SessionServices::failure(const Error& error) const {
    hub.figures().errors.add(error.code());
    return server::Failure{error};
}

Shard::Shard(net::ThreadIndex thread, SessionServices& services)
    : m_thread(thread)
    , m_services(services)
    , m_steps{Turnstile(authenticatingMax), Turnstile(syncingMax)} {}

Shard::~Shard() = default;

SessionKey Shard::opened(Session& session) {
    startSweeping();
    const SessionKey key = m_nextKey++;
    m_sessions.insert(key, &session);
    m_services.hub.sessionOpened();
    if (m_drainUntil)
        scheduleGoing(session);
    return key;
}

void Shard::closed(Session& session) {
    if (session.isLive()) {
        m_services.ephemera.presence().removeDevice(session.userId(), deviceOf(session.key()));
        User& user = m_users[session.userId()];
        std::erase(user.sessions, &session); // the others stay in the order in which they came
        for (auto it = user.rooms.cbegin(); it != user.rooms.cend(); ++it) {
            if (it->role)
                unsubscribe(it.key(), session);
        }
    }
    if (!session.userId().isNull())
        release(session.userId());
    m_sessions.remove(session.key());
    if (m_sessions.isEmpty())
        stopTimers();
    m_services.hub.sessionClosed();
}

void Shard::hold(const UserId& user) {
    ++m_users[user].holders;
    ++m_holders;
}

void Shard::release(const UserId& user) {
    const auto found = m_users.find(user);
    if (found == m_users.end())
        return;
    --m_holders;
    if (--found->holders == 0)
        m_users.erase(found);
}

void Shard::goLive(Session& session, const QList<store::Membership>& memberships) {
    m_services.ephemera.presence().setDevice(session.userId(), deviceOf(session.key()),
                                             PresenceStatus::Online);
    User& user = m_users[session.userId()];
    for (const store::Membership& membership : memberships) {
        MemberState& state = user.rooms[membership.roomId];
        if (membership.version < state.version)
            continue;
        const bool joined = !state.role;
        state = {membership.version, membership.role};
        // A session that was live already missed this one if the tail has not brought it yet.
        if (joined) {
            for (Session* other : user.sessions)
                subscribe(membership.roomId, *other);
        }
    }
    const auto limit = static_cast<std::size_t>(m_services.config.maxSessionsPerUser);
    if (user.sessions.size() >= limit)
        user.sessions.front()->close(CloseCode::RateLimited,
                                     QByteArrayLiteral("too many connections of one user"));
    user.sessions.push_back(&session);
    for (auto it = user.rooms.cbegin(); it != user.rooms.cend(); ++it) {
        if (it->role)
            subscribe(it.key(), session);
    }
}

std::optional<Shard::MemberState> Shard::memberState(const UserId& user, const RoomId& room) const {
    const auto found = m_users.constFind(user);
    if (found == m_users.cend())
        return std::nullopt;
    const auto state = found->rooms.constFind(room);
    if (state == found->rooms.cend())
        return std::nullopt;
    return *state;
}

void Shard::apply(const FanoutBatch& batch) {
    for (const FanoutItem& item : batch.items)
        std::visit([this](const auto& one) { apply(one); }, item);
}

void Shard::apply(const fanout::RoomFrame& item) {
    sendToRoom(item.room, item.frame);
}

void Shard::apply(const fanout::OthersFrame& item) {
    const auto handle = m_handles.constFind(item.room);
    if (handle == m_handles.cend())
        return;
    quint64 sent = 0;
    const std::vector<Session*>& sessions = m_rooms[static_cast<std::size_t>(*handle)].sessions;
    const bool isLarge = goesInSlices(sessions.size());
    for (Session* session : sessions) {
        if (session->userId() == item.user)
            continue;
        send(*session, item.frame, isLarge);
        ++sent;
    }
    m_services.hub.figures().deliveries.add(sent);
}

void Shard::apply(const fanout::MemberChange& item) {
    const auto user = m_users.find(item.user);
    if (user == m_users.end()) {
        sendToRoom(item.room, item.frame);
        return;
    }
    MemberState& state = user->rooms[item.room];
    if (item.version <= state.version && !(item.version == state.version && item.role == state.role))
        return;
    const bool wasMember = state.role.has_value();
    state = {item.version, item.role};
    if (item.role) {
        if (!wasMember) {
            for (Session* session : user->sessions)
                subscribe(item.room, *session);
        }
        sendToRoom(item.room, item.frame);
        if (!user->sessions.empty()) {
            beginView(item.user);
            tellUser(
                item.user, item.room, [](const RoomView& view) { return server::RoomNew{view}; },
                [this, who = item.user] { endView(who); });
        }
        return;
    }
    sendToRoom(item.room, item.frame);
    if (wasMember) {
        for (Session* session : user->sessions)
            unsubscribe(item.room, *session);
    }
}

void Shard::apply(const fanout::RoomGone& item) {
    const auto handle = m_handles.constFind(item.room);
    if (handle == m_handles.cend())
        return;
    const std::vector<Session*> sessions = m_rooms[static_cast<std::size_t>(*handle)].sessions;
    const bool isLarge = goesInSlices(sessions.size());
    for (Session* session : sessions) {
        send(*session, item.frame, isLarge);
        unsubscribe(item.room, *session);
        if (const auto user = m_users.find(session->userId()); user != m_users.end())
            user->rooms[item.room].role.reset();
    }
}

void Shard::apply(const fanout::EverybodyFrame& item) {
    const bool isLarge = goesInSlices(static_cast<std::size_t>(m_sessions.size()));
    for (const User& user : std::as_const(m_users)) {
        for (Session* session : user.sessions)
            send(*session, item.frame, isLarge);
        m_services.hub.figures().deliveries.add(user.sessions.size());
    }
}

void Shard::endView(const UserId& user) {
    const auto views = m_views.find(user);
    if (views == m_views.end() || --views->count > 0)
        return;
    const QSet<RoomId> moved = views->moved;
    m_views.erase(views);
    for (const RoomId& room : moved)
        apply(fanout::CursorMoved{user, room});
}

void Shard::endViewLater(const UserId& user) {
    m_services.hub.post(m_thread, [this, user] { endView(user); });
}

void Shard::apply(const fanout::CursorMoved& item) {
    if (const auto views = m_views.find(item.user); views != m_views.end())
        views->moved.insert(item.room);
    if (!m_users.contains(item.user))
        return;
    const std::pair key{item.user, item.room};
    if (const auto reading = m_cursorReads.find(key); reading != m_cursorReads.end()) {
        *reading = true;
        return;
    }
    m_cursorReads.insert(key, false);
    tellUser(
        item.user, item.room,
        [room = item.room](const RoomView& view) {
            return server::RoomRead{room, view.read};
        },
        [this, item, key] {
            if (m_cursorReads.take(key))
                apply(item);
        });
}

void Shard::apply(const fanout::SessionRevoked& item) {
    const QHash<SessionKey, Session*> sessions = m_sessions;
    for (Session* session : sessions) {
        if (session->userId() == item.user && session->sessionId() == item.session)
            session->close(CloseCode::Unauthorized, QByteArrayLiteral("the session was ended"));
    }
}

void Shard::subscribe(const RoomId& room, Session& session) {
    auto handle = m_handles.constFind(room);
    if (handle == m_handles.cend()) {
        int fresh = static_cast<int>(m_rooms.size());
        if (m_freeHandles.empty()) {
            m_rooms.emplace_back();
        } else {
            fresh = m_freeHandles.back();
            m_freeHandles.pop_back();
        }
        handle = m_handles.insert(room, fresh);
        m_services.hub.interest().add(room, m_thread);
    }
    m_rooms[static_cast<std::size_t>(*handle)].sessions.push_back(&session);
}

void Shard::unsubscribe(const RoomId& room, Session& session) {
    const auto handle = m_handles.constFind(room);
    if (handle == m_handles.cend())
        return;
    std::vector<Session*>& sessions = m_rooms[static_cast<std::size_t>(*handle)].sessions;
    eraseUnordered(sessions, &session);
    if (sessions.empty()) {
        m_freeHandles.push_back(*handle);
        m_services.hub.interest().remove(room, m_thread);
        m_handles.erase(handle);
    }
}

void Shard::sendToRoom(const RoomId& room, const net::SharedFrame& frame) {
    const auto handle = m_handles.constFind(room);
    if (handle == m_handles.cend())
        return;
    // Sending never removes a session from here: what fails is closed in a later turn of the loop.
    const std::vector<Session*>& sessions = m_rooms[static_cast<std::size_t>(*handle)].sessions;
    const bool isLarge = goesInSlices(sessions.size());
    for (Session* session : sessions)
        send(*session, frame, isLarge);
    m_services.hub.figures().deliveries.add(sessions.size());
}

void Shard::sendToUser(const UserId& user, const net::SharedFrame& frame) {
    const auto found = m_users.constFind(user);
    if (found == m_users.cend())
        return;
    for (Session* session : found->sessions)
        session->send(frame);
    m_services.hub.figures().deliveries.add(found->sessions.size());
}

void Shard::tellUser(const UserId& user, const RoomId& room, std::function<ServerFrame(const RoomView&)> make,
                     std::function<void()> after) {
    m_services.pool.start([this, user, room, make = std::move(make), after = std::move(after)] {
        // A failure is not told: the room is gone for this user, or the store is away and the next sync will
        // tell.
        const auto view = m_services.reader.view(user, room, Freshness::AsMet);
        net::SharedFrame frame = view ? net::SharedFrame::text(encode(make(*view))) : net::SharedFrame();
        m_services.hub.post(m_thread, [this, user, frame, after] {
            if (!frame.isEmpty())
                sendToUser(user, frame);
            if (after)
                after();
        });
    });
}

void Shard::withSession(SessionKey key, std::function<void(Session&)> task) {
    m_services.hub.post(m_thread, [this, key, task = std::move(task)] {
        if (Session* session = find(key))
            task(*session);
    });
}

void Shard::beginStep(FirstStep step, SessionKey key, std::function<void(Session&)> begin) {
    m_steps[static_cast<std::size_t>(step)].ask([this, key, begin = std::move(begin)] {
        Session* const session = find(key);
        if (session)
            begin(*session);
        return session != nullptr;
    });
}

void Shard::endStep(FirstStep step, SessionKey key, std::function<void(Session&)> task) {
    m_services.hub.post(m_thread, [this, step, key, task = std::move(task)] {
        if (Session* session = find(key))
            task(*session);
        m_steps[static_cast<std::size_t>(step)].leave();
    });
}

void Shard::withRoomsOf(const UserId& user, std::function<void(const QSet<RoomId>&)> then) {
    m_services.hub.post(m_thread, [this, user, then = std::move(then)] {
        QSet<RoomId> rooms;
        if (const auto found = m_users.constFind(user); found != m_users.cend()) {
            for (auto it = found->rooms.cbegin(); it != found->rooms.cend(); ++it) {
                if (it->role)
                    rooms.insert(it.key());
            }
        }
        then(rooms);
    });
}

} // namespace parlor::gateway
