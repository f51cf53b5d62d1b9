// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite_dialect.h"
#include "server/worker/work_pace.h"
#include "tests/server/worker/worker_fixture.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRegularExpression>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

#include <atomic>
#include <thread>

using namespace parlor;
using log::Topic;
using test::Backend;
using worker::Projector;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30s;
const RoomId lounge = RoomId::create();

/// A dialect under which a write fails when told so, as a full disk would.
class FailingDialect final : public store::SqliteDialect {
public:
    using SqliteDialect::SqliteDialect;
    Result<void> connect(QSqlDatabase& database) const override {
        auto connected = SqliteDialect::connect(database);
        if (full) {
            QSqlQuery query(database);
            if (!query.exec(QStringLiteral("PRAGMA max_page_count = 1")))
                return fail(describe(query.lastError()));
        }
        return connected;
    }
    QString beginWrite() const override {
        return away ? QStringLiteral("SELECT the database FROM nowhere") : SqliteDialect::beginWrite();
    }
    static inline std::atomic<bool> full{false};
    static inline std::atomic<bool> away{false};
};

} // namespace

class tst_Projector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsTheLogIntoTheStore();
    void goesOnWithWhatComesLater();
    void startsWhereItStopped();
    void seqIsBasePlusOffset();
    void duplicatesKeepTheLowestSeq();
    void tellsOfItsPositions();
    void twoAtOnceProjectOnce();
    void catchUpHasADeadline();
    void unreadableRecordsAreParked();
    void aNewerRecordStopsIt();
    void anotherLogStopsIt();
    void aTrimmedLogStopsIt();
    void aFullStoreIsTriedAgain();
    void aStoreThatComesBackIsGoneOnWith();
    void stopIsPrompt();
    void gathersWhatComesBetweenTwoTransactions();
    void leavesRoomForOthersWithinABatch();
    void doesNotRestWhenItIsBehind();
    void bytesFillABatch();
    void restsBetweenPiecesOfWork();
};

