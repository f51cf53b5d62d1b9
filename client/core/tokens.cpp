// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/tokens.h"

#include "client/core/api.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Given up this long before its end, so that a request is not refused for the time that it travelled.
constexpr int marginSeconds = 20;

} // namespace

Tokens::Tokens(Transport& transport, Timing& timing, TokenVault& vault)
    : m_transport(transport)
    , m_timing(timing)
    , m_vault(vault) {}

void Tokens::take(const AuthTokens& tokens) {
    const int lifetime = std::max(1, tokens.expiresIn - std::min(marginSeconds, tokens.expiresIn / 4));
    m_accessToken = tokens.accessToken;
    m_refreshToken = tokens.refreshToken;
    // Both clocks: one stands still while the machine sleeps, the other may be set back.
    m_expiresMonotonic = m_timing.monotonicMs() + lifetime * qint64(1000);
    m_expiresAt = m_timing.utcNow().addSecs(lifetime);
}

void Tokens::adopt(const AuthTokens& tokens, QObject* context, Done<bool> done) {
    ++m_generation;
    m_refreshing = false;
    take(tokens);
    m_vault.write(tokens.refreshToken, context,
                  [this, context = QPointer(context), done](const Outcome<bool>& kept) {
                      if (!context)
                          return;
                      answer(m_accessToken);
                      done(kept);
                  });
}

bool Tokens::accessValid() const {
    return !m_accessToken.isEmpty() && m_timing.monotonicMs() < m_expiresMonotonic &&
           m_timing.utcNow() < m_expiresAt;
}

void Tokens::withAccess(QObject* context, Done<QString> done) {
    if (accessValid() && !m_refreshing) {
        done(m_accessToken);
        return;
    }
    m_waiters.append({context, std::move(done)});
    if (!m_refreshing)
        refresh();
}

void Tokens::invalidate(const QString& accessToken) {
    if (m_accessToken == accessToken)
        m_accessToken.clear();
}

void Tokens::refresh() {
    m_refreshing = true;
    const int generation = m_generation;
    auto send = [this, generation] {
        if (m_refreshToken.isEmpty()) {
            m_refreshing = false;
            const Failure failure{Error(ErrorCode::Unauthenticated), NetworkProblem::None};
            answer(tl::unexpected(failure));
            Q_EMIT ended(failure);
            return;
        }
        m_transport.request(
            {"POST", u"/api/v1/auth/refresh"_s, toBytes(toJson(RefreshRequest{m_refreshToken})), {}},
            [self = QPointer(this), generation](const tl::expected<HttpResponse, Failure>& response) {
                if (self)
                    self->refreshed(generation, response);
            });
    };
    if (!m_refreshToken.isEmpty()) {
        send();
        return;
    }
    m_vault.read(this, [this, generation, send](const Outcome<QString>& token) {
        if (generation != m_generation)
            return;
        if (!token) {
            m_refreshing = false;
            answer(tl::unexpected(token.error()));
            return;
        }
        m_refreshToken = *token;
        send();
    });
}

void Tokens::refreshed(int generation, const tl::expected<HttpResponse, Failure>& response) {
    if (generation != m_generation)
        return;
    const auto tokens = decodeResponse<AuthTokens>(readResponse(response));
    if (!tokens) {
        m_refreshing = false;
        const Failure failure = tokens.error();
        const bool refused =
            failure.network == NetworkProblem::None &&
            (failure.error.code() == ErrorCode::Unauthenticated ||
             failure.error.code() == ErrorCode::Forbidden || failure.error.code() == ErrorCode::Invalid);
        if (refused) {
            m_refreshToken.clear();
            m_accessToken.clear();
            ++m_generation;
            m_vault.remove(this, [](const Outcome<bool>&) {});
        }
        answer(tl::unexpected(failure));
        if (refused)
            Q_EMIT ended(failure);
        return;
    }
    m_vault.write(tokens->refreshToken, this, [this, generation, tokens = *tokens](const Outcome<bool>&) {
        // Whether it could be stored or not, the session goes on: what storage there is, CredentialStore
        // tells.
        if (generation != m_generation)
            return;
        take(tokens);
        m_refreshing = false;
        answer(m_accessToken);
        Q_EMIT userSeen(tokens.user);
    });
}

void Tokens::clear(QObject* context, Done<QString> done) {
    ++m_generation;
    m_refreshing = false;
    const QString known = m_refreshToken;
    m_refreshToken.clear();
    m_accessToken.clear();
    answer(tl::unexpected(Failure{Error(ErrorCode::Unauthenticated), NetworkProblem::None}));
    auto forget = [this, context = QPointer(context), done](const QString& token) {
        m_vault.remove(this, [context, done, token](const Outcome<bool>&) {
            if (context)
                done(token);
        });
    };
    if (!known.isEmpty()) {
        forget(known);
        return;
    }
    m_vault.read(this, [forget](const Outcome<QString>& token) { forget(token.value_or(QString())); });
}

void Tokens::answer(const Outcome<QString>& outcome) {
    const QList<Waiter> waiters = std::exchange(m_waiters, {});
    for (const Waiter& waiter : waiters) {
        if (waiter.context)
            waiter.done(outcome);
    }
}

} // namespace parlor
