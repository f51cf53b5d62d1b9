// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/account_administration.h"

#include "server/auth/reserved_names.h"

namespace parlor::auth {

using namespace Qt::StringLiterals;

namespace {

AuditEntry entryFor(const ActingAdministrator& by, const QString& action, const UserId& target,
                    const QJsonObject& details) {
    AuditEntry entry;
    entry.actor = by.user;
    entry.action = action;
    entry.target = target.toString();
    entry.details = details;
    entry.address = by.address;
    return entry;
}

/// What was asked for. An email address is what must be gone when its user is deleted: only that it was
/// changed is told, as of a password.
QJsonObject detailsOf(const UpdateUserRequest& request) {
    QJsonObject details;
    if (request.displayName)
        details.insert("displayName"_L1, *request.displayName);
    if (request.email)
        details.insert("email"_L1, "changed"_L1);
    if (request.administrator)
        details.insert("administrator"_L1, *request.administrator);
    if (request.active)
        details.insert("active"_L1, *request.active);
    if (request.password)
        details.insert("password"_L1, "changed"_L1);
    return details;
}

QString actionOf(const UpdateUserRequest& request) {
    if (request.active)
        return *request.active ? QStringLiteral("user.activate") : QStringLiteral("user.deactivate");
    return QStringLiteral("user.update");
}

} // namespace

AccountAdministration::AccountAdministration(store::Store& store, HashPassword hash)
    : m_store(store)
    , m_hash(std::move(hash)) {}

Result<store::Committed<store::Account>>
AccountAdministration::create(const ActingAdministrator& by, const CreateUserRequest& request,
                              const std::optional<bool>& administrator) {
    if (const auto free = checkNotReserved(request.username); !free)
        return fail(free.error());
    const auto hash = m_hash(request.password);
    if (!hash)
        return fail(hash.error());
    const UserId id = UserId::create();
    QJsonObject details{{"username"_L1, request.username}};
    if (administrator)
        details.insert("administrator"_L1, *administrator);
    return m_store.createUser({id, request.username, request.email,
                               request.displayName.value_or(request.username), *hash, administrator},
                              entryFor(by, QStringLiteral("user.create"), id, details));
}

Result<store::Committed<store::Account>> AccountAdministration::change(const ActingAdministrator& by,
                                                                       const UserId& user,
                                                                       const UpdateUserRequest& request) {
    store::AccountChanges changes;
    changes.displayName = request.displayName;
    changes.email = request.email;
    changes.administrator = request.administrator;
    changes.active = request.active;
    if (request.password) {
        // Before a costly hash, and with it the answer for a user who is not there.
        if (const auto account = m_store.account(user); !account)
            return fail(account.error());
        auto hash = m_hash(*request.password);
        if (!hash)
            return fail(hash.error());
        changes.passwordHash = *std::move(hash);
    }
    const auto keep = user == by.user ? by.session : std::nullopt;
    return m_store.changeAccount(user, changes, keep,
                                 entryFor(by, actionOf(request), user, detailsOf(request)));
}

Result<store::Committed<store::Account>> AccountAdministration::remove(const ActingAdministrator& by,
                                                                       const UserId& user) {
    const auto account = m_store.account(user);
    if (!account)
        return fail(account.error());
    return m_store.deleteUser(
        user, entryFor(by, QStringLiteral("user.delete"), user, {{"username"_L1, account->user.username}}));
}

} // namespace parlor::auth
