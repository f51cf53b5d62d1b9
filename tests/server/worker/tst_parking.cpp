// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/worker/worker_fixture.h"

#include <QObject>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace parlor;
using log::Topic;
using test::Backend;
using worker::LagMeter;
using worker::Projector;
using namespace std::chrono_literals;

namespace {

const RoomId lounge = RoomId::create();

/// Makes the real database refuse rows: a trigger says so.
bool sql(const Backend& backend, const QString& statement) {
    bool done = false;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("trigger"));
        database.setDatabaseName(backend.path("store.db"));
        QSqlQuery query(database);
        done = database.open() && query.exec(statement);
        if (!done)
            qWarning("%s", qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("trigger"));
    return done;
}

bool refuse(const Backend& backend, const char* condition) {
    return sql(backend, QStringLiteral("CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN %1 BEGIN SELECT "
                                       "RAISE(ABORT, 'not this one'); END")
                            .arg(QLatin1StringView(condition)));
}

QStringList texts(int count, const QList<int>& poisonous) {
    QStringList result;
    for (int i = 0; i < count; ++i)
        result.append(poisonous.contains(i) ? QStringLiteral("poison %1").arg(i) : QString::number(i));
    return result;
}

void expectAlarms(int count) {
    for (int i = 0; i < count; ++i) {
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral(
                                                "Record \\d+ of chat\\.messages/0 is parked: The "
                                                "store refuses it: .*not this one")));
    }
}

} // namespace

/// Records that the database refuses, and the figures of a projection.
class tst_Parking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefusedRecordIsParked_data();
    void aRefusedRecordIsParked();
    void aStoreThatRefusesEverythingGetsNothingParked();
    void aRefusalForAMomentParksNothing();
    void alarmsAreBounded();

    void theLagIsTold();
    void lagInRecords();
    void lagInTime();
};

void tst_Parking::aRefusedRecordIsParked_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<int>>("poisonous");
    QTest::newRow("alone") << 1 << QList<int>{0};
    QTest::newRow("first") << 90 << QList<int>{0};
    QTest::newRow("last") << 90 << QList<int>{89};
    QTest::newRow("in the middle") << 90 << QList<int>{41};
    QTest::newRow("several") << 90 << QList<int>{3, 4, 5, 40, 88};
}

void tst_Parking::aRefusedRecordIsParked() {
    QFETCH(int, count);
    QFETCH(QList<int>, poisonous);
    Backend backend;
    QVERIFY(refuse(backend, "NEW.content LIKE 'poison%'"));
    const QStringList said = texts(count, poisonous);
    QVERIFY(!backend.say(lounge, said).isEmpty());
    expectAlarms(int(poisonous.size()));
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->end(), 30s));
    QCOMPARE(projector.status().parked, poisonous.size());
    QCOMPARE(projector.status().projected, count);
    QStringList heard = said;
    heard.removeIf([](const QString& text) { return text.startsWith(QStringLiteral("poison")); });
    QCOMPARE(backend.heard(lounge), heard);
    const auto parked = backend.store->parked(100);
    QVERIFY(parked);
    QCOMPARE(parked->first, poisonous.size());
    for (qsizetype i = 0; i < poisonous.size(); ++i) {
        const store::ParkedRecord& one = parked->second.at(poisonous.size() - 1 - i); // newest first
        const auto event = log::decode(one.record.value);
        QVERIFY(event);
        QCOMPARE(std::get<log::MessageRecord>(*event).content, said.at(poisonous.at(i)));
        QCOMPARE(one.record.key, log::keyOf(lounge));
        QVERIFY(one.reason.contains(QStringLiteral("not this one")));
    }
}

void tst_Parking::aStoreThatRefusesEverythingGetsNothingParked() {
    Backend backend;
    QVERIFY(refuse(backend, "1"));
    const QStringList said = texts(100, {});
    QVERIFY(!backend.say(lounge, said).isEmpty());
    auto options = backend.projectorOptions();
    options.parking.refusedInARow = 20;
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression(QStringLiteral(
                             "The projector waits: The store refuses one record after the other")));
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().failing, 30'000);
    QCOMPARE(projector.status().failing->code(), ErrorCode::Internal);
    QCOMPARE(backend.store->parked(1)->first, 0);
    QCOMPARE(backend.store->snapshot()->positions, *backend.log->begin());
    QVERIFY(sql(backend, QStringLiteral("DROP TRIGGER refuse")));
    QVERIFY(projector.catchUp(*backend.log->end(), 30s));
    QCOMPARE(backend.heard(lounge), said);
    QCOMPARE(projector.status().parked, 0);
    QTRY_VERIFY_WITH_TIMEOUT(!projector.status().failing, 30'000);
}

