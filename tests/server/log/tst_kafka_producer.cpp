// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_partitioner.h"
#include "server/log/kafka_producer.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QTest>

#include <librdkafka/rdkafka_mock.h>

#include <atomic>
#include <mutex>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test;
using namespace std::chrono_literals;

/// The producer on librdkafka's own imitation of a cluster, which gives whatever errors it is told to.
class TestKafkaProducer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keysAreHashedAsKafkaDoes_data();
    void keysAreHashedAsKafkaDoes();
    void aKeyHasOnePartitionForEver();

    void passingErrorsAreMended();
    void lastingErrorsAreToldOnce();
    void anOutageIsBounded();
    void aFatalErrorIsMended();
    void closeAnswersEverything();

private:
    static constexpr int produceRequest = 0; // of Kafka's protocol

    void append(int count);
    int answers() const;
    int durable() const;
    Error lastError() const;
    std::unique_ptr<KafkaProducer> start();

    KafkaHandle m_host; ///< the imitation lives in it
    rd_kafka_mock_cluster_t* m_cluster = nullptr;
    KafkaOptions m_options;
    std::unique_ptr<KafkaProducer> m_producer;
    mutable std::mutex m_mutex;
    QList<int> m_answers; ///< by append
    int m_durable = 0;
    Error m_lastError{ErrorCode::Internal};
};

void TestKafkaProducer::init() {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "log_level", "0", nullptr, 0);
    m_host.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
    QVERIFY(m_host);
    m_cluster = rd_kafka_mock_cluster_new(m_host.get(), 1);
    QVERIFY(m_cluster);
    m_options = KafkaOptions();
    m_options.brokers = QString::fromLatin1(rd_kafka_mock_cluster_bootstraps(m_cluster));
    m_options.sendTimeout = 20s;
    rd_kafka_mock_topic_create(m_cluster, kafkaTopicName(m_options, Topic::Messages).constData(), 2, 1);
    m_answers.clear();
    m_durable = 0;
}

void TestKafkaProducer::cleanup() {
    m_producer.reset();
    rd_kafka_mock_cluster_destroy(m_cluster);
    m_host.reset();
}

std::unique_ptr<KafkaProducer> TestKafkaProducer::start() {
    auto producer = KafkaProducer::start(m_options);
    return producer ? std::move(*producer) : nullptr;
}

void TestKafkaProducer::append(int count) {
    for (int i = 0; i < count; ++i) {
        qsizetype number = 0;
        {
            const std::lock_guard lock(m_mutex);
            number = m_answers.size();
            m_answers.append(0);
        }
        m_producer->append({Topic::Messages, int(number % 2)}, "room", "value",
                           [this, number](const Result<Appended>& result) {
                               const std::lock_guard lock(m_mutex);
                               ++m_answers[number];
                               if (result)
                                   ++m_durable;
                               else
                                   m_lastError = result.error();
                           });
    }
}

int TestKafkaProducer::answers() const {
    const std::lock_guard lock(m_mutex);
    int sum = 0;
    for (const int count : m_answers)
        sum += count <= 1 ? count : 1'000'000;
    return sum;
}

int TestKafkaProducer::durable() const {
    const std::lock_guard lock(m_mutex);
    return m_durable;
}

Error TestKafkaProducer::lastError() const {
    const std::lock_guard lock(m_mutex);
    return m_lastError;
}

void TestKafkaProducer::keysAreHashedAsKafkaDoes_data() {
    // From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<qint32>("hash");
    QTest::newRow("2 bytes") << QByteArray("21") << qint32(-973932308);
    QTest::newRow("6 bytes") << QByteArray("foobar") << qint32(-790332482);
    QTest::newRow("24 bytes") << QByteArray("a-little-bit-long-string") << qint32(-985981536);
    QTest::newRow("26 bytes") << QByteArray("a-little-bit-longer-string") << qint32(-1486304829);
    QTest::newRow("48 bytes") << QByteArray("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8")
                              << qint32(-58897971);
    QTest::newRow("3 bytes") << QByteArray("abc") << qint32(479470107);
}

void TestKafkaProducer::keysAreHashedAsKafkaDoes() {
    QFETCH(QByteArray, key);
    QFETCH(qint32, hash);
    QCOMPARE(kafkaMurmur2(key), hash);
}

void TestKafkaProducer::aKeyHasOnePartitionForEver() {
    // Written down: a room whose partition changed would have two orders.
    QCOMPARE(kafkaPartition("21", 12), int((-973932308 & 0x7fffffff) % 12));
    QCOMPARE(kafkaPartition("00000000-0000-4000-8000-000000000001", 12),
             int((kafkaMurmur2("00000000-0000-4000-8000-000000000001") & 0x7fffffff) % 12));
    QCOMPARE(kafkaPartition("", 1), 0);
    for (int i = 0; i < 1000; ++i) {
        const int partition = kafkaPartition(QByteArray::number(i), 12);
        QVERIFY(partition >= 0 && partition < 12);
    }
}

