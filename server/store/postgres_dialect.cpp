// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_dialect.h"

#include "server/store/migrations.h"
#include "server/store/postgres_errors.h"

#include <QSqlQuery>

namespace parlor::store {

namespace {

// The oldest release that its makers still cared for when this was written.
constexpr int oldestVersion = 130000;
// "parlor" in ASCII: whoever else uses advisory locks in this database will hardly have chosen the same.
constexpr qint64 schemaLock = 0x7061726c6f72;

tl::unexpected<Error> misconfigured(const QString& message) {
    return fail(ErrorCode::Invalid, message, QStringLiteral("database_url"));
}

/// `value` as one element in the text of an array (documentation, 8.15.6).
void appendElement(QString& array, const QVariant& value, ColumnType type) {
    // A null text of ours is an empty one: see Transaction.
    if (!value.isValid()) {
        array.append(QLatin1StringView("NULL"));
        return;
    }
    switch (type) {
    case ColumnType::Blob:
        array.append(QLatin1StringView("\"\\\\x"));
        array.append(QLatin1StringView(value.toByteArray().toHex()));
        array.append(QLatin1Char('"'));
        return;
    case ColumnType::Text:
        array.append(QLatin1Char('"'));
        for (const QChar c : value.toString()) {
            if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
                array.append(QLatin1Char('\\'));
            array.append(c);
        }
        array.append(QLatin1Char('"'));
        return;
    default:
        array.append(QString::number(value.toLongLong()));
    }
}

} // namespace

Result<void> PostgresDialect::connect(QSqlDatabase& database) const {
    if (!m_url)
        return fail(m_url.error());
    database.setHostName(m_url->host);
    database.setUserName(m_url->user);
    database.setPassword(m_url->password);
    database.setDatabaseName(m_url->database);
    database.setConnectOptions(m_url->connectOptions());
    if (!database.isValid()) {
        return fail(ErrorCode::Internal,
                    QStringLiteral("Qt's driver for PostgreSQL is not installed (Debian: libqt6sql6-psql)."));
    }
    if (!database.open())
        return fail(describe(database.lastError()));
    QSqlQuery query(database);
    // An answered change is durable, whatever the server's own setting: only a weaker one is raised. A
    // process that hangs within a transaction, or waits for a lock for too long, must not hold up the others.
    // Compiling costs more than any statement here takes.
    for (const char* setting :
         {"SELECT set_config('synchronous_commit', 'on', false) "
          "WHERE current_setting('synchronous_commit') = 'off'",
          "SET idle_in_transaction_session_timeout = '60s'", "SET lock_timeout = '10s'", "SET jit = off",
          "SET client_min_messages = 'warning'", "SET standard_conforming_strings = on"}) {
        if (!query.exec(QLatin1StringView(setting)))
            return fail(describe(query.lastError()));
        query.finish();
    }
    return {};
}

Result<void> PostgresDialect::checkServer(QSqlDatabase& database) const {
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
            "current_setting('server_encoding'), current_schema(), current_setting('search_path')")) ||
        !query.next())
        return fail(describe(query.lastError()));
    if (query.value(0).toInt() < oldestVersion) {
        return misconfigured(
            QStringLiteral("PostgreSQL %1 is too old: 13 or newer is needed for the database %2.")
                .arg(query.value(1).toString(), name()));
    }
    if (query.value(2).toString() != QLatin1StringView("UTF8")) {
        return misconfigured(QStringLiteral("The database %1 has the encoding %2, but UTF8 is needed: make "
                                            "another one (createdb --encoding UTF8 --template template0).")
                                 .arg(name(), query.value(2).toString()));
    }
    if (query.isNull(3)) {
        return misconfigured(QStringLiteral("The database %1 has none of the schemas in search_path (%2).")
                                 .arg(name(), query.value(4).toString()));
    }
    return {};
}

Result<void> PostgresDialect::checkTables(QSqlDatabase& database) const {
    QSqlQuery query(database);
    const auto one = [&query](const QString& sql) {
        return query.exec(sql) && query.next() ? query.value(0) : QVariant();
    };
    const int ours =
        one(QStringLiteral("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = "
                           "current_schema() AND table_name = 'schema_migrations' AND "
                           "column_name IN ('number', 'checksum')"))
            .toInt();
    if (query.lastError().isValid())
        return fail(describe(query.lastError()));
    if (ours == 2 && one(QStringLiteral("SELECT COUNT(*) FROM schema_migrations")).toInt() > 0)
        return {};
    QStringList names{QStringLiteral("'schema_migrations'")};
    for (const Table& table : schemaTables())
        names.append(QLatin1Char('\'') + table.name + QLatin1Char('\''));
    if (ours == 2)
        names.removeFirst(); // a first start that was broken off
    const QString taken =
        one(QStringLiteral("SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class "
                           "WHERE relnamespace = current_schema()::regnamespace "
                           "AND relname IN (%1)")
                .arg(names.join(QLatin1Char(','))))
            .toString();
    if (query.lastError().isValid())
        return fail(describe(query.lastError()));
    if (taken.isEmpty())
        return {};
    return misconfigured(
        QStringLiteral("The database %1 holds tables of another program (%2) by the names that Parlor uses. "
                       "Give Parlor a database of its own (createdb) and name it in database_url.")
            .arg(name(), taken));
}

