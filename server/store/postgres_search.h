// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/search_index.h"

namespace parlor::store {

/// A table with an array of our tokens' hashes for each message, and a GIN index of it. What two tokens with
/// one hash have in common is looked at and dropped like everything else that the index finds in vain.
const SearchIndex& postgresSearch();

} // namespace parlor::store
