// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/sqlite.h"

#include <QRegularExpression>
#include <QSqlError>
#include <QTimeZone>
#include <QUuid>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// SQLite's primary result codes, https://www.sqlite.org/rescode.html
constexpr int sqliteCorrupt = 11;
constexpr int sqliteNotADatabase = 26;

Error errorOf(const QSqlError& error, const QString& sql) {
    const int primary = error.nativeErrorCode().toInt() & 0xff;
    const bool damaged = primary == sqliteCorrupt || primary == sqliteNotADatabase;
    return Error(damaged ? ErrorCode::Corrupt : ErrorCode::Io, error.text() + u" in "_s + sql.simplified());
}

/// Qt binds a null QString as NULL; here a text is a text, and NULL is a QVariant without a value.
QVariant bindable(const QVariant& value) {
    return value.typeId() == QMetaType::QString && value.toString().isNull() ? QVariant(u""_s) : value;
}

} // namespace

Sqlite::~Sqlite() {
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Sqlite>> Sqlite::open(const QString& file, Access access, Durability durability) {
    std::unique_ptr<Sqlite> result(new Sqlite);
    result->m_name = u"parlor-client-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    result->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, result->m_name);
    QSqlDatabase& database = result->m_database;
    database.setDatabaseName(file);
    // The only other user of the file is our own reader or writer, which never holds a lock for long.
    QString options = u"QSQLITE_BUSY_TIMEOUT=5000"_s;
    if (access == Access::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    database.setConnectOptions(options);
    if (!database.open())
        return fail(errorOf(database.lastError(), file));

    QStringList pragmas;
    if (access == Access::ReadWrite) {
        pragmas << u"PRAGMA journal_mode=WAL"_s
                << (durability == Durability::Full ? u"PRAGMA synchronous=FULL"_s
                                                   : u"PRAGMA synchronous=NORMAL"_s);
    }
    pragmas << u"PRAGMA temp_store=MEMORY"_s << u"PRAGMA cell_size_check=ON"_s
            << u"SELECT count(*) FROM sqlite_master"_s;
    for (const QString& pragma : std::as_const(pragmas)) {
        if (auto done = result->exec(pragma); !done)
            return fail(done.error());
    }
    return result;
}

Result<void> Sqlite::migrate(std::initializer_list<Step> steps) {
    int version = 0;
    auto read = this->read(u"PRAGMA user_version"_s, {},
                           [&](const QSqlQuery& row) { version = row.value(0).toInt(); });
    if (!read)
        return read;
    if (version > int(steps.size()))
        return fail(ErrorCode::NewerFormat);
    for (int next = version; next < int(steps.size()); ++next) {
        auto done = transaction([&]() -> Result<void> {
            const QStringList statements =
                QString::fromUtf8(steps.begin()[next]).split(QLatin1Char(';'), Qt::SkipEmptyParts);
            for (const QString& statement : statements) {
                if (statement.trimmed().isEmpty())
                    continue;
                if (auto executed = exec(statement); !executed)
                    return executed;
            }
            return exec(u"PRAGMA user_version=%1"_s.arg(next + 1));
        });
        if (!done)
            return done;
    }
    return {};
}

Result<void> Sqlite::check() {
    QString verdict;
    auto read = this->read(u"PRAGMA quick_check(1)"_s, {},
                           [&](const QSqlQuery& row) { verdict = row.value(0).toString(); });
    if (!read)
        return read;
    if (verdict != "ok"_L1)
        return fail(ErrorCode::Corrupt, verdict);
    return {};
}

Result<void> Sqlite::exec(const QString& sql) {
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return fail(errorOf(query.lastError(), sql));
    return {};
}

std::shared_ptr<Sqlite::Statement> Sqlite::prepare(const QString& sql, Error* error) {
    auto fresh = std::make_shared<Statement>(m_database);
    // Qt makes a parameter of its own of every "?", so that "?1" used twice would be two: it gets each value
    // as often as the statement names it.
    static const QRegularExpression numbered(u"\\?([0-9]+)"_s);
    QString plain = sql;
    for (auto match = numbered.globalMatch(sql); match.hasNext();)
        fresh->order.append(match.next().captured(1).toInt() - 1);
    plain.replace(numbered, u"?"_s);
    fresh->query.setForwardOnly(true);
    if (fresh->query.prepare(plain))
        return fresh;
    *error = errorOf(fresh->query.lastError(), sql);
    return nullptr;
}

Result<QSqlQuery*> Sqlite::run(const QString& sql, const QVariantList& values) {
    std::shared_ptr<Statement>& statement = m_statements[sql];
    if (!statement) {
        Error error;
        statement = prepare(sql, &error);
        if (!statement) {
            m_statements.remove(sql);
            return fail(error);
        }
    }
    if (statement->order.isEmpty()) {
        for (int i = 0; i < int(values.size()); ++i)
            statement->query.bindValue(i, bindable(values.at(i)));
    } else {
        for (int i = 0; i < int(statement->order.size()); ++i)
            statement->query.bindValue(i, bindable(values.at(statement->order.at(i))));
    }
    if (!statement->query.exec())
        return fail(errorOf(statement->query.lastError(), sql));
    return &statement->query;
}

Result<void> Sqlite::write(const QString& sql, const QVariantList& values) {
    auto query = run(sql, values);
    if (!query)
        return fail(query.error());
    m_changed = (*query)->numRowsAffected();
    (*query)->finish();
    return {};
}

Result<void> Sqlite::read(const QString& sql, const QVariantList& values,
                          const std::function<void(const QSqlQuery&)>& row) {
    auto query = run(sql, values);
    if (!query)
        return fail(query.error());
    while ((*query)->next())
        row(**query);
    const QSqlError error = (*query)->lastError();
    // An unfinished statement would hold its snapshot, and keep the writer's log from being folded back.
    (*query)->finish();
    if (error.isValid())
        return fail(errorOf(error, sql));
    return {};
}

Result<void> Sqlite::transaction(const std::function<Result<void>()>& work) {
    if (auto begun = exec(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    Result<void> done = work();
    if (done)
        done = exec(u"COMMIT"_s);
    if (!done)
        (void)exec(u"ROLLBACK"_s);
    return done;
}

QVariant toSql(const QDateTime& time) {
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QVariant toSql(const std::optional<QDateTime>& time) {
    return time ? toSql(*time) : QVariant();
}

QDateTime timeFromSql(const QVariant& value) {
    // Before Qt 6.5 to make it takes longer than all else here.
    static const QTimeZone utc = QTimeZone::utc();
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), utc);
}

std::optional<QDateTime> optionalTimeFromSql(const QVariant& value) {
    if (value.isNull())
        return std::nullopt;
    return timeFromSql(value);
}

} // namespace parlor
