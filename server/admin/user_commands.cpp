// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/user_commands.h"

#include "server/auth/password_hasher.h"
#include "shared/codec.h"
#include "shared/limits.h"

namespace parlor::admin {

namespace {

Result<QByteArray> hashPassword(const QString& password, bool minimumCost) {
    using auth::PasswordHasher;
    PasswordHasher hasher(minimumCost ? PasswordHasher::Cost::Minimum : PasswordHasher::Cost::Normal, 0);
    return hasher.hash(password);
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

} // namespace

Result<QString> addUser(store::Store& store, const UserToAdd& user, bool minimumPasswordCost) {
    if (const auto checked = check(user); !checked)
        return fail(checked.error());
    const auto hash = hashPassword(user.password, minimumPasswordCost);
    if (!hash)
        return fail(hash.error());
    const auto created =
        store.createUser({UserId::create(), user.username, user.email,
                          user.displayName.value_or(user.username), *hash, user.administrator});
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
    const auto account = store.accountByLogin(login);
    if (!account) {
        if (account.error().code() == ErrorCode::NotFound)
            return fail(ErrorCode::NotFound,
                        QStringLiteral("There is no user %1.").arg(login.left(limits::emailMax)));
        return fail(account.error());
    }
    const auto hash = hashPassword(password, minimumPasswordCost);
    if (!hash)
        return fail(hash.error());
    if (const auto set = store.setPassword(account->user.id, *hash); !set)
        return fail(set.error());
    // Whoever knew the old password must not stay signed in by it.
    const auto revoked = store.revokeSessions(account->user.id, std::nullopt);
    if (!revoked)
        return fail(revoked.error());
    return QStringLiteral("Changed the password of %1; sessions ended: %2.\n")
        .arg(account->user.username)
        .arg(revoked->value);
}

Result<QString> listUsers(store::Store& store) {
    const int nameWidth = limits::usernameMax;
    QString table = cell(QStringLiteral("NAME"), nameWidth) + cell(QStringLiteral("ROLE"), 13) +
                    cell(QStringLiteral("STATE"), 8) + cell(QStringLiteral("EMAIL"), 32) +
                    QStringLiteral("DISPLAY NAME\n");
    std::optional<QString> cursor;
    do {
        const auto page = store.directory({}, cursor, limits::pageMax);
        if (!page)
            return fail(page.error());
        for (const User& user : page->items) {
            const auto account = store.account(user.id);
            if (!account)
                continue; // deleted since the page was read
            table += cell(user.username, nameWidth) +
                     cell(account->administrator ? QStringLiteral("administrator") : QStringLiteral("member"),
                          13) +
                     cell(account->active ? QStringLiteral("active") : QStringLiteral("inactive"), 8) +
                     cell(account->email, 32) + user.displayName + QLatin1Char('\n');
        }
        cursor = page->next;
    } while (cursor);
    return table;
}

} // namespace parlor::admin
