// SPDX-License-Identifier: GPL-3.0-or-later
// What the client tells without being asked: what was read and marked, what arrived, how its user is to be
// shown, and that something is being typed.
#include "client/core/delivery_reports.h"
#include "client/core/read_markers.h"
#include "client/core/self_state.h"
#include "tests/client/core/connected_rig.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A room of `members`, read up to seq 10 of bob's and 11 of mine.
struct Rig : ConnectedRig {
    explicit Rig(int size = 3) {
        members = size;
        read = {10, 0, 0, 11};
        write([&] { QVERIFY(cache->putRead(room, read)); });
        QObject::connect(sync.get(), &Sync::messagesChanged, &deliveries, &DeliveryReports::note);
    }
    ReadState shown() const { return reader->room(room)->read; }
    void told(qint64 seen, int unread, qint64 asOf) {
        event(server::RoomRead{room, {seen, unread, 0, asOf}});
    }
    /// Answers the last frame, and lets what it set going run.
    void accept() {
        reply(server::Ok{});
        timing.advance(ReadMarkers::coalesce);
    }

    ReadMarkers markers{*cache, *connection, timing};
    DeliveryReports deliveries{*cache, *connection, timing};
    SelfState self{*cache, *connection, timing};
};

} // namespace

class TestTold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksBackAndCountsAtOnce();
    void aMarkSurvivesTheEndAndTheServersNews();
    void readingAfterAMark();
    void readingWhileAMarkIsOnItsWay();
    void aMarkThatIsRefused();
    void aMarkForwardIsReading();
    void deliveriesAreToldOnceForMany();
    void deliveriesAreNotToldInLargeRooms();
    void aLostDeliveryIsToldAgain();
    void presenceIsToldToEveryConnection();
    void presenceIsToldAgainLater();
    void typingIsRepeatedWhileItGoesOn();
    void typingEnds();
    void typingIsNotToldInVain();
};

void TestTold::marksBackAndCountsAtOnce() {
    Rig rig;
    QSignalSpy changed(&rig.markers, &ReadMarkers::roomChanged);
    QCOMPARE(rig.shown().unread, 0);
    rig.markers.markBack(rig.room, 7);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(rig.shown().seenSeq, 7);
    QCOMPARE(rig.shown().unread, 3); // 8 to 10; 11 is mine
    QCOMPARE(rig.sent(), 0);
    rig.goOnline();
    rig.markers.flush();
    QCOMPARE(rig.last<client::RoomMark>()->seq, 7);
    rig.accept();
    QCOMPARE(rig.shown().unread, 3); // until the server says it
    rig.told(7, 3, 11);
    QCOMPARE(rig.shown().seenSeq, 7);
    QCOMPARE(rig.shown().unread, 3);
    QCOMPARE(rig.sent(), 1);
    // From now on the server's marker counts again.
    rig.told(10, 0, 11);
    QCOMPARE(rig.shown().unread, 0);
}

void TestTold::aMarkSurvivesTheEndAndTheServersNews() {
    Rig rig;
    rig.markers.markBack(rig.room, 7);
    rig.reader.reset();
    rig.reader = std::make_unique<CacheReader>(rig.directory.path(), rig.me);
    QCOMPARE(rig.shown().unread, 3);
    // Read elsewhere meanwhile: what was marked here last is to hold.
    rig.goOnline(12, {rig.message(12)});
    rig.told(12, 0, 12);
    QCOMPARE(rig.shown().seenSeq, 7);
    QCOMPARE(rig.shown().unread, 4);
    rig.markers.flush();
    QCOMPARE(rig.last<client::RoomMark>()->seq, 7);
}

void TestTold::readingAfterAMark() {
    Rig rig;
    rig.markers.markBack(rig.room, 5);
    rig.markers.mark(rig.room, 8);
    QCOMPARE(rig.shown().seenSeq, 8);
    QCOMPARE(rig.shown().unread, 2);
    rig.goOnline();
    rig.markers.flush();
    // Exactly there: the server still has it further.
    QCOMPARE(rig.last<client::RoomMark>()->seq, 8);
    rig.accept();
    rig.told(8, 2, 11);
    rig.markers.mark(rig.room, 11);
    rig.timing.advance(ReadMarkers::coalesce);
    QCOMPARE(rig.last<client::MessageSeen>()->seq, 11);
    QCOMPARE(rig.shown().unread, 0);
}

