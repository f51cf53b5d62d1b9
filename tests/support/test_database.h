// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QSqlDatabase;

namespace parlor::test {

/// An empty PostgreSQL database of the test's own, made by the constructor and dropped, with whoever is still
/// connected to it, by the destructor. A failure of either ends the test.
class TestDatabase {
public:
    /// On the test's shared server (tests/support/services.h), or on another one, given as a URL like
    /// postgresUrl().
    TestDatabase();
    explicit TestDatabase(const QString& serverUrl);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// "postgresql://USER:PASSWORD@127.0.0.1:PORT/NAME".
    QString url() const;
    QString name() const { return m_name; }
    /// Drops it and makes it anew, empty.
    void recreate();

private:
    void administer(const QString& statement);

    QString m_server;
    QString m_name;
};

/// An open connection to the database of `url`, by Qt's driver; `connection` is its name for Qt, to be given
/// to QSqlDatabase::removeDatabase(). Ends the test when it cannot be opened.
QSqlDatabase openDatabase(const QString& url, const QString& connection);

} // namespace parlor::test
