// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/kafka_test_topics.h"
#include "tests/support/services.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test;
using namespace std::chrono_literals;

/// The log on a real Kafka: what the contract of every log does not ask.
class TestKafkaLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_options = kafkaTestOptions(kafkaAddress()); }

    void theIdentityNamesClusterAndTopics();
    void topicsMadeAnewAreAnotherIncarnation_data();
    void topicsMadeAnewAreAnotherIncarnation();
    void aLogInUseNoticesTopicsMadeAnew();
    void aReaderBeyondTopicsMadeAnewIsTold();
    void aReaderBelowWhatIsTrimmedIsTold();
    void processesThatStartTogetherAgree();

    void twoMembersShareAndTakeOver();
    void membersOfOtherServersDoNotShare();
    void broadcastsReachOtherProcesses();
    void aRecordThatIsTooLargeIsRefused();

private:
    std::unique_ptr<Log> open() {
        auto log = openKafkaLog(m_options);
        if (!log) {
            qWarning() << log.error();
            return nullptr;
        }
        return std::move(*log);
    }

    KafkaOptions m_options;
};

void TestKafkaLog::theIdentityNamesClusterAndTopics() {
    const auto log = open();
    QVERIFY(log);
    const auto identity = kafkaIdentity(log->identity());
    QVERIFY(identity);
    QVERIFY(!identity->cluster.isEmpty());
    QCOMPARE(identity->topicPrefix, m_options.topicPrefix);
    QVERIFY(!identity->incarnation.isEmpty());
    QVERIFY(!kafkaIdentity(QStringLiteral("5f0c2a52-6d1f-4c1e-9b3b-1d2f3e4a5b6c")));
    QCOMPARE(log->messagePartitions(), m_options.partitions);

    const auto again = open();
    QVERIFY(again);
    QCOMPARE(again->identity(), log->identity());
    m_options.topicPrefix += QStringLiteral(".other");
    const auto other = open();
    QVERIFY(other);
    QVERIFY(kafkaIdentity(other->identity())->incarnation != identity->incarnation);
}

void TestKafkaLog::topicsMadeAnewAreAnotherIncarnation_data() {
    QTest::addColumn<QList<QByteArray>>("removed");
    QTest::newRow("messages") << QList<QByteArray>{"messages"};
    QTest::newRow("users") << QList<QByteArray>{"users"};
    QTest::newRow("all") << QList<QByteArray>{"messages", "users", "receipts", "presence"};
}

void TestKafkaLog::topicsMadeAnewAreAnotherIncarnation() {
    QFETCH(QList<QByteArray>, removed);
    auto log = open();
    QVERIFY(log);
    const auto before = kafkaIdentity(log->identity());
    log.reset();
    QVERIFY(KafkaTestTopics(m_options).remove(removed));
    log = open();
    QVERIFY(log);
    const auto after = kafkaIdentity(log->identity());
    QCOMPARE(after->cluster, before->cluster);
    QVERIFY(after->incarnation != before->incarnation);
    const QString identity = log->identity();
    log.reset();
    log = open();
    QVERIFY(log);
    QCOMPARE(log->identity(), identity);
}

void TestKafkaLog::aLogInUseNoticesTopicsMadeAnew() {
    const auto log = open();
    QVERIFY(log);
    auto reader = log->open(*log->begin());
    QVERIFY(reader);
    QVERIFY(KafkaTestTopics(m_options).remove({"messages", "users", "receipts"}));
    const auto anew = open();
    QVERIFY(anew);
    QVERIFY(anew->identity() != log->identity());
    // Its positions are valid in the new topics, too: only the other incarnation tells.
    Error error(ErrorCode::Internal);
    QVERIFY(readRecords(**reader, 1, &error).isEmpty());
    QVERIFY2(error.code() == ErrorCode::BeyondEnd || error.code() == ErrorCode::Unavailable,
             qPrintable(error.message()));
    QTRY_VERIFY_WITH_TIMEOUT(!appendOne(*log, Topic::Messages, "room", "lost?"), int(patience.count()));
    QCOMPARE(appendOne(*log, Topic::Messages, "room", "lost?").error().code(), ErrorCode::Unavailable);
}

void TestKafkaLog::aReaderBeyondTopicsMadeAnewIsTold() {
    const auto log = open();
    QVERIFY(log);
    QVERIFY(appendMany(*log, 10));
    auto reader = log->open(*log->end());
    QVERIFY(reader);
    QVERIFY(KafkaTestTopics(m_options).remove({"messages"}));
    const auto anew = open();
    QVERIFY(anew);
    Error error(ErrorCode::Internal);
    QVERIFY(readRecords(**reader, 1, &error).isEmpty());
    QVERIFY2(error.code() == ErrorCode::BeyondEnd || error.code() == ErrorCode::Unavailable,
             qPrintable(error.message()));
}

