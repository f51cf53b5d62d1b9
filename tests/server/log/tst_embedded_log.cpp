// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "shared/utc.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <future>
#include <thread>
#include <vector>

using namespace parlor;
using log::EmbeddedLogOptions;
using log::openEmbeddedLog;
using log::Topic;
using namespace std::chrono_literals;

namespace {

constexpr const char* vfsName = "embedded-test";

EmbeddedLogOptions inMemory() {
    EmbeddedLogOptions options;
    options.vfs = vfsName;
    return options;
}

/// Runs statements on a file that no log has open.
void tamper(const QString& file, const char* sql) {
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(QFile::encodeName(file).constData(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

} // namespace

/// What is particular to the embedded log; what every log does is in tests/contracts.
class tst_EmbeddedLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_directory.reset(); }

    void oneSyncServesMany();
    void anIdleLogCommitsAtOnce();
    void underLoadACommitWaitsForCompany();
    void aFullQueueRefuses();
    void readsFromTheFileWhatMemoryNoLongerHas();
    void readersFollowTrimming();
    void trimmingLeavesOtherTopicsAlone();
    void trimmedContentIsGoneFromTheFile();
    void theWalDoesNotGrowWithoutEnd();
    void checkpointsRunBesideTheCommits();
    void aLongReaderDoesNotStopCommits();
    void aFullDiskIsSurvived();
    void backupOfALogInUse();
    void backupDoesNotOverwrite();
    void twoAtOnceAreRefused();
    void badFiles_data();
    void badFiles();
    void anotherDatabaseIsNotTouched();
    void aNewerFormatIsNotTouched();
    void damageInsideIsReported();
    void unwritableDirectories_data();
    void unwritableDirectories();
    void positionsByTimeFindTheBoundary();

private:
    QString file() const { return m_directory->filePath(QStringLiteral("log.db")); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_EmbeddedLog::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void tst_EmbeddedLog::oneSyncServesMany() {
    test::ForgetfulVfs vfs(vfsName);
    auto log = openEmbeddedLog(QStringLiteral("log.db"), inMemory());
    QVERIFY(log);
    const int before = vfs.syncs();
    // The first commit is held up in its callback until all others have arrived: they are then one commit.
    std::promise<void> entered;
    std::promise<void> release;
    (*log)->append(Topic::Messages, "room", "first", [&](const Result<log::Appended>&) {
        entered.set_value();
        release.get_future().wait();
    });
    entered.get_future().wait();
    test::Appends appends(**log);
    for (int i = 0; i < 1000; ++i)
        appends.add(Topic::Messages, "room", QByteArray::number(i));
    release.set_value();
    QVERIFY(appends.wait() && appends.allDurable());
    // One for the WAL's header at its start, one for each commit.
    QVERIFY2(vfs.syncs() - before <= 3, qPrintable(QString::number(vfs.syncs() - before)));
}

void tst_EmbeddedLog::anIdleLogCommitsAtOnce() {
    test::ForgetfulVfs vfs(vfsName);
    auto log = openEmbeddedLog(QStringLiteral("log.db"), inMemory());
    QVERIFY(log);
    for (int i = 0; i < 5; ++i) {
        const int before = vfs.syncs();
        QVERIFY(test::appendOne(**log, Topic::Messages, "room", "x"));
        QVERIFY(vfs.syncs() > before);
    }
}

void tst_EmbeddedLog::underLoadACommitWaitsForCompany() {
    test::ForgetfulVfs vfs(vfsName);
    EmbeddedLogOptions options = inMemory();
    options.commitWindow = 1h; // so that only company, and the log's end, can be what is waited for
    auto log = openEmbeddedLog(QStringLiteral("log.db"), options);
    QVERIFY(log);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "first")); // after a pause: at once
    const int before = vfs.syncs();
    test::Appends appends(**log);
    for (int i = 0; i < 10; ++i)
        appends.add(Topic::Messages, "room", QByteArray::number(i));
    QCOMPARE(appends.answers(), 0);
    (*log)->close(); // does not wait for the hour to be over
    QVERIFY(appends.wait() && appends.allDurable());
    QVERIFY2(vfs.syncs() - before <= 2, qPrintable(QString::number(vfs.syncs() - before)));
}

void tst_EmbeddedLog::aFullQueueRefuses() {
    EmbeddedLogOptions options;
    options.queueMaxRecords = 10;
    options.queueMaxBytes = 100'000;
    auto log = openEmbeddedLog(file(), options);
    QVERIFY(log);
    std::promise<void> entered;
    std::promise<void> release;
    (*log)->append(Topic::Messages, "room", "first", [&](const Result<log::Appended>&) {
        entered.set_value();
        release.get_future().wait();
    });
    entered.get_future().wait();
    test::Appends many(**log);
    for (int i = 0; i < 30; ++i)
        many.add(Topic::Messages, "room", "x");
    test::Appends large(**log);
    large.add(Topic::Messages, "room", QByteArray(200'000, 'x'));
    QVERIFY(large.wait()); // refused at once, while the writer is held up
    QCOMPARE(large.results().first().error().code(), ErrorCode::Unavailable);
    release.set_value();
    QVERIFY(many.wait());
    int refused = 0;
    for (const auto& result : many.results()) {
        if (!result) {
            QCOMPARE(result.error().code(), ErrorCode::Unavailable);
            QVERIFY(errorInfo(result.error().code()).retryable);
            ++refused;
        }
    }
    QCOMPARE(refused, 21);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "again"));
    QCOMPARE(test::readAll(**log).size(), 11);
}

void tst_EmbeddedLog::readsFromTheFileWhatMemoryNoLongerHas() {
    EmbeddedLogOptions options;
    options.recentMaxBytes = 2000;
    auto log = openEmbeddedLog(file(), options);
    QVERIFY(log);
    const auto begin = (*log)->begin();
    QVERIFY(test::appendMany(**log, 1000));
    auto reader = (*log)->open(*begin);
    QVERIFY(reader);
    QList<log::Record> records;
    while (records.size() < 1000) {
        const auto some = (*reader)->read(37, 5s);
        QVERIFY(some);
        QVERIFY(!some->isEmpty());
        records += *some;
    }
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(records.at(i).value, "value " + QByteArray::number(i));
    // Down at the end it goes on without a seam.
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "new"));
    QCOMPARE(test::values(test::readRecords(**reader, 1)), QList<QByteArray>{"new"});
}

