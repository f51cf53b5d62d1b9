// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/session_guard.h"

namespace parlor::gateway {

namespace {

constexpr qsizetype knownMax = 200'000; // about 10 MB; forgetting costs one look-up each

tl::unexpected<Error> loggedOut() {
    return fail(ErrorCode::Unauthenticated, QStringLiteral("This session has ended. Log in again."));
}

} // namespace

SessionGuard::SessionGuard(store::Store& store, auth::AuthService& auth)
    : m_store(store)
    , m_auth(auth) {}

Result<auth::Identity> SessionGuard::verify(const QByteArray& token) const {
    if (token.isEmpty())
        return fail(ErrorCode::Unauthenticated,
                    QStringLiteral("Send an access token: Authorization: Bearer …"));
    auto identity = m_auth.verify(token);
    if (identity && m_auth.isRevoked(identity->sessionId))
        return loggedOut();
    return identity;
}

Result<void> SessionGuard::checkSession(const auth::Identity& identity) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_known.contains(identity.sessionId))
            return {};
    }
    const auto session = m_store.session(identity.sessionId);
    if (!session)
        return session.error().code() == ErrorCode::NotFound ? Result<void>(loggedOut())
                                                             : fail(session.error());
    const auto account = m_store.account(identity.userId);
    if (!account)
        return account.error().code() == ErrorCode::NotFound ? Result<void>(loggedOut())
                                                             : fail(account.error());
    if (session->revoked || session->userId != identity.userId || !account->active)
        return loggedOut();
    const std::lock_guard lock(m_mutex);
    // A revocation that was met while the store was read must not be forgotten again.
    if (m_auth.isRevoked(identity.sessionId))
        return loggedOut();
    if (m_known.size() >= knownMax)
        m_known.clear();
    m_known.insert(identity.sessionId, true);
    return {};
}

void SessionGuard::revoked(const SessionId& session) {
    m_auth.markRevoked(session);
    const std::lock_guard lock(m_mutex);
    m_known.remove(session);
}

QByteArray bearerToken(const QByteArray& authorization) {
    const QByteArray scheme = QByteArrayLiteral("bearer ");
    if (authorization.size() <= scheme.size() || authorization.left(scheme.size()).toLower() != scheme)
        return {};
    return authorization.mid(scheme.size()).trimmed();
}

} // namespace parlor::gateway
