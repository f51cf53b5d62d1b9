// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/log_contract.h"

#include "tests/contracts/log_helpers.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>
#include <vector>

namespace parlor::test {

using log::Positions;
using log::Record;
using log::Topic;
using log::TopicPartition;
using namespace std::chrono_literals;

void LogContract::init() {
    m_log = m_factory();
    QVERIFY(m_log);
}

void LogContract::cleanup() {
    m_log.reset();
}

void LogContract::whatIsAppendedIsRead() {
    const auto begin = log().begin();
    QVERIFY(begin);
    const auto appended = appendOne(log(), Topic::Messages, "room", "hello");
    QVERIFY(appended);
    auto reader = log().open(*begin);
    QVERIFY(reader);
    const auto records = readRecords(**reader, 1);
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first(), (Record{appended->where, appended->offset, "room", "hello"}));
}

void LogContract::valuesAreBytes_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty value") << QByteArray("k") << QByteArray("");
    QTest::newRow("NUL inside") << QByteArray("k\0k", 3) << QByteArray("a\0b", 3);
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << QByteArray("\xc3\x28");
    QTest::newRow("large") << QByteArray("k") << QByteArray(200'000, 'x');
}

void LogContract::valuesAreBytes() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QVERIFY(appendOne(log(), Topic::Messages, key, value));
    const auto records = readAll(log());
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().key, key);
    QCOMPARE(records.first().value, value);
}

void LogContract::everyAppendIsAnsweredOnce() {
    Appends appends(log());
    for (int i = 0; i < 500; ++i)
        appends.add(Topic::Messages, QByteArray::number(i % 7), QByteArray::number(i));
    QVERIFY(appends.wait());
    QVERIFY(appends.allDurable());
    log().close(); // nothing can be answered after it
    QCOMPARE(appends.answers(), 500);
}

void LogContract::onePartitionPerKey() {
    for (int i = 0; i < 20; ++i) {
        const QByteArray key = "room " + QByteArray::number(i);
        for (const Topic topic : {Topic::Messages, Topic::Users, Topic::Receipts}) {
            const int partition = log().partitionFor(topic, key);
            const auto appended = appendOne(log(), topic, key, "x");
            QVERIFY(appended);
            QCOMPARE(appended->where, (TopicPartition{topic, partition}));
            QVERIFY(log().partitions().contains(appended->where));
        }
    }
    QCOMPARE(log().partitions().size(), log().messagePartitions() + 2);
}

void LogContract::orderPerThreadAndKey() {
    constexpr int threads = 6;
    constexpr int perThread = 300;
    std::vector<std::thread> writers;
    std::vector<std::unique_ptr<Appends>> appends;
    for (int t = 0; t < threads; ++t)
        appends.push_back(std::make_unique<Appends>(log()));
    for (int t = 0; t < threads; ++t) {
        writers.emplace_back([&, t] {
            for (int i = 0; i < perThread; ++i)
                appends[std::size_t(t)]->add(Topic::Messages, QByteArray::number(i % 3),
                                             QByteArray::number(t) + ':' + QByteArray::number(i));
        });
    }
    for (std::thread& writer : writers)
        writer.join();
    for (const auto& one : appends)
        QVERIFY(one->wait() && one->allDurable());

    const auto records = readAll(log());
    QCOMPARE(records.size(), threads * perThread);
    QMap<TopicPartition, qint64> lastOffset;
    QMap<QByteArray, int> lastNumber; // by key and thread
    for (const Record& record : records) {
        QVERIFY(!lastOffset.contains(record.where) || record.offset > lastOffset.value(record.where));
        lastOffset[record.where] = record.offset;
        const qsizetype colon = record.value.indexOf(':');
        const QByteArray stream = record.key + '/' + record.value.left(colon);
        const int number = record.value.mid(colon + 1).toInt();
        QVERIFY2(number > lastNumber.value(stream, -1), record.value.constData());
        lastNumber[stream] = number;
    }
}

