// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/kafka_test_topics.h"
#include "tests/support/services.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTemporaryFile>
#include <QTest>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test;
using namespace std::chrono_literals;

/// Opening a log with settings that do not fit what is there: each says what to change.
class TestKafkaOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_options = kafkaTestOptions(kafkaAddress()); }

    void topicsThatAreThereAreChecked_data();
    void topicsThatAreThereAreChecked();
    void morePartitionsAreUsed();
    void moreCopiesThanBrokersIsWaitedFor();
    void badSettingsAreRefused_data();
    void badSettingsAreRefused();
    void noBrokerIsToldInTime();
    void aServerThatIsNotKafkaIsToldInTime();

private:
    KafkaOptions m_options;
};

using Configuration = QMap<QByteArray, QByteArray>;

void TestKafkaOptions::topicsThatAreThereAreChecked_data() {
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<int>("partitions");
    QTest::addColumn<Configuration>("configuration");
    QTest::addColumn<int>("replication");
    QTest::addColumn<int>("minInsync");
    QTest::addColumn<QString>("field");
    QTest::newRow("too few partitions")
        << QByteArray("messages") << 3 << Configuration() << 1 << 1 << QStringLiteral("kafka_partitions");
    QTest::newRow("too few copies") << QByteArray("messages") << 4 << Configuration() << 2 << 1
                                    << QStringLiteral("kafka_replication");
    QTest::newRow("too few copies of another topic")
        << QByteArray("users") << 1 << Configuration() << 2 << 1 << QStringLiteral("kafka_replication");
    QTest::newRow("too few in sync") << QByteArray("messages") << 4
                                     << Configuration{{"min.insync.replicas", "1"}} << 2 << 2
                                     << QStringLiteral("kafka_min_insync");
    QTest::newRow("compacted") << QByteArray("messages") << 4 << Configuration{{"cleanup.policy", "compact"}}
                               << 1 << 1 << QStringLiteral("kafka_topics");
}

void TestKafkaOptions::topicsThatAreThereAreChecked() {
    QFETCH(QByteArray, topic);
    QFETCH(int, partitions);
    QFETCH(Configuration, configuration);
    QFETCH(int, replication);
    QFETCH(int, minInsync);
    QFETCH(QString, field);
    KafkaTestTopics topics(m_options);
    for (const QByteArray name : {"messages", "users", "receipts", "presence"}) {
        if (name == topic)
            QVERIFY(topics.create(name, partitions, configuration));
        else
            QVERIFY(topics.create(name, name == "messages" ? 4 : 1));
    }
    m_options.replication = replication;
    m_options.minInsync = minInsync;
    const auto log = openKafkaLog(m_options);
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Invalid);
    QCOMPARE(log.error().field(), field);
    QVERIFY2(log.error().message().contains(m_options.topicPrefix), qPrintable(log.error().message()));
}

void TestKafkaOptions::morePartitionsAreUsed() {
    QVERIFY(KafkaTestTopics(m_options).create("messages", 7));
    const auto log = openKafkaLog(m_options);
    QVERIFY(log);
    QCOMPARE((*log)->messagePartitions(), 7);
    QSet<int> used;
    for (int i = 0; i < 100; ++i) {
        const auto appended = appendOne(**log, Topic::Messages, QByteArray::number(i), "x");
        QVERIFY(appended);
        used.insert(appended->where.partition);
    }
    QCOMPARE(used.size(), 7);
}

void TestKafkaOptions::moreCopiesThanBrokersIsWaitedFor() {
    m_options.replication = 3;
    m_options.minInsync = 2;
    m_options.openTimeout = 4s;
    const auto log = openKafkaLog(m_options);
    QVERIFY(!log);
    // The others may only be starting: so it is worth trying again, and says what it may be else.
    QCOMPARE(log.error().code(), ErrorCode::Unavailable);
    QCOMPARE(log.error().field(), QStringLiteral("kafka_replication"));
}

void TestKafkaOptions::badSettingsAreRefused_data() {
    QTest::addColumn<std::function<void(KafkaOptions&)>>("change");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const char* field, std::function<void(KafkaOptions&)> change) {
        QTest::newRow(name) << std::move(change) << QString::fromLatin1(field);
    };
    row("no broker", "kafka_brokers", [](auto& o) { o.brokers = QStringLiteral(" "); });
    row("prefix", "kafka_topics", [](auto& o) { o.topicPrefix = QStringLiteral("a b"); });
    row("no partition", "kafka_partitions", [](auto& o) { o.partitions = 0; });
    row("no copy", "kafka_replication", [](auto& o) { o.replication = 0; });
    row("more in sync than copies", "kafka_min_insync", [](auto& o) { o.minInsync = 2; });
    row("security", "kafka_security", [](auto& o) { o.security = QStringLiteral("very"); });
    row("mechanism", "kafka_sasl_mechanism", [](auto& o) {
        o.security = QStringLiteral("sasl_ssl");
        o.saslMechanism = QStringLiteral("GUESS");
        o.username = QStringLiteral("u");
        o.password = "p";
    });
    row("no CA file", "kafka_ca", [](auto& o) {
        o.security = QStringLiteral("ssl");
        o.caFile = QStringLiteral("/does/not/exist.pem");
    });
    row("CA file that is none", "kafka_ca", [](auto& o) {
        o.security = QStringLiteral("ssl");
        o.caFile = QStringLiteral(__FILE__);
    });
    row("no certificate", "kafka_certificate", [](auto& o) {
        o.security = QStringLiteral("ssl");
        o.certificateFile = QStringLiteral("/does/not/exist.pem");
    });
    row("no key", "kafka_key", [](auto& o) {
        o.security = QStringLiteral("ssl");
        o.keyFile = QStringLiteral("/does/not/exist.pem");
    });
    row("unknown to librdkafka", "", [](auto& o) { o.extra["no.such.setting"] = "1"; });
}

void TestKafkaOptions::badSettingsAreRefused() {
    QFETCH(std::function<void(KafkaOptions&)>, change);
    QFETCH(QString, field);
    change(m_options);
    const auto log = openKafkaLog(m_options);
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Invalid);
    QCOMPARE(log.error().field(), field);
    QVERIFY(!log.error().message().isEmpty());
}

void TestKafkaOptions::noBrokerIsToldInTime() {
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::LocalHost));
    m_options.brokers = QStringLiteral("127.0.0.1:%1").arg(free.serverPort());
    free.close();
    m_options.openTimeout = 1s;
    QElapsedTimer timer;
    timer.start();
    const auto log = openKafkaLog(m_options);
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Unavailable);
    QVERIFY2(log.error().message().contains(m_options.brokers), qPrintable(log.error().message()));
    QVERIFY2(log.error().message().contains(QStringLiteral("refused")), qPrintable(log.error().message()));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestKafkaOptions::aServerThatIsNotKafkaIsToldInTime() {
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    m_options.brokers = QStringLiteral("127.0.0.1:%1").arg(silent.serverPort());
    m_options.openTimeout = 1s;
    QElapsedTimer timer;
    timer.start();
    const auto log = openKafkaLog(m_options);
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Unavailable);
    QVERIFY2(log.error().message().contains(m_options.brokers), qPrintable(log.error().message()));
    QVERIFY2(timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestKafkaOptions)
#include "tst_kafka_options.moc"
