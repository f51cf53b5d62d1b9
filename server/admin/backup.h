// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/backend.h"
#include "server/admin/data_directory.h"

#include <functional>

namespace parlor::admin {

/// Copies the store, then the log and the secret, into the new directory `target`, with a manifest of their
/// sizes and hashes. Works while a server uses the data directory. What is half done bears another name until
/// it is whole and on the disk. Taken when `target` exists and is not an empty directory; Io.
Result<void> writeBackup(const DataDirectory& data, const Backend& backend, const QString& target);

/// The frame of every backup: `copy` fills the directory that it is given, and returns the names of the files
/// in it.
Result<void> writeBackupOf(const QString& target,
                           const std::function<Result<QStringList>(const QString& directory)>& copy);

/// Puts the backup in `source` into `data`, which must be locked, and begins a new epoch. Corrupt /
/// NewerFormat when it is not a whole backup that this version can read. Taken when the directory has a
/// server's data already, unless `replace`: then those files are moved into a directory beside them, whose
/// name is returned.
Result<QString> restoreBackup(const DataDirectory& data, const Backend& backend, const QString& source,
                              bool replace);

} // namespace parlor::admin