void LogContract::aReaderSeesOnlyItsTopics() {
    const auto begin = log().begin();
    QVERIFY(begin);
    QVERIFY(appendOne(log(), Topic::Messages, "room", "m"));
    QVERIFY(appendOne(log(), Topic::Users, "user", "u"));
    QVERIFY(appendOne(log(), Topic::Receipts, "user", "r"));
    const TopicPartition users{Topic::Users, 0};
    auto reader = log().open({{users, begin->value(users)}});
    QVERIFY(reader);
    const auto records = readRecords(**reader, 1);
    QCOMPARE(values(records), QList<QByteArray>{"u"});
    const auto none = (*reader)->read(10, 50ms);
    QVERIFY(none);
    QVERIFY(none->isEmpty());
    QCOMPARE((*reader)->positions().keys(), QList<TopicPartition>{users});
}

void LogContract::aReaderResumesAtItsPositions() {
    const auto begin = log().begin();
    QVERIFY(begin);
    QVERIFY(appendMany(log(), 50));
    auto first = log().open(*begin);
    QVERIFY(first);
    QList<QByteArray> all = values(readRecords(**first, 20));
    QCOMPARE(all.size(), 20);
    auto second = log().open((*first)->positions());
    QVERIFY(second);
    all += values(readRecords(**second, 30));
    QCOMPARE(all.size(), 50);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(all.at(i), "value " + QByteArray::number(i));
}

void LogContract::readersAreIndependent() {
    const auto begin = log().begin();
    QVERIFY(begin);
    auto one = log().open(*begin);
    auto two = log().open(*begin);
    QVERIFY(one && two);
    QVERIFY(appendMany(log(), 10));
    QCOMPARE(readRecords(**one, 10).size(), 10);
    QCOMPARE(readRecords(**two, 10).size(), 10);
}

void LogContract::aReadTakesAtMostWhatIsAsked() {
    const auto begin = log().begin();
    QVERIFY(begin);
    QVERIFY(appendMany(log(), 10));
    auto reader = log().open(*begin);
    QVERIFY(reader);
    qsizetype total = 0;
    while (total < 10) {
        const auto records = (*reader)->read(3, 5000ms);
        QVERIFY(records);
        QVERIFY(records->size() <= 3);
        total += records->size();
    }
    QCOMPARE(total, 10);
}

void LogContract::aWaitingReaderGetsTheNextRecord() {
    auto reader = log().open(*log().end());
    QVERIFY(reader);
    QList<Record> records;
    std::thread waiting([&] { records = readRecords(**reader, 1); });
    const auto appended = appendOne(log(), Topic::Messages, "room", "late");
    waiting.join();
    QVERIFY(appended);
    QCOMPARE(values(records), QList<QByteArray>{"late"});
}

