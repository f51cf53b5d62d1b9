// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/finding.h"
#include "server/store/store.h"

#include <QUrl>

namespace parlor::store {

struct StoreDiagnosis {
    Findings findings;
    /// What the store says of the log that it belongs to; number 0: of none yet. nullopt: it cannot be asked.
    std::optional<Epoch> epoch;
};

/// Looks at a database without changing it: reachable, version, encoding, schema, rights, speed, durability,
/// clock, and whether `connections` more of them fit. Blocks for some seconds at most. Shows no password.
StoreDiagnosis diagnosePostgres(const QUrl& url, int connections);
/// The same for a store in a file, which may be in use; one that is not there yet is fine.
StoreDiagnosis diagnoseSqlite(const QString& file);

/// How far the database's clock is from ours: it said `theirs` at some moment between our `before` and
/// `after`. All in Unix milliseconds. Pure.
Finding compareClocks(qint64 before, qint64 theirs, qint64 after);

} // namespace parlor::store
