// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QString>
#include <QUrl>

namespace parlor::bench {

/// Makes the profile "bench" below `directory` (PARLOR_CLIENT_DATA), with one account and a cache of `rooms`
/// rooms and `messages` messages, as it is after long use. Ends the program if that fails. Its server is one
/// that nobody listens at.
void fillProfile(const QString& directory, int rooms, int messages);

/// The same profile with an account of a real server, signed in, and nothing cached.
void signedInProfile(const QString& directory, const QUrl& server, const AuthTokens& tokens);

} // namespace parlor::bench
