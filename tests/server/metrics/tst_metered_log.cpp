// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "server/metrics/metered_log.h"
#include "tests/server/metrics/exposition_parser.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using namespace parlor::log;
using parlor::test::ExpositionParser;

class TestMeteredLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAppends();
};

void TestMeteredLog::countsAppends() {
    QTemporaryDir directory;
    auto embedded = openEmbeddedLog(directory.filePath(QStringLiteral("log.db")));
    QVERIFY(embedded);
    MeteredLog log(*std::move(embedded));
    metrics::Registry registry;
    const auto kept = log.registerMetrics(registry);

    QSemaphore durable;
    constexpr int appends = 20;
    for (int i = 0; i < appends; ++i) {
        log.append(Topic::Messages, "key", "value", [&durable](const Result<Appended>& appended) {
            if (appended)
                durable.release();
        });
    }
    QVERIFY(durable.tryAcquire(appends, 20'000));
    log.broadcast("key", "typing");
    log.close();
    bool refused = false;
    log.append(Topic::Users, "key", "value",
               [&refused](const Result<Appended>& appended) { refused = !appended; });
    QVERIFY(refused);

    const ExpositionParser parsed(registry.exposition());
    QVERIFY(parsed.valid);
    const QByteArray messages = topicName(Topic::Messages).toUtf8();
    const QByteArray users = topicName(Topic::Users).toUtf8();
    const auto count = [&parsed](const QByteArray& topic, const char* result) {
        return parsed.value("parlor_log_appends_total", {{"topic", topic}, {"result", result}});
    };
    QCOMPARE(count(messages, "durable"), double(appends));
    QCOMPARE(count(messages, "failed"), 0.0);
    QCOMPARE(count(users, "failed"), 1.0);
    QCOMPARE(parsed.value("parlor_log_append_duration_seconds_count", {{"topic", messages}}),
             double(appends));
    QVERIFY(*parsed.value("parlor_log_append_duration_seconds_sum", {{"topic", messages}}) > 0);
    QCOMPARE(parsed.value("parlor_log_appends_waiting", {{"topic", messages}}), 0.0);
    QCOMPARE(parsed.value("parlor_log_broadcasts_total"), 1.0);
}

QTEST_GUILESS_MAIN(TestMeteredLog)
#include "tst_metered_log.moc"