void tst_EmbeddedLog::readersFollowTrimming() {
    for (const qsizetype memory : {qsizetype(0), qsizetype(1'000'000)}) {
        EmbeddedLogOptions options;
        options.recentMaxBytes = memory;
        auto log = openEmbeddedLog(m_directory->filePath(QStringLiteral("log %1").arg(memory)), options);
        QVERIFY(log);
        const auto begin = (*log)->begin();
        QVERIFY(test::appendMany(**log, 100));
        auto behind = (*log)->open(*begin);
        auto ahead = (*log)->open(*begin);
        QVERIFY(behind && ahead);
        QCOMPARE(test::readRecords(**behind, 10).size(), 10);
        QCOMPARE(test::readRecords(**ahead, 60).size(), 60);
        log::Positions below = *begin;
        for (qint64& position : below)
            position += 50;
        QVERIFY((*log)->trim(below));
        Error error(ErrorCode::Internal);
        QVERIFY(test::readRecords(**behind, 1, &error).isEmpty());
        QCOMPARE(error.code(), ErrorCode::LogTrimmed);
        QCOMPARE(test::readRecords(**ahead, 40).size(), 40);
    }
}

void tst_EmbeddedLog::trimmingLeavesOtherTopicsAlone() {
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    QVERIFY(test::appendOne(**log, Topic::Users, "user", "kept"));
    QVERIFY(test::appendMany(**log, 10));
    const auto end = (*log)->end();
    const log::TopicPartition messages{Topic::Messages, 0};
    QVERIFY((*log)->trim({{messages, end->value(messages)}}));
    QCOMPARE(test::values(test::readAll(**log)), QList<QByteArray>{"kept"});
    log->reset();
    log = openEmbeddedLog(file());
    QVERIFY(log);
    QCOMPARE(test::values(test::readAll(**log)), QList<QByteArray>{"kept"});
}

void tst_EmbeddedLog::trimmedContentIsGoneFromTheFile() {
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    for (int i = 0; i < 20; ++i)
        QVERIFY(test::appendOne(**log, Topic::Messages, "room", "TOP SECRET " + QByteArray(500, 'x')));
    QVERIFY((*log)->trim(*(*log)->end()));
    log->reset();
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QVERIFY(!raw.readAll().contains("TOP SECRET"));
}

void tst_EmbeddedLog::theWalDoesNotGrowWithoutEnd() {
    test::ForgetfulVfs vfs(vfsName);
    EmbeddedLogOptions options = inMemory();
    options.checkpointPages = 50;
    options.checkpointMaxPages = 200;
    options.commitMaxRecords = 100;
    auto log = openEmbeddedLog(QStringLiteral("log.db"), options);
    QVERIFY(log);
    qint64 largest = 0;
    for (int i = 0; i < 40; ++i) {
        test::Appends appends(**log);
        for (int j = 0; j < 500; ++j)
            appends.add(Topic::Messages, "room", QByteArray(300, 'x'));
        QVERIFY(appends.wait() && appends.allDurable());
        largest = std::max(largest, vfs.fileSize("log.db-wal"));
    }
    QVERIFY(vfs.fileSize("log.db") > 5'000'000);
    QVERIFY2(largest < 2 * 200 * 4096, qPrintable(QString::number(largest)));
}

