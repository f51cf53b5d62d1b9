// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"

namespace parlor::worker {

/// Makes a restored copy of a store usable. `oldLog` is the copy of the log that was made after the copy of
/// the store: what it has beyond the store's position is projected first, so that nothing acknowledged before
/// the backup is missing. Then the store begins an epoch on `newLog`, an empty one: the old one's offsets may
/// have been given again since the backup.
///
/// Conflict when `oldLog` is not the log that the store belongs to; LogTrimmed when it was trimmed beyond the
/// store's position (it is not of the same backup).
Result<store::Epoch> finishRestore(store::Store& store, log::Log& oldLog, log::Log& newLog);

} // namespace parlor::worker