void TestTold::readingWhileAMarkIsOnItsWay() {
    Rig rig;
    rig.goOnline();
    rig.markers.markBack(rig.room, 5);
    rig.timing.advance(ReadMarkers::coalesce);
    QCOMPARE(rig.last<client::RoomMark>()->seq, 5);
    rig.markers.mark(rig.room, 11);
    QCOMPARE(rig.shown().unread, 0);
    rig.accept();
    QCOMPARE(rig.last<client::MessageSeen>()->seq, 11);
    rig.told(5, 5, 11); // the mark's echo, which is overtaken
    QCOMPARE(rig.shown().unread, 0);
    rig.accept();
    rig.told(11, 0, 11);
    QCOMPARE(rig.shown().unread, 0);
    QCOMPARE(rig.sent(), 2);
}

void TestTold::aMarkThatIsRefused() {
    Rig rig;
    rig.goOnline();
    rig.markers.markBack(rig.room, 5);
    rig.timing.advance(ReadMarkers::coalesce);
    QSignalSpy changed(&rig.markers, &ReadMarkers::roomChanged);
    rig.refuse(ErrorCode::NotFound);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(rig.shown().seenSeq, 10);
    QCOMPARE(rig.shown().unread, 0);
    rig.timing.advance(10s);
    QCOMPARE(rig.sent(), 1);
}

void TestTold::aMarkForwardIsReading() {
    Rig rig;
    rig.goOnline(12, {rig.message(12)});
    rig.transport.sent.clear();
    rig.markers.markBack(rig.room, 12);
    rig.timing.advance(ReadMarkers::coalesce);
    QCOMPARE(rig.last<client::MessageSeen>()->seq, 12);
}

void TestTold::deliveriesAreToldOnceForMany() {
    Rig rig;
    rig.goOnline(13, {rig.message(12), rig.message(13)});
    rig.live(rig.message(14));
    rig.live(rig.message(15));
    rig.live(rig.message(16, u"of mine"_s, rig.me));
    QCOMPARE(rig.sent(), 0);
    rig.timing.advance(DeliveryReports::coalesce);
    QCOMPARE(rig.last<client::MessageDelivered>()->seq, 15);
    QCOMPARE(rig.sent(), 1);
    rig.reply(server::Ok{});
    // A change of an old one is no news, nor is a message of mine.
    rig.event(server::ReactionUpdate{rig.room, rig.message(14).id, 17, rig.bob, u"👍"_s, true});
    rig.live(rig.message(18, u"mine"_s, rig.me));
    rig.timing.advance(10s);
    QCOMPARE(rig.sent(), 1);
    // What is read already is told as seen.
    rig.markers.mark(rig.room, 19);
    rig.live(rig.message(19));
    rig.timing.advance(10s);
    QCOMPARE(rig.sent(), 2);
    QVERIFY(rig.last<client::MessageSeen>());
}

void TestTold::deliveriesAreNotToldInLargeRooms() {
    Rig rig(limits::statusRoomMax + 1);
    rig.goOnline();
    rig.live(rig.message(12));
    rig.timing.advance(10s);
    QCOMPARE(rig.sent(), 0);
}

void TestTold::aLostDeliveryIsToldAgain() {
    Rig rig;
    rig.goOnline();
    rig.live(rig.message(12));
    rig.timing.advance(DeliveryReports::coalesce);
    QCOMPARE(rig.sent(), 1);
    rig.lose();
    rig.live(rig.message(13)); // not connected: not taken
    rig.transport.sent.clear();
    rig.goOnline(12);
    rig.deliveries.flush();
    QCOMPARE(rig.last<client::MessageDelivered>()->seq, 12);
}

