// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/rows.h"

/// Accounts and their sessions within a transaction: what users.cpp, account_changes.cpp, directory.cpp and
/// sessions.cpp have in common.
namespace parlor::store {

inline QString accountSelect() {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(", u.email, u.password_hash, u.administrator, u.active, u.version, u.created_at "
                          "FROM users u ");
}
inline Account readAccount(const Rows& rows) {
    Account account;
    account.user = readUser(rows);
    account.email = rows.text(userColumnCount);
    account.passwordHash = rows.bytes(userColumnCount + 1);
    account.administrator = rows.boolean(userColumnCount + 2);
    account.active = rows.boolean(userColumnCount + 3);
    account.version = rows.integer(userColumnCount + 4);
    account.createdAt = rows.time(userColumnCount + 5);
    return account;
}

tl::unexpected<Error> taken(const char* field);
bool isEmailTaken(Transaction& t, const QString& email);
/// An empty address is none, of which there may be many.
inline QVariant bindEmail(const QString& email) {
    return email.isEmpty() ? QVariant() : QVariant(email);
}

/// Holds the row that stands for the server as a whole until the transaction ends: for what must not happen
/// twice at once, like becoming the first account or ceasing to be the last administrator.
inline void lockServer(Transaction& t) {
    t.select(QStringLiteral("SELECT epoch FROM server_state") + t.dialect().lockRow()).next();
}

/// Ends all sessions of a user, save `except`; their records in `outbox`.
int endSessions(Transaction& t, const UserId& user, const std::optional<SessionId>& except,
                QList<OutboxRow>& outbox);

} // namespace parlor::store