void tst_EmbeddedLog::checkpointsRunBesideTheCommits() {
    EmbeddedLogOptions options;
    options.checkpointPages = 100;
    options.checkpointMaxPages = 1'000'000; // never the writer by itself
    auto log = openEmbeddedLog(file(), options);
    QVERIFY(log);
    for (int i = 0; i < 1500; ++i)
        QVERIFY(test::appendOne(**log, Topic::Messages, "room", QByteArray(1000, 'x')));
    QVERIFY(QFileInfo(file()).size() > 1'000'000);
    // It started over again and again: 1,500 commits would be 3,000 pages at least.
    const qint64 wal = QFileInfo(file() + QStringLiteral("-wal")).size();
    QVERIFY2(wal <= 4 * 1024 * 1024, qPrintable(QString::number(wal)));
}

void tst_EmbeddedLog::aLongReaderDoesNotStopCommits() {
    EmbeddedLogOptions options;
    options.checkpointPages = 10;
    options.checkpointMaxPages = 20;
    auto log = openEmbeddedLog(file(), options);
    QVERIFY(log);
    QVERIFY(test::appendMany(**log, 10));
    // A backup of a large log holds its snapshot for long.
    sqlite3* reader = nullptr;
    QCOMPARE(sqlite3_open(QFile::encodeName(file()).constData(), &reader), SQLITE_OK);
    QCOMPARE(sqlite3_exec(reader, "BEGIN; SELECT COUNT(*) FROM records", nullptr, nullptr, nullptr),
             SQLITE_OK);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 50; ++i)
        QVERIFY(test::appendOne(**log, Topic::Messages, "room", QByteArray(20'000, 'x')));
    QVERIFY(timer.elapsed() < 5000); // SQLite's busy time-out, once
    sqlite3_close(reader);
    QVERIFY(test::appendMany(**log, 100));
}

void tst_EmbeddedLog::aFullDiskIsSurvived() {
    test::ForgetfulVfs vfs(vfsName);
    auto log = openEmbeddedLog(QStringLiteral("log.db"), inMemory());
    QVERIFY(log);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "before"));
    vfs.setCapacity(vfs.used() + 20'000);
    QList<QByteArray> expected{"before"};
    int failures = 0;
    // The WAL has up to a megabyte in reserve, which is used up first.
    for (int i = 0; failures < 10 && i < 500; ++i) {
        const QByteArray value = QByteArray::number(i) + QByteArray(3000, 'x');
        const auto appended = test::appendOne(**log, Topic::Messages, "room", value);
        if (appended) {
            expected.append(value);
            continue;
        }
        ++failures;
        QCOMPARE(appended.error().code(), ErrorCode::Io);
        QVERIFY(errorInfo(appended.error().code()).retryable);
        QVERIFY(appended.error().message().contains(QStringLiteral("log.db")));
        QVERIFY(appended.error().message().contains(QStringLiteral("full")));
    }
    QVERIFY(failures > 0);
    QCOMPARE(test::values(test::readAll(**log)), expected); // and nothing of what failed
    vfs.setCapacity(-1);
    QVERIFY(test::appendOne(**log, Topic::Messages, "room", "after"));
    expected.append("after");
    QCOMPARE(test::values(test::readAll(**log)), expected);
    log->reset();
    log = openEmbeddedLog(QStringLiteral("log.db"), inMemory());
    QVERIFY(log);
    QCOMPARE(test::values(test::readAll(**log)), expected);
}

void tst_EmbeddedLog::backupOfALogInUse() {
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    QVERIFY(test::appendMany(**log, 100));
    const auto before = test::readAll(**log);
    const QString copy = m_directory->filePath(QStringLiteral("copy.db"));
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        while (!stop)
            test::appendOne(**log, Topic::Messages, "room", "meanwhile");
    });
    const auto made = log::backupEmbeddedLog(file(), copy);
    stop = true;
    writer.join();
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message()));
    auto restored = openEmbeddedLog(copy);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message()));
    QCOMPARE((*restored)->identity(), (*log)->identity());
    const auto after = test::readAll(**restored);
    QVERIFY(after.size() >= 100);
    QCOMPARE(after.first(100), before);
}

