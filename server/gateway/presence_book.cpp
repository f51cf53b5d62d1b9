// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/presence_book.h"

#include <algorithm>

namespace parlor::gateway {

namespace {

int rank(PresenceStatus status) {
    switch (status) {
    case PresenceStatus::Offline:
        return 0;
    case PresenceStatus::Away:
        return 1;
    case PresenceStatus::Online:
        return 2;
    case PresenceStatus::DoNotDisturb:
        return 3;
    }
    return 0;
}

} // namespace

PresenceStatus PresenceBook::merged(PresenceStatus a, PresenceStatus b) {
    return rank(a) < rank(b) ? b : a;
}

PresenceStatus PresenceBook::statusOf(const Own& own) {
    PresenceStatus status = own.lease ? own.lease->status : PresenceStatus::Offline;
    for (const auto& [device, theirs] : own.devices)
        status = merged(status, theirs);
    return status;
}

PresenceStatus PresenceBook::present(const UserId& user) const {
    const auto own = m_own.constFind(user);
    PresenceStatus status = own == m_own.cend() ? PresenceStatus::Offline : statusOf(*own);
    for (const Remote& remote : m_remotes)
        status = merged(status, remote.users.value(user, PresenceStatus::Offline));
    return status;
}

PresenceStatus PresenceBook::statusOf(const UserId& user) const {
    const PresenceStatus status = present(user);
    // Whoever went is there until the grace is over, for those who ask as for those who are told.
    return status == PresenceStatus::Offline ? m_told.value(user).status : status;
}

void PresenceBook::setDevice(const UserId& user, Device device, PresenceStatus status) {
    Own& own = m_own[user];
    const auto known = std::find_if(own.devices.begin(), own.devices.end(),
                                    [device](const auto& one) { return one.first == device; });
    if (known == own.devices.end())
        own.devices.append({device, status});
    else
        known->second = status;
    m_ownChanged.insert(user);
}

void PresenceBook::removeDevice(const UserId& user, Device device) {
    const auto own = m_own.find(user);
    if (own == m_own.end())
        return;
    own->devices.removeIf([device](const auto& one) { return one.first == device; });
    m_ownChanged.insert(user);
}

void PresenceBook::setLease(const UserId& user, const SessionId& session, PresenceStatus status, Time until) {
    m_own[user].lease = Lease{session, status, until};
    m_leased.insert(user);
    m_ownChanged.insert(user);
}

void PresenceBook::endLease(const UserId& user) {
    m_leased.remove(user);
    if (const auto own = m_own.find(user); own != m_own.end()) {
        own->lease.reset();
        m_ownChanged.insert(user);
    }
}

void PresenceBook::endLease(const UserId& user, const SessionId& session) {
    const auto own = m_own.constFind(user);
    if (own != m_own.cend() && own->lease && own->lease->session == session)
        endLease(user);
}

void PresenceBook::heard(const QByteArray& gateway, const gossip::Message& message, Time now) {
    if (std::holds_alternative<gossip::Hello>(message)) {
        m_nextSnapshot = now;
        return;
    }
    if (std::holds_alternative<gossip::Bye>(message)) {
        if (const auto remote = m_remotes.constFind(gateway); remote != m_remotes.cend()) {
            for (auto it = remote->users.keyBegin(); it != remote->users.keyEnd(); ++it)
                m_changed.insert(*it);
            m_remotes.erase(remote);
        }
        return;
    }
    const auto* delta = std::get_if<gossip::Delta>(&message);
    const auto* snapshot = std::get_if<gossip::SnapshotPart>(&message);
    if (!delta && !snapshot)
        return;
    if (!m_remotes.contains(gateway) && m_remotes.size() >= gatewaysMax)
        return;
    Remote& remote = m_remotes[gateway];
    remote.until = now + m_times.lease;
    if (delta)
        take(remote, *delta);
    else
        take(remote, *snapshot);
}

void PresenceBook::take(Remote& remote, const gossip::Delta& delta) {
    for (const auto& [user, status] : delta.users) {
        if (status == PresenceStatus::Offline)
            remote.users.remove(user);
        else if (remote.users.size() < gossip::usersPerPart * gossip::partsMax)
            remote.users.insert(user, status);
        m_changed.insert(user);
    }
}

void PresenceBook::take(Remote& remote, const gossip::SnapshotPart& snapshot) {
    if (snapshot.part == 0) {
        remote.coming.clear();
        remote.parts = 0;
    }
    // A part was lost: the next snapshot will be whole.
    if (snapshot.part != remote.parts)
        return;
    ++remote.parts;
    for (const auto& [user, status] : snapshot.users) {
        if (status != PresenceStatus::Offline)
            remote.coming.insert(user, status);
    }
    if (remote.parts < snapshot.parts)
        return;
    for (auto it = remote.coming.cbegin(); it != remote.coming.cend(); ++it) {
        if (remote.users.value(it.key(), PresenceStatus::Offline) != *it)
            m_changed.insert(it.key());
    }
    for (auto it = remote.users.keyBegin(); it != remote.users.keyEnd(); ++it) {
        if (!remote.coming.contains(*it))
            m_changed.insert(*it);
    }
    remote.users = std::exchange(remote.coming, {});
    remote.parts = 0;
}

PresenceBook::Due PresenceBook::due(Time now, const QDateTime& wall) {
    Due due;
    expire(now);
    if (!m_nextSnapshot)
        due.broadcasts.emplace_back(gossip::Hello{});
    m_changed |= m_ownChanged;
    if (!m_nextSnapshot || now >= *m_nextSnapshot) {
        m_nextSnapshot = now + m_times.snapshotInterval;
        announceAll(due, now, wall);
    } else {
        announce(due, now, wall);
    }
    m_ownChanged.clear();
    tell(due, now, wall);
    return due;
}

void PresenceBook::expire(Time now) {
    const QSet<UserId> leased = m_leased;
    for (const UserId& user : leased) {
        const auto own = m_own.constFind(user);
        if (own == m_own.cend() || !own->lease || own->lease->until <= now)
            endLease(user);
    }
    for (auto remote = m_remotes.begin(); remote != m_remotes.end();) {
        if (remote->until > now) {
            ++remote;
            continue;
        }
        for (auto it = remote->users.keyBegin(); it != remote->users.keyEnd(); ++it)
            m_changed.insert(*it);
        remote = m_remotes.erase(remote);
    }
}

void PresenceBook::announce(Due& due, Time, const QDateTime& wall) {
    gossip::UserStatuses users;
    for (const UserId& user : std::as_const(m_ownChanged)) {
        const auto own = m_own.find(user);
        if (own == m_own.end())
            continue;
        const PresenceStatus status = statusOf(*own);
        if (status != own->announced)
            users.append({user, status});
        own->announced = status;
        if (status == PresenceStatus::Offline) {
            Told& told = m_told[user];
            told.ownWent = true;
            told.lastSeen = wall;
            m_own.erase(own);
        }
    }
    for (qsizetype from = 0; from < users.size(); from += gossip::usersPerPart)
        due.broadcasts.emplace_back(gossip::Delta{users.mid(from, gossip::usersPerPart)});
}

void PresenceBook::announceAll(Due& due, Time now, const QDateTime& wall) {
    Due changes;
    announce(changes, now, wall); // what it tells is in the snapshot
    gossip::UserStatuses users;
    users.reserve(m_own.size());
    for (auto own = m_own.begin(); own != m_own.end(); ++own) {
        users.append({own.key(), own->announced});
        if (!own->lastSeenAt)
            own->lastSeenAt = now;
        if (now - *own->lastSeenAt >= m_times.lastSeenInterval) {
            own->lastSeenAt = now;
            due.lastSeen.insert(own.key(), wall);
        }
    }
    const int parts =
        std::max(1, static_cast<int>(std::min<qsizetype>(
                        (users.size() + gossip::usersPerPart - 1) / gossip::usersPerPart, gossip::partsMax)));
    for (int part = 0; part < parts; ++part)
        due.broadcasts.emplace_back(
            gossip::SnapshotPart{part, parts, users.mid(part * gossip::usersPerPart, gossip::usersPerPart)});
}

void PresenceBook::tell(Due& due, Time now, const QDateTime& wall) {
    for (auto it = m_changed.begin(); it != m_changed.end();) {
        const UserId& user = *it;
        const PresenceStatus status = present(user);
        auto told = m_told.find(user);
        const PresenceStatus before = told == m_told.end() ? PresenceStatus::Offline : told->status;
        if (status != PresenceStatus::Offline) {
            if (status != before)
                due.changes.push_back({before, {user, status, std::nullopt}});
            m_told.insert(user, {status, std::nullopt, {}, false});
            it = m_changed.erase(it);
            continue;
        }
        if (told == m_told.end()) {
            it = m_changed.erase(it);
            continue;
        }
        if (!told->goneAt) {
            told->goneAt = now;
            if (told->lastSeen.isNull())
                told->lastSeen = wall;
        }
        if (now - *told->goneAt < m_times.grace) {
            ++it;
            continue;
        }
        if (told->ownWent)
            due.lastSeen.insert(user, told->lastSeen);
        if (before != PresenceStatus::Offline)
            due.changes.push_back({before, {user, PresenceStatus::Offline, told->lastSeen}});
        m_told.erase(told);
        it = m_changed.erase(it);
    }
}

} // namespace parlor::gateway
