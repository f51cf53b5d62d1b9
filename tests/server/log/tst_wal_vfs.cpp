// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/sqlite_connection.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace parlor;
using log::SqliteConnection;
using test::ForgetfulVfs;

namespace {

constexpr auto disk = "disk-of-tst-wal-vfs";
constexpr qint64 megabyte = 1024 * 1024;

std::unique_ptr<SqliteConnection> opened(Result<std::unique_ptr<SqliteConnection>> connection,
                                         const char* pragmas) {
    if (!connection || !(*connection)->exec(pragmas))
        qFatal("the database does not open");
    return std::move(*connection);
}

constexpr auto durable =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0";

/// With the layer.
std::unique_ptr<SqliteConnection> writer(const char* pragmas = durable, const char* file = "a.db") {
    return opened(SqliteConnection::openWriter(QString::fromLatin1(file), disk), pragmas);
}

/// As SQLite comes.
std::unique_ptr<SqliteConnection> plain(const char* pragmas = durable, const char* file = "a.db") {
    return opened(
        SqliteConnection::open(QString::fromLatin1(file), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk),
        pragmas);
}

constexpr auto table = "CREATE TABLE records(offset INTEGER PRIMARY KEY AUTOINCREMENT, value BLOB)";
constexpr auto insert = "INSERT INTO records(value) VALUES(randomblob(300))";

/// Commits until one fails.
int commitsUntilFull(SqliteConnection& connection) {
    int count = 0;
    while (connection.exec(insert))
        ++count;
    return count;
}

} // namespace

class tst_WalVfs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCommitIsOneWrite();
    void theFileGrowsInSteps();
    void onARealDisk();
    void othersSeeWhatIsCommitted_data();
    void othersSeeWhatIsCommitted();
    void whatIsStoredStaysTheSame_data();
    void whatIsStoredStaysTheSame();
    void takesNothingFromAFullDisk();
    void aFileSystemThatIsNotThere();
};

void tst_WalVfs::aCommitIsOneWrite() {
    ForgetfulVfs vfs(disk);
    const auto connection = writer();
    QVERIFY(connection->exec(table));
    const int before = vfs.writes();
    const int syncs = vfs.syncs();
    for (int i = 0; i < 100; ++i)
        QVERIFY(connection->exec(insert));
    QCOMPARE(vfs.syncs() - syncs, 100); // as many as ever
    // Two or three pages each, which would be four or six writes; the file grew once at most, in 16 pieces.
    QVERIFY2(vfs.writes() - before <= 120, qPrintable(QString::number(vfs.writes() - before)));
}

void tst_WalVfs::theFileGrowsInSteps() {
    ForgetfulVfs vfs(disk);
    const auto connection = writer();
    QVERIFY(connection->exec(table));
    QSet<qint64> sizes;
    for (int i = 0; i < 400; ++i) {
        QVERIFY(connection->exec(insert));
        sizes.insert(vfs.fileSize("a.db-wal"));
    }
    QCOMPARE(sizes.size(), qsizetype(vfs.fileSize("a.db-wal") / megabyte)); // one after the other
    for (const qint64 size : sizes)
        QCOMPARE(size % megabyte, 0);
    QVERIFY(sizes.size() >= 3);
}

void tst_WalVfs::onARealDisk() {
    const QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("a.db"));
    const auto connection = opened(SqliteConnection::openWriter(file, {}), durable);
    QVERIFY(connection->exec(table));
    // Small transactions, and one of more pages than are gathered: SQLite's file system for Unix takes no
    // write of 128 KiB.
    QVERIFY(connection->exec(insert));
    const auto walSize = [&] { return QFileInfo(file + QStringLiteral("-wal")).size(); };
    QCOMPARE(walSize(), megabyte);
    QVERIFY(
        connection->exec("INSERT INTO records(value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                         "FROM n WHERE i < 5000) SELECT randomblob(1000) FROM n"));
    QVERIFY(connection->exec(insert));
    QVERIFY(walSize() >= 5 * megabyte);
    QCOMPARE(walSize() % megabyte, 0);
    const auto next =
        opened(SqliteConnection::open(file, SQLITE_OPEN_READWRITE, {}), "PRAGMA query_only = ON");
    QCOMPARE(*next->integer("SELECT COUNT(*) FROM records", -1), 5002);
    QCOMPARE(*next->text("PRAGMA integrity_check"), QStringLiteral("ok"));
}

