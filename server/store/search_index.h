// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/transaction.h"
#include "shared/models.h"

/// The search index within this folder; not for others.
namespace parlor::store {

/// What becomes of a message in the index whose content changes.
enum class SearchAgain {
    No, ///< it was deleted: it is never found again
    Yes ///< it was edited: it is indexed anew
};

/// Takes the message in row `rowNo` of the table messages out of the index, in the transaction that edits or
/// deletes it. `old` is the message as it was before: the index knows it by what it said. Call it after the
/// row was changed (so that who indexes the row at that moment has been waited for), once for every change of
/// a content.
void searchForget(Transaction& t, qint64 rowNo, const Message& old, SearchAgain again);

} // namespace parlor::store
