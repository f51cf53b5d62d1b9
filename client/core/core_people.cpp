// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core for people: their profiles, devices and presence.
#include "client/core/core_private.h"

namespace parlor {

void Core::searchUsers(const QString& search, QObject* context, Done<Page<User>> done) {
    d->run([search, report = d->here(context, std::move(done))](Engine& engine) {
        engine.searchUsers(search, report);
    });
}

} // namespace parlor
