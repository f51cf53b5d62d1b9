// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace parlor::test {

/// A new, empty place for one store on the PostgreSQL server that PARLOR_TEST_POSTGRES names
/// (postgresql://user@host:port/): a schema of its own in the database "postgres", which costs milliseconds
/// where a database costs a tenth of a second. Removed by the destructor, with whoever still uses it.
class PostgresDatabase {
public:
    PostgresDatabase();
    ~PostgresDatabase();
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;

    /// For makePostgresStore().
    QString url(const QString& furtherOptions = {}) const;
    /// Runs a statement in it, on a connection of the caller's own; the rows' columns, joined by "|", a line
    /// each. qFatal when it fails.
    QString run(const QString& sql) const;
    /// Cuts every connection but the caller's that has the application name of this database's stores.
    int terminateConnections() const;

    /// The value of PARLOR_TEST_POSTGRES, without a slash at its end; qFatal when it is not set.
    static QString server();

private:
    QString m_name;
};

} // namespace parlor::test