void tst_Projector::bringsTheLogIntoTheStore() {
    Backend backend;
    QVERIFY(!backend.say(lounge, {QStringLiteral("one"), QStringLiteral("two")}).isEmpty());
    QVERIFY(backend.project());
    QCOMPARE(backend.heard(lounge), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
}

void tst_Projector::goesOnWithWhatComesLater() {
    Backend backend;
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    for (int i = 0; i < 50; ++i) {
        QVERIFY(!backend.say(lounge, {QString::number(i)}).isEmpty());
        if (i % 10 == 0)
            QVERIFY(projector.catchUp(*backend.log->end(), patience));
    }
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(backend.heard(lounge).size(), 50);
    QCOMPARE(projector.status().projected, 50);
    QVERIFY(!projector.status().failing);
    QVERIFY(!projector.status().stopped);
}

void tst_Projector::startsWhereItStopped() {
    Backend backend;
    QVERIFY(!backend.say(lounge, {QStringLiteral("one")}).isEmpty());
    QVERIFY(backend.project());
    QVERIFY(!backend.say(lounge, {QStringLiteral("two")}).isEmpty());
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(projector.status().projected, 1);
    QCOMPARE(backend.heard(lounge).size(), 2);
}

void tst_Projector::seqIsBasePlusOffset() {
    Backend backend;
    const log::MessageRecord record = test::newMessage(lounge, UserId::create(), QStringLiteral("x"));
    const auto appended =
        test::appendOne(*backend.log, Topic::Messages, log::keyOf(lounge), log::encode(record));
    QVERIFY(appended);
    QVERIFY(backend.project());
    QCOMPARE(backend.store->message(record.id)->value().seq, backend.epoch.base + appended->offset);
}

void tst_Projector::duplicatesKeepTheLowestSeq() {
    Backend backend;
    const log::MessageRecord record = test::newMessage(lounge, UserId::create(), QStringLiteral("once"));
    const auto first =
        test::appendOne(*backend.log, Topic::Messages, log::keyOf(lounge), log::encode(record));
    QVERIFY(test::appendOne(*backend.log, Topic::Messages, log::keyOf(lounge), log::encode(record)));
    QVERIFY(backend.project());
    QVERIFY(test::appendOne(*backend.log, Topic::Messages, log::keyOf(lounge), log::encode(record)));
    QVERIFY(backend.project());
    QCOMPARE(backend.heard(lounge).size(), 1);
    QCOMPARE(backend.store->message(record.id)->value().seq, backend.epoch.base + first->offset);
}

void tst_Projector::tellsOfItsPositions() {
    Backend backend;
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    std::mutex mutex;
    log::Positions told;
    projector.setProjected([&](const log::Positions& positions) {
        // True when it is said: the store has it.
        const auto stored = backend.store->snapshot();
        const std::lock_guard lock(mutex);
        if (stored && stored->positions == positions)
            told = positions;
    });
    projector.start();
    QVERIFY(!backend.say(lounge, {QStringLiteral("x")}).isEmpty());
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    projector.stop();
    const std::lock_guard lock(mutex);
    QCOMPARE(told, *backend.log->end());
}

void tst_Projector::twoAtOnceProjectOnce() {
    Backend backend;
    Projector one(*backend.log, *backend.store, backend.projectorOptions());
    Projector two(*backend.log, *backend.store, backend.projectorOptions());
    one.start();
    two.start();
    for (int i = 0; i < 100; ++i)
        QVERIFY(!backend.say(lounge, {QString::number(i)}).isEmpty());
    QVERIFY(one.catchUp(*backend.log->end(), patience));
    QVERIFY(two.catchUp(*backend.log->end(), patience));
    const QStringList heard = backend.heard(lounge);
    QCOMPARE(heard.size(), 100);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(heard.at(i), QString::number(i));
    QCOMPARE(one.status().projected + two.status().projected, 100);
}

void tst_Projector::catchUpHasADeadline() {
    Backend backend;
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    log::Positions never = *backend.log->end();
    for (qint64& position : never)
        position += 1000;
    const auto late = projector.catchUp(never, 1ms);
    QVERIFY(!late);
    QCOMPARE(late.error().code(), ErrorCode::Unavailable);
}

void tst_Projector::unreadableRecordsAreParked() {
    Backend backend;
    QVERIFY(!backend.say(lounge, {QStringLiteral("before")}).isEmpty());
    const QByteArray poison("{\"v\":1,\"kind\":\"message\",\"id\":\0}", 30);
    const auto appended = test::appendOne(*backend.log, Topic::Messages, "a key", poison);
    QVERIFY(appended);
    QVERIFY(!backend.say(lounge, {QStringLiteral("after")}).isEmpty());
    QTest::ignoreMessage(
        QtCriticalMsg,
        QRegularExpression(QStringLiteral("Record \\d+ of chat\\.messages/0 is parked: It cannot be read")));
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(projector.status().parked, 1);
    QCOMPARE(backend.heard(lounge), (QStringList{QStringLiteral("before"), QStringLiteral("after")}));

    const auto parked = backend.store->parked(10);
    QVERIFY(parked);
    QCOMPARE(parked->first, 1);
    const log::Record& record = parked->second.first().record;
    QCOMPARE(record, (log::Record{appended->where, appended->offset, "a key", poison}));
    QVERIFY(parked->second.first().reason.startsWith(QStringLiteral("It cannot be read: ")));
}

void tst_Projector::aNewerRecordStopsIt() {
    Backend backend;
    QVERIFY(test::appendOne(*backend.log, Topic::Messages, "room", R"({"v":2,"kind":"message"})"));
    QTest::ignoreMessage(QtCriticalMsg,
                         QRegularExpression(QStringLiteral("The projector has stopped: .*version 2")));
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    const auto caught = projector.catchUp(*backend.log->end(), patience);
    QVERIFY(!caught);
    QCOMPARE(caught.error().code(), ErrorCode::NewerFormat);
    QCOMPARE(projector.status().stopped->code(), ErrorCode::NewerFormat);
    QCOMPARE(projector.status().positions, *backend.log->begin()); // nothing was passed over
}

void tst_Projector::anotherLogStopsIt() {
    Backend backend;
    auto other = log::openEmbeddedLog(backend.path("other.db"));
    QVERIFY(other);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral(
                                            "The projector has stopped: .*not of this event log")));
    Projector projector(**other, *backend.store, backend.projectorOptions());
    projector.start();
    log::Positions beyond = *(*other)->end();
    for (qint64& position : beyond)
        ++position;
    QCOMPARE(projector.catchUp(beyond, patience).error().code(), ErrorCode::Conflict);
}

void tst_Projector::aTrimmedLogStopsIt() {
    Backend backend;
    QVERIFY(!backend.say(lounge, {QStringLiteral("lost")}).isEmpty());
    QVERIFY(backend.log->trim(*backend.log->end()));
    QTest::ignoreMessage(
        QtCriticalMsg, QRegularExpression(QStringLiteral("The projector has stopped: .*the log starts at")));
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QCOMPARE(projector.catchUp(*backend.log->end(), patience).error().code(), ErrorCode::LogTrimmed);
}

