// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_dialect.h"
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "server/store/store_copy.h"
#include "tests/server/store/busy_store.h"
#include "tests/server/store/hot_queries.h"
#include "tests/support/test_database.h"

#include <QObject>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <algorithm>

using namespace parlor;

namespace {

struct Statement {
    QString sql;
    QVariantList values;
};

/// Notes every statement that is run.
template <typename Base>
class NotingDialect final : public Base {
public:
    template <typename Argument>
    NotingDialect(Argument argument, QList<Statement>& notes)
        : Base(std::move(argument))
        , m_notes(notes) {}
    void observe(const QString& sql, const QVariantList& values) const override {
        m_notes.append({sql, values});
    }
    void observeRows(const QString& sql, std::span<const QVariantList> rows) const override {
        Statement statement{sql, {}};
        for (const QVariantList& row : rows)
            statement.values += row;
        m_notes.append(statement);
    }

private:
    QList<Statement>& m_notes;
};

/// Is there anybody, and which names contain a text: no index helps, or is needed.
bool mayScan(const Statement& statement) {
    return statement.sql == QStringLiteral("SELECT 1 FROM users LIMIT 1") ||
           statement.sql.contains(QStringLiteral("LIKE"));
}

} // namespace

/// Every statement that a server runs often finds its rows by an index, on both databases, with tables large
/// enough that it matters. The statements are those that are really run.
class tst_StoreQueries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void sqliteUsesIndexes_data() { addRows(); }
    void sqliteUsesIndexes();
    void postgresUsesIndexes_data() { addRows(); }
    void postgresUsesIndexes();

private:
    static void addRows();
    QList<Statement> statementsOf(store::Store& store);
    QString sqlitePlan(const Statement& statement);
    QString postgresPlan(const Statement& statement, const char* mode);

    QTemporaryDir m_directory;
    std::unique_ptr<test::TestDatabase> m_database;
    std::unique_ptr<test::BusyStore> m_content;
    QList<Statement> m_notes;
    std::unique_ptr<store::Store> m_sqlite;
    std::unique_ptr<store::Store> m_postgres;
};

void tst_StoreQueries::initTestCase() {
    const QString file = m_directory.filePath(QStringLiteral("store.db"));
    m_database = std::make_unique<test::TestDatabase>();
    m_sqlite = std::make_unique<store::SqlStore>(
        std::make_unique<NotingDialect<store::SqliteDialect>>(file, m_notes));
    QVERIFY(m_sqlite->open());
    m_content = std::make_unique<test::BusyStore>(*m_sqlite);
    test::fillRest(file, *m_content);
    m_postgres = std::make_unique<store::SqlStore>(std::make_unique<NotingDialect<store::PostgresDialect>>(
        store::parsePostgresUrl(m_database->url()), m_notes));
    QVERIFY(m_postgres->open());
    const auto copied = store::copyStore(*m_sqlite, *m_postgres);
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().message()));
    for (store::Store* one : {m_sqlite.get(), m_postgres.get()}) {
        while (const auto progress = one->indexMessages(5000)) {
            if (progress->behind == 0)
                break;
        }
    }
    QSqlDatabase sqlite = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("sqlite"));
    sqlite.setDatabaseName(file);
    QVERIFY(sqlite.open());
    QSqlQuery analyze(test::openDatabase(m_database->url(), QStringLiteral("postgres")));
    QVERIFY(analyze.exec(QStringLiteral("ANALYZE")));
}

void tst_StoreQueries::cleanupTestCase() {
    m_sqlite.reset();
    m_postgres.reset();
    QSqlDatabase::removeDatabase(QStringLiteral("sqlite"));
    QSqlDatabase::removeDatabase(QStringLiteral("postgres"));
    m_database.reset();
}

void tst_StoreQueries::addRows() {
    QTest::addColumn<int>("number");
    for (int i = 0; i < test::hotQueries().size(); ++i)
        QTest::newRow(test::hotQueries().at(i).name) << i;
}

