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

Transaction::Transaction(Connection& connection, const Dialect& dialect, Mode mode)
    : m_connection(connection)
    , m_dialect(dialect) {
    m_open = run(mode == Mode::Read ? dialect.beginRead() : dialect.beginWrite(), {}) != nullptr;
}

Transaction::~Transaction() {
    if (!m_open)
        return;
    // Fails when the database has rolled back by itself (disk full), which is as well.
    QSqlError error;
    if (QSqlQuery* query = m_connection.statement(QStringLiteral("ROLLBACK"), error))
        query->exec();
}

QSqlQuery* Transaction::run(const QString& sql, const QVariantList& values, QSqlError* refused) {
    if (m_error)
        return nullptr;
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
        m_error = m_dialect.describe(error);
    return nullptr;
}

Rows Transaction::select(const QString& sql, const QVariantList& values) {
    return Rows(run(sql, values));
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
    QSqlError refused;
    QSqlQuery* query = run(sql, values, &refused);
    if (!query)
        return refused.isValid() ? std::nullopt : std::optional(0);
    const int affected = query->numRowsAffected();
    query->finish();
    return affected;
}

qint64 Transaction::insertReturning(const QString& sql, const QVariantList& values) {
    Rows rows = select(sql, values);
    return rows.next() ? rows.integer(0) : 0;
}

Result<void> Transaction::commit() {
    if (!m_error && run(QStringLiteral("COMMIT"), {}))
        m_open = false;
    if (m_error)
        return fail(*m_error);
    return {};
}

} // namespace parlor::store
