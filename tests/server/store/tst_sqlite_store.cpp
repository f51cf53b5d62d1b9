// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "tests/contracts/store_scene.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

using namespace parlor;
using store::makeSqliteStore;

/// What is particular to SQLite; what every store does is in tests/contracts.
class tst_SqliteStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_directory.reset(); }

    void badFiles_data();
    void badFiles();
    void anotherDatabaseIsNotTouched();
    void damageInsideIsReported();
    void unwritableDirectories_data();
    void unwritableDirectories();
    void aFullDatabaseIsSurvived();
    void aFailedProjectionLeavesNothing();
    void aProjectionMayRestBetweenMessages();
    void changesIncludeWhatWasChanged();
    void readersGoOnWhileOneWrites();
    void threadsCloseTheirConnections();
    void backupIntoNowhere();
    void deletedTextsAreNotInTheFile();

private:
    QString file() const { return m_directory->filePath(QStringLiteral("store.db")); }
    /// Runs a statement on the store's file, on a connection of the test's own; the last row's last column.
    QString tamper(const QString& sql);

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_SqliteStore::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

QString tst_SqliteStore::tamper(const QString& sql) {
    const QString name = QStringLiteral("tamper");
    QString result;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file());
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        if (!query.exec(sql))
            qWarning() << query.lastError();
        while (query.next())
            result += query.value(query.record().count() - 1).toString() + QLatin1Char('\n');
    }
    QSqlDatabase::removeDatabase(name);
    return result;
}

void tst_SqliteStore::badFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("This is a letter to my aunt, not a database. ").repeated(100);
    QTest::newRow("only the magic") << QByteArray("SQLite format 3\0", 16).append(QByteArray(8176, '\xee'));
}

void tst_SqliteStore::badFiles() {
    QFETCH(QByteArray, content);
    QFile bad(file());
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write(content);
    bad.close();
    const auto opened = makeSqliteStore(file())->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Corrupt);
    QVERIFY(opened.error().message().contains(file()));
    QVERIFY(opened.error().message().contains(QStringLiteral("backup")));
}

void tst_SqliteStore::anotherDatabaseIsNotTouched() {
    tamper(QStringLiteral("CREATE TABLE recipes(name TEXT)"));
    const auto opened = makeSqliteStore(file())->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Corrupt);
    QCOMPARE(tamper(QStringLiteral("SELECT name FROM sqlite_master")), QStringLiteral("recipes\n"));
}

void tst_SqliteStore::damageInsideIsReported() {
    {
        const auto store = makeSqliteStore(file());
        QVERIFY(store->open());
        test::Feed feed(*store);
        QStringList many;
        for (int i = 0; i < 2000; ++i)
            many.append(QString(300, QLatin1Char('x')));
        QVERIFY(!feed.say(RoomId::create(), UserId::create(), many).isEmpty());
    }
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadWrite));
    raw.seek(raw.size() / 2);
    raw.write(QByteArray(20 * 4096, '\xaa'));
    raw.close();
    const auto opened = makeSqliteStore(file())->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Corrupt);
    QVERIFY(opened.error().message().contains(QStringLiteral("backup")));
}

void tst_SqliteStore::unwritableDirectories_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("not there") << "nowhere/store.db";
    QTest::newRow("below a file") << "file/store.db";
    QTest::newRow("read-only system") << "/proc/store.db";
    QTest::newRow("a directory") << "directory";
}

void tst_SqliteStore::unwritableDirectories() {
    QFETCH(QString, path);
    QFile plain(m_directory->filePath(QStringLiteral("file")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("directory")));
    const auto opened = makeSqliteStore(QDir(m_directory->path()).absoluteFilePath(path))->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Io);
    QVERIFY(opened.error().message().contains(path));
}

namespace {

/// A dialect whose database may not grow.
class FullDialect final : public store::SqliteDialect {
public:
    using SqliteDialect::SqliteDialect;
    Result<void> connect(QSqlDatabase& database) const override {
        auto connected = SqliteDialect::connect(database);
        QSqlQuery query(database);
        if (limited && !query.exec(QStringLiteral("PRAGMA max_page_count = 1")))
            return fail(describe(query.lastError()));
        return connected;
    }
    static inline std::atomic<bool> limited{false};
};

} // namespace

void tst_SqliteStore::aFullDatabaseIsSurvived() {
    store::SqlStore store(std::make_unique<FullDialect>(file()));
    QVERIFY(store.open());
    test::Feed feed(store);
    const RoomId room = RoomId::create();
    QVERIFY(!feed.say(room, UserId::create(), {QStringLiteral("before")}).isEmpty());
    const QString large(100'000, QLatin1Char('x'));
    const auto batch = feed.batch(
        {test::newMessage(room, UserId::create(), large), test::newMessage(room, UserId::create(), large)});
    FullDialect::limited = true;
    Result<void> failed;
    std::thread([&] {
        failed = store.project(batch);
    }).join(); // a new thread has a connection under the limit
    FullDialect::limited = false;
    QVERIFY(!failed);
    QCOMPARE(failed.error().code(), ErrorCode::Io);
    QVERIFY(errorInfo(failed.error().code()).retryable);
    QVERIFY(failed.error().message().contains(QStringLiteral("full")));
    QCOMPARE(store.snapshot()->positions, feed.positions());
    QCOMPARE(store.history(room, {})->messages.size(), 1);
    QVERIFY(store.project(batch)); // there is space again
    QCOMPARE(store.history(room, {})->messages.size(), 3);
}

void tst_SqliteStore::aFailedProjectionLeavesNothing() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    test::Feed feed(*store);
    const RoomId room = RoomId::create();
    auto batch = feed.batch({test::newMessage(room, UserId::create(), QStringLiteral("one")),
                             test::newMessage(room, UserId::create(), QStringLiteral("two"))});
    batch.items[1].seq = batch.items[0].seq; // what the order of a room forbids
    const auto failed = store->project(batch);
    QVERIFY(!failed);
    QVERIFY(store->history(room, {})->messages.isEmpty());
    QCOMPARE(store->snapshot()->positions, feed.positions());
}

