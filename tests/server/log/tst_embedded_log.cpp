// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/utc.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/embedded_log_test.h"

#include <future>

using namespace parlor;
using log::EmbeddedLogOptions;
using log::openEmbeddedLog;
using log::Topic;
using test::inMemory;
using test::tamper;
using test::vfsName;
using namespace std::chrono_literals;

/// What is particular to how the embedded log takes records and gives them; what every log does is in
/// tests/contracts, what becomes of its file in tst_embedded_log_file.cpp.
class tst_EmbeddedLog : public test::EmbeddedLogTest {
    Q_OBJECT

private Q_SLOTS:
    void oneSyncServesMany();
    void anIdleLogCommitsAtOnce();
    void underLoadACommitWaitsForCompany();
    void aFullQueueRefuses();
    void readsFromTheFileWhatMemoryNoLongerHas();
    void readersFollowTrimming();
    void trimmingLeavesOtherTopicsAlone();
    void positionsByTimeFindTheBoundary();
};

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
