// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/auth/auth_service.h"
#include "server/store/store.h"

#include <QHash>

#include <mutex>

namespace parlor::gateway {

/// Turns a token into an identity, for HTTP and sockets alike: signature and times, then that its session was
/// not revoked and its account is active. The store is asked once per session; the tail tells of revocations
/// from then on.
class SessionGuard {
public:
    SessionGuard(store::Store& store, auth::AuthService& auth);

    /// The cheap part: signature, times, revocations that this process has met. Any thread; does not block.
    Result<auth::Identity> verify(const QByteArray& token) const;
    /// The rest. Blocks on the store at first sight of a session. Unauthenticated, Unavailable.
    Result<void> checkSession(const auth::Identity& identity);
    /// True when this process has met the session's revocation. Any thread; does not block.
    bool isRevoked(const auth::Identity& identity) const { return m_auth.isRevoked(identity.sessionId); }
    /// Any thread, by the tail.
    void revoked(const SessionId& session);

private:
    store::Store& m_store;
    auth::AuthService& m_auth;
    std::mutex m_mutex;
    QHash<SessionId, bool> m_known; ///< sessions found valid; cleared when it grows past its bound
};

/// The token of an `Authorization: Bearer …` header; empty if it is not one.
QByteArray bearerToken(const QByteArray& authorization);

} // namespace parlor::gateway
