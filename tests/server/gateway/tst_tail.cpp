// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/gateway/fixture.h"
#include "tests/server/gateway/gated_log.h"

using namespace parlor;
using namespace parlor::gateway;
using parlor::test::GatedLog;
using parlor::test::GatewayFixture;

class TestTail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatIsNotProjected();
    void hasWhatWasInTheLogBeforeTheStart();
    void dropsTheLaterOfTwoWithOneId();
    void forgetsWhatIsProjectedAfterTheGraceTime();
    void keepsWhatIsNotProjectedBeyondTheGraceTime();
    void refusesASnapshotOlderThanWhatItHolds();
    void refusesASnapshotOfAnotherEpoch();
    void isFullBeyondItsLimit();
    void mergesCursorsByMaximum();
    void tellsThoseWhoWait();
    void endsOnANewerFormat();
    void skipsADamagedRecord();
    void waitsForTheEnd();
    void knowsALateDuplicateOfWhatWasProjected();
    void looksBackNoFurtherThanItsWindow();
    void refusesAStoreThatIsAheadOfTheLog();
    void goesOnWhileTheLogDoesNotTellItsEnd();
};

void TestTail::holdsWhatIsNotProjected() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    const auto first = f.say(ada, room, QStringLiteral("one"));
    const auto second = f.say(ada, room, QStringLiteral("two"));
    const auto items = test::must(f.tail().since(room.id, test::must(f.store().snapshot())));
    QCOMPARE(items.size(), std::size_t(2));
    QCOMPARE(items[0].seq, f.seqOf(first));
    QCOMPARE(std::get<log::MessageRecord>(items[1].event).content, QStringLiteral("two"));
    QCOMPARE(f.tail().head(room.id), f.seqOf(second));

    f.projectAll();
    QVERIFY(test::must(f.tail().since(room.id, test::must(f.store().snapshot()))).empty());
}

void TestTail::hasWhatWasInTheLogBeforeTheStart() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    const auto record = f.messageRecord(ada, room, QStringLiteral("before"));
    f.append(log::Topic::Messages, "k", record, false);
    QVERIFY(!f.tail().caughtUp());
    f.startTail();
    QTRY_VERIFY(f.tail().caughtUp());
    const auto found = f.tail().find(record.id);
    QVERIFY(found);
    QCOMPARE(found->record, record);
}

void TestTail::dropsTheLaterOfTwoWithOneId() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    std::mutex mutex;
    std::vector<Applied> met;
    f.startTail([&](const std::vector<Applied>& applied) {
        const std::lock_guard lock(mutex);
        met.insert(met.end(), applied.begin(), applied.end());
    });
    const auto record = f.messageRecord(ada, room, QStringLiteral("once"));
    const auto first = f.append(log::Topic::Messages, "k", record);
    f.append(log::Topic::Messages, "k", record);
    {
        const std::lock_guard lock(mutex);
        QCOMPARE(met.size(), std::size_t(2));
        QVERIFY(!met[0].duplicate);
        QVERIFY(met[1].duplicate);
        QCOMPARE(met[1].seq, f.seqOf(first)); // the one that counts
    }
    QCOMPARE(test::must(f.tail().since(room.id, test::must(f.store().snapshot()))).size(), std::size_t(1));
    QCOMPARE(f.tail().find(record.id)->seq, f.seqOf(first));
}

void TestTail::forgetsWhatIsProjectedAfterTheGraceTime() {
    GatewayFixture f({.maxBytes = 1 << 20, .grace = std::chrono::milliseconds(0)});
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    const auto record = f.messageRecord(ada, room, QStringLiteral("gone"));
    f.append(log::Topic::Messages, "k", record);
    f.seen(ada, room, 1);
    f.projectAll();
    f.tail().projected(test::must(f.store().snapshot()));
    QTRY_COMPARE(f.tail().bytes(), qsizetype(0));
    QVERIFY(!f.tail().find(record.id));
    QCOMPARE(f.tail().seen(ada.id, room.id), qint64(0));
    QCOMPARE(f.tail().head(room.id), qint64(0));
}

