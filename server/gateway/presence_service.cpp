// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/presence_service.h"

#include "shared/codec.h"
#include "shared/limits.h"

#include <QLoggingCategory>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcPresence, "parlor.presence")

// In one frame, and in one transaction.
constexpr qsizetype usersMax = 500;

enum Kind { Online, Offline, Update };

Kind kindOf(const PresenceBook::Change& change) {
    if (change.now.status == PresenceStatus::Offline)
        return Offline;
    return change.before == PresenceStatus::Offline ? Online : Update;
}

ServerFrame frameOf(Kind kind, const QList<Presence>& users) {
    switch (kind) {
    case Online:
        return server::PresenceOnline{users};
    case Offline:
        return server::PresenceOffline{users};
    case Update:
        break;
    }
    return server::PresenceUpdate{users};
}

} // namespace

PresenceService::PresenceService(PresenceTimes times, store::Store& store, Hub& hub, QThreadPool& pool,
                                 std::function<void(const gossip::Message&)> broadcast)
    : m_store(store)
    , m_hub(hub)
    , m_pool(pool)
    , m_broadcast(std::move(broadcast))
    , m_book(times) {}

void PresenceService::setDevice(const UserId& user, PresenceBook::Device device, PresenceStatus status) {
    const std::lock_guard lock(m_mutex);
    m_book.setDevice(user, device, status);
}

void PresenceService::removeDevice(const UserId& user, PresenceBook::Device device) {
    const std::lock_guard lock(m_mutex);
    m_book.removeDevice(user, device);
}

void PresenceService::setLease(const UserId& user, const SessionId& session, PresenceStatus status) {
    const std::lock_guard lock(m_mutex);
    m_book.setLease(user, session, status,
                    std::chrono::steady_clock::now() + std::chrono::seconds(leaseSeconds));
}

void PresenceService::endSession(const UserId& user, const SessionId& session) {
    const std::lock_guard lock(m_mutex);
    m_book.endLease(user, session);
}

void PresenceService::endUser(const UserId& user) {
    const std::lock_guard lock(m_mutex);
    m_book.endLease(user);
}

Result<QList<Presence>> PresenceService::get(const UserId& asker, const QList<UserId>& users) {
    if (users.isEmpty())
        return QList<Presence>();
    const auto known = m_store.lastSeen(asker, users);
    if (!known)
        return fail(known.error());
    QList<Presence> result;
    QSet<UserId> told;
    const std::lock_guard lock(m_mutex);
    for (const UserId& user : users) {
        const auto lastSeen = known->constFind(user);
        if (lastSeen == known->cend() || told.contains(user))
            continue;
        told.insert(user);
        const PresenceStatus status = m_book.statusOf(user);
        result.append({user, status, status == PresenceStatus::Offline ? *lastSeen : std::nullopt});
    }
    return result;
}

void PresenceService::heard(const QByteArray& gateway, const gossip::Message& message,
                            PresenceBook::Time now) {
    const std::lock_guard lock(m_mutex);
    m_book.heard(gateway, message, now);
}

void PresenceService::turn(PresenceBook::Time now) {
    bool start = false;
    PresenceBook::Due due;
    {
        const std::lock_guard lock(m_mutex);
        due = m_book.due(now, utcNow());
        for (const PresenceBook::Change& change : due.changes) {
            const auto waiting = m_changes.constFind(change.now.userId);
            const PresenceStatus before = waiting == m_changes.cend() ? change.before : waiting->before;
            m_changes.insert(change.now.userId, {before, change.now});
        }
        m_lastSeen.insert(due.lastSeen);
        start = !m_settling && !(m_changes.isEmpty() && m_lastSeen.isEmpty());
        m_settling = m_settling || start;
    }
    for (const gossip::Message& message : due.broadcasts)
        m_broadcast(message);
    if (start)
        m_pool.start([this] { settle(); });
}

void PresenceService::stop() {
    m_broadcast(gossip::Bye{});
}

qsizetype PresenceService::users() const {
    const std::lock_guard lock(m_mutex);
    return m_book.size();
}

void PresenceService::settle() {
    Changes changes;
    QHash<UserId, QDateTime> lastSeen;
    {
        const std::lock_guard lock(m_mutex);
        changes.swap(m_changes);
        lastSeen.swap(m_lastSeen);
    }
    // Written first, so that whoever is told that somebody went finds when.
    QHash<UserId, QDateTime> part;
    for (auto it = lastSeen.cbegin(); it != lastSeen.cend();) {
        part.insert(it.key(), *it);
        ++it;
        if (part.size() < usersMax && it != lastSeen.cend())
            continue;
        if (const auto written = m_store.touchLastSeen(part); !written)
            qCWarning(lcPresence) << "when people were last seen cannot be written:" << written.error();
        part.clear();
    }
    const auto told = tell(changes);
    const std::lock_guard lock(m_mutex);
    if (!told) {
        qCWarning(lcPresence) << "who came and went cannot be told yet:" << told.error();
        for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
            if (const auto later = m_changes.find(it.key()); later != m_changes.end())
                later->before = it->before;
            else
                m_changes.insert(it.key(), *it);
        }
    }
    m_settling = false;
}

Result<void> PresenceService::tell(const Changes& changes) {
    if (changes.isEmpty() || m_hub.sessionCount() == 0)
        return {};
    const auto rooms = m_store.roomsOfUsers(changes.keys(), limits::presenceRoomMax);
    if (!rooms)
        return fail(rooms.error());
    QHash<std::pair<RoomId, int>, QList<Presence>> told;
    for (const store::UserInRoom& one : *rooms) {
        const auto change = changes.constFind(one.user);
        if (change == changes.cend() || change->before == change->now.status ||
            !m_hub.interest().contains(one.room))
            continue;
        told[{one.room, kindOf(*change)}].append(change->now);
    }
    std::vector<FanoutItem> items;
    for (auto it = told.cbegin(); it != told.cend(); ++it) {
        for (qsizetype from = 0; from < it->size(); from += usersMax) {
            const ServerFrame frame = frameOf(static_cast<Kind>(it.key().second), it->mid(from, usersMax));
            items.emplace_back(fanout::RoomFrame{it.key().first, net::SharedFrame::text(encode(frame))});
        }
    }
    m_figures.changes.add(static_cast<quint64>(changes.size()));
    m_figures.frames.add(items.size());
    m_hub.tell(std::move(items));
    return {};
}

} // namespace parlor::gateway