void tst_WalVfs::othersSeeWhatIsCommitted_data() {
    QTest::addColumn<QByteArray>("pragmas");
    QTest::newRow("synced") << QByteArray(durable);
    QTest::newRow("not synced") << QByteArray("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
}

void tst_WalVfs::othersSeeWhatIsCommitted() {
    QFETCH(QByteArray, pragmas);
    ForgetfulVfs vfs(disk);
    const auto connection = writer(pragmas.constData());
    QVERIFY(connection->exec(table));
    const auto reader = plain("PRAGMA query_only = ON");
    for (int i = 1; i <= 200; ++i) {
        QVERIFY(connection->exec(insert));
        // The pages themselves, not only their number.
        const auto sum = reader->integer("SELECT COUNT(*) FROM records WHERE length(value) = 300", -1);
        QVERIFY2(sum, qPrintable(sum ? QString() : sum.error().message()));
        QCOMPARE(*sum, i);
    }
    QCOMPARE(*reader->text("PRAGMA integrity_check"), QStringLiteral("ok"));
}

void tst_WalVfs::whatIsStoredStaysTheSame_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 10; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_WalVfs::whatIsStoredStaysTheSame() {
    QFETCH(unsigned, seed);
    ForgetfulVfs vfs(disk);
    // So small a cache that pages are written to the WAL before the commit, read back, and written once more.
    constexpr auto spilling = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = 5; "
                              "PRAGMA wal_autocheckpoint = 40";
    const auto layered = writer(spilling, "layered.db");
    const auto usual = plain(spilling, "usual.db");
    std::mt19937 random(seed);
    const auto both = [&](const QByteArray& sql) {
        return layered->exec(sql.constData()).has_value() && usual->exec(sql.constData()).has_value();
    };
    const auto change = [&]() -> QByteArray {
        const QByteArray some = QByteArray::number(int(random() % 400));
        switch (random() % 4) {
        case 0:
            return "UPDATE records SET value = zeroblob(" + some +
                   ") WHERE offset % 7 = " + QByteArray::number(int(random() % 7));
        case 1:
            return "DELETE FROM records WHERE offset % 50 = " + some;
        default:
            return "INSERT INTO records(value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                   "n "
                   "WHERE i < " +
                   QByteArray::number(int(random() % 60) + 1) + ") SELECT zeroblob(i * " + some + ") FROM n";
        }
    };
    QVERIFY(both(table));
    for (int i = 0; i < 60; ++i) {
        QVERIFY(both("BEGIN"));
        for (unsigned j = random() % 6; j > 0; --j) {
            QVERIFY(both("SAVEPOINT here"));
            QVERIFY(both(change()));
            QVERIFY(both(random() % 3 ? "RELEASE here" : "ROLLBACK TO here"));
        }
        QVERIFY(both(random() % 4 ? "COMMIT" : "ROLLBACK"));
        if (random() % 10 == 0)
            QVERIFY(both("PRAGMA wal_checkpoint(RESTART)"));
        if (random() % 20 == 0)
            QVERIFY(both("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    constexpr auto everything =
        "SELECT group_concat(offset || ':' || length(value)) FROM (SELECT * FROM records ORDER BY offset)";
    const QString expected = *usual->text(everything);
    QVERIFY(expected.size() > 100);
    QCOMPARE(*layered->text(everything), expected);
    // What is in the files, to whoever comes next: after the power went, everything had been synced.
    vfs.powerCut(seed);
    const auto next = plain("PRAGMA query_only = ON", "layered.db");
    QCOMPARE(*next->text(everything), expected);
    QCOMPARE(*next->text("PRAGMA integrity_check"), QStringLiteral("ok"));
}

void tst_WalVfs::takesNothingFromAFullDisk() {
    int commits[2];
    for (const bool layered : {false, true}) {
        ForgetfulVfs vfs(disk);
        const auto connection = layered ? writer() : plain();
        QVERIFY(connection->exec(table));
        vfs.setCapacity(vfs.used() + 20 * 4120); // beside what the layer has taken in advance
        commits[layered] = commitsUntilFull(*connection);
        QVERIFY(commits[layered] > 0);
        vfs.setCapacity(-1);
        QVERIFY(connection->exec(insert));
        QCOMPARE(*connection->integer("SELECT COUNT(*) FROM records", -1), commits[layered] + 1);
    }
    QVERIFY(commits[1] >= commits[0]);
}

void tst_WalVfs::aFileSystemThatIsNotThere() {
    QVERIFY(!log::WalVfs::over("no such file system"));
    const auto connection = SqliteConnection::openWriter(QStringLiteral("a.db"), "no such file system");
    QVERIFY(!connection);
}

QTEST_APPLESS_MAIN(tst_WalVfs)

#include "tst_wal_vfs.moc"
