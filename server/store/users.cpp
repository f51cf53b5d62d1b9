// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

namespace {

QString accountSelect() {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(", u.email, u.password_hash, u.administrator, u.active, u.version FROM users u ");
}

QString everybody() {
    return QStringLiteral("SELECT ") + userColumns() +
           QStringLiteral(" FROM users u WHERE u.deleted = 0 AND u.username_lower > ? ORDER BY "
                          "u.username_lower LIMIT ?");
}

/// Two searches, each in an index of its own: a pattern bound to LIKE would find none. Only the first is
/// limited and ordered: else the second might go through all usernames in order, looking for the few who
/// match. Its values are those of valuesOf().
QString startingWith() {
    const QString columns =
        QStringLiteral("id, username, display_name, deleted, active, status_text, time_zone, username_lower");
    return QStringLiteral(
               "SELECT %1 FROM (SELECT %1 FROM users WHERE username_lower >= ? AND username_lower < ? AND "
               "username_lower > ? AND deleted = 0 ORDER BY username_lower LIMIT ?) AS a "
               "UNION SELECT %1 FROM users WHERE display_name_lower >= ? AND display_name_lower < ? AND "
               "username_lower > ? AND deleted = 0 ORDER BY username_lower LIMIT ?")
        .arg(columns);
}

QVariantList valuesOf(const QString& prefix, const QString& after, int limit) {
    const QString from = prefix.toLower();
    // Above everything that starts so: no text holds the last code point.
    const QString to = from + QString::fromUcs4(U"\U0010FFFF", 1);
    return {from, to, after, limit, from, to, after, limit};
}

Account readAccount(const Rows& rows) {
    Account account;
    account.user = readUser(rows);
    account.email = rows.text(userColumnCount);
    account.passwordHash = rows.bytes(userColumnCount + 1);
    account.administrator = rows.boolean(userColumnCount + 2);
    account.active = rows.boolean(userColumnCount + 3);
    account.version = rows.integer(userColumnCount + 4);
    return account;
}

bool exists(Transaction& t, const QString& sql, const QVariantList& values) {
    return t.select(sql, values).next();
}

tl::unexpected<Error> taken(const char* field) {
    return fail(ErrorCode::Taken, QStringLiteral("That %1 is in use.").arg(QLatin1StringView(field)),
                QLatin1StringView(field));
}

/// The field that somebody else has already; null if none.
const char* takenField(Transaction& t, const NewUser& user) {
    if (exists(t, QStringLiteral("SELECT 1 FROM users WHERE username_lower = ?"), {user.username.toLower()}))
        return "username";
    if (!user.email.isEmpty() &&
        exists(t, QStringLiteral("SELECT 1 FROM users WHERE email_lower = ?"), {user.email.toLower()}))
        return "email";
    return nullptr;
}

/// Of two first registrations only one is the first: it holds the state's row until its transaction ends.
/// Accounts are never removed, so all the later ones need no lock.
bool isFirst(Transaction& t) {
    const auto anybody = [&] { return exists(t, QStringLiteral("SELECT 1 FROM users LIMIT 1"), {}); };
    if (anybody())
        return false;
    t.select(QStringLiteral("SELECT epoch FROM server_state") + t.dialect().lockRow()).next();
    return !anybody();
}

Result<Committed<Account>> insertUser(Transaction& t, const NewUser& user) {
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
    const auto inserted =
        t.tryExec(QStringLiteral("INSERT INTO users(id, username, username_lower, email, email_lower, "
                                 "display_name, display_name_lower, "
                                 "password_hash, administrator, active, deleted, version, created_at) "
                                 "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                  {bind(user.id), user.username, user.username.toLower(),
                   user.email.isEmpty() ? QVariant() : user.email,
                   user.email.isEmpty() ? QVariant() : user.email.toLower(), account.user.displayName,
                   account.user.displayName.toLower(), user.passwordHash, bind(account.administrator),
                   bind(true), bind(false), account.version, bind(utcNow())});
    if (!inserted) { // another process was quicker between the look and the insert
        const char* field = takenField(t, user);
        return taken(field ? field : "username");
    }
    Committed<Account> result{account, {}};
    result.outbox.append(
        putOutbox(t, log::Topic::Users, log::keyOf(user.id), log::UserRecord{account.user, account.version}));
    return result;
}

} // namespace

QString likeLiteral(const QString& text) {
    QString result = text.toLower();
    result.replace(QLatin1Char('\\'), QLatin1StringView("\\\\"));
    result.replace(QLatin1Char('%'), QLatin1StringView("\\%"));
    result.replace(QLatin1Char('_'), QLatin1StringView("\\_"));
    return result;
}

Result<Committed<Account>> SqlStore::createUser(const NewUser& user) {
    return write<Committed<Account>>([&](Transaction& t) { return insertUser(t, user); });
}

Result<Account> SqlStore::accountByLogin(const QString& usernameOrEmail) {
    return read<Account>([&](Transaction& t) -> Result<Account> {
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
    return read<Account>([&](Transaction& t) -> Result<Account> {
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

Result<Page<User>> SqlStore::directory(const QString& prefix, const std::optional<QString>& cursor,
                                       int limit) {
    return read<Page<User>>([&](Transaction& t) -> Result<Page<User>> {
        const int wanted = pageLimit(limit);
        const QString after = cursor.value_or(QStringLiteral("")).toLower();
        Rows rows = prefix.isEmpty() ? t.select(everybody(), {after, wanted + 1})
                                     : t.select(startingWith(), valuesOf(prefix, after, wanted + 1));
        Page<User> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = page.items.last().username.toLower();
                break;
            }
            page.items.append(readUser(rows));
        }
        return page;
    });
}

Result<void> SqlStore::setPassword(const UserId& id, const QByteArray& passwordHash) {
    return write<void>([&](Transaction& t) -> Result<void> {
        const int changed =
            t.exec(QStringLiteral("UPDATE users SET password_hash = ?, version = version + 1 WHERE id = ?"),
                   {passwordHash, bind(id)});
        if (changed == 0)
            return fail(ErrorCode::NotFound);
        return {};
    });
}

} // namespace parlor::store
