// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/connection_pool.h"

#include <QThreadStorage>

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

Connection::Connection(QSqlDatabase database, const Dialect& dialect,
                       std::shared_ptr<ConnectionCounters> counters)
    : m_database(std::move(database))
    , m_dialect(dialect)
    , m_counters(std::move(counters)) {
    ++m_counters->open;
}

Connection::~Connection() {
    m_rowStatements.clear();
    // The driver goes before its own statements: they would otherwise ask the database to forget each of
    // them, one by one, and complain about a connection that is lost.
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() wants no copy left
    QSqlDatabase::removeDatabase(name);
    --m_counters->open;
}

QSqlQuery* Connection::statement(const QString& sql, QSqlError& error) {
    if (const auto known = m_statements.find(sql); known != m_statements.end())
        return known->second.get();
    auto query = std::make_unique<QSqlQuery>(m_database);
    query->setForwardOnly(m_dialect.streamsRows());
    if (!query->prepare(sql)) {
        error = query->lastError();
        return nullptr;
    }
    return m_statements.emplace(sql, std::move(query)).first->second.get();
}

RowStatement* Connection::rowStatement(const QString& sql) {
    if (const auto known = m_rowStatements.find(sql); known != m_rowStatements.end())
        return known->second.get();
    return m_rowStatements.emplace(sql, m_dialect.prepareRows(m_database, sql)).first->second.get();
}

bool Connection::command(const QString& sql, QSqlError& error) {
    if (!m_commands)
        m_commands = std::make_unique<QSqlQuery>(m_database);
    const bool done = m_commands->exec(sql);
    if (!done)
        error = m_commands->lastError();
    m_commands->finish();
    return done;
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
    if (slot && !slot->isLost())
        return slot.get();
    slot.reset();
    const QString name = QStringLiteral("parlor-store-%1").arg(nextNumber());
    auto connection = std::make_unique<Connection>(QSqlDatabase::addDatabase(m_dialect.driver(), name),
                                                   m_dialect, m_counters);
    if (auto connected = m_dialect.connect(connection->database()); !connected) {
        ++m_counters->failures;
        return fail(connected.error());
    }
    ++m_counters->connects;
    slot = std::move(connection);
    return slot.get();
}

ConnectionCounts ConnectionPool::counts() const {
    return {m_counters->open, m_counters->connects, m_counters->failures};
}

} // namespace parlor::store
