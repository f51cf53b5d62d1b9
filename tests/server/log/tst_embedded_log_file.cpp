// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/embedded_log_test.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>

#include <sqlite3.h>

#include <thread>

using namespace parlor;
using log::EmbeddedLogOptions;
using log::openEmbeddedLog;
using log::Topic;
using test::inMemory;
using test::tamper;
using test::vfsName;

/// What becomes of the embedded log's file: how large it gets, its backups, and what is done with one that is
/// damaged, full or somebody else's.
class tst_EmbeddedLogFile : public test::EmbeddedLogTest {
    Q_OBJECT

private Q_SLOTS:
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
};

void tst_EmbeddedLogFile::trimmedContentIsGoneFromTheFile() {
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

void tst_EmbeddedLogFile::theWalDoesNotGrowWithoutEnd() {
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

void tst_EmbeddedLogFile::checkpointsRunBesideTheCommits() {
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

void tst_EmbeddedLogFile::aLongReaderDoesNotStopCommits() {
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

void tst_EmbeddedLogFile::aFullDiskIsSurvived() {
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

void tst_EmbeddedLogFile::backupOfALogInUse() {
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

void tst_EmbeddedLogFile::backupDoesNotOverwrite() {
    QVERIFY(openEmbeddedLog(file()));
    QFile other(m_directory->filePath(QStringLiteral("other")));
    QVERIFY(other.open(QIODevice::WriteOnly));
    QCOMPARE(log::backupEmbeddedLog(file(), other.fileName()).error().code(), ErrorCode::Taken);
    QVERIFY(
        !log::backupEmbeddedLog(m_directory->filePath(QStringLiteral("none")), file() + QStringLiteral("2")));
}

void tst_EmbeddedLogFile::twoAtOnceAreRefused() {
    auto log = openEmbeddedLog(file());
    QVERIFY(log);
    const auto second = openEmbeddedLog(file());
    QVERIFY(!second);
    QCOMPARE(second.error().code(), ErrorCode::Locked);
    QVERIFY(second.error().message().contains(file()));
    log->reset();
    QVERIFY(openEmbeddedLog(file()));
}

void tst_EmbeddedLogFile::badFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("This is a letter to my aunt, not a database. ").repeated(100);
    QTest::newRow("noise") << QByteArray("\x5a\xa5\x00\xff", 4).repeated(5000);
    QTest::newRow("only the magic") << QByteArray("SQLite format 3\0", 16).append(QByteArray(8176, '\xee'));
}

void tst_EmbeddedLogFile::badFiles() {
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

void tst_EmbeddedLogFile::anotherDatabaseIsNotTouched() {
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

void tst_EmbeddedLogFile::aNewerFormatIsNotTouched() {
    QVERIFY(openEmbeddedLog(file()));
    tamper(file(), "PRAGMA user_version = 2");
    const auto log = openEmbeddedLog(file());
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::NewerFormat);
    QVERIFY(log.error().message().contains(file()));
}

void tst_EmbeddedLogFile::damageInsideIsReported() {
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

void tst_EmbeddedLogFile::unwritableDirectories_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("not there") << "nowhere/log.db";
    QTest::newRow("below a file") << "file/log.db";
    QTest::newRow("read-only system") << "/proc/log.db";
    QTest::newRow("a directory") << "directory";
}

void tst_EmbeddedLogFile::unwritableDirectories() {
    QFETCH(QString, path);
    QFile plain(m_directory->filePath(QStringLiteral("file")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("directory")));
    const auto log = openEmbeddedLog(QDir(m_directory->path()).absoluteFilePath(path));
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Io);
    QVERIFY(log.error().message().contains(path));
}

QTEST_GUILESS_MAIN(tst_EmbeddedLogFile)
#include "tst_embedded_log_file.moc"
