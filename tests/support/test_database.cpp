// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_database.h"

#include "tests/support/services.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

namespace parlor::test {

namespace {

QString randomName() {
    return QStringLiteral("parlor_test_") + QUuid::createUuid().toString(QUuid::Id128);
}

} // namespace

QSqlDatabase openDatabase(const QString& url, const QString& connection) {
    const QUrl parts(url);
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), connection);
    database.setHostName(parts.host());
    database.setPort(parts.port(5432));
    database.setUserName(parts.userName());
    database.setPassword(parts.password());
    database.setDatabaseName(parts.path().mid(1));
    if (!database.open())
        qFatal("%s cannot be opened: %s", qPrintable(parts.toDisplayString()),
               qPrintable(database.lastError().text()));
    return database;
}

TestDatabase::TestDatabase()
    : TestDatabase(postgresUrl()) {}

TestDatabase::TestDatabase(const QString& serverUrl)
    : m_server(serverUrl)
    , m_name(randomName()) {
    administer(QStringLiteral("CREATE DATABASE ") + m_name);
}

TestDatabase::~TestDatabase() {
    administer(QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(m_name));
}

QString TestDatabase::url() const {
    QUrl url(m_server);
    url.setPath(QLatin1Char('/') + m_name);
    return url.toString();
}

void TestDatabase::recreate() {
    administer(QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(m_name));
    administer(QStringLiteral("CREATE DATABASE ") + m_name);
}

void TestDatabase::administer(const QString& statement) {
    const QString connection = randomName();
    {
        QSqlDatabase database = openDatabase(m_server, connection);
        QSqlQuery query(database);
        if (!query.exec(statement))
            qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(connection);
}

} // namespace parlor::test
