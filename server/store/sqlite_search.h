// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/search_index.h"

namespace parlor::store {

/// FTS5 without a copy of the texts and without positions: our own tokens, separated by spaces, of which its
/// simplest tokenizer takes each for a word.
const SearchIndex& sqliteSearch();

} // namespace parlor::store
