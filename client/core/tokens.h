// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/core/timing.h"
#include "client/core/transport.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace parlor {

/// Where Tokens keeps the refresh token: CredentialStore, or a test's.
class TokenVault {
public:
    virtual ~TokenVault() = default;
    /// An empty string if there is none. Callbacks come on the calling thread, once, unless `context` is
    /// gone.
    virtual void read(QObject* context, Done<QString> done) = 0;
    virtual void write(const QString& token, QObject* context, Done<bool> done) = 0;
    virtual void remove(QObject* context, Done<bool> done) = 0;
};

/// The account's tokens. Access tokens live in memory and are refreshed when they have expired; refresh
/// tokens rotate, and the new one is stored before anything is done with what came with it: a crash in
/// between leaves the old one, which the server still takes because its successor was never used. The core's
/// thread.
class Tokens : public QObject {
    Q_OBJECT
public:
    Tokens(Transport& transport, Timing& timing, TokenVault& vault);

    /// Takes over what signing in answered, and stores the refresh token; `done` when that is durable (or
    /// known not to be).
    void adopt(const AuthTokens& tokens, QObject* context, Done<bool> done);
    /// An access token that has not expired, as far as is known. Refreshes at most once at a time, however
    /// many ask. Unauthenticated if there is no session (any more): ended() was emitted then.
    void withAccess(QObject* context, Done<QString> done);
    /// The server refused `accessToken`: it is not given out again.
    void invalidate(const QString& accessToken);
    /// Ends the session: the tokens are forgotten here and in the vault. Answers the refresh token that was
    /// in use, for telling the server; empty if none.
    void clear(QObject* context, Done<QString> done);

Q_SIGNALS:
    /// The server took a refresh as good: its user may have a new name.
    void userSeen(const parlor::User& user);
    /// There is no valid refresh token: sign in again.
    void ended(const parlor::Failure& reason);

private:
    struct Waiter {
        QPointer<QObject> context;
        Done<QString> done;
    };
    bool accessValid() const;
    void refresh();
    void refreshed(int generation, const tl::expected<HttpResponse, Failure>& response);
    void take(const AuthTokens& tokens);
    void answer(const Outcome<QString>& outcome);

    Transport& m_transport;
    Timing& m_timing;
    TokenVault& m_vault;
    QString m_refreshToken;
    QString m_accessToken;
    qint64 m_expiresMonotonic = 0;
    QDateTime m_expiresAt;
    bool m_refreshing = false;
    int m_generation = 0; ///< counts sessions: what was asked in an older one is ignored
    QList<Waiter> m_waiters;
};

} // namespace parlor
