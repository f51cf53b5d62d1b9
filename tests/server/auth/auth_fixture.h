// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/auth/auth_service.h"
#include "server/store/sql_store.h"

#include <QTemporaryDir>

#include <memory>

namespace parlor::auth::test {

inline const QString password = QStringLiteral("correct horse battery");

inline RegisterRequest alice() {
    return {QStringLiteral("alice"), QStringLiteral("alice@example.org"), password,
            QStringLiteral("Alice Lidell"), QStringLiteral("desk")};
}

inline AuthConfig config() {
    AuthConfig settings;
    settings.jwtSecret = QByteArrayLiteral("0123456789abcdef0123456789abcdef");
    settings.minimumPasswordCost = true;
    return settings;
}

inline bool tellsOfRevocation(const QList<store::OutboxRow>& rows, const SessionId& session) {
    for (const store::OutboxRow& row : rows) {
        const auto event = log::decode(row.value);
        const auto* revoked = event ? std::get_if<log::SessionRevokedRecord>(&*event) : nullptr;
        if (revoked && revoked->sessionId == session && row.topic == log::Topic::Users)
            return true;
    }
    return false;
}

/// A store of its own for each test, and a service on it.
class AuthScene {
protected:
    /// Whether the store could be opened.
    bool begin() {
        m_store.reset();
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = store::makeSqliteStore(m_dir->filePath(QStringLiteral("store.db")));
        return bool(m_store->open());
    }
    AuthService service() { return AuthService(*m_store, config()); }
    AuthTokens registered(AuthService& auth) { return auth.registerUser(alice())->value; }
    /// The outcome of refreshing; Internal if there was none.
    Result<AuthTokens> refreshed(AuthService& auth, const QString& token) {
        const auto outcome = auth.refresh({token});
        return outcome ? outcome->value : Result<AuthTokens>(fail(ErrorCode::Internal));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
};

} // namespace parlor::auth::test
