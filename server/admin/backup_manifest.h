// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QStringList>

namespace parlor::admin {

/// A backup is a directory with this file, which says which other files belong to it, how large they are and
/// what their SHA-256 is: `{"format":1,"version","createdAt","files":[{"name","size","sha256"}]}`.
inline constexpr int backupFormat = 1;
extern const QString manifestName; ///< "parlor-backup.json"

/// Writes the manifest of the files `names` in `directory`, and syncs all of them to the disk. Io.
Result<void> writeManifest(const QString& directory, const QStringList& names);

/// The names in the manifest, each of which is there as it was written and is one of `allowed`. NotFound when
/// there is no manifest, NewerFormat, or Corrupt naming the file.
Result<QStringList> checkManifest(const QString& directory, const QStringList& allowed);

/// Writes a file's, or a directory's, content to the disk for good. Io.
Result<void> syncToDisk(const QString& path);

} // namespace parlor::admin
