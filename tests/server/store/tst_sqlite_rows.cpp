// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "tests/contracts/store_helpers.h"
#include "tests/contracts/store_scene.h"

#include <QObject>
#include <QPoint>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using store::SqliteDialect;

namespace {

/// As with a driver that brings an SQLite of its own.
class SlowDialect final : public SqliteDialect {
public:
    using SqliteDialect::SqliteDialect;
    std::unique_ptr<store::RowStatement> prepareRows(QSqlDatabase&, const QString&) const override {
        return nullptr;
    }
};

} // namespace

/// Many rows in one statement, and that by SQLite's own functions.
class tst_SqliteRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theDriverSharesOurLibrary();
    void everyValueIsStoredAsItIs();
    void whatIsRefusedIsAnError();
    void manyAreProjectedAsOneByOne_data();
    void manyAreProjectedAsOneByOne();
    void aFailureAmongManyLeavesNothing();

private:
    static constexpr auto connection = "rows";
    QSqlDatabase database() const { return QSqlDatabase::database(QLatin1StringView(connection)); }
    QVariant first(const QString& sql) const;
    std::unique_ptr<store::RowStatement> prepare(const QString& sql) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SqliteDialect> m_dialect;
};

void tst_SqliteRows::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_dialect = std::make_unique<SqliteDialect>(m_directory->filePath(QStringLiteral("rows.db")));
    QSqlDatabase opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QLatin1StringView(connection));
    QVERIFY(m_dialect->connect(opened));
    QVERIFY(QSqlQuery(opened).exec(QStringLiteral("CREATE TABLE t(id BLOB UNIQUE, a, b)")));
}

void tst_SqliteRows::cleanup() {
    database().close();
    QSqlDatabase::removeDatabase(QLatin1StringView(connection));
}

QVariant tst_SqliteRows::first(const QString& sql) const {
    QSqlQuery query(database());
    return query.exec(sql) && query.next() ? query.value(0) : QVariant();
}

std::unique_ptr<store::RowStatement> tst_SqliteRows::prepare(const QString& sql) const {
    QSqlDatabase opened = database();
    return m_dialect->prepareRows(opened, sql);
}

void tst_SqliteRows::theDriverSharesOurLibrary() {
    // On the systems that this is built for: otherwise the server would quietly be slower.
    QVERIFY(prepare(QStringLiteral("INSERT INTO t(id) VALUES(?)")));
}

void tst_SqliteRows::everyValueIsStoredAsItIs() {
    const auto insert = prepare(QStringLiteral("INSERT INTO t VALUES(?, ?, ?), (?, ?, ?), (?, ?, ?)"));
    QVERIFY(insert);
    const QByteArray id("\x00\x01\xff", 3);
    const QString text = QStringLiteral("äöü \U0001F600") + QChar(0) + QStringLiteral("x");
    const QList<QVariantList> rows{
        {id, text, qint64(1) << 52}, {QByteArray(), QString(), true}, {{}, {}, -7}};
    QSqlError error;
    QCOMPARE(insert->run(rows, error), std::optional(3));
    const auto at = [this](const char* what, int row) {
        return first(
            QStringLiteral("SELECT %1 FROM t WHERE rowid = %2").arg(QLatin1StringView(what)).arg(row));
    };
    QCOMPARE(at("id", 1).toByteArray(), id);
    QCOMPARE(at("hex(a)", 1).toByteArray(), text.toUtf8().toHex().toUpper());
    QCOMPARE(at("b", 1).toLongLong(), qint64(1) << 52);
    // Ours are empty, not NULL.
    QCOMPARE(at("typeof(id) || length(id) || typeof(a) || length(a) || b", 2).toString(),
             QStringLiteral("blob0text01"));
    QCOMPARE(at("typeof(id) || typeof(a) || b", 3).toString(), QStringLiteral("nullnull-7"));
    // And again with others.
    QCOMPARE(insert->run(QList<QVariantList>{{1, 2, 3}, {4, 5, 6}, {7, {}, 9}}, error), std::optional(3));
    QCOMPARE(at("id || a || b", 5).toString(), QStringLiteral("456"));
    QCOMPARE(at("typeof(a)", 6).toString(), QStringLiteral("null"));
}

