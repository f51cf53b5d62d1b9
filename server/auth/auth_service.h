// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/auth/login_throttle.h"
#include "server/store/store.h"
#include "shared/requests.h"
#include "shared/result.h"

#include <QByteArray>
#include <QHostAddress>

#include <functional>
#include <memory>

namespace parlor::auth {

/// Who is asking, as a valid access token says.
struct Identity {
    UserId userId;
    SessionId sessionId;
    friend bool operator==(const Identity&, const Identity&) = default;
};

struct AuthConfig {
    QByteArray jwtSecret; ///< at least 32 characters
    Registration registration = Registration::Open;
    bool minimumPasswordCost = false; ///< for load tests
    int accessTokenSeconds = 15 * 60;
    int refreshTokenSeconds = 60 * 24 * 3600;
    int refreshGraceSeconds = 30;
    int maxQueuedHashes = 64; ///< password hashes waiting; more are refused with Unavailable
    bool throttle = true;     ///< off for load tests
    LoginBudgets budgets = {};
};

/// Accounts and tokens. Every function may be called on any thread. Those that hash or ask the store block:
/// call them on the pool. Changes come with outbox rows, which the caller hands to the log (see
/// gateway/publisher.h).
class AuthService {
public:
    AuthService(store::Store& store, AuthConfig config);
    ~AuthService();

    /// Forbidden when registration is closed; Taken with a field.
    Result<store::Committed<AuthTokens>> registerUser(const RegisterRequest& request,
                                                      const QHostAddress& address = {});
    /// Unauthenticated, in the same words and the same time for an unknown name and a wrong password;
    /// RateLimited after too many, likewise (LoginThrottle). Forbidden, told only to who knows the password,
    /// for an account that is deactivated.
    Result<AuthTokens> login(const LoginRequest& request, const QHostAddress& address = {});
    /// The value is Unauthenticated where the token is refused; outbox rows may come with either outcome.
    Result<store::Committed<Result<AuthTokens>>> refresh(const RefreshRequest& request);
    Result<store::Committed<store::Session>> logout(const Identity& identity);
    /// Ends all sessions of the user, save `except`; how many they were.
    Result<store::Committed<int>> logoutEverywhere(const UserId& user,
                                                   const std::optional<SessionId>& except = {});
    /// Ends one of the user's own sessions; any other is NotFound. Idempotent.
    Result<store::Committed<store::Session>> endSession(const Identity& identity, const SessionId& session);
    /// Forbidden with field "currentPassword" for a wrong one, RateLimited after too many. All sessions but
    /// the one that asks end.
    Result<store::Committed<store::Account>> changePassword(const Identity& identity,
                                                            const ChangePasswordRequest& request);

    /// Checks signature, algorithm and times only: cheap, does not block. Whether the session was revoked is
    /// told by isRevoked() and, for open sockets, by the log.
    Result<Identity> verify(const QByteArray& accessToken) const;
    /// Sessions revoked while their access tokens are still valid. Fed by the gateway's tail; cheap, does not
    /// block.
    bool isRevoked(const SessionId& session) const;
    void markRevoked(const SessionId& session);
    /// Marks those that the rows of a change tell of, so that this process needs no log to know.
    void markRevoked(const QList<store::OutboxRow>& rows);

    /// Hashes with Argon2id for `parlord user`.
    Result<QByteArray> hashPassword(const QString& password) const;
    /// Password hashes worked out so far.
    qint64 hashOperations() const;

    const AuthConfig& config() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor::auth
