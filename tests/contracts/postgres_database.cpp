// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/postgres_database.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStringList>
#include <QUrl>
#include <QUuid>

namespace parlor::test {

namespace {

QString runIn(const QString& schema, const QString& sql) {
    const QUrl url(PostgresDatabase::server() + QLatin1Char('/'));
    const QString connection = QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QStringList lines;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), connection);
        database.setHostName(url.host());
        database.setPort(url.port(5432));
        database.setUserName(url.userName());
        database.setPassword(url.password());
        database.setDatabaseName(QStringLiteral("postgres"));
        if (!schema.isEmpty())
            database.setConnectOptions(
                QStringLiteral("options='-c search_path=%1 -c client_min_messages=warning'").arg(schema));
        if (!database.open())
            qFatal("PostgreSQL cannot be reached: %s", qPrintable(database.lastError().text()));
        QSqlQuery query(database);
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        const int columns = query.isSelect() ? query.record().count() : 0;
        while (query.isSelect() && query.next()) {
            QStringList values;
            for (int i = 0; i < columns; ++i)
                values.append(query.value(i).toString());
            lines.append(values.join(QLatin1Char('|')));
        }
    }
    QSqlDatabase::removeDatabase(connection);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString PostgresDatabase::server() {
    QString server = qEnvironmentVariable("PARLOR_TEST_POSTGRES");
    if (server.isEmpty()) {
        qFatal("PARLOR_TEST_POSTGRES is not set: this test needs a PostgreSQL server, as ctest starts one, "
               "or name one yourself (postgresql://user@host:port/).");
    }
    while (server.endsWith(QLatin1Char('/')))
        server.chop(1);
    return server;
}

PostgresDatabase::PostgresDatabase()
    : m_name(QStringLiteral("t_") + QUuid::createUuid().toString(QUuid::Id128).left(16)) {
    runIn({}, QStringLiteral("CREATE SCHEMA ") + m_name);
}

PostgresDatabase::~PostgresDatabase() {
    terminateConnections();
    runIn(m_name, QStringLiteral("DROP SCHEMA %1 CASCADE").arg(m_name));
}

QString PostgresDatabase::url(const QString& furtherOptions) const {
    return server() +
           QStringLiteral("/postgres?application_name=%1&options=-c%20search_path%3D%1").arg(m_name) +
           (furtherOptions.isEmpty() ? QString() : QLatin1Char('&') + furtherOptions);
}

QString PostgresDatabase::run(const QString& sql) const {
    return runIn(m_name, sql);
}

int PostgresDatabase::terminateConnections() const {
    return run(QStringLiteral("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                              "application_name = '%1' AND pid <> pg_backend_pid()")
                   .arg(m_name))
        .toInt();
}

} // namespace parlor::test
