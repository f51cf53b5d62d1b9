// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/dialect.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>
#include <unordered_map>

namespace parlor::store {

/// One thread's connection with its prepared statements.
class Connection {
public:
    explicit Connection(QSqlDatabase database)
        : m_database(std::move(database)) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    QSqlDatabase& database() { return m_database; }
    /// Prepared once and kept; null, and why in `error`, when it cannot be prepared.
    QSqlQuery* statement(const QString& sql, QSqlError& error);

private:
    QSqlDatabase m_database;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_statements;
};

/// A connection per thread, opened when a thread first asks and closed when it ends. Any thread. A thread
/// that outlives the pool keeps its connection open until it ends.
class ConnectionPool {
public:
    explicit ConnectionPool(const Dialect& dialect);
    ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// This thread's; valid until the thread ends or the pool goes.
    Result<Connection*> get();

private:
    const Dialect& m_dialect;
    const quint64 m_id;
};

} // namespace parlor::store