QList<Statement> tst_StoreQueries::statementsOf(store::Store& store) {
    QFETCH(int, number);
    m_notes.clear();
    if (!test::hotQueries().at(number).call(store, *m_content))
        QTest::qFail("The call did not do what it was made for.", __FILE__, __LINE__);
    static const QRegularExpression explainable(
        QStringLiteral("^(SELECT|UPDATE|DELETE|INSERT INTO \\w+\\([^)]*\\) SELECT)"));
    QList<Statement> result;
    for (const Statement& statement : std::as_const(m_notes)) {
        if (explainable.match(statement.sql).hasMatch())
            result.append(statement);
    }
    return result;
}

QString tst_StoreQueries::sqlitePlan(const Statement& statement) {
    QSqlQuery query(QSqlDatabase::database(QStringLiteral("sqlite")));
    query.prepare(QStringLiteral("EXPLAIN QUERY PLAN ") + statement.sql);
    for (const QVariant& value : statement.values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("%s", qPrintable(query.lastError().text()));
    QString plan;
    while (query.next())
        plan += query.value(3).toString() + QLatin1Char('\n');
    return plan;
}

QString tst_StoreQueries::postgresPlan(const Statement& statement, const char* mode) {
    const QSqlDatabase database = QSqlDatabase::database(QStringLiteral("postgres"));
    QStringList values;
    for (const QVariant& value : statement.values) {
        QSqlField field(QString(), value.metaType());
        field.setValue(value);
        values.append(database.driver()->formatValue(field));
    }
    QString sql;
    int number = 0;
    for (const QChar c : statement.sql) // none of our texts has a question mark
        sql += c == QLatin1Char('?') ? QLatin1Char('$') + QString::number(++number) : QString(c);
    QSqlQuery query(database);
    const auto exec = [&](const QString& text) {
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
    };
    exec(QStringLiteral("SET plan_cache_mode = ") + QLatin1StringView(mode));
    exec(QStringLiteral("PREPARE one AS ") + sql);
    exec(QStringLiteral("EXPLAIN EXECUTE one") +
         (values.isEmpty() ? QString() : QStringLiteral("(%1)").arg(values.join(QLatin1Char(',')))));
    QString plan;
    while (query.next())
        plan += query.value(0).toString() + QLatin1Char('\n');
    exec(QStringLiteral("DEALLOCATE one"));
    return plan;
}

void tst_StoreQueries::sqliteUsesIndexes() {
    const auto statements = statementsOf(*m_sqlite);
    QVERIFY(!statements.isEmpty());
    static const QRegularExpression scan(QStringLiteral(
        "SCAN "
        "(messages|message_versions|mentions|members|users|rooms|sessions|refresh_tokens|x|m|u|r|y|z|o)\\n"));
    for (const Statement& statement : statements) {
        if (mayScan(statement))
            continue;
        const QString plan = sqlitePlan(statement);
        QVERIFY2(!scan.match(plan).hasMatch(), qPrintable(statement.sql + QLatin1Char('\n') + plan));
    }
}

void tst_StoreQueries::postgresUsesIndexes() {
    QFETCH(int, number);
    const QString index = QLatin1StringView(test::hotQueries().at(number).index);
    const auto statements = statementsOf(*m_postgres);
    QVERIFY(!statements.isEmpty());
    static const QRegularExpression scan(QStringLiteral(
        "Seq Scan on "
        "(messages|message_versions|mentions|members|users|rooms|sessions|refresh_tokens|outbox)\\b"));
    // Whichever of its two kinds of plan the database comes to prefer, unless it is told which.
    QByteArrayList modes{"force_custom_plan"};
    const auto choosesPlan = [](const Statement& one) {
        return one.sql.contains(QLatin1StringView("force_custom_plan"));
    };
    if (std::none_of(statements.begin(), statements.end(), choosesPlan))
        modes.append("force_generic_plan");
    for (const QByteArray& mode : std::as_const(modes)) {
        QString plans;
        for (const Statement& statement : statements) {
            if (mayScan(statement))
                continue;
            const QString plan = postgresPlan(statement, mode.constData());
            QVERIFY2(!scan.match(plan).hasMatch(), qPrintable(QLatin1StringView(mode) + QLatin1Char('\n') +
                                                              statement.sql + QLatin1Char('\n') + plan));
            plans += plan;
        }
        QVERIFY2(plans.contains(QRegularExpression(QStringLiteral("Index( Only)? Scan .*") + index)),
                 qPrintable(plans));
    }
}

QTEST_GUILESS_MAIN(tst_StoreQueries)
#include "tst_store_queries.moc"
