// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <QSqlError>
#include <QString>

namespace parlor::store {

/// SQLSTATE of an error of PostgreSQL (documentation, appendix A); empty when the connection gave none.
QString postgresState(const QSqlError& error);

/// What went wrong with the database called `name` and what to do about it. Errors that only another
/// configuration will end are Invalid with field "database_url"; what passes by itself is Unavailable; what
/// is the fault of a statement or of its values is Internal.
Error describePostgresError(const QSqlError& error, const QString& name);

} // namespace parlor::store
