// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "shared/requests.h"
#include "shared/result.h"

#include <QString>

#include <optional>

/// What `parlord user …` does to a store. The commands may run beside a server: its relay sends the records
/// that come with a change, so that sockets close within seconds. What they change is in the audit log. Each
/// returns what to tell the administrator. Main thread.
namespace parlor::admin {

struct UserToAdd {
    QString username;
    QString email;
    std::optional<QString> displayName;
    QString password;
    std::optional<bool> administrator; ///< unset: the first account of the server is one
};

/// Invalid with the field, or Taken.
Result<QString> addUser(store::Store& store, const UserToAdd& user, bool minimumPasswordCost);
/// Sets a password and ends all of the user's sessions. NotFound, Invalid.
Result<QString> changePassword(store::Store& store, const QString& login, const QString& password,
                               bool minimumPasswordCost);
/// Whether the account can be used; without it, all its sessions end. NotFound; Conflict for the last
/// administrator.
Result<QString> setActive(store::Store& store, const QString& login, bool active);
Result<QString> setAdministrator(store::Store& store, const QString& login, bool administrator);
/// Leaves a tombstone: see Store::deleteUser(). NotFound; Conflict for the last administrator.
Result<QString> deleteUser(store::Store& store, const QString& login);
/// Everything of one account, and where it is signed in. NotFound.
Result<QString> showUser(store::Store& store, const QString& login);
/// A table of all users.
Result<QString> listUsers(store::Store& store);

} // namespace parlor::admin
