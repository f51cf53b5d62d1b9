// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/transaction.h"

namespace parlor::store {

namespace {

// One statement with arrays: large enough that the way to the database does not count, small enough that
// nobody notices it in memory (characters; the text exists several times on its way).
constexpr qsizetype rowsPerStatement = 5000;
constexpr qsizetype textPerStatement = 4 * 1024 * 1024;
// One statement with values: SQLite opens table and indexes once for them. 64 gave no more
// (docs/performance.md).
constexpr qsizetype rowsTogether = 16;

qsizetype lengthOf(const QVariantList& row) {
    qsizetype length = 0;
    for (const QVariant& value : row) {
        if (value.typeId() == QMetaType::QString)
            length += value.toString().size();
        else if (value.typeId() == QMetaType::QByteArray)
            length += 2 * value.toByteArray().size();
        length += 8;
    }
    return length;
}

QVariantList joined(std::span<const QVariantList> rows) {
    QVariantList values;
    for (const QVariantList& row : rows)
        values += row;
    return values;
}

/// Qt binds a null QString or QByteArray as NULL. Ours mean an empty text; NULL is the invalid QVariant.
QVariant bindable(const QVariant& value) {
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return QString(QLatin1StringView(""));
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

} // namespace

bool Rows::next() {
    if (!m_query)
        return false;
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        m_transaction.fail(m_query->lastError());
    return false;
}

QVariant Rows::variant(int column, ColumnType type) const {
    if (isNull(column))
        return {};
    switch (type) {
    case ColumnType::Text:
        return text(column);
    case ColumnType::Blob:
        return bytes(column);
    default:
        return integer(column);
    }
}

Transaction::Transaction(Connection& connection, const Dialect& dialect, Mode mode)
    : m_connection(connection)
    , m_dialect(dialect)
    , m_mode(mode) {
    if (mode == Mode::ReadOnce)
        return;
    command(mode == Mode::Read ? dialect.beginRead() : dialect.beginWrite());
    m_open = m_began = !failed();
}

Transaction::~Transaction() {
    if (!m_open || m_connection.isLost())
        return;
    // Fails when the database has rolled back by itself (disk full), which is as well.
    QSqlError error;
    if (!m_connection.command(QStringLiteral("ROLLBACK"), error) &&
        m_dialect.isLost(m_connection.database(), error))
        m_connection.setLost();
}

void Transaction::fail(const QSqlError& error) {
    if (m_dialect.isLost(m_connection.database(), error))
        m_connection.setLost();
    if (m_error)
        return;
    m_error = m_dialect.describe(error);
    m_lostRace = m_dialect.isTransient(error);
}

void Transaction::command(const QString& sql) {
    if (m_error)
        return;
    m_dialect.observe(sql, {});
    QSqlError error;
    if (!m_connection.command(sql, error))
        fail(error);
}

QSqlQuery* Transaction::run(const QString& sql, const QVariantList& values, QSqlError* refused) {
    if (m_error)
        return nullptr;
    // A second one would see another snapshot.
    Q_ASSERT(m_mode != Mode::ReadOnce || !std::exchange(m_ran, true));
    m_dialect.observe(sql, values);
    QSqlError error;
    if (QSqlQuery* query = m_connection.statement(sql, error)) {
        for (qsizetype i = 0; i < values.size(); ++i)
            query->bindValue(int(i), bindable(values.at(i)));
        if (query->exec())
            return query;
        error = query->lastError();
        query->finish();
    }
    if (refused && m_dialect.isUniqueViolation(error))
        *refused = error;
    else
        fail(error);
    return nullptr;
}

Rows Transaction::select(const QString& sql, const QVariantList& values) {
    return {*this, run(sql, values)};
}

int Transaction::exec(const QString& sql, const QVariantList& values) {
    QSqlQuery* query = run(sql, values);
    if (!query)
        return 0;
    const int affected = query->numRowsAffected();
    query->finish();
    return affected;
}

void Transaction::forRows(const QString& sql, const QList<Column>& columns, const QList<QVariantList>& rows,
                          const RunRows& run) const {
    const auto statementFor = [&](qsizetype count) {
        QString statement = sql;
        statement.replace(QLatin1StringView("{insert}"), m_dialect.insertRows());
        return statement.replace(QLatin1StringView("{rows}"), m_dialect.rowsTable(columns, count));
    };
    if (!m_dialect.takesArrays()) {
        qsizetype begin = 0;
        for (const qsizetype together : {rowsTogether, qsizetype(1)}) {
            if (rows.size() - begin < together)
                continue;
            for (const QString statement = statementFor(together); rows.size() - begin >= together;
                 begin += together)
                run(statement, {rows.constData() + begin, std::size_t(together)});
        }
        return;
    }
    const QString statement = rows.isEmpty() ? QString() : statementFor(1);
    for (qsizetype begin = 0; begin < rows.size();) {
        qsizetype end = begin;
        for (qsizetype length = 0;
             end < rows.size() && end - begin < rowsPerStatement && length < textPerStatement; ++end)
            length += lengthOf(rows.at(end));
        const QList<QVariantList> part = rows.mid(begin, end - begin);
        QVariantList arrays;
        for (qsizetype i = 0; i < columns.size(); ++i)
            arrays.append(m_dialect.arrayOf(part, i, columns.at(i).type));
        run(statement, {&arrays, 1});
        begin = end;
    }
}

int Transaction::execSome(const QString& sql, std::span<const QVariantList> rows) {
    RowStatement* const statement = m_dialect.takesArrays() ? nullptr : m_connection.rowStatement(sql);
    if (!statement)
        return exec(sql, joined(rows));
    if (m_error)
        return 0;
    m_dialect.observeRows(sql, rows);
    QSqlError error;
    const auto affected = statement->run(rows, error);
    if (!affected)
        fail(error);
    return affected.value_or(0);
}

int Transaction::execRows(const QString& sql, const QList<Column>& columns, const QList<QVariantList>& rows) {
    int affected = 0;
    forRows(sql, columns, rows, [&](const QString& statement, std::span<const QVariantList> some) {
        affected += execSome(statement, some);
        if (m_betweenRows && !m_dialect.takesArrays())
            m_betweenRows();
    });
    return affected;
}

void Transaction::selectRows(const QString& sql, const QList<Column>& columns,
                             const QList<QVariantList>& rows, const std::function<void(const Rows&)>& each) {
    forRows(sql, columns, rows, [&](const QString& statement, std::span<const QVariantList> some) {
        Rows found = select(statement, joined(some));
        while (found.next())
            each(found);
    });
}

Rows Transaction::stream(const QString& sql) {
    if (m_error)
        return {*this, nullptr};
    m_dialect.observe(sql, {});
    m_stream = std::make_unique<QSqlQuery>(m_connection.database());
    m_stream->setForwardOnly(true);
    if (m_stream->exec(sql))
        return {*this, m_stream.get()};
    fail(m_stream->lastError());
    return {*this, nullptr};
}

std::optional<int> Transaction::tryExec(const QString& sql, const QVariantList& values) {
    const bool savepoint = m_dialect.needsSavepoints();
    if (savepoint)
        command(QStringLiteral("SAVEPOINT before"));
    QSqlError refused;
    QSqlQuery* query = run(sql, values, &refused);
    if (!query) {
        if (savepoint && refused.isValid())
            command(QStringLiteral("ROLLBACK TO SAVEPOINT before"));
        return refused.isValid() ? std::nullopt : std::optional(0);
    }
    const int affected = query->numRowsAffected();
    query->finish();
    if (savepoint)
        command(QStringLiteral("RELEASE SAVEPOINT before"));
    return affected;
}

qint64 Transaction::insertReturning(const QString& sql, const QVariantList& values) {
    Rows rows = select(sql, values);
    return rows.next() ? rows.integer(0) : 0;
}

Result<void> Transaction::commit() {
    if (m_mode != Mode::ReadOnce)
        command(QStringLiteral("COMMIT"));
    if (m_error)
        return tl::unexpected<Error>(*m_error);
    m_open = false;
    for (const auto& told : m_afterCommit)
        told();
    return {};
}

} // namespace parlor::store
