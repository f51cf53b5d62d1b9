// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/sqlite.h"

#include <memory>

namespace parlor {

/// An SQLite file with what nobody else has a copy of: the outbox, drafts. Small enough to be looked through
/// at each opening. A damaged one is never thrown away.
struct KeptFile {
    std::unique_ptr<Sqlite> db;
    bool lost = false; ///< it was damaged, and is kept as "<name>.damaged-<time>": this one is begun anew

    /// Opens or makes "<name>.sqlite" in `directory` and brings it to the newest version of `steps`. Errors:
    /// Io, NewerFormat.
    static Result<KeptFile> open(const QString& directory, const QString& name, Sqlite::Durability durability,
                                 std::initializer_list<Sqlite::Step> steps);
};

} // namespace parlor