void TestKafkaLog::aReaderBelowWhatIsTrimmedIsTold() {
    const auto log = open();
    QVERIFY(log);
    const auto begin = log->begin();
    QVERIFY(begin);
    // More than a reader fetches ahead.
    constexpr int records = 300;
    const QByteArray large(200'000, 'x');
    Appends appends(*log);
    for (int i = 0; i < records; ++i)
        appends.add(Topic::Messages, "room", large);
    QVERIFY(appends.wait() && appends.allDurable());
    auto reader = log->open(*begin);
    QVERIFY(reader);
    QCOMPARE(readRecords(**reader, 1).size(), 1);
    const auto end = log->end();
    QVERIFY(end);
    QVERIFY(log->trim(*end));
    Error error(ErrorCode::Internal);
    const auto rest = readRecords(**reader, records, &error);
    QVERIFY(rest.size() < records - 1);
    QCOMPARE(error.code(), ErrorCode::LogTrimmed);
    qint64 next = begin->value(log->partitions().at(log->partitionFor(Topic::Messages, "room"))) + 1;
    for (const Record& record : rest)
        QCOMPARE(record.offset, next++); // and nothing was skipped before
    QCOMPARE((*reader)->read(1, 0ms).error().code(), ErrorCode::LogTrimmed);
}

void TestKafkaLog::processesThatStartTogetherAgree() {
    std::mutex mutex;
    QSet<QString> identities;
    std::vector<std::thread> processes;
    for (int i = 0; i < 4; ++i) {
        processes.emplace_back([&] {
            const auto log = openKafkaLog(m_options);
            const std::lock_guard lock(mutex);
            identities.insert(log ? (*log)->identity() : log.error().message());
        });
    }
    for (std::thread& process : processes)
        process.join();
    QVERIFY2(identities.size() == 1, qPrintable(identities.values().join(QLatin1Char('\n'))));
    QVERIFY(kafkaIdentity(*identities.begin()));
}

void TestKafkaLog::twoMembersShareAndTakeOver() {
    const auto one = open();
    const auto two = open();
    QVERIFY(one && two);
    auto first = one->join(QStringLiteral("workers"), nullptr);
    QVERIFY(first);
    QTRY_COMPARE_WITH_TIMEOUT((*first)->assigned(), one->partitions(), int(patience.count()));
    auto second = two->join(QStringLiteral("workers"), nullptr);
    QVERIFY(second);
    const auto shared = [&] {
        const auto left = (*first)->assigned();
        const auto right = (*second)->assigned();
        auto both = left + right;
        std::sort(both.begin(), both.end());
        return !left.isEmpty() && !right.isEmpty() && both == one->partitions();
    };
    QTRY_VERIFY_WITH_TIMEOUT(shared(), int(patience.count()));
    // It says that it leaves: nobody waits for its session to end, which takes 6 s.
    QElapsedTimer timer;
    timer.start();
    first->reset();
    QTRY_COMPARE_WITH_TIMEOUT((*second)->assigned(), one->partitions(), int(patience.count()));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestKafkaLog::membersOfOtherServersDoNotShare() {
    const auto one = open();
    m_options.topicPrefix += QStringLiteral(".other");
    const auto two = open();
    QVERIFY(one && two);
    const auto first = one->join(QStringLiteral("workers"), nullptr);
    const auto second = two->join(QStringLiteral("workers"), nullptr);
    QVERIFY(first && second);
    QTRY_COMPARE_WITH_TIMEOUT((*first)->assigned(), one->partitions(), int(patience.count()));
    QTRY_COMPARE_WITH_TIMEOUT((*second)->assigned(), two->partitions(), int(patience.count()));
    QCOMPARE((*first)->assigned(), one->partitions());
}

void TestKafkaLog::broadcastsReachOtherProcesses() {
    const auto one = open();
    const auto two = open();
    QVERIFY(one && two);
    one->broadcast("k", "before anybody listens");
    std::mutex mutex;
    QList<QByteArray> heard;
    const auto listening = two->listen([&](const QByteArray& key, const QByteArray& value) {
        const std::lock_guard lock(mutex);
        heard.append(key + '=' + value);
    });
    QVERIFY(listening);
    one->broadcast("user", "typing");
    one->broadcast("user", QByteArray());
    const auto last = [&] {
        const std::lock_guard lock(mutex);
        return heard.isEmpty() ? QByteArray() : heard.last();
    };
    QTRY_COMPARE_WITH_TIMEOUT(last(), QByteArray("user="), int(patience.count()));
    QVERIFY(heard.contains("user=typing"));
}

void TestKafkaLog::aRecordThatIsTooLargeIsRefused() {
    const auto log = open();
    QVERIFY(log);
    const auto refused = appendOne(*log, Topic::Messages, "room", QByteArray(3 * 1024 * 1024, 'x'));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::TooLarge);
    QVERIFY(appendOne(*log, Topic::Messages, "room", QByteArray(1024 * 1024, 'x')));
}

QTEST_GUILESS_MAIN(TestKafkaLog)
#include "tst_kafka_log.moc"