void tst_SqliteStore::aProjectionMayRestBetweenMessages() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    const test::Scene scene(*store);
    store::ProjectionBatch batch =
        scene.feed.batch({test::newMessage(scene.room.id, scene.ann.id, QStringLiteral("one")),
                          test::newMessage(scene.room.id, scene.ann.id, QStringLiteral("two")),
                          test::newMessage(scene.room.id, scene.ann.id, QStringLiteral("three"))});
    int rests = 0;
    QStringList meanwhile;
    batch.between = [&] {
        ++rests;
        meanwhile += tamper(QStringLiteral("SELECT COUNT(*) FROM messages")).trimmed();
    };
    QVERIFY(store->project(batch));
    QVERIFY(rests >= 3);
    QCOMPARE(meanwhile, QStringList(rests, QStringLiteral("0"))); // it is one transaction all the same
}

void tst_SqliteStore::changesIncludeWhatWasChanged() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    test::Feed feed(*store);
    const RoomId room = RoomId::create();
    const auto seqs =
        feed.say(room, UserId::create(),
                 {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")});
    QCOMPARE(seqs.size(), 4);
    // As if "a" was changed between "c" and "d", which itself was changed later.
    tamper(QStringLiteral("UPDATE messages SET change_seq = %1 WHERE content = 'd'").arg(seqs.last() + 10));
    tamper(QStringLiteral("UPDATE messages SET change_seq = %1 WHERE content = 'a'").arg(seqs.last()));
    const auto since = [&](qint64 cursor, int limit) {
        return test::contents(store->changesSince(room, cursor, limit)->messages).join(QString());
    };
    QCOMPARE(since(0, 10), QStringLiteral("bcad"));
    QCOMPARE(since(seqs.at(1), 10), QStringLiteral("cad"));
    QCOMPARE(since(seqs.at(2), 10), QStringLiteral("ad"));
    QCOMPARE(since(seqs.last(), 10), QStringLiteral("d"));
    QCOMPARE(since(0, 2), QStringLiteral("bc"));
    QVERIFY(store->changesSince(room, 0, 3)->truncated);
    QVERIFY(!store->changesSince(room, 0, 4)->truncated);
}

void tst_SqliteStore::readersGoOnWhileOneWrites() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    test::Feed feed(*store);
    const RoomId room = RoomId::create();
    std::atomic<bool> stop{false};
    std::atomic<int> failures{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto history = store->history(room, {});
                if (!history)
                    ++failures;
            }
        });
    }
    std::thread writer([&] {
        for (int i = 0; i < 30; ++i) {
            if (!store->createUser(test::newUser(QStringLiteral("user%1").arg(i))))
                ++failures;
        }
    });
    for (int i = 0; i < 50; ++i)
        QVERIFY(!feed.say(room, UserId::create(), {QStringLiteral("x")}).isEmpty());
    writer.join();
    stop = true;
    for (std::thread& reader : readers)
        reader.join();
    QCOMPARE(failures.load(), 0);
}

void tst_SqliteStore::threadsCloseTheirConnections() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    const qsizetype before = QSqlDatabase::connectionNames().size();
    for (int i = 0; i < 10; ++i)
        std::thread([&] { QVERIFY(store->ping()); }).join();
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

void tst_SqliteStore::backupIntoNowhere() {
    const auto store = makeSqliteStore(file());
    QVERIFY(store->open());
    const auto refused = store->backupTo(m_directory->filePath(QStringLiteral("nowhere/copy.db")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Io);
}

void tst_SqliteStore::deletedTextsAreNotInTheFile() {
    const QByteArray secrets[] = {"the first secret", "another secret"};
    const auto found = [&] {
        QFile whole(file());
        const QByteArray bytes = whole.open(QIODevice::ReadOnly) ? whole.readAll() : QByteArray();
        return int(bytes.contains(secrets[0])) + int(bytes.contains(secrets[1]));
    };
    Message message;
    {
        const auto store = makeSqliteStore(file());
        QVERIFY(store->open());
        test::Scene scene(*store);
        const auto record = test::newMessage(scene.room.id, scene.ann.id, QString::fromLatin1(secrets[0]));
        message = log::toMessage(record, scene.feed.nextSeq());
        QVERIFY(scene.feed.project({record, test::editOf(message, QString::fromLatin1(secrets[1]))}));
        message = store->message(message.id)->value();
        QCOMPARE(store->versions(message.id)->size(), 1);
    }
    QCOMPARE(found(), 2);
    {
        const auto store = makeSqliteStore(file());
        QVERIFY(store->open());
        const auto epoch = store->epoch();
        auto positions = store->snapshot()->positions;
        store::ProjectionBatch batch{epoch->number, positions, positions, {}};
        const qint64 offset = batch.to[{log::Topic::Messages, 0}]++;
        batch.items.append({epoch->base + offset, test::deletionOf(message, message.sender)});
        QVERIFY(store->project(batch));
    }
    QCOMPARE(found(), 0);
}

QTEST_GUILESS_MAIN(tst_SqliteStore)
#include "tst_sqlite_store.moc"
