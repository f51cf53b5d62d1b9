// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/auth_service.h"

#include "server/auth/jwt.h"
#include "server/auth/password_hasher.h"
#include "server/auth/refresh_token.h"
#include "server/auth/reserved_names.h"
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

QString textOf(QHostAddress address) {
    address.setScopeId({}); // which of our network cards it came in by is of no use to anybody
    return address.isNull() ? QString() : address.toString();
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
        , revoked(std::chrono::seconds(config.accessTokenSeconds + clockLeeway))
        , throttle(config.budgets)
        , passwordChanges(config.budgets.passwordChange, &std::chrono::steady_clock::now) {}

    AuthTokens tokensFor(const User& user, const SessionId& session, const QString& refreshToken) const {
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        const AccessClaims claims{user.id, session, now, now + config.accessTokenSeconds};
        return {user, QString::fromLatin1(encodeAccessToken(claims, config.jwtSecret)), refreshToken,
                config.accessTokenSeconds};
    }

    /// Errors as Store::createSession().
    Result<AuthTokens> startSession(const store::Account& account, const QString& device,
                                    const QHostAddress& address) {
        const RefreshToken refresh = RefreshToken::create();
        const QDateTime now = utcNow();
        const store::Session session{
            SessionId::create(), account.user.id, device, now, false, textOf(address), now};
        const auto created = store.createSession(
            session, refresh.hash, now.addSecs(config.refreshTokenSeconds), account.passwordHash);
        if (!created)
            return fail(created.error());
        return tokensFor(account.user, session.id, refresh.text);
    }

    /// The account whose name and password these are. Unauthenticated, after one hash in any case.
    Result<store::Account> authenticate(const LoginRequest& request) {
        auto account = store.accountByLogin(request.login);
        if (!account && account.error().code() != ErrorCode::NotFound)
            return account;
        if (!account || account->user.deleted) {
            if (const auto pretended = hasher.pretend(request.password); !pretended)
                return fail(pretended.error());
            return wrongCredentials();
        }
        const auto matches = hasher.verify(request.password, account->passwordHash);
        if (!matches)
            return fail(matches.error());
        if (!*matches)
            return wrongCredentials();
        return account;
    }

    /// After a login with the right password: replaces a hash of lower cost. That it fails harms nobody.
    void strengthen(store::Account& account, const QString& password) {
        if (!hasher.needsRehash(account.passwordHash))
            return;
        const auto hash = hasher.hash(password);
        if (!hash)
            return;
        // Hashing took a while: a password that was changed meanwhile must not come back.
        if (const auto set = store.strengthenPassword(account.user.id, account.passwordHash, *hash); set)
            account.passwordHash = *hash;
        else
            qCWarning(lcAuth) << "cannot store a stronger password hash:" << set.error();
    }

    Result<AuthTokens> login(const LoginRequest& request, const QHostAddress& address) {
        // A password that is changed, or hashed anew, while it is looked at makes a second look needed.
        constexpr int looks = 2;
        for (int look = 1;; ++look) {
            auto account = authenticate(request);
            if (!account)
                return fail(account.error());
            if (!account->active) // told only to who knows the password
                return fail(ErrorCode::Forbidden,
                            QStringLiteral("This account is deactivated. Ask the server's administrator."));
            strengthen(*account, request.password);
            auto tokens = startSession(*account, request.device, address);
            if (tokens)
                return tokens;
            const ErrorCode code = tokens.error().code();
            if (code == ErrorCode::NotFound || (code == ErrorCode::Conflict && look == looks))
                return wrongCredentials();
            if (code != ErrorCode::Conflict)
                return tokens;
        }
    }

    store::Store& store;
    const AuthConfig config;
    PasswordHasher hasher;
    RevocationList revoked;
    LoginThrottle throttle;
    FailureCounter<UserId> passwordChanges; ///< wrong passwords of those who change theirs
};

AuthService::AuthService(store::Store& store, AuthConfig config)
    : d(std::make_unique<Private>(store, std::move(config))) {}

