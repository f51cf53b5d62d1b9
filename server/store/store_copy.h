// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"

namespace parlor::store {

/// Copies everything of one store into another, of whatever database: accounts, rooms, messages, sessions,
/// the outbox, the epoch and the projector's positions. Both are open; `from` may be in use, and is copied as
/// of one moment; `to` is empty (else Conflict) and gets everything or nothing. Numbers that the target gives
/// go on above the copied ones. Memory is bounded; a million messages take some tens of seconds.
Result<void> copyStore(Store& from, Store& to);

/// Copies it into an SQLite store in `file`, which does not exist. Io / Taken.
Result<void> copyToFile(Store& from, const QString& file);

} // namespace parlor::store