void tst_Projector::aFullStoreIsTriedAgain() {
    Backend backend;
    store::SqlStore failing(std::make_unique<FailingDialect>(backend.path("store.db")));
    QVERIFY(failing.open());
    QVERIFY(!backend.say(lounge, {QString(200'000, QLatin1Char('x'))}).isEmpty());
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("The projector will try again: .*full")));
    FailingDialect::full = true; // for the connection that the projector's thread opens
    std::atomic<bool> failed{false};
    {
        Projector projector(*backend.log, failing, backend.projectorOptions());
        projector.start();
        QTRY_VERIFY_WITH_TIMEOUT(projector.status().failing, 30'000);
        QCOMPARE(projector.status().failing->code(), ErrorCode::Io);
        failed = true;
    }
    QVERIFY(failed);
    FailingDialect::full = false;
    QCOMPARE(backend.store->snapshot()->positions, *backend.log->begin());
    Projector projector(*backend.log, failing, backend.projectorOptions());
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(backend.heard(lounge).size(), 1);
}

void tst_Projector::aStoreThatComesBackIsGoneOnWith() {
    Backend backend;
    store::SqlStore failing(std::make_unique<FailingDialect>(backend.path("store.db")));
    QVERIFY(failing.open());
    worker::ProjectorOptions options = backend.projectorOptions();
    options.parking.confirm = 10min;
    Projector projector(*backend.log, failing, options);
    projector.start();
    QVERIFY(!backend.say(lounge, {QStringLiteral("one")}).isEmpty());
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("The projector waits: .*")));
    FailingDialect::away = true;
    QVERIFY(!backend.say(lounge, {QStringLiteral("two")}).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().failing, 30'000);
    QVERIFY(!backend.say(lounge, {QStringLiteral("three")}).isEmpty());
    QCOMPARE(backend.heard(lounge).size(), 1);
    FailingDialect::away = false;
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(backend.heard(lounge),
             (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
    QTRY_VERIFY_WITH_TIMEOUT(!projector.status().failing, 30'000);
    QCOMPARE(projector.status().parked, 0);
}

void tst_Projector::stopIsPrompt() {
    Backend backend;
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QVERIFY(projector.catchUp(*backend.log->begin(), patience));
    QElapsedTimer timer;
    timer.start();
    projector.stop(); // although nothing comes
    QVERIFY(timer.elapsed() < 5000);
    projector.stop();
}

void tst_Projector::gathersWhatComesBetweenTwoTransactions() {
    Backend backend;
    auto options = backend.projectorOptions();
    options.interval = 1h;
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QVERIFY(!backend.say(lounge, {QStringLiteral("first")}).isEmpty());
    // Nothing was projected before it: it does not wait.
    QTRY_COMPARE(projector.status().projected, 1);
    const qint64 before = projector.status().batches;
    for (int i = 0; i < 10; ++i)
        QVERIFY(!backend.say(lounge, {QString::number(i)}).isEmpty());
    QCOMPARE(projector.status().projected, 1);
    // Whoever waits for the store is not made to.
    QVERIFY(projector.catchUp(*backend.log->end(), patience));
    QCOMPARE(projector.status().projected, 11);
    QCOMPARE(projector.status().batches, before + 1);
    QCOMPARE(backend.heard(lounge).size(), 11);
}

void tst_Projector::leavesRoomForOthersWithinABatch() {
    Backend backend;
    QVERIFY(!backend.say(lounge, QStringList(600, QStringLiteral("much"))).isEmpty());
    Projector projector(*backend.log, *backend.store, backend.projectorOptions());
    projector.start();
    QTRY_COMPARE(projector.status().projected, 600);
    QVERIFY(projector.status().rests > 1);
}

void tst_Projector::doesNotRestWhenItIsBehind() {
    Backend backend;
    QVERIFY(!backend.say(lounge, QStringList(600, QStringLiteral("much"))).isEmpty());
    worker::ProjectorOptions options = backend.projectorOptions();
    options.batchMax = 200;
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QTRY_COMPARE(projector.status().projected, 600);
    QVERIFY(projector.status().batches >= 3);
    QCOMPARE(projector.status().rests, 0);
}

void tst_Projector::bytesFillABatch() {
    Backend backend;
    QVERIFY(!backend.say(lounge, QStringList(2500, QStringLiteral("much"))).isEmpty());
    worker::ProjectorOptions options = backend.projectorOptions();
    options.batchMaxBytes = 100'000; // less than what is read at once
    Projector projector(*backend.log, *backend.store, options);
    projector.start();
    QTRY_COMPARE(projector.status().projected, 2500);
    QVERIFY2(projector.status().batches >= 3, qPrintable(QString::number(projector.status().batches)));
    QCOMPARE(projector.status().rests, 0);
}

void tst_Projector::restsBetweenPiecesOfWork() {
    const worker::WorkPace::Clock::time_point begin;
    worker::WorkPace pace(300us, 200us, begin);
    QCOMPARE(pace.due(begin + 299us).count(), 0);
    QCOMPARE(pace.due(begin + 310us).count(), 200);
    // The rest is no work.
    QCOMPARE(pace.due(begin + 510us + 299us).count(), 0);
    QCOMPARE(pace.due(begin + 510us + 300us).count(), 200);
}

QTEST_GUILESS_MAIN(tst_Projector)
#include "tst_projector.moc"
