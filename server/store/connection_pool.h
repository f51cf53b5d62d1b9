// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/dialect.h"
#include "server/store/store.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <atomic>
#include <memory>
#include <unordered_map>

namespace parlor::store {

/// Shared by a pool and its connections, which may outlive it.
struct ConnectionCounters {
    std::atomic<qint64> open{0};
    std::atomic<qint64> connects{0};
    std::atomic<qint64> failures{0};
};

/// One thread's connection with its prepared statements.
class Connection {
public:
    Connection(QSqlDatabase database, const Dialect& dialect, std::shared_ptr<ConnectionCounters> counters);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    QSqlDatabase& database() { return m_database; }
    /// Prepared once and kept; null, and why in `error`, when it cannot be prepared.
    QSqlQuery* statement(const QString& sql, QSqlError& error);
    /// As Dialect::prepareRows(), prepared once and kept.
    RowStatement* rowStatement(const QString& sql);
    /// Runs what cannot be prepared everywhere: the bounds of transactions, the schema.
    bool command(const QString& sql, QSqlError& error);

    /// Set once the database has gone away under it: the pool replaces it.
    void setLost() { m_lost = true; }
    bool isLost() const { return m_lost; }

private:
    QSqlDatabase m_database;
    const Dialect& m_dialect; ///< the pool's: gone with it, while a thread may still keep the connection
    const std::shared_ptr<ConnectionCounters> m_counters;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_statements;
    std::unordered_map<QString, std::unique_ptr<RowStatement>> m_rowStatements;
    std::unique_ptr<QSqlQuery> m_commands;
    bool m_lost = false;
};

/// A connection per thread, opened when a thread first asks and closed when it ends; one that was lost is
/// replaced when its thread asks again. Any thread. A thread that outlives the pool keeps its connection open
/// until it ends. How many there are is bounded by how many threads use the store.
class ConnectionPool {
public:
    explicit ConnectionPool(const Dialect& dialect);
    ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// This thread's; valid until the next get(), the end of the thread or that of the pool.
    Result<Connection*> get();
    ConnectionCounts counts() const;

private:
    const Dialect& m_dialect;
    const quint64 m_id;
    const std::shared_ptr<ConnectionCounters> m_counters = std::make_shared<ConnectionCounters>();
};

} // namespace parlor::store