void TestTail::keepsWhatIsNotProjectedBeyondTheGraceTime() {
    GatewayFixture f({.maxBytes = 1 << 20, .grace = std::chrono::milliseconds(0)});
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    const auto record = f.messageRecord(ada, room, QStringLiteral("kept"));
    f.append(log::Topic::Messages, "k", record);
    // Two further turns of the tail, each of which would forget it if it might.
    f.say(ada, room, QStringLiteral("a"));
    f.say(ada, room, QStringLiteral("b"));
    QVERIFY(f.tail().find(record.id));
}

void TestTail::refusesASnapshotOlderThanWhatItHolds() {
    GatewayFixture f({.maxBytes = 1 << 20, .grace = std::chrono::milliseconds(0)});
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    const store::Snapshot old = test::must(f.store().snapshot());
    f.startTail();
    f.say(ada, room, QStringLiteral("one"));
    f.projectAll();
    f.tail().projected(test::must(f.store().snapshot()));
    QTRY_COMPARE(f.tail().bytes(), qsizetype(0));
    const auto items = f.tail().since(room.id, old);
    QVERIFY(!items);
    QCOMPARE(items.error().code(), ErrorCode::Unavailable);
    QVERIFY(f.tail().since(room.id, test::must(f.store().snapshot())));
}

void TestTail::refusesASnapshotOfAnotherEpoch() {
    GatewayFixture f;
    f.startTail();
    store::Snapshot snapshot = test::must(f.store().snapshot());
    ++snapshot.epoch;
    QCOMPARE(f.tail().since(RoomId::create(), snapshot).error().code(), ErrorCode::Unavailable);
}

void TestTail::isFullBeyondItsLimit() {
    GatewayFixture f({.maxBytes = 2000, .grace = std::chrono::milliseconds(0)});
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    QVERIFY(!f.tail().full());
    for (int i = 0; i < 5; ++i)
        f.say(ada, room, QString(200, u'x'));
    QVERIFY(f.tail().full());
    f.projectAll();
    f.tail().projected(test::must(f.store().snapshot()));
    QTRY_VERIFY(!f.tail().full());
}

void TestTail::mergesCursorsByMaximum() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    f.seen(ada, room, 7);
    f.seen(ada, room, 3);
    QCOMPARE(f.tail().seen(ada.id, room.id), qint64(7));
}

void TestTail::tellsThoseWhoWait() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    const auto appended = f.say(ada, room, QStringLiteral("one"));
    QVERIFY(f.tail().waitFor(appended.where, appended.offset, std::chrono::milliseconds(0))); // has happened
    QVERIFY(!f.tail().waitFor(appended.where, appended.offset + 1000, std::chrono::milliseconds(1)));
    std::atomic<int> told = 0;
    f.tail().whenReached(appended.where, appended.offset + 1000,
                         [&](bool reached) { told += reached ? 10 : 1; });
    QCOMPARE(told.load(), 0);
    f.tail().stop();
    QCOMPARE(told.load(), 1);
}

void TestTail::endsOnANewerFormat() {
    GatewayFixture f;
    f.startTail();
    QByteArray value = log::encode(
        log::UserRecord{{UserId::create(), QStringLiteral("ada"), QStringLiteral("Ada"), false}, 1});
    QVERIFY(value.contains("\"v\":1"));
    value.replace("\"v\":1", "\"v\":99");
    f.log().append(log::Topic::Users, "k", value, [](const auto&) {});
    QTRY_VERIFY(f.tail().failure());
    QCOMPARE(f.tail().failure()->code(), ErrorCode::NewerFormat);
}

void TestTail::skipsADamagedRecord() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("damaged record")));
    f.log().append(log::Topic::Messages, "k", "not a record", [](const auto&) {});
    f.say(ada, room, QStringLiteral("after"));
    QVERIFY(!f.tail().failure());
    QCOMPARE(test::must(f.tail().since(room.id, test::must(f.store().snapshot()))).size(), std::size_t(1));
}

