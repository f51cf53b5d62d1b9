// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QString>
#include <QVariant>

#include <memory>
#include <optional>
#include <span>

namespace parlor::store {

class SearchIndex;

enum class ColumnType { BigInt, SmallInt, Text, Blob, Identity };
struct Column {
    QString name;
    ColumnType type = ColumnType::BigInt;
    friend bool operator==(const Column&, const Column&) = default;
};

/// A statement that is run again and again for so many rows of values. One thread.
class RowStatement {
public:
    virtual ~RowStatement() = default;
    /// Rows affected; nullopt and why in `error`.
    virtual std::optional<int> run(std::span<const QVariantList> rows, QSqlError& error) = 0;
};

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
    /// Keeps other processes from changing the schema at the same time, until unlockSchema() or the
    /// connection's end. Unavailable when another one takes too long.
    virtual Result<void> lockSchema(QSqlDatabase& database) const = 0;
    virtual void unlockSchema(QSqlDatabase& database) const = 0;
    virtual QString driver() const = 0;
    /// Statements that begin a transaction that reads one snapshot, and one that writes.
    virtual QString beginRead() const = 0;
    virtual QString beginWrite() const = 0;
    /// True if a second writer would only wait for the first: then they queue in this process, not in the
    /// database.
    virtual bool singleWriter() const = 0;
    /// True if the rows of an answer are fetched one by one while they are read; false if they arrive
    /// together, so that an answer is whole or an error.
    virtual bool streamsRows() const = 0;
    /// True if after a refused statement a transaction takes no further one, unless there is a savepoint to
    /// go back to.
    virtual bool needsSavepoints() const = 0;
    /// Appended to a SELECT to keep others from changing its row until the transaction ends; with share, the
    /// others may do the same.
    virtual QString lockRow() const = 0;
    virtual QString shareRow() const = 0;
    virtual QString blobType() const = 0;
    /// Type of texts, which are compared and ordered by their bytes in UTF-8.
    virtual QString textType() const = 0;
    /// Type of a primary key that the database numbers, growing.
    virtual QString identityType() const = 0;
    /// The name of `type` in statements.
    QString typeName(ColumnType type) const;
    /// True if many rows of values go into one statement as arrays, because each statement costs a way there
    /// and back; false if a statement takes the values of a few rows.
    virtual bool takesArrays() const = 0;
    /// `sql` on the database's own interface, if that is quicker than a QSqlQuery; null if it is not, or not
    /// to be had. It must go before `database` is closed. Only if not takesArrays().
    virtual std::unique_ptr<RowStatement> prepareRows(QSqlDatabase& database, const QString& sql) const {
        Q_UNUSED(database);
        Q_UNUSED(sql);
        return nullptr;
    }
    /// What stands for a table called v that holds rows of values: bound as one array per column, or as the
    /// values of so many `rows`, one after the other.
    virtual QString rowsTable(const QList<Column>& columns, qsizetype rows) const = 0;
    /// How an INSERT of many rows begins: "INSERT INTO", or what lets a row that breaks a constraint leave
    /// those before it where they are, for the transaction's end to undo, if that spares the database
    /// something.
    virtual QString insertRows() const { return QStringLiteral("INSERT INTO"); }
    /// Column number `column` of `rows` as the text of an array; only if takesArrays().
    virtual QString arrayOf(const QList<QVariantList>& rows, qsizetype column, ColumnType type) const = 0;
    /// A statement that lets the numbers of an identity go on above those that were put in by hand; empty if
    /// they do so by themselves.
    virtual QString continueIdentity(const QString& table, const QString& column) const = 0;
    virtual bool isUniqueViolation(const QSqlError& error) const = 0;
    /// True if the same transaction may well succeed when it is run again at once: it lost a race against
    /// another one.
    virtual bool isTransient(const QSqlError& error) const = 0;
    /// True if `database` is of no use any more after `error`: it has to be opened anew.
    virtual bool isLost(const QSqlDatabase& database, const QSqlError& error) const = 0;
    virtual Error describe(const QSqlError& error) const = 0;
    /// True if backup() copies the database into a file of its own kind; false if its rows have to be copied
    /// into an SQLite file.
    virtual bool hasBackup() const = 0;
    /// Copies the database into `file`, which does not exist.
    virtual Result<void> backup(QSqlDatabase& database, const QString& file) const = 0;
    /// How messages are found by their words; lives as long as the program.
    virtual const SearchIndex& searchIndex() const = 0;
    /// The schema in a normal form, one line per table and index, for comparing.
    virtual Result<QStringList> schema(QSqlDatabase& database) const = 0;

    /// Called with every statement and its values before it is run: for tests that look at the statements
    /// which are really run.
    virtual void observe(const QString& sql, const QVariantList& values) const {
        Q_UNUSED(sql);
        Q_UNUSED(values);
    }
    /// The same of a RowStatement.
    virtual void observeRows(const QString& sql, std::span<const QVariantList> rows) const {
        Q_UNUSED(sql);
        Q_UNUSED(rows);
    }
};

inline QString Dialect::typeName(ColumnType type) const {
    switch (type) {
    case ColumnType::SmallInt:
        return QStringLiteral("SMALLINT");
    case ColumnType::Text:
        return QStringLiteral("TEXT");
    case ColumnType::Blob:
        return blobType();
    case ColumnType::BigInt:
    case ColumnType::Identity:
        break;
    }
    return QStringLiteral("BIGINT");
}

} // namespace parlor::store
