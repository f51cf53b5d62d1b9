// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/auth_service.h"

#include "server/auth/jwt.h"
#include "server/auth/password_hasher.h"
#include "server/auth/refresh_token.h"
#include "server/auth/revocation_list.h"
#include "shared/codec.h"

#include <QLoggingCategory>

namespace parlor::auth {

Q_LOGGING_CATEGORY(lcAuth, "parlor.auth")

namespace {

tl::unexpected<Error> wrongCredentials() {
    return fail(ErrorCode::Unauthenticated, QStringLiteral("Wrong name or password."));
}

tl::unexpected<Error> refusedRefresh() {
    return fail(ErrorCode::Unauthenticated, QStringLiteral("The session has ended. Sign in again."));
}

Result<void> registrationAllowed(Registration registration) {
    switch (registration) {
    case Registration::Open:
        return {};
    case Registration::Invite:
        return fail(ErrorCode::Forbidden,
                    QStringLiteral(
                        "This server takes new people by invitation. Ask its administrator for an account."));
    case Registration::Closed:
        break;
    }
    return fail(
        ErrorCode::Forbidden,
        QStringLiteral("This server does not take registrations. Ask its administrator for an account."));
}

} // namespace

struct AuthService::Private {
    Private(store::Store& s, AuthConfig c)
        : store(s)
        , config(std::move(c))
        , hasher(config.minimumPasswordCost ? PasswordHasher::Cost::Minimum : PasswordHasher::Cost::Normal,
                 config.maxQueuedHashes)
        , revoked(std::chrono::seconds(config.accessTokenSeconds + clockLeeway)) {}

    AuthTokens tokensFor(const User& user, const SessionId& session, const QString& refreshToken) const {
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        const AccessClaims claims{user.id, session, now, now + config.accessTokenSeconds};
        return {user, QString::fromLatin1(encodeAccessToken(claims, config.jwtSecret)), refreshToken,
                config.accessTokenSeconds};
    }

    Result<AuthTokens> startSession(const User& user, const QString& device) {
        const RefreshToken refresh = RefreshToken::create();
        const QDateTime now = utcNow();
        const store::Session session{SessionId::create(), user.id, device, now, false};
        const auto created =
            store.createSession(session, refresh.hash, now.addSecs(config.refreshTokenSeconds));
        if (!created)
            return fail(created.error());
        return tokensFor(user, session.id, refresh.text);
    }

    /// After a login with the right password: replaces a hash of lower cost. That it fails harms nobody.
    void strengthen(const store::Account& account, const QString& password) {
        if (!hasher.needsRehash(account.passwordHash))
            return;
        const auto hash = hasher.hash(password);
        if (!hash)
            return;
        // Hashing took a while: a password that was changed meanwhile must not come back.
        const auto current = store.account(account.user.id);
        if (!current || current->passwordHash != account.passwordHash)
            return;
        if (const auto set = store.setPassword(account.user.id, *hash); !set)
            qCWarning(lcAuth) << "cannot store a stronger password hash:" << set.error();
    }

    store::Store& store;
    const AuthConfig config;
    PasswordHasher hasher;
    RevocationList revoked;
};

AuthService::AuthService(store::Store& store, AuthConfig config)
    : d(std::make_unique<Private>(store, std::move(config))) {}

AuthService::~AuthService() = default;

Result<store::Committed<AuthTokens>> AuthService::registerUser(const RegisterRequest& request) {
    if (const auto allowed = registrationAllowed(d->config.registration); !allowed)
        return fail(allowed.error());
    const auto hash = d->hasher.hash(request.password);
    if (!hash)
        return fail(hash.error());
    const auto created =
        d->store.createUser({UserId::create(), request.username, request.email,
                             request.displayName.value_or(request.username), *hash, std::nullopt});
    if (!created)
        return fail(created.error());
    auto tokens = d->startSession(created->value.user, request.device);
    if (!tokens)
        return fail(
            tokens.error()); // the account is there: its user signs in later, the relay sends its record
    return store::Committed<AuthTokens>{*std::move(tokens), created->outbox};
}

Result<AuthTokens> AuthService::login(const LoginRequest& request) {
    const auto account = d->store.accountByLogin(request.login);
    if (!account) {
        if (account.error().code() != ErrorCode::NotFound)
            return fail(account.error());
        if (const auto pretended = d->hasher.pretend(request.password); !pretended)
            return fail(pretended.error());
        return wrongCredentials();
    }
    const auto matches = d->hasher.verify(request.password, account->passwordHash);
    if (!matches)
        return fail(matches.error());
    if (!*matches || account->user.deleted)
        return wrongCredentials();
    if (!account->active) // told only to who knows the password
        return fail(ErrorCode::Forbidden,
                    QStringLiteral("This account is deactivated. Ask the server's administrator."));
    d->strengthen(*account, request.password);
    return d->startSession(account->user, request.device);
}

Result<store::Committed<Result<AuthTokens>>> AuthService::refresh(const RefreshRequest& request) {
    using Outcome = store::Committed<Result<AuthTokens>>;
    const auto hash = refreshTokenHash(request.refreshToken);
    if (!hash)
        return Outcome{refusedRefresh(), {}};
    const RefreshToken successor = RefreshToken::create();
    const QDateTime now = utcNow();
    const auto rotated =
        d->store.rotateRefresh(*hash, successor.hash, now, now.addSecs(d->config.refreshTokenSeconds),
                               d->config.refreshGraceSeconds);
    if (!rotated) {
        if (rotated.error().code() == ErrorCode::Unauthenticated)
            return Outcome{refusedRefresh(), {}};
        return fail(rotated.error());
    }
    if (!rotated->value)
        return Outcome{refusedRefresh(), rotated->outbox};
    const auto account = d->store.account(rotated->value->userId);
    if (!account && account.error().code() != ErrorCode::NotFound)
        return fail(account.error());
    if (!account || !account->active || account->user.deleted)
        return Outcome{refusedRefresh(), rotated->outbox};
    return Outcome{d->tokensFor(account->user, rotated->value->id, successor.text), rotated->outbox};
}

Result<store::Committed<store::Session>> AuthService::logout(const Identity& identity) {
    auto revoked = d->store.revokeSession(identity.sessionId);
    if (revoked)
        d->revoked.add(identity.sessionId);
    return revoked;
}

Result<Identity> AuthService::verify(const QByteArray& accessToken) const {
    const auto claims =
        decodeAccessToken(accessToken, d->config.jwtSecret, QDateTime::currentSecsSinceEpoch());
    if (!claims)
        return fail(claims.error());
    return Identity{claims->user, claims->session};
}

bool AuthService::isRevoked(const SessionId& session) const {
    return d->revoked.contains(session);
}

void AuthService::markRevoked(const SessionId& session) {
    d->revoked.add(session);
}

Result<QByteArray> AuthService::hashPassword(const QString& password) const {
    return d->hasher.hash(password);
}

const AuthConfig& AuthService::config() const {
    return d->config;
}

} // namespace parlor::auth
