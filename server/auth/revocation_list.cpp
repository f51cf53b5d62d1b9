// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/revocation_list.h"

#include <mutex>

namespace parlor::auth {

RevocationList::RevocationList(std::chrono::seconds tokenLife, Clock clock)
    : m_tokenLife(tokenLife)
    , m_clock(std::move(clock)) {}

void RevocationList::add(const SessionId& session) {
    const auto now = m_clock();
    const std::unique_lock lock(m_mutex);
    forgetExpired(now);
    // A session that is told of again keeps its first date: no token of it was issued since.
    if (m_until.contains(session))
        return;
    m_until.insert(session, now + m_tokenLife);
    m_order.push_back(session);
}

bool RevocationList::contains(const SessionId& session) const {
    const auto now = m_clock();
    const std::shared_lock lock(m_mutex);
    const auto found = m_until.constFind(session);
    return found != m_until.constEnd() && now < *found;
}

int RevocationList::size() const {
    const std::shared_lock lock(m_mutex);
    return int(m_until.size());
}

void RevocationList::forgetExpired(std::chrono::steady_clock::time_point now) {
    while (!m_order.empty() && m_until.value(m_order.front()) <= now) {
        m_until.remove(m_order.front());
        m_order.pop_front();
    }
}

} // namespace parlor::auth