Result<void> PostgresDialect::check(QSqlDatabase& database) const {
    if (auto checked = checkServer(database); !checked)
        return checked;
    return checkTables(database);
}

Result<void> PostgresDialect::lockSchema(QSqlDatabase& database) const {
    QSqlQuery query(database);
    if (query.exec(QStringLiteral("SELECT pg_advisory_lock(%1)").arg(schemaLock)))
        return {};
    const QSqlError error = query.lastError();
    if (postgresState(error) == QLatin1StringView("55P03")) {
        return fail(
            Error(ErrorCode::Unavailable,
                  QStringLiteral("Another process is changing the schema of the database %1.").arg(name()))
                .withRetryAfter(1));
    }
    return fail(describe(error));
}

void PostgresDialect::unlockSchema(QSqlDatabase& database) const {
    QSqlQuery query(database);
    query.exec(QStringLiteral("SELECT pg_advisory_unlock(%1)").arg(schemaLock));
}

QString PostgresDialect::rowsTable(const QList<Column>& columns, qsizetype) const {
    QStringList arrays;
    QStringList names;
    for (const Column& column : columns) {
        arrays.append(QStringLiteral("?::%1[]").arg(typeName(column.type)));
        names.append(column.name);
    }
    return QStringLiteral("unnest(%1) AS v(%2)")
        .arg(arrays.join(QLatin1StringView(", ")), names.join(QLatin1StringView(", ")));
}

QString PostgresDialect::arrayOf(const QList<QVariantList>& rows, qsizetype column, ColumnType type) const {
    QString array;
    array.append(QLatin1Char('{'));
    for (const QVariantList& row : rows) {
        if (array.size() > 1)
            array.append(QLatin1Char(','));
        appendElement(array, row.at(column), type);
    }
    array.append(QLatin1Char('}'));
    return array;
}

QString PostgresDialect::continueIdentity(const QString& table, const QString& column) const {
    return QStringLiteral("SELECT setval(pg_get_serial_sequence('%1', '%2'), COALESCE(MAX(%2), 1), "
                          "COUNT(*) > 0) FROM %1")
        .arg(table, column);
}

bool PostgresDialect::isUniqueViolation(const QSqlError& error) const {
    return postgresState(error) == QLatin1StringView("23505");
}

bool PostgresDialect::isTransient(const QSqlError& error) const {
    const QString state = postgresState(error);
    return state == QLatin1StringView("40001") || state == QLatin1StringView("40P01");
}

bool PostgresDialect::isLost(const QSqlDatabase& database, const QSqlError& error) const {
    // After the server has said good-bye the driver does not know yet that nobody is there any more.
    const QString state = postgresState(error);
    return !database.isOpen() || state.startsWith(QLatin1StringView("08")) ||
           state.startsWith(QLatin1StringView("57P")) || state == QLatin1StringView("25P03");
}

Error PostgresDialect::describe(const QSqlError& error) const {
    return describePostgresError(error, name());
}

Result<void> PostgresDialect::backup(QSqlDatabase&, const QString&) const {
    return fail(ErrorCode::Internal, QStringLiteral("PostgreSQL has no files to copy."));
}

Result<QStringList> PostgresDialect::schema(QSqlDatabase& database) const {
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral(
            "SELECT 'table ' || c.relname || ' ' || string_agg(a.attname || ' ' || format_type(a.atttypid, "
            "a.atttypmod) || ' ' || COALESCE(l.collname, '') || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE "
            "'' END || a.attidentity::text, ', ' ORDER BY a.attnum) AS line "
            "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
            "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
            "WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY c.relname "
            "UNION ALL SELECT 'index ' || indexname || ' ' || replace(indexdef, schemaname || '.', '') "
            "FROM pg_indexes WHERE schemaname = current_schema() "
            "UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM "
            "pg_constraint WHERE connamespace = current_schema()::regnamespace ORDER BY line")))
        return fail(describe(query.lastError()));
    QStringList result;
    while (query.next())
        result.append(query.value(0).toString().simplified());
    return result;
}

} // namespace parlor::store
