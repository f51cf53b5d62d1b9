// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/kafka_test_topics.h"
#include "tests/support/wait.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test;
using namespace std::chrono_literals;

namespace {

/// A Kafka of this test's own, to be killed and stopped.
class OwnKafka {
public:
    ~OwnKafka() { run({QStringLiteral("kill9")}); }

    bool start() {
        const QByteArray output = run({QStringLiteral("start"), QStringLiteral("--owner"),
                                       QString::number(QCoreApplication::applicationPid())});
        const qsizetype at = output.indexOf("bootstrap=");
        if (at < 0)
            return false;
        m_address = QString::fromUtf8(output.mid(at + 10)).section(QLatin1Char('\n'), 0, 0).trimmed();
        return true;
    }
    void kill() { run({QStringLiteral("kill9")}); }
    void pause() { run({QStringLiteral("pause")}); }
    void resume() { run({QStringLiteral("resume")}); }
    const QString& address() const { return m_address; }

private:
    QByteArray run(const QStringList& arguments) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        // Into a file: the broker keeps a pipe open for as long as it lives.
        process.setStandardOutputFile(m_directory.filePath(QStringLiteral("output")));
        process.start(
            QStringLiteral(KAFKA_LOCAL),
            arguments + QStringList{QStringLiteral("--dir"), m_directory.filePath(QStringLiteral("kafka"))});
        if (!process.waitForFinished(120'000) || process.exitCode() != 0)
            return {};
        QFile output(m_directory.filePath(QStringLiteral("output")));
        return output.open(QIODevice::ReadOnly) ? output.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
    QString m_address;
};

} // namespace

/// A log in use whose only broker dies, or hangs, and comes back.
class TestKafkaOutage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLogOutlivesItsBroker_data();
    void theLogOutlivesItsBroker();
};

void TestKafkaOutage::theLogOutlivesItsBroker_data() {
    QTest::addColumn<bool>("killed");
    QTest::newRow("killed") << true;
    QTest::newRow("hanging") << false;
}

void TestKafkaOutage::theLogOutlivesItsBroker() {
    QFETCH(bool, killed);
    OwnKafka kafka;
    QVERIFY(kafka.start());
    KafkaOptions options = kafkaTestOptions(kafka.address());
    options.sendTimeout = 3s;
    options.openTimeout = 20s; // it has only just started
    const auto opened = openKafkaLog(options);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message()));
    Log& log = **opened;
    const auto begin = log.begin();
    QVERIFY(begin);
    auto reader = log.open(*begin);
    const auto member = log.join(QStringLiteral("workers"), nullptr);
    QVERIFY(reader && member);
    QTRY_COMPARE_WITH_TIMEOUT((*member)->assigned(), log.partitions(), int(patience.count()));
    QVERIFY(appendMany(log, 20));
    QList<QByteArray> seen = values(readRecords(**reader, 20));
    QCOMPARE(seen.size(), 20);

    auto leaving = openKafkaLog(options);
    QVERIFY(leaving);
    auto leavingReader = (*leaving)->open(*begin);
    auto leavingMember = (*leaving)->join(QStringLiteral("others"), nullptr);
    QVERIFY(leavingReader && leavingMember);
    QTRY_COMPARE_WITH_TIMEOUT((*leavingMember)->assigned(), log.partitions(), int(patience.count()));

    if (killed)
        kafka.kill();
    else
        kafka.pause();
    QElapsedTimer timer;
    timer.start();
    Appends lost(log);
    for (int i = 0; i < 5; ++i)
        lost.add(Topic::Messages, "room", "lost " + QByteArray::number(i));
    QVERIFY(lost.wait());
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    for (const auto& result : lost.results()) {
        QVERIFY(!result);
        QCOMPARE(result.error().code(), ErrorCode::Unavailable);
    }
    timer.restart();
    const auto end = log.end();
    QVERIFY(!end);
    QCOMPARE(end.error().code(), ErrorCode::Unavailable);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    const auto nothing = (*reader)->read(10, 100ms); // it waits for the broker, and says nothing wrong
    QVERIFY(nothing && nothing->isEmpty());

    // A process that ends now does not wait for the broker.
    timer.restart();
    leavingMember->reset();
    leavingReader->reset();
    leaving->reset();
    QVERIFY2(timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));

    if (killed)
        QVERIFY(kafka.start());
    else
        kafka.resume();
    // A broker that has just come back may answer once and then be fenced for a moment by its controller:
    // what it does not take is sent again, under another name.
    QList<QByteArray> acknowledged = seen;
    QDeadlineTimer patient(60s);
    for (int i = 0, attempt = 0; i < 20; ++attempt) {
        const QByteArray value = "value " + QByteArray::number(i) + " attempt " + QByteArray::number(attempt);
        const auto appended = appendOne(log, Topic::Messages, "room", value);
        QVERIFY2(appended || !patient.hasExpired(),
                 qPrintable(appended ? QString() : appended.error().message()));
        if (!appended) {
            QCOMPARE(appended.error().code(), ErrorCode::Unavailable);
            continue;
        }
        acknowledged.append(value);
        ++i;
    }
    Result<Positions> after = log.end();
    QTRY_VERIFY_WITH_TIMEOUT(after || (after = log.end()), 60'000);
    while ((*reader)->positions() != *after) {
        const auto records = (*reader)->read(100, 5000ms);
        QVERIFY2(records, qPrintable(records ? QString() : records.error().message()));
        seen += values(*records);
    }
    // Everything acknowledged is there once and in order; what failed may have turned up, once too.
    QList<QByteArray> kept;
    for (const QByteArray& value : std::as_const(seen)) {
        QVERIFY2(seen.count(value) == 1, value.constData());
        if (acknowledged.contains(value))
            kept.append(value);
    }
    QCOMPARE(kept, acknowledged);
    QTRY_COMPARE_WITH_TIMEOUT((*member)->assigned(), log.partitions(), 60'000);
}

QTEST_GUILESS_MAIN(TestKafkaOutage)
#include "tst_kafka_outage.moc"