void LogContract::wakeEndsAWait() {
    auto reader = log().open(*log().end());
    QVERIFY(reader);
    QElapsedTimer timer;
    timer.start();
    Result<QList<Record>> records;
    std::thread waiting([&] { records = (*reader)->read(1, 60s); });
    (*reader)->wake();
    waiting.join();
    QVERIFY(records);
    QVERIFY(records->isEmpty());
    QVERIFY(timer.elapsed() < 30'000);
}

void LogContract::wakeBeforeReadIsNotLost() {
    auto reader = log().open(*log().end());
    QVERIFY(reader);
    (*reader)->wake();
    QElapsedTimer timer;
    timer.start();
    const auto records = (*reader)->read(1, 60s);
    QVERIFY(records && records->isEmpty());
    QVERIFY(timer.elapsed() < 30'000);
}

void LogContract::aReadWithoutRecordsEnds() {
    auto reader = log().open(*log().end());
    QVERIFY(reader);
    const auto records = (*reader)->read(1, 20ms);
    QVERIFY(records && records->isEmpty());
}

void LogContract::endIsAboveEverything() {
    Appends appends(log());
    for (int i = 0; i < 30; ++i)
        appends.add(Topic::Messages, QByteArray::number(i), "x");
    QVERIFY(appends.wait());
    const auto end = log().end();
    QVERIFY(end);
    for (const auto& appended : appends.results()) {
        QVERIFY(appended);
        QVERIFY(end->value(appended->where, -1) > appended->offset);
    }
    QCOMPARE(end->keys().size(), log().partitions().size());
    auto reader = log().open(*end);
    QVERIFY(reader);
    const auto next = appendOne(log(), Topic::Messages, "k", "next");
    QVERIFY(next);
    QVERIFY(next->offset >= end->value(next->where));
    QCOMPARE(values(readRecords(**reader, 1)), QList<QByteArray>{"next"});
}

void LogContract::beyondTheEndIsAnError() {
    QVERIFY(appendMany(log(), 3));
    Positions from = *log().end();
    from[{Topic::Messages, 0}] += 1000;
    Error error(ErrorCode::Internal);
    auto reader = log().open(from);
    if (reader)
        readRecords(**reader, 1, &error);
    else
        error = reader.error();
    QCOMPARE(error.code(), ErrorCode::BeyondEnd);
}

void LogContract::aPartitionThatIsNotThereIsAnError() {
    const auto reader = log().open({{{Topic::Messages, log().messagePartitions()}, 0}});
    QVERIFY(!reader);
    QCOMPARE(reader.error().code(), ErrorCode::Invalid);
}

void LogContract::trimForgets() {
    const auto begin = log().begin();
    QVERIFY(begin);
    Appends appends(log());
    for (int i = 0; i < 10; ++i)
        appends.add(Topic::Messages, "room", QByteArray::number(i));
    QVERIFY(appends.wait() && appends.allDurable());
    const log::Appended fifth = *appends.results().at(5);
    const auto trimmed = log().trim({{fifth.where, fifth.offset}});
    QVERIFY2(trimmed, qPrintable(trimmed ? QString() : trimmed.error().message()));

    const auto after = log().begin();
    QVERIFY(after);
    QCOMPARE(after->value(fifth.where), fifth.offset);
    Error error(ErrorCode::Internal);
    auto old = log().open(*begin);
    if (old)
        readRecords(**old, 1, &error);
    else
        error = old.error();
    QCOMPARE(error.code(), ErrorCode::LogTrimmed);
    QCOMPARE(values(readAll(log())), (QList<QByteArray>{"5", "6", "7", "8", "9"}));
}

void LogContract::trimmedOffsetsAreNotGivenAgain() {
    QVERIFY(appendMany(log(), 10));
    const auto end = log().end();
    QVERIFY(end);
    QVERIFY(log().trim(*end));
    QVERIFY(readAll(log()).isEmpty());
    QVERIFY(m_log->reopen());
    const auto next = appendOne(log(), Topic::Messages, "room", "next");
    QVERIFY(next);
    QVERIFY(next->offset >= end->value(next->where));
    QCOMPARE(values(readAll(log())), QList<QByteArray>{"next"});
}

void LogContract::trimBeyondTheEndIsRefused() {
    QVERIFY(appendMany(log(), 3));
    Positions below = *log().end();
    for (qint64& position : below)
        position += 1000;
    const auto trimmed = log().trim(below);
    QVERIFY(!trimmed);
    QCOMPARE(trimmed.error().code(), ErrorCode::BeyondEnd);
    QCOMPARE(readAll(log()).size(), 3);
}

void LogContract::reopeningKeepsEverything() {
    const QString identity = log().identity();
    QVERIFY(!identity.isEmpty());
    QVERIFY(appendMany(log(), 20));
    const auto before = readAll(log());
    const auto end = log().end();
    QCOMPARE(before.size(), 20);
    QVERIFY(m_log->reopen());
    QCOMPARE(log().identity(), identity);
    QCOMPARE(readAll(log()), before);
    QCOMPARE(*log().end(), *end);
}

void LogContract::closeFinishesWhatWasQueued() {
    Appends appends(log());
    for (int i = 0; i < 200; ++i)
        appends.add(Topic::Messages, "room", QByteArray::number(i));
    log().close();
    QVERIFY(appends.wait());
    QVERIFY(appends.allDurable());
    log().close();
    const auto refused = appendOne(log(), Topic::Messages, "room", "too late");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    QVERIFY(m_log->reopen());
    QCOMPARE(readAll(log()).size(), 200);
}

void LogContract::positionsByTime() {
    QVERIFY(appendMany(log(), 10));
    const auto end = log().end();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto past = log().positionsBefore(now.addDays(-1));
    const auto future = log().positionsBefore(now.addDays(1));
    QVERIFY(past && future && end);
    for (const Record& record : readAll(log())) {
        QVERIFY(past->value(record.where) <= record.offset);
        QVERIFY(future->value(record.where) > record.offset);
        QVERIFY(future->value(record.where) <= end->value(record.where));
    }
}

} // namespace parlor::test