void TestTold::presenceIsToldToEveryConnection() {
    Rig rig;
    rig.self.setPresence(PresenceStatus::DoNotDisturb);
    rig.goOnline();
    rig.self.setOnline(true);
    QVERIFY(rig.last<client::PresenceSet>()->status == PresenceStatus::DoNotDisturb);
    rig.reply(server::Ok{});
    rig.self.setPresence(PresenceStatus::DoNotDisturb);
    QCOMPARE(rig.sent(), 1);
    rig.lose();
    rig.self.setOnline(false);
    rig.transport.sent.clear();
    rig.goOnline();
    rig.self.setOnline(true);
    QVERIFY(rig.last<client::PresenceSet>()->status == PresenceStatus::DoNotDisturb);
    // Changed while that is on its way: the newest is told after it.
    rig.self.setPresence(PresenceStatus::Away);
    rig.self.setPresence(PresenceStatus::Online);
    QCOMPARE(rig.sent(), 1);
    rig.reply(server::Ok{});
    QCOMPARE(rig.sent(), 2);
    QVERIFY(rig.last<client::PresenceSet>()->status == PresenceStatus::Online);
    rig.reply(server::Ok{});
    // A new socket is online by itself.
    rig.lose();
    rig.self.setOnline(false);
    rig.transport.sent.clear();
    rig.goOnline();
    rig.self.setOnline(true);
    QCOMPARE(rig.sent(), 0);
}

void TestTold::presenceIsToldAgainLater() {
    Rig rig;
    rig.goOnline();
    rig.self.setOnline(true);
    rig.self.setPresence(PresenceStatus::Away);
    rig.refuse(ErrorCode::RateLimited);
    QCOMPARE(rig.sent(), 1);
    rig.timing.advance(1s);
    QCOMPARE(rig.sent(), 2);
    rig.refuse(ErrorCode::Forbidden);
    rig.timing.advance(10s);
    QCOMPARE(rig.sent(), 2);
}

void TestTold::typingIsRepeatedWhileItGoesOn() {
    Rig rig;
    rig.goOnline();
    rig.self.setTyping(rig.room, true);
    QVERIFY(rig.last<client::TypingStart>());
    for (int i = 0; i < 35; ++i) { // a key every 100 ms
        rig.timing.advance(100ms);
        rig.self.setTyping(rig.room, true);
    }
    QCOMPARE(rig.sent(), 1);
    rig.timing.advance(SelfState::typingRepeat - 3'500ms);
    QCOMPARE(rig.sent(), 2);
    QVERIFY(rig.last<client::TypingStart>());
    // Nothing more was typed: it is over without a word.
    rig.timing.advance(8s);
    const int before = rig.sent();
    QCOMPARE(before, 2);
    rig.self.setTyping(rig.room, true);
    QCOMPARE(rig.sent(), before + 1);
    QVERIFY(std::chrono::seconds(limits::typingSeconds) > SelfState::typingRepeat);
}

void TestTold::typingEnds() {
    Rig rig;
    rig.goOnline();
    rig.self.setTyping(rig.room, false);
    QCOMPARE(rig.sent(), 0);
    rig.self.setTyping(rig.room, true);
    rig.self.setTyping(rig.room, false);
    QVERIFY(rig.last<client::TypingStop>());
    QCOMPARE(rig.sent(), 2);
    // The message tells it.
    rig.self.setTyping(rig.room, true);
    rig.self.sent(rig.room);
    rig.self.setTyping(rig.room, false);
    QCOMPARE(rig.sent(), 3);
    // Going on elsewhere ends it here.
    RoomView second = rig.view(0);
    second.room.id = RoomId::create();
    rig.write([&] { QVERIFY(rig.cache->putRoom(second)); });
    rig.self.setTyping(rig.room, true);
    rig.self.setTyping(second.room.id, true);
    QCOMPARE(rig.last<client::TypingStart>()->roomId, second.room.id);
    QCOMPARE(rig.sent(), 6);
}

void TestTold::typingIsNotToldInVain() {
    Rig rig;
    rig.self.setTyping(rig.room, true);
    rig.goOnline();
    rig.self.setOnline(true);
    QCOMPARE(rig.sent(), 0);
    Rig large(limits::presenceRoomMax + 1);
    large.goOnline();
    large.self.setTyping(large.room, true);
    QCOMPARE(large.sent(), 0);
}

QTEST_GUILESS_MAIN(TestTold)
#include "tst_told.moc"