void TestTail::waitsForTheEnd() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.startTail();
    QVERIFY(f.tail().waitForEnd(std::chrono::seconds(5)));
    const auto record = f.messageRecord(ada, room, QStringLiteral("x"));
    f.append(log::Topic::Messages, "k", record, false);
    QVERIFY(f.tail().waitForEnd(std::chrono::seconds(5)));
    QVERIFY(f.tail().find(record.id));
    QVERIFY(f.tail().lag() < std::chrono::seconds(2));
}

void TestTail::knowsALateDuplicateOfWhatWasProjected() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    const auto record = f.messageRecord(ada, room, QStringLiteral("once"));
    const auto first = f.append(log::Topic::Messages, log::keyOf(room.id), record, false);
    f.projectAll();
    std::mutex mutex;
    std::vector<Applied> met;
    f.startTail([&](const std::vector<Applied>& applied) {
        const std::lock_guard lock(mutex);
        met.insert(met.end(), applied.begin(), applied.end());
    });
    f.append(log::Topic::Messages, log::keyOf(room.id), record);
    const std::lock_guard lock(mutex);
    QCOMPARE(met.size(), std::size_t(1)); // the first was told before this tail began
    QVERIFY(met[0].duplicate);
    QCOMPARE(met[0].seq, f.seqOf(first));
    QVERIFY(test::must(f.tail().since(room.id, test::must(f.store().snapshot()))).empty());
    QCOMPARE(f.tail().figures().duplicates.value(), quint64(1));
}

void TestTail::looksBackNoFurtherThanItsWindow() {
    GatewayFixture f({.maxBytes = 1 << 20,
                      .grace = std::chrono::milliseconds(0),
                      .duplicateWindow = std::chrono::milliseconds(-1000)});
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    f.append(log::Topic::Messages, log::keyOf(room.id), f.messageRecord(ada, room, QStringLiteral("old")),
             false);
    f.projectAll();
    f.startTail();
    f.say(ada, room, QStringLiteral("new"));
    QCOMPARE(f.tail().figures().records.value(), quint64(1));
}

void TestTail::refusesAStoreThatIsAheadOfTheLog() {
    GatewayFixture f;
    Tail tail(f.log(), {});
    log::Positions ahead = test::must(f.log().end());
    for (qint64& position : ahead)
        position += 100;
    const auto started = tail.start(f.epoch(), ahead, [](const auto&) {});
    QVERIFY(!started);
    QCOMPARE(started.error().code(), ErrorCode::BeyondEnd);
}

void TestTail::goesOnWhileTheLogDoesNotTellItsEnd() {
    GatewayFixture f;
    const User ada = f.addUser(QStringLiteral("ada"));
    const Room room = f.addRoom(ada, QStringLiteral("sea"));
    GatedLog gated(f.log());
    TailLimits limits;
    limits.sampleInterval = std::chrono::milliseconds(10);
    Tail tail(gated, limits);
    test::must(tail.start(f.epoch(), test::must(f.store().snapshot()).positions, [](const auto&) {}));
    QTRY_VERIFY(tail.caughtUp());
    gated.blockEnd(true);
    const auto record = f.messageRecord(ada, room, QStringLiteral("x"));
    const auto appended = f.append(log::Topic::Messages, log::keyOf(room.id), record, false);
    QVERIFY(tail.waitFor(appended.where, appended.offset, std::chrono::seconds(10)));
    QVERIFY(!tail.waitForEnd(std::chrono::milliseconds(10)));
    QTRY_VERIFY(tail.lag(room.id) > std::chrono::milliseconds(300));
    gated.blockEnd(false);
    QTRY_VERIFY(tail.lag() < std::chrono::milliseconds(300));
    QTRY_VERIFY(tail.waitForEnd(std::chrono::seconds(2)));
    gated.setDown(true); // it answers, but not with an end
    QTRY_VERIFY(!tail.waitForEnd(std::chrono::seconds(2)));
    QTRY_VERIFY(tail.lag() > std::chrono::milliseconds(300));
    tail.stop();
}

QTEST_GUILESS_MAIN(TestTail)
#include "tst_tail.moc"
