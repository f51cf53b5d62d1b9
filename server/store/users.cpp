// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/account_rows.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

namespace {

bool exists(Transaction& t, const QString& sql, const QVariantList& values) {
    return t.select(sql, values).next();
}

/// The field that somebody else has already; null if none.
const char* takenField(Transaction& t, const NewUser& user) {
    if (exists(t, QStringLiteral("SELECT 1 FROM users WHERE username_lower = ?"), {user.username.toLower()}))
        return "username";
    if (isEmailTaken(t, user.email))
        return "email";
    return nullptr;
}

/// Of two first registrations only one is the first: it holds the state's row until its transaction ends.
/// Accounts are never removed, so all the later ones need no lock.
bool isFirst(Transaction& t) {
    const auto anybody = [&] { return exists(t, QStringLiteral("SELECT 1 FROM users LIMIT 1"), {}); };
    if (anybody())
        return false;
    lockServer(t);
    return !anybody();
}

Result<Committed<Account>> insertUser(Transaction& t, const NewUser& user,
                                      const std::optional<AuditEntry>& audit) {
    if (const char* field = takenField(t, user))
        return taken(field);
    const bool first = isFirst(t);

    Account account;
    account.user = {user.id, user.username, user.displayName.isEmpty() ? user.username : user.displayName,
                    false};
    account.email = user.email;
    account.passwordHash = user.passwordHash;
    account.administrator = user.administrator.value_or(first);
    account.version = 1;
    account.createdAt = utcNow();
    const auto inserted =
        t.tryExec(QStringLiteral("INSERT INTO users(id, username, username_lower, email, email_lower, "
                                 "display_name, display_name_lower, "
                                 "password_hash, administrator, active, deleted, version, created_at) "
                                 "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                  {bind(user.id), user.username, user.username.toLower(), bindEmail(user.email),
                   bindEmail(user.email.toLower()), account.user.displayName,
                   account.user.displayName.toLower(), user.passwordHash, bind(account.administrator),
                   bind(true), bind(false), account.version, bind(account.createdAt)});
    if (!inserted) { // another process was quicker between the look and the insert
        const char* field = takenField(t, user);
        return taken(field ? field : "username");
    }
    Committed<Account> result{account, {}};
    result.outbox.append(
        putOutbox(t, log::Topic::Users, log::keyOf(user.id), log::UserRecord{account.user, account.version}));
    if (audit)
        putAudit(t, *audit);
    return result;
}

} // namespace

tl::unexpected<Error> taken(const char* field) {
    return fail(ErrorCode::Taken, QStringLiteral("That %1 is in use.").arg(QLatin1StringView(field)),
                QLatin1StringView(field));
}

bool isEmailTaken(Transaction& t, const QString& email) {
    return !email.isEmpty() &&
           exists(t, QStringLiteral("SELECT 1 FROM users WHERE email_lower = ?"), {email.toLower()});
}

QString likeLiteral(const QString& text) {
    QString result = text.toLower();
    result.replace(QLatin1Char('\\'), QLatin1StringView("\\\\"));
    result.replace(QLatin1Char('%'), QLatin1StringView("\\%"));
    result.replace(QLatin1Char('_'), QLatin1StringView("\\_"));
    return result;
}

Result<Committed<Account>> SqlStore::createUser(const NewUser& user, const std::optional<AuditEntry>& audit) {
    return write<Committed<Account>>([&](Transaction& t) { return insertUser(t, user, audit); });
}

Result<Account> SqlStore::accountByLogin(const QString& usernameOrEmail) {
    return readOnce<Account>([&](Transaction& t) -> Result<Account> {
        const QString login = usernameOrEmail.toLower();
        // A username holds no @, so at most one of the two matches.
        Rows rows =
            t.select(accountSelect() + QStringLiteral("WHERE u.username_lower = ? OR u.email_lower = ?"),
                     {login, login});
        if (!rows.next())
            return fail(ErrorCode::NotFound);
        return readAccount(rows);
    });
}

Result<Account> SqlStore::account(const UserId& id) {
    return readOnce<Account>([&](Transaction& t) -> Result<Account> {
        Rows rows = t.select(accountSelect() + QStringLiteral("WHERE u.id = ?"), {bind(id)});
        if (!rows.next())
            return fail(ErrorCode::NotFound);
        return readAccount(rows);
    });
}

Result<QList<User>> SqlStore::users(const QList<UserId>& ids) {
    if (ids.size() > limits::pageMax)
        return fail(ErrorCode::Invalid, QStringLiteral("At most %1 users at once.").arg(limits::pageMax));
    return read<QList<User>>([&](Transaction& t) -> Result<QList<User>> {
        QList<User> result;
        for (const UserId& id : ids) {
            Rows rows = t.select(QStringLiteral("SELECT ") + userColumns() +
                                     QStringLiteral(" FROM users u WHERE u.id = ?"),
                                 {bind(id)});
            if (rows.next())
                result.append(readUser(rows));
        }
        return result;
    });
}

} // namespace parlor::store
