// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/postgres_store_under_test.h"
#include "tests/contracts/store_contract_search.h"

#include <QTest>

namespace {

using namespace parlor;

/// As the index calls a token: FNV-1a of 32 bits.
qint32 hashOf(const QByteArray& token) {
    quint32 hash = 2166136261U;
    for (const char c : token)
        hash = (hash ^ static_cast<uchar>(c)) * 16777619U;
    return static_cast<qint32>(hash);
}

QList<qint64> rowsWithToken(const test::TestDatabase& database, const QByteArray& token) {
    QList<qint64> rows;
    const QString connection = QStringLiteral("look into the index");
    {
        QSqlQuery query(test::openDatabase(database.url(), connection));
        if (!query.exec(QStringLiteral("SELECT row_no FROM search_documents WHERE tokens @> ARRAY[%1]")
                            .arg(hashOf(token))))
            qFatal("%s", qUtf8Printable(query.lastError().text()));
        while (query.next())
            rows.append(query.value(0).toLongLong());
    }
    QSqlDatabase::removeDatabase(connection);
    return rows;
}

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    const test::TestDatabase database;
    const test::SearchFactory factory = [&] {
        return test::SearchUnderTest{std::make_unique<test::PostgresStoreUnderTest>(database),
                                     [&](const QByteArray& token) { return rowsWithToken(database, token); }};
    };
    test::StoreSearchContract search(factory);
    return QTest::qExec(&search, argc, argv);
}
