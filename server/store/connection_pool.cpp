// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/connection_pool.h"

#include <QThreadStorage>

#include <atomic>

namespace parlor::store {

namespace {

using ConnectionsOfThread = std::unordered_map<quint64, std::unique_ptr<Connection>>;

/// By pool: one process may have several stores (a restore, the tests).
QThreadStorage<ConnectionsOfThread>& connections() {
    static QThreadStorage<ConnectionsOfThread> storage;
    return storage;
}

quint64 nextNumber() {
    static std::atomic<quint64> counter{0};
    return ++counter;
}

} // namespace

Connection::~Connection() {
    m_statements.clear();
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() wants no copy left
    QSqlDatabase::removeDatabase(name);
}

QSqlQuery* Connection::statement(const QString& sql, QSqlError& error) {
    if (const auto known = m_statements.find(sql); known != m_statements.end())
        return known->second.get();
    auto query = std::make_unique<QSqlQuery>(m_database);
    query->setForwardOnly(true);
    if (!query->prepare(sql)) {
        error = query->lastError();
        return nullptr;
    }
    return m_statements.emplace(sql, std::move(query)).first->second.get();
}

ConnectionPool::ConnectionPool(const Dialect& dialect)
    : m_dialect(dialect)
    , m_id(nextNumber()) {}

ConnectionPool::~ConnectionPool() {
    if (connections().hasLocalData())
        connections().localData().erase(m_id);
}

Result<Connection*> ConnectionPool::get() {
    auto& slot = connections().localData()[m_id];
    if (slot)
        return slot.get();
    const QString name = QStringLiteral("parlor-store-%1").arg(nextNumber());
    auto connection = std::make_unique<Connection>(QSqlDatabase::addDatabase(m_dialect.driver(), name));
    if (auto connected = m_dialect.connect(connection->database()); !connected)
        return fail(connected.error());
    slot = std::move(connection);
    return slot.get();
}

} // namespace parlor::store
