// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "shared/requests.h"

#include <functional>

namespace parlor::auth {

/// Who does an administrative act, for the audit log.
struct ActingAdministrator {
    std::optional<UserId> user = {};       ///< none: `parlord` on the server's own command line
    std::optional<SessionId> session = {}; ///< their own, which a change of their own password leaves alone
    QString address = {};
};

/// What administrators do to accounts, over HTTP and by `parlord user`; whether somebody is one is checked by
/// the caller. Every act is written into the audit log with its change. Changes come with outbox rows. All
/// functions block, and may be called on any thread.
class AccountAdministration {
public:
    using HashPassword = std::function<Result<QByteArray>(const QString& password)>;

    /// `store` must outlive it.
    AccountAdministration(store::Store& store, HashPassword hash);

    /// `administrator` unset: the first account of the server is one. Taken with a field.
    Result<store::Committed<store::Account>> create(const ActingAdministrator& by,
                                                    const CreateUserRequest& request,
                                                    const std::optional<bool>& administrator);
    /// Errors as Store::changeAccount(). Another password, or being deactivated, ends the user's sessions.
    Result<store::Committed<store::Account>> change(const ActingAdministrator& by, const UserId& user,
                                                    const UpdateUserRequest& request);
    /// Errors as Store::deleteUser().
    Result<store::Committed<store::Account>> remove(const ActingAdministrator& by, const UserId& user);

private:
    store::Store& m_store;
    const HashPassword m_hash;
};

} // namespace parlor::auth