AuthService::~AuthService() = default;

Result<store::Committed<AuthTokens>> AuthService::registerUser(const RegisterRequest& request,
                                                               const QHostAddress& address) {
    if (const auto allowed = registrationAllowed(d->config.registration); !allowed)
        return fail(allowed.error());
    if (const auto free = checkNotReserved(request.username); !free)
        return fail(free.error());
    const auto hash = d->hasher.hash(request.password);
    if (!hash)
        return fail(hash.error());
    const auto created =
        d->store.createUser({UserId::create(), request.username, request.email,
                             request.displayName.value_or(request.username), *hash, std::nullopt});
    if (!created)
        return fail(created.error());
    auto tokens = d->startSession(created->value, request.device, address);
    if (!tokens)
        return fail(
            tokens.error()); // the account is there: its user signs in later, the relay sends its record
    return store::Committed<AuthTokens>{*std::move(tokens), created->outbox};
}

Result<AuthTokens> AuthService::login(const LoginRequest& request, const QHostAddress& address) {
    if (!d->config.throttle)
        return d->login(request, address);
    const auto ticket =
        d->throttle.admit(request.login, address, [&] { return d->store.loginAddresses(request.login); });
    if (!ticket)
        return fail(ticket.error());
    auto tokens = d->login(request, address);
    if (tokens || tokens.error().code() != ErrorCode::Unauthenticated)
        d->throttle.succeeded(*ticket);
    return tokens;
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

Result<store::Committed<int>> AuthService::logoutEverywhere(const UserId& user,
                                                            const std::optional<SessionId>& except) {
    auto ended = d->store.revokeSessions(user, except);
    if (ended)
        markRevoked(ended->outbox);
    return ended;
}

Result<store::Committed<store::Session>> AuthService::endSession(const Identity& identity,
                                                                 const SessionId& session) {
    const auto found = d->store.session(session);
    if (!found)
        return fail(found.error());
    if (found->userId != identity.userId)
        return fail(ErrorCode::NotFound);
    return logout({identity.userId, session});
}

Result<store::Committed<store::Account>> AuthService::changePassword(const Identity& identity,
                                                                     const ChangePasswordRequest& request) {
    const auto account = d->store.account(identity.userId);
    if (!account)
        return fail(account.error());
    if (d->config.throttle) {
        if (const auto wait = d->passwordChanges.take(identity.userId))
            return fail(
                Error(ErrorCode::RateLimited, QStringLiteral("Too many wrong passwords. Try again later."))
                    .withRetryAfter(*wait));
    }
    const auto matches = d->hasher.verify(request.currentPassword, account->passwordHash);
    if (d->config.throttle && (!matches || *matches))
        d->passwordChanges.giveBack(identity.userId);
    if (!matches)
        return fail(matches.error());
    if (!*matches)
        return fail(ErrorCode::Forbidden, QStringLiteral("That is not the current password."),
                    QStringLiteral("currentPassword"));
    store::AccountChanges changes;
    auto hash = d->hasher.hash(request.newPassword);
    if (!hash)
        return fail(hash.error());
    changes.passwordHash = *std::move(hash);
    auto changed = d->store.changeAccount(identity.userId, changes, identity.sessionId);
    if (changed)
        markRevoked(changed->outbox);
    return changed;
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

void AuthService::markRevoked(const QList<store::OutboxRow>& rows) {
    for (const store::OutboxRow& row : rows) {
        const auto event = log::decode(row.value);
        if (const auto* revoked = event ? std::get_if<log::SessionRevokedRecord>(&*event) : nullptr)
            d->revoked.add(revoked->sessionId);
    }
}

qint64 AuthService::hashOperations() const {
    return d->hasher.operations();
}

Result<QByteArray> AuthService::hashPassword(const QString& password) const {
    return d->hasher.hash(password);
}

const AuthConfig& AuthService::config() const {
    return d->config;
}

} // namespace parlor::auth
