// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/store/postgres_store_test.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace parlor::test {

OwnConnection::OwnConnection(const QString& url)
    : m_name(QUuid::createUuid().toString())
    , m_database(openDatabase(url, m_name)) {}

OwnConnection::~OwnConnection() {
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

QString OwnConnection::run(const QString& sql) {
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
    QString result;
    while (query.isSelect() && query.next())
        result = query.value(0).toString();
    return result;
}

} // namespace parlor::test
