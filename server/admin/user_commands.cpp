// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/user_commands.h"

#include "server/auth/account_administration.h"
#include "server/auth/password_hasher.h"
#include "shared/codec.h"
#include "shared/limits.h"

#include <algorithm>

namespace parlor::admin {

namespace {

using auth::AccountAdministration;

AccountAdministration administration(store::Store& store, bool minimumCost = false) {
    return AccountAdministration(store, [minimumCost](const QString& password) {
        using auth::PasswordHasher;
        PasswordHasher hasher(minimumCost ? PasswordHasher::Cost::Minimum : PasswordHasher::Cost::Normal, 0);
        return hasher.hash(password);
    });
}

Result<void> check(const UserToAdd& user) {
    if (auto checked = checkUsername(user.username); !checked)
        return checked;
    if (auto checked = checkEmail(user.email); !checked)
        return checked;
    if (user.displayName) {
        if (auto checked = checkDisplayName(*user.displayName); !checked)
            return checked;
    }
    return checkPassword(user.password);
}

QString cell(const QString& text, int width) {
    return text.leftJustified(width) + QStringLiteral("  ");
}

QString roleOf(const store::Account& account) {
    return account.administrator ? QStringLiteral("administrator") : QStringLiteral("member");
}

QString stateOf(const store::Account& account) {
    return account.active ? QStringLiteral("active") : QStringLiteral("inactive");
}

Result<store::Account> find(store::Store& store, const QString& login) {
    auto account = store.accountByLogin(login);
    if (account && !account->user.deleted)
        return account;
    if (account || account.error().code() == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no user %1.").arg(login.left(limits::emailMax)));
    return account;
}

qsizetype endedSessions(const QList<store::OutboxRow>& rows) {
    return std::count_if(rows.begin(), rows.end(), [](const store::OutboxRow& row) {
        const auto event = log::decode(row.value);
        return event && std::holds_alternative<log::SessionRevokedRecord>(*event);
    });
}

/// Changes the account of that login; `says` words what was done to it.
Result<QString> change(store::Store& store, const QString& login, const UpdateUserRequest& request,
                       bool minimumPasswordCost, const QString& says) {
    const auto account = find(store, login);
    if (!account)
        return fail(account.error());
    const auto changed = administration(store, minimumPasswordCost).change({}, account->user.id, request);
    if (!changed)
        return fail(changed.error());
    const QString said = says.arg(account->user.username);
    return request.password || request.active == false
               ? said + QStringLiteral("; sessions ended: %1.\n").arg(endedSessions(changed->outbox))
               : said + QStringLiteral(".\n");
}

QString line(const char* name, const QString& value) {
    constexpr int nameWidth = 14;
    return cell(QLatin1StringView(name), nameWidth) + (value.isEmpty() ? QStringLiteral("-") : value) +
           QLatin1Char('\n');
}

Result<QString> sessionLines(store::Store& store, const UserId& user) {
    QString lines;
    std::optional<QString> cursor;
    do {
        const auto page = store.sessionsOf(user, cursor, limits::pageMax);
        if (!page)
            return fail(page.error());
        for (const SessionInfo& session : page->items) {
            lines +=
                line("session",
                     QStringLiteral("%1, from %2, signed in %3, last used %4")
                         .arg(session.device.isEmpty() ? QStringLiteral("unnamed device") : session.device,
                              session.address.isEmpty() ? QStringLiteral("unknown") : session.address,
                              toString(session.createdAt), toString(session.lastUsedAt)));
        }
        cursor = page->next;
    } while (cursor);
    return lines;
}

} // namespace

Result<QString> addUser(store::Store& store, const UserToAdd& user, bool minimumPasswordCost) {
    if (const auto checked = check(user); !checked)
        return fail(checked.error());
    const auto created = administration(store, minimumPasswordCost)
                             .create({}, {user.username, user.email, user.password, user.displayName, false},
                                     user.administrator);
    if (!created)
        return fail(created.error());
    return QStringLiteral("Added %1%2.\n")
        .arg(created->value.user.username,
             created->value.administrator ? QStringLiteral(", an administrator") : QString());
}

Result<QString> changePassword(store::Store& store, const QString& login, const QString& password,
                               bool minimumPasswordCost) {
    if (const auto checked = checkPassword(password); !checked)
        return fail(checked.error());
    UpdateUserRequest request;
    request.password = password;
    return change(store, login, request, minimumPasswordCost, QStringLiteral("Changed the password of %1"));
}

Result<QString> setActive(store::Store& store, const QString& login, bool active) {
    UpdateUserRequest request;
    request.active = active;
    return change(store, login, request, false,
                  active ? QStringLiteral("Activated %1") : QStringLiteral("Deactivated %1"));
}

Result<QString> setAdministrator(store::Store& store, const QString& login, bool administrator) {
    UpdateUserRequest request;
    request.administrator = administrator;
    return change(store, login, request, false,
                  administrator ? QStringLiteral("%1 is an administrator")
                                : QStringLiteral("%1 is no administrator"));
}

Result<QString> deleteUser(store::Store& store, const QString& login) {
    const auto account = find(store, login);
    if (!account)
        return fail(account.error());
    const auto removed = administration(store).remove({}, account->user.id);
    if (!removed)
        return fail(removed.error());
    return QStringLiteral("Deleted %1, who is %2 now; sessions ended: %3.\n")
        .arg(account->user.username, removed->value.user.username)
        .arg(endedSessions(removed->outbox));
}

Result<QString> showUser(store::Store& store, const QString& login) {
    const auto account = find(store, login);
    if (!account)
        return fail(account.error());
    const User& user = account->user;
    auto sessions = sessionLines(store, user.id);
    if (!sessions)
        return sessions;
    return line("name", user.username) + line("display name", user.displayName) +
           line("email", account->email) + line("id", user.id.toString()) + line("role", roleOf(*account)) +
           line("state", stateOf(*account)) + line("status", user.statusText) +
           line("time zone", user.timeZone) + line("created", toString(account->createdAt)) + *sessions;
}

Result<QString> listUsers(store::Store& store) {
    const int nameWidth = limits::usernameMax;
    QString table = cell(QStringLiteral("NAME"), nameWidth) + cell(QStringLiteral("ROLE"), 13) +
                    cell(QStringLiteral("STATE"), 8) + cell(QStringLiteral("EMAIL"), 32) +
                    QStringLiteral("DISPLAY NAME\n");
    std::optional<QString> cursor;
    do {
        const auto page = store.accounts(cursor, limits::pageMax);
        if (!page)
            return fail(page.error());
        for (const store::Account& account : page->items) {
            table += cell(account.user.username, nameWidth) + cell(roleOf(account), 13) +
                     cell(stateOf(account), 8) + cell(account.email, 32) + account.user.displayName +
                     QLatin1Char('\n');
        }
        cursor = page->next;
    } while (cursor);
    return table;
}

} // namespace parlor::admin
