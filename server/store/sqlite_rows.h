// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/dialect.h"

namespace parlor::store {

/// Opens `database`, a connection of QSQLITE, and learns whether Qt's driver uses the SQLite that this
/// program is linked with: as on Linux distributions, and not in Qt's own packages, whose driver has one
/// inside. False: its lastError() tells why.
bool openSqlite(QSqlDatabase& database);

/// `sql` by SQLite's own functions; null where Qt's driver uses another SQLite, or if it cannot be prepared.
/// With QSqlQuery a quarter of what the projection of a message costs is on the way to SQLite: a name is made
/// up for every value that is bound (docs/performance.md). `database` was opened by openSqlite().
std::unique_ptr<RowStatement> prepareSqliteRows(QSqlDatabase& database, const QString& sql);

} // namespace parlor::store