void tst_EmbeddedLog::backupDoesNotOverwrite() {
    QVERIFY(openEmbeddedLog(file()));
    QFile other(m_directory->filePath(QStringLiteral("other")));
    QVERIFY(other.open(QIODevice::WriteOnly));
    QCOMPARE(log::backupEmbeddedLog(file(), other.fileName()).error().code(), ErrorCode::Taken);
    QVERIFY(
        !log::backupEmbeddedLog(m_directory->filePath(QStringLiteral("none")), file() + QStringLiteral("2")));
}

void tst_EmbeddedLog::twoAtOnceAreRefused() {
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    const auto second = openEmbeddedLog(file());
    QVERIFY(!second);
    QCOMPARE(second.error().code(), ErrorCode::Locked);
    QVERIFY(second.error().message().contains(file()));
    log->reset();
    QVERIFY(openEmbeddedLog(file()));
}

void tst_EmbeddedLog::badFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("This is a letter to my aunt, not a database. ").repeated(100);
    QTest::newRow("noise") << QByteArray("\x5a\xa5\x00\xff", 4).repeated(5000);
    QTest::newRow("only the magic") << QByteArray("SQLite format 3\0", 16).append(QByteArray(8176, '\xee'));
}

void tst_EmbeddedLog::badFiles() {
    QFETCH(QByteArray, content);
    QFile bad(file());
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write(content);
    bad.close();
    const auto log = openEmbeddedLog(file());
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Corrupt);
    QVERIFY(log.error().message().contains(file()));
    QVERIFY(log.error().message().contains(QStringLiteral("backup")));
    QVERIFY(bad.open(QIODevice::ReadOnly));
    QCOMPARE(bad.readAll(), content);
}

void tst_EmbeddedLog::anotherDatabaseIsNotTouched() {
    tamper(file(), "CREATE TABLE recipes(name TEXT); INSERT INTO recipes VALUES('soup')");
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadOnly));
    const QByteArray before = raw.readAll();
    const auto log = openEmbeddedLog(file());
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Corrupt);
    raw.seek(0);
    QCOMPARE(raw.readAll(), before);
}

void tst_EmbeddedLog::aNewerFormatIsNotTouched() {
    QVERIFY(openEmbeddedLog(file()));
    tamper(file(), "PRAGMA user_version = 2");
    const auto log = openEmbeddedLog(file());
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::NewerFormat);
    QVERIFY(log.error().message().contains(file()));
}

void tst_EmbeddedLog::damageInsideIsReported() {
    {
        auto log = openEmbeddedLog(file());
        QVERIFY(log);
        QVERIFY(test::appendMany(**log, 5000));
    }
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::ReadWrite));
    const qint64 size = raw.size();
    raw.seek(5 * 4096LL);
    raw.write(QByteArray(int(size - 8 * 4096LL), '\xaa'));
    raw.close();
    // Whether at opening or when the place is read: an error it is, never missing records.
    Error error(ErrorCode::Internal);
    auto log = openEmbeddedLog(file());
    if (!log) {
        error = log.error();
    } else if (auto reader = (*log)->open(*(*log)->begin())) {
        test::readRecords(**reader, 5000, &error);
    }
    QCOMPARE(error.code(), ErrorCode::Corrupt);
}

void tst_EmbeddedLog::unwritableDirectories_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("not there") << "nowhere/log.db";
    QTest::newRow("below a file") << "file/log.db";
    QTest::newRow("read-only system") << "/proc/log.db";
    QTest::newRow("a directory") << "directory";
}

void tst_EmbeddedLog::unwritableDirectories() {
    QFETCH(QString, path);
    QFile plain(m_directory->filePath(QStringLiteral("file")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("directory")));
    const auto log = openEmbeddedLog(QDir(m_directory->path()).absoluteFilePath(path));
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Io);
    QVERIFY(log.error().message().contains(path));
}

void tst_EmbeddedLog::positionsByTimeFindTheBoundary() {
    {
        auto log = openEmbeddedLog(file());
        QVERIFY(log);
        QVERIFY(test::appendMany(**log, 100));
    }
    // The first sixty are old.
    tamper(
        file(),
        "UPDATE records SET created = 1000 WHERE offset <= 60; DELETE FROM records WHERE offset IN (50, 60)");
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    const auto positions = (*log)->positionsBefore(utcFromMsecs(2000));
    QVERIFY(positions);
    const qint64 position = positions->value({Topic::Messages, 0});
    QVERIFY(position > 59 && position <= 61);
}

QTEST_GUILESS_MAIN(tst_EmbeddedLog)
#include "tst_embedded_log.moc"
