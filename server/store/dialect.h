// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>

namespace parlor::store {

/// What differs between the databases. Everything else in this folder is SQL that all of them understand:
/// BIGINT for numbers and for times (Unix milliseconds, UTC), SMALLINT for enumerations and truth values, ids
/// as 16 bytes, comparison without case on a second column in lower case. Immutable; any thread.
class Dialect {
public:
    virtual ~Dialect() = default;

    /// Opens `database`, a fresh connection of this thread, and makes its settings.
    virtual Result<void> connect(QSqlDatabase& database) const = 0;
    /// Looks at the whole once, at the start, before anything is written: Corrupt, or what connect() says.
    virtual Result<void> check(QSqlDatabase& database) const = 0;
    virtual QString driver() const = 0;
    /// Statements that begin a transaction that reads one snapshot, and one that writes.
    virtual QString beginRead() const = 0;
    virtual QString beginWrite() const = 0;
    /// True if a second writer would only wait for the first: then they queue in this process, not in the
    /// database.
    virtual bool singleWriter() const = 0;
    /// Appended to a SELECT to keep others from changing its row until the transaction ends.
    virtual QString lockRow() const = 0;
    virtual QString blobType() const = 0;
    /// Type of a primary key that the database numbers, growing.
    virtual QString identityType() const = 0;
    virtual bool isUniqueViolation(const QSqlError& error) const = 0;
    virtual Error describe(const QSqlError& error) const = 0;
    /// Copies the database into `file`, which does not exist.
    virtual Result<void> backup(QSqlDatabase& database, const QString& file) const = 0;
    /// The schema in a normal form, one line per table and index, for comparing.
    virtual Result<QStringList> schema(QSqlDatabase& database) const = 0;
};

} // namespace parlor::store
