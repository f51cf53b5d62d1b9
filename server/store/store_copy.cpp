// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store_copy.h"

#include "server/store/migrations.h"
#include "server/store/sql_store.h"

#include <QFile>

namespace parlor::store {

namespace {

// Rows held in memory at once, of at most 64 KiB each (messages).
constexpr qsizetype batchMax = 1000;

QString columnsOf(const Table& table) {
    QStringList names;
    for (const Column& column : table.columns)
        names.append(column.name);
    return names.join(QLatin1StringView(", "));
}

qint64 countRows(Transaction& t, const Table& table) {
    Rows rows = t.select(QStringLiteral("SELECT COUNT(*) FROM ") + table.name);
    return rows.next() ? rows.integer(0) : 0;
}

bool hasRows(Transaction& t, const QString& table) {
    return t.select(QStringLiteral("SELECT 1 FROM %1 LIMIT 1").arg(table)).next();
}

Result<void> checkEmpty(Transaction& target) {
    for (const Table& table : schemaTables()) {
        // The one row of the server's state is there from the first migration on.
        const bool used = table.name == QLatin1StringView("server_state")
                              ? hasRows(target, QStringLiteral("server_state WHERE epoch > 0"))
                              : hasRows(target, table.name);
        if (used) {
            return fail(ErrorCode::Conflict,
                        QStringLiteral("The store to copy into is not empty: its table %1 has rows. Name an "
                                       "empty database.")
                            .arg(table.name));
        }
    }
    return {};
}

Result<void> copyTable(Transaction& source, Transaction& target, const Table& table) {
    const qint64 expected = countRows(source, table);
    target.exec(QStringLiteral("DELETE FROM ") + table.name); // the server's state, see above
    const QString insert =
        QStringLiteral("{insert} %1(%2) SELECT %2 FROM {rows}").arg(table.name, columnsOf(table));
    {
        Rows rows = source.stream(QStringLiteral("SELECT %2 FROM %1").arg(table.name, columnsOf(table)));
        QList<QVariantList> batch;
        while (rows.next() && !target.failed()) {
            QVariantList row;
            for (int i = 0; i < table.columns.size(); ++i)
                row.append(rows.variant(i, table.columns.at(i).type));
            batch.append(row);
            if (batch.size() == batchMax) {
                target.execRows(insert, table.columns, batch);
                batch.clear();
            }
        }
        target.execRows(insert, table.columns, batch);
    }
    for (const Column& column : table.columns) {
        const QString statement = column.type == ColumnType::Identity
                                      ? target.dialect().continueIdentity(table.name, column.name)
                                      : QString();
        if (!statement.isEmpty())
            target.select(statement).next();
    }
    if (const qint64 copied = countRows(target, table);
        !target.failed() && !source.failed() && copied != expected)
        return fail(ErrorCode::Internal, QStringLiteral("Of %1 rows of the table %2 only %3 were copied.")
                                             .arg(expected)
                                             .arg(table.name)
                                             .arg(copied));
    return {};
}

} // namespace

Result<void> SqlStore::copyTo(SqlStore& target) {
    return read<void>([&](Transaction& from) {
        return target.write<void>([&](Transaction& to) -> Result<void> {
            if (auto empty = checkEmpty(to); !empty)
                return empty;
            for (const Table& table : schemaTables()) {
                if (auto copied = copyTable(from, to, table); !copied)
                    return copied;
                if (from.failed()) // nothing of it may be committed
                    return fail(from.error());
                if (to.failed())
                    break;
            }
            return {};
        });
    });
}

Result<void> copyStore(Store& from, Store& to) {
    auto* source = dynamic_cast<SqlStore*>(&from);
    auto* target = dynamic_cast<SqlStore*>(&to);
    if (!source || !target)
        return fail(ErrorCode::Internal, QStringLiteral("Only SQL stores can be copied."));
    return source->copyTo(*target);
}

Result<void> copyToFile(Store& from, const QString& file) {
    if (QFile::exists(file))
        return fail(ErrorCode::Taken, QStringLiteral("%1 exists already. Choose another name.").arg(file));
    auto copied = [&]() -> Result<void> {
        const auto copy = makeSqliteStore(file);
        if (auto opened = copy->open(); !opened)
            return opened;
        return copyStore(from, *copy);
    }();
    if (!copied) {
        for (const char* suffix : {"", "-wal", "-shm"}) // half a backup is worse than none
            QFile::remove(file + QLatin1StringView(suffix));
    }
    return copied;
}

} // namespace parlor::store
