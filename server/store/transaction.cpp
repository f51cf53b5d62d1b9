// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/transaction.h"

namespace parlor::store {

namespace {

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

Transaction::Transaction(Connection& connection, const Dialect& dialect, Mode mode)
    : m_connection(connection)
    , m_dialect(dialect) {
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
    command(QStringLiteral("COMMIT"));
    if (m_error)
        return tl::unexpected<Error>(*m_error);
    m_open = false;
    return {};
}

} // namespace parlor::store