void TestKafkaProducer::passingErrorsAreMended() {
    m_producer = start();
    QVERIFY(m_producer);
    rd_kafka_mock_push_request_errors(m_cluster, produceRequest, 4,
                                      RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                      RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR__TRANSPORT,
                                      RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT);
    append(20);
    QTRY_COMPARE_WITH_TIMEOUT(durable(), 20, int(patience.count()));
    QCOMPARE(answers(), 20);
}

void TestKafkaProducer::lastingErrorsAreToldOnce() {
    m_options.sendTimeout = 2s;
    m_producer = start();
    QVERIFY(m_producer);
    rd_kafka_mock_push_request_errors(m_cluster, produceRequest, 1,
                                      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    append(1);
    QTRY_COMPARE_WITH_TIMEOUT(answers(), 1, int(patience.count()));
    QCOMPARE(durable(), 0);
    QCOMPARE(lastError().code(), ErrorCode::Unavailable);
    QVERIFY(lastError().retryAfter());
    // What is appended just after it may expire, until librdkafka has looked at the topic again.
    for (int i = 0; i < 2; ++i) {
        const auto works = [&] {
            const int before = durable();
            append(1);
            append(1); // the other partition
            return QTest::qWaitFor([&] { return durable() == before + 2; }, 5000);
        };
        QTRY_VERIFY_WITH_TIMEOUT(works(), int(patience.count()));
    }
    QCOMPARE(answers(), int(m_answers.size()));
}

void TestKafkaProducer::anOutageIsBounded() {
    m_options.sendTimeout = 2s;
    m_options.queueMaxRecords = 100;
    m_producer = start();
    QVERIFY(m_producer);
    append(1);
    QTRY_COMPARE_WITH_TIMEOUT(durable(), 1, int(patience.count()));

    rd_kafka_mock_broker_set_down(m_cluster, 1);
    QElapsedTimer timer;
    timer.start();
    append(150);
    QCOMPARE(answers(), 51); // what does not fit is refused at once
    QCOMPARE(lastError().code(), ErrorCode::Unavailable);
    QCOMPARE(m_producer->queuedRecords(), qint64(100));
    QTRY_COMPARE_WITH_TIMEOUT(answers(), 151, int(patience.count()));
    QCOMPARE(durable(), 1);
    QCOMPARE(lastError().code(), ErrorCode::Unavailable);
    QVERIFY2(timer.elapsed() >= 1000 && timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
    QTRY_COMPARE(m_producer->queuedBytes(), qint64(0));

    rd_kafka_mock_broker_set_up(m_cluster, 1);
    const auto recovered = [this] {
        const int before = durable();
        append(1);
        return QTest::qWaitFor([&] { return durable() > before; }, 1000);
    };
    QTRY_VERIFY_WITH_TIMEOUT(recovered(), int(patience.count()));
}

void TestKafkaProducer::aFatalErrorIsMended() {
    m_producer = start();
    QVERIFY(m_producer);
    append(1);
    QTRY_COMPARE_WITH_TIMEOUT(durable(), 1, int(patience.count()));
    rd_kafka_mock_broker_set_down(m_cluster, 1); // so that records are under way
    append(10);
    m_producer->failForTest();
    QTRY_COMPARE_WITH_TIMEOUT(answers(), 11, int(patience.count()));
    QCOMPARE(durable(), 1);
    QCOMPARE(lastError().code(), ErrorCode::Unavailable);
    rd_kafka_mock_broker_set_up(m_cluster, 1);
    int asked = 11;
    const auto works = [&] {
        const int before = durable();
        append(1);
        ++asked;
        return QTest::qWaitFor([&] { return answers() == asked; }, int(patience.count())) &&
               durable() > before;
    };
    QTRY_VERIFY_WITH_TIMEOUT(works(), int(patience.count()));
}

void TestKafkaProducer::closeAnswersEverything() {
    m_producer = start();
    QVERIFY(m_producer);
    rd_kafka_mock_broker_set_down(m_cluster, 1);
    append(50);
    QElapsedTimer timer;
    timer.start();
    m_producer->close();
    QCOMPARE(answers(), 50);
    QVERIFY2(timer.elapsed() < 9000, qPrintable(QString::number(timer.elapsed())));
    append(1);
    QCOMPARE(answers(), 51);
    QCOMPARE(lastError().code(), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestKafkaProducer)
#include "tst_kafka_producer.moc"
