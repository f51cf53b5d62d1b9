// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QHash>

#include <chrono>
#include <deque>
#include <functional>
#include <shared_mutex>

namespace parlor::auth {

/// Sessions that were revoked while access tokens of theirs may still be valid. Forgets an entry when every
/// such token has expired, so that it stays as small as the revocations of one token's life. Any thread; does
/// not block.
class RevocationList {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    explicit RevocationList(std::chrono::seconds tokenLife, Clock clock = &std::chrono::steady_clock::now);

    void add(const SessionId& session);
    bool contains(const SessionId& session) const;
    int size() const;

private:
    void forgetExpired(std::chrono::steady_clock::time_point now);

    std::chrono::seconds m_tokenLife;
    Clock m_clock;
    mutable std::shared_mutex m_mutex;
    QHash<SessionId, std::chrono::steady_clock::time_point> m_until;
    std::deque<SessionId> m_order; ///< oldest first
};

} // namespace parlor::auth
