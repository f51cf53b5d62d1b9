// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QString>

namespace parlor::auth {

/// Taken with field "username" for a name that stands for something else: @room, @all and @here call a whole
/// room, from:me is who searches, and deleted users are called deleted-…. `username` is in lower case, as
/// every valid one. Pure; any thread.
inline Result<void> checkNotReserved(const QString& username) {
    for (const char* name : {"room", "all", "here", "me"}) {
        if (username == QLatin1StringView(name))
            return fail(ErrorCode::Taken,
                        QStringLiteral("This name has a meaning of its own. Choose another one."),
                        QStringLiteral("username"));
    }
    if (username.startsWith(QLatin1StringView("deleted-")))
        return fail(ErrorCode::Taken,
                    QStringLiteral("Names of deleted users begin like this. Choose another one."),
                    QStringLiteral("username"));
    return {};
}

} // namespace parlor::auth
