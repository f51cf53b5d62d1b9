// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/account_rows.h"
#include "server/store/memberships.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

#include <QRandomGenerator>

namespace parlor::store {

namespace {

tl::unexpected<Error> noSuchUser() {
    return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."));
}

/// The account, held until the transaction ends; nullopt if there is none or it is deleted.
std::optional<Account> lockAccount(Transaction& t, const UserId& id) {
    Rows rows =
        t.select(accountSelect() + QStringLiteral("WHERE u.id = ? AND u.deleted = 0") + t.dialect().lockRow(),
                 {bind(id)});
    if (!rows.next())
        return std::nullopt;
    return readAccount(rows);
}

/// Conflict if nobody but `account` could administer the server. The server's row is held.
Result<void> requireAnotherAdministrator(Transaction& t, const Account& account) {
    if (!account.administrator || !account.active)
        return {};
    const bool another = t.select(QStringLiteral("SELECT 1 FROM users WHERE administrator = 1 AND active = 1 "
                                                 "AND deleted = 0 AND id <> ? LIMIT 1"),
                                  {bind(account.user.id)})
                             .next();
    if (another)
        return {};
    return fail(ErrorCode::Conflict,
                QStringLiteral("A server needs an administrator: make somebody else one first."));
}

bool endsAdministration(const AccountChanges& changes) {
    return changes.administrator == false || changes.active == false;
}

Account changed(Account account, const AccountChanges& changes) {
    account.user.displayName = changes.displayName.value_or(account.user.displayName);
    account.user.statusText = changes.statusText.value_or(account.user.statusText);
    account.user.timeZone = changes.timeZone.value_or(account.user.timeZone);
    account.email = changes.email.value_or(account.email);
    account.administrator = changes.administrator.value_or(account.administrator);
    account.active = changes.active.value_or(account.active);
    account.user.deactivated = !account.active;
    account.passwordHash = changes.passwordHash.value_or(account.passwordHash);
    return account;
}

bool sameAccount(const Account& a, const Account& b) {
    return a.user == b.user && a.email == b.email && a.administrator == b.administrator &&
           a.active == b.active && a.passwordHash == b.passwordHash;
}

/// False if the email address is somebody else's.
bool writeAccount(Transaction& t, const Account& account) {
    const User& user = account.user;
    return t
        .tryExec(QStringLiteral("UPDATE users SET display_name = ?, display_name_lower = ?, status_text = ?, "
                                "time_zone = ?, email = ?, email_lower = ?, administrator = ?, active = ?, "
                                "password_hash = ?, version = ? WHERE id = ?"),
                 {user.displayName, user.displayName.toLower(), user.statusText, user.timeZone,
                  bindEmail(account.email), bindEmail(account.email.toLower()), bind(account.administrator),
                  bind(account.active), account.passwordHash, account.version, bind(user.id)})
        .has_value();
}

OutboxRow tellOfUser(Transaction& t, const Account& account) {
    return putOutbox(t, log::Topic::Users, log::keyOf(account.user.id),
                     log::UserRecord{account.user, account.version});
}

Result<Committed<Account>> change(Transaction& t, const UserId& id, const AccountChanges& changes,
                                  const std::optional<SessionId>& keep,
                                  const std::optional<AuditEntry>& audit) {
    if (endsAdministration(changes))
        lockServer(t);
    const auto former = lockAccount(t, id);
    if (!former)
        return noSuchUser();
    Committed<Account> result{changed(*former, changes), {}};
    Account& account = result.value;
    if (sameAccount(*former, account))
        return result;
    if (endsAdministration(changes)) {
        if (auto another = requireAnotherAdministrator(t, *former); !another)
            return fail(another.error());
    }
    ++account.version;
    if (!writeAccount(t, account))
        return taken("email");
    if (account.user != former->user)
        result.outbox.append(tellOfUser(t, account));
    if (!account.active)
        endSessions(t, id, std::nullopt, result.outbox);
    else if (account.passwordHash != former->passwordHash)
        endSessions(t, id, keep, result.outbox);
    if (audit)
        putAudit(t, *audit);
    return result;
}

/// Gives the account a name that says nothing of who had it.
void bury(Transaction& t, Account& account) {
    account.user.displayName = QStringLiteral("Deleted user");
    account.user.deleted = true;
    account.user.deactivated = false;
    account.user.statusText.clear();
    account.user.timeZone.clear();
    account.email.clear();
    account.passwordHash.clear();
    account.administrator = false;
    account.active = false;
    ++account.version;
    do {
        account.user.username =
            QStringLiteral("deleted-%1").arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
    } while (!t.tryExec(QStringLiteral("UPDATE users SET username = ?, username_lower = ? WHERE id = ?"),
                        {account.user.username, account.user.username, bind(account.user.id)}));
    writeAccount(t, account);
    t.exec(QStringLiteral("UPDATE users SET deleted = 1, last_seen_at = NULL WHERE id = ?"),
           {bind(account.user.id)});
}

Result<Committed<Account>> erase(Transaction& t, const UserId& id, const std::optional<AuditEntry>& audit) {
    lockServer(t);
    auto account = lockAccount(t, id);
    if (!account)
        return noSuchUser();
    if (auto another = requireAnotherAdministrator(t, *account); !another)
        return fail(another.error());
    bury(t, *account);
    Committed<Account> result{*account, {}};
    endSessions(t, id, std::nullopt, result.outbox);
    t.exec(QStringLiteral("UPDATE sessions SET device = '', address = '' WHERE user_id = ?"), {bind(id)});
    dropEverywhere(t, account->user, result.outbox);
    renameMember(t, account->user); // where they stay: in direct rooms
    result.outbox.append(tellOfUser(t, *account));
    if (audit)
        putAudit(t, *audit);
    return result;
}

} // namespace

Result<Committed<Account>> SqlStore::changeAccount(const UserId& id, const AccountChanges& changes,
                                                   const std::optional<SessionId>& keep,
                                                   const std::optional<AuditEntry>& audit) {
    return write<Committed<Account>>([&](Transaction& t) { return change(t, id, changes, keep, audit); });
}

Result<Committed<Account>> SqlStore::deleteUser(const UserId& id, const std::optional<AuditEntry>& audit) {
    return write<Committed<Account>>([&](Transaction& t) { return erase(t, id, audit); });
}

Result<void> SqlStore::strengthenPassword(const UserId& id, const QByteArray& former,
                                          const QByteArray& passwordHash) {
    return write<void>([&](Transaction& t) -> Result<void> {
        t.exec(QStringLiteral("UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?"),
               {passwordHash, bind(id), former});
        return {};
    });
}

} // namespace parlor::store
