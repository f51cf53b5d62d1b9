// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/backend.h"

/// What verbs do where the store is in PostgreSQL and the log in Kafka. Each returns what to tell the
/// administrator. Main thread.
namespace parlor::admin {

/// Brings the schema of the configured store up to this version. Idempotent; two at once are safe.
Result<QString> migrateStore(const Backend& backend, const Settings& settings);

/// Copies the configured database into the new directory `target`, with a manifest: a backup that
/// `parlord restore` takes, into any kind of store. Taken, Io.
Result<QString> backUpDatabase(const Backend& backend, const Settings& settings, const QString& target);

/// Puts the backup in `source` into the configured database, which must be empty (Conflict), and begins an
/// epoch on the configured log. What the log still has beyond the backup comes back from there.
Result<QString> restoreIntoDatabase(const Backend& backend, const Settings& settings, const QString& source);

/// Moves what the stopped server in the data directory `source` has into the configured database, which must
/// be empty, and onto the configured log, which must be empty, too (Conflict). The directory is left as it
/// is. Locked while that server runs.
Result<QString> importDataDirectory(const Backend& backend, const Settings& settings, const QString& source);

/// Begins an epoch of the configured store on the configured log, whatever it had before.
Result<QString> beginEpoch(const Backend& backend, const Settings& settings);

} // namespace parlor::admin