void tst_Parking::aRefusalForAMomentParksNothing() {
    Backend backend;
    QVERIFY(refuse(backend, "NEW.content LIKE 'poison%'"));
    QVERIFY(!backend.say(lounge, texts(20, {7})).isEmpty());
    auto options = backend.projectorOptions();
    options.parking.confirm = 10min;
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("The projector waits: ")));
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QTRY_COMPARE_WITH_TIMEOUT(backend.heard(lounge).size(), 7, 30'000); // what comes before it
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().failing, 30'000);
    QVERIFY(sql(backend, QStringLiteral("DROP TRIGGER refuse")));
    QVERIFY(projector.catchUp(*backend.log->end(), 30s));
    QCOMPARE(backend.heard(lounge).size(), 20);
    QCOMPARE(backend.store->parked(1)->first, 0);
}

void tst_Parking::alarmsAreBounded() {
    Backend backend;
    test::Appends appends(*backend.log);
    for (int i = 0; i < 50; ++i)
        appends.add(Topic::Messages, "key", "not a record");
    QVERIFY(appends.wait());
    auto options = backend.projectorOptions();
    options.parking.alarmsPerMinute = 2;
    for (int i = 0; i < 2; ++i)
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(QStringLiteral("is parked: It cannot be read")));
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); // and no more
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->end(), 30s));
    QCOMPARE(projector.status().parked, 50);
    QCOMPARE(backend.store->parked(100)->second.size(), 50);
}

void tst_Parking::theLagIsTold() {
    Backend backend;
    QVERIFY(refuse(backend, "1"));
    auto options = backend.projectorOptions();
    options.parking.confirm = 10min; // it stands still
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("The projector waits: ")));
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QVERIFY(!backend.say(lounge, texts(5, {})).isEmpty());
    const log::TopicPartition where{Topic::Messages, 0};
    QTRY_COMPARE_WITH_TIMEOUT(projector.status().lag.value(where), 5, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().behind > 0ms, 30'000);
    QVERIFY(sql(backend, QStringLiteral("DROP TRIGGER refuse")));
    QVERIFY(projector.catchUp(*backend.log->end(), 30s));
    QTRY_COMPARE_WITH_TIMEOUT(projector.status().lag.value(where, -1), 0, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().behind == 0ms, 30'000);
    QVERIFY(projector.status().batches > 0);
    QVERIFY(projector.status().lastBatch > 0ns);
}

void tst_Parking::lagInRecords() {
    const log::TopicPartition a{Topic::Messages, 0};
    const log::TopicPartition b{Topic::Messages, 1};
    LagMeter meter;
    meter.moved({{a, 10}});
    QVERIFY(meter.records().isEmpty()); // not known yet
    meter.sampled({{a, 25}, {b, 99}}, LagMeter::Clock::now());
    QCOMPARE(meter.records(), (QMap<log::TopicPartition, qint64>{{a, 15}})); // b is another one's
    meter.moved({{a, 30}});
    QCOMPARE(meter.records().value(a), 0); // ahead of the last sample
}

void tst_Parking::lagInTime() {
    const log::TopicPartition a{Topic::Messages, 0};
    const auto start = LagMeter::Clock::now();
    LagMeter meter(start);
    meter.moved({{a, 0}});
    for (int second = 0; second <= 2000; ++second)
        meter.sampled({{a, second * 10}}, start + std::chrono::seconds(second));
    const auto now = start + 2000s;
    QVERIFY(meter.behind(now) == 2000s); // the sample at 0 s was reached
    meter.moved({{a, 15'000}});
    // Long lags are known less exactly.
    QVERIFY(meter.behind(now) >= 500s);
    QVERIFY(meter.behind(now) <= 520s);
    meter.moved({{a, 19'990}});
    QVERIFY(meter.behind(now) >= 1s);
    QVERIFY(meter.behind(now) <= 20s);
    meter.moved({{a, 20'000}});
    QVERIFY(meter.behind(now) == 0s);
}

QTEST_GUILESS_MAIN(tst_Parking)
#include "tst_parking.moc"