void tst_SqliteRows::whatIsRefusedIsAnError() {
    const auto insert = prepare(QStringLiteral("INSERT INTO t VALUES(?, ?, ?)"));
    QVERIFY(insert);
    const auto refused = [&](const QVariantList& row) {
        QSqlError error;
        return insert->run({&row, 1}, error) ? QSqlError() : error;
    };
    QVERIFY(!refused({1, 2, 3}).isValid());
    const QSqlError twice = refused({1, 2, 3});
    QVERIFY2(m_dialect->isUniqueViolation(twice), qPrintable(twice.text()));
    QVERIFY(refused({2, 2}).isValid());
    QVERIFY(refused({2, 2, 3, 4}).isValid());
    QVERIFY(refused({2, 2, QPoint()}).isValid());
    QVERIFY(!refused({2, 2, 3}).isValid());
    QCOMPARE(first(QStringLiteral("SELECT COUNT(*) FROM t")).toInt(), 2);
    QVERIFY(!prepare(QStringLiteral("INSERT INTO nowhere VALUES(?)")));
}

void tst_SqliteRows::manyAreProjectedAsOneByOne_data() {
    QTest::addColumn<bool>("slow");
    QTest::newRow("SQLite's functions") << false;
    QTest::newRow("Qt's driver") << true;
}

void tst_SqliteRows::manyAreProjectedAsOneByOne() {
    QFETCH(bool, slow);
    const QString file = m_directory->filePath(QStringLiteral("store.db"));
    std::unique_ptr<store::Dialect> dialect;
    if (slow)
        dialect = std::make_unique<SlowDialect>(file);
    else
        dialect = std::make_unique<SqliteDialect>(file);
    store::SqlStore store(std::move(dialect));
    QVERIFY(store.open());
    test::Scene scene(store);
    // Three statements of 16 and some single rows; one message comes twice within a statement and once more
    // in a later one, and one is empty.
    QList<log::Event> events;
    QList<log::MessageRecord> expected;
    QList<qint64> seqs;
    for (int i = 0; i < 53; ++i) {
        auto record = test::newMessage(scene.room.id, scene.ann.id,
                                       i == 20 ? QString() : QStringLiteral("message %1 \U0001F600").arg(i));
        if (i % 3 == 0)
            record.mentions = {{scene.bob.id}, false};
        const bool doubled = i == 5 || i == 40;
        seqs.append(scene.feed.nextSeq() + events.size());
        expected.append(record);
        events.append(record);
        if (doubled) {
            events.append(record);
            events.append(record);
        }
        if (i == 45)
            events.append(expected.at(5));
    }
    QVERIFY(scene.feed.project(events));
    const auto page = store.history(scene.room.id, {{}, {}, {}, 100});
    QVERIFY(page);
    QCOMPARE(page->messages.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(page->messages.at(i), log::toMessage(expected.at(i), seqs.at(i)));
    QCOMPARE(store.roomOf(scene.ann.id, scene.room.id)->first.head, seqs.last());
}

void tst_SqliteRows::aFailureAmongManyLeavesNothing() {
    const QString file = m_directory->filePath(QStringLiteral("store.db"));
    store::SqlStore store(std::make_unique<SqliteDialect>(file));
    QVERIFY(store.open());
    test::Scene scene(store);
    QList<log::Event> events;
    for (int i = 0; i < 40; ++i)
        events.append(test::newMessage(scene.room.id, scene.ann.id, QString::number(i)));
    auto batch = scene.feed.batch(events);
    batch.items[30].seq = batch.items[3].seq; // what the order of a room forbids
    QVERIFY(!store.project(batch));
    QVERIFY(store.history(scene.room.id, {{}, {}, {}, 100})->messages.isEmpty());
    QVERIFY(scene.feed.project(events));
    QCOMPARE(store.history(scene.room.id, {{}, {}, {}, 100})->messages.size(), 40);
}

QTEST_GUILESS_MAIN(tst_SqliteRows)
#include "tst_sqlite_rows.moc"
