// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/transaction.h"

#include <QStringList>

namespace parlor::store {

/// One step of the schema. Never changed once released: its checksum is kept in the database.
struct Migration {
    QString name;
    QStringList statements; ///< with {blob}, {identity} and TEXT for the dialect's types; {search
                            ///< index} for the statements of its SearchIndex
};

/// All of them, in order.
const QList<Migration>& migrations();
/// What is kept of a migration to notice that it was changed: SHA-256 of its statements as written here.
QString checksum(const Migration& migration);

struct Table {
    QString name;
    QList<Column> columns;
    friend bool operator==(const Table&, const Table&) = default;
};
/// The tables that all migrations together make, those that others refer to first; read from their
/// statements, so that none is forgotten where all are needed (schema_tables.cpp). Without the table that
/// migrate() keeps itself and those of the search index, which is made anew from the messages.
const QList<Table>& schemaTables();

/// Brings the schema up to the first `count` migrations (all by default), each in a transaction of its own.
/// NewerFormat when the database has more than this build knows; Corrupt when one that it has differs.
Result<void> migrate(Connection& connection, const Dialect& dialect, qsizetype count = migrations().size());

} // namespace parlor::store
