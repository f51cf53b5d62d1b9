// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine for people: their profiles, devices and presence.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

namespace parlor {

using namespace Qt::StringLiterals;

void Engine::searchUsers(const QString& search, Done<Page<User>> done) {
    call("GET", u"/api/v1/users/search?q="_s + queryText(search), {},
         [done](const Outcome<QByteArray>& body) { done(decodePage<User>(body)); });
}

} // namespace parlor
