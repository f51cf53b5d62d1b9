// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

/// A SearchQuery in the words of the server's search (docs/protocol.md#search). Pure; any thread.
namespace parlor {

/// `username` is that of `query.from`, which the language does not take by id. The server knows days of UTC
/// only, those of `query` are local: what is asked for has all of them, and up to a day more at either end,
/// which isWithinDays() tells apart.
QString searchWords(const SearchQuery& query, const QString& username);
bool isWithinDays(const SearchQuery& query, const QDateTime& time);

} // namespace parlor
