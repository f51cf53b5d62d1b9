// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_contract.h"
#include "tests/contracts/store_scene.h"

#include <QTest>
#include <QTimeZone>

#include <thread>
#include <vector>

namespace parlor::test {

void StoreMessagesContract::projectedMessagesAreRead() {
    Scene scene(store());
    const auto seqs =
        scene.feed.say(scene.room.id, scene.ann.id, {QStringLiteral("one"), QStringLiteral("two")});
    const auto history = store().history(scene.room.id, {});
    QVERIFY(history);
    QCOMPARE(contents(history->messages), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    QCOMPARE(history->messages.first().seq, seqs.first());
    QVERIFY(seqs.first() > 0);
    QVERIFY(!history->moreBefore);
    QVERIFY(!history->moreAfter);
}

void StoreMessagesContract::everyFieldComesBack() {
    Scene scene(store());
    log::MessageRecord first =
        newMessage(scene.room.id, scene.ann.id, QStringLiteral("Gr\u00fc\u00dfe \U0001F600\n'\"; --"));
    log::MessageRecord reply =
        newMessage(scene.room.id, scene.bob.id, QStringLiteral("joined"), MessageType::System);
    reply.replyTo = first.id;
    const qint64 seq = scene.feed.nextSeq();
    QVERIFY(scene.feed.project({first, reply}));
    QCOMPARE(store().message(first.id)->value(), log::toMessage(first, seq));
    QCOMPARE(store().message(reply.id)->value(), log::toMessage(reply, seq + 1));
    QVERIFY(!store().message(MessageId::create())->has_value());
}

void StoreMessagesContract::historyPages_data() {
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<bool>("moreBefore");
    QTest::addColumn<bool>("moreAfter");
    QTest::newRow("newest") << "" << 0 << 5 << 15 << 19 << true << false;
    QTest::newRow("all") << "" << 0 << 100 << 0 << 19 << false << false;
    QTest::newRow("before") << "before" << 10 << 4 << 6 << 9 << true << true;
    QTest::newRow("before, start") << "before" << 3 << 4 << 0 << 2 << false << true;
    QTest::newRow("before, exactly") << "before" << 4 << 4 << 0 << 3 << false << true;
    QTest::newRow("after") << "after" << 10 << 4 << 11 << 14 << true << true;
    QTest::newRow("after, end") << "after" << 17 << 4 << 18 << 19 << true << false;
    QTest::newRow("around") << "around" << 10 << 6 << 7 << 12 << true << true;
    QTest::newRow("around, start") << "around" << 1 << 6 << 0 << 3 << false << true;
    QTest::newRow("around, end") << "around" << 19 << 6 << 16 << 19 << true << false;
}

void StoreMessagesContract::historyPages() {
    QFETCH(QString, parameter);
    QFETCH(int, at);
    QFETCH(int, limit);
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(20));
    store::HistoryQuery query;
    query.limit = limit;
    if (parameter == QStringLiteral("before"))
        query.before = seqs.at(at);
    else if (parameter == QStringLiteral("after"))
        query.after = seqs.at(at);
    else if (parameter == QStringLiteral("around"))
        query.around = seqs.at(at);
    const auto history = store().history(scene.room.id, query);
    QVERIFY(history);
    QFETCH(int, first);
    QFETCH(int, last);
    QCOMPARE(contents(history->messages), numbered(20).mid(first, last - first + 1));
    QTEST(history->moreBefore, "moreBefore");
    QTEST(history->moreAfter, "moreAfter");
}

void StoreMessagesContract::historyAtATime() {
    Scene scene(store());
    const Room other = makeRoom(store(), QStringLiteral("Garden"), scene.ann.id);
    const QDateTime begin(QDate(2026, 1, 31), QTime(12, 0), QTimeZone::utc());
    const auto at = [&](const Room& room, const QDateTime& time, int limit) {
        store::HistoryQuery query;
        query.limit = limit;
        query.at = time;
        return store().history(room.id, query);
    };
    QVERIFY(at(scene.room, begin, 4)->messages.isEmpty());
    QList<log::Event> events;
    for (int i = 0; i < 20; ++i) {
        log::MessageRecord record = newMessage(scene.room.id, scene.ann.id, numbered(20).at(i));
        record.createdAt = begin.addSecs(i / 2 * 60); // two in each minute
        events.append(record);
        log::MessageRecord elsewhere = newMessage(other.id, scene.ann.id, QStringLiteral("there"));
        elsewhere.createdAt = begin.addSecs(i * 3600);
        events.append(elsewhere);
    }
    QVERIFY(scene.feed.project(events));
    const auto found = [&](const QDateTime& time, int limit) {
        return contents(at(scene.room, time, limit)->messages);
    };
    // The first of that minute, with as many before it.
    QCOMPARE(found(begin.addSecs(5 * 60), 6), numbered(20).mid(7, 6));
    QCOMPARE(found(begin.addSecs(5 * 60 - 1), 6), numbered(20).mid(7, 6));
    QCOMPARE(found(begin.addMSecs(5 * 60'000 + 1), 6), numbered(20).mid(9, 6));
    QCOMPARE(found(begin, 6), numbered(20).mid(0, 3));
    QCOMPARE(found(begin.addYears(-10), 6), numbered(20).mid(0, 3));
    QVERIFY(!at(scene.room, begin, 6)->moreBefore);
    QVERIFY(at(scene.room, begin, 6)->moreAfter);
    // Nothing was said since: the newest.
    QCOMPARE(found(begin.addDays(1), 6), numbered(20).mid(17, 3));
    QVERIFY(at(scene.room, begin.addDays(1), 6)->moreBefore);
    QVERIFY(!at(scene.room, begin.addDays(1), 6)->moreAfter);
    QCOMPARE(at(scene.room, begin, 6)->snapshot.positions, scene.feed.positions());
}

void StoreMessagesContract::historyIsPerRoom() {
    Scene scene(store());
    const Room other = makeRoom(store(), QStringLiteral("Garden"), scene.ann.id);
    scene.feed.say(scene.room.id, scene.ann.id, {QStringLiteral("here")});
    scene.feed.say(other.id, scene.ann.id, {QStringLiteral("there")});
    QCOMPARE(contents(store().history(other.id, {})->messages), QStringList{QStringLiteral("there")});
}

void StoreMessagesContract::changesSince() {
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(10));
    const auto all = store().changesSince(scene.room.id, 0, 100);
    QVERIFY(all);
    QCOMPARE(contents(all->messages), numbered(10));
    QVERIFY(!all->truncated);
    QCOMPARE(all->head, seqs.last());
    QCOMPARE(all->snapshot.positions, scene.feed.positions());
    QCOMPARE(contents(store().changesSince(scene.room.id, seqs.at(6), 100)->messages), numbered(10).mid(7));
    QVERIFY(store().changesSince(scene.room.id, seqs.last(), 100)->messages.isEmpty());
    const auto some = store().changesSince(scene.room.id, 0, 4);
    QCOMPARE(contents(some->messages), numbered(4));
    QVERIFY(some->truncated);
}

void StoreMessagesContract::duplicatesKeepTheLowestSeq() {
    Scene scene(store());
    const log::MessageRecord record = newMessage(scene.room.id, scene.ann.id, QStringLiteral("once"));
    const qint64 seq = scene.feed.nextSeq();
    QVERIFY(scene.feed.project({record, record}));
    QVERIFY(scene.feed.project({record}));
    const auto history = store().history(scene.room.id, {});
    QCOMPARE(history->messages.size(), 1);
    QCOMPARE(history->messages.first().seq, seq);
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->unread, 1);
}

void StoreMessagesContract::projectingTwiceIsRefused() {
    Scene scene(store());
    const auto batch = scene.feed.batch({newMessage(scene.room.id, scene.ann.id, QStringLiteral("x"))});
    QVERIFY(store().project(batch));
    const auto again = store().project(batch);
    QVERIFY(!again);
    QCOMPARE(again.error().code(), ErrorCode::PositionMoved);
    QCOMPARE(store().history(scene.room.id, {})->messages.size(), 1);
}

void StoreMessagesContract::aZombieRollsBackWhole() {
    Scene scene(store());
    // It read its position, slept, and another one went on meanwhile.
    const auto zombie = scene.feed.batch({newMessage(scene.room.id, scene.ann.id, QStringLiteral("zombie")),
                                          newMessage(scene.room.id, scene.ann.id, QStringLiteral("zombie"))});
    scene.feed.say(scene.room.id, scene.ann.id, {QStringLiteral("alive")});
    QCOMPARE(store().project(zombie).error().code(), ErrorCode::PositionMoved);
    QCOMPARE(contents(store().history(scene.room.id, {})->messages), QStringList{QStringLiteral("alive")});
    QCOMPARE(store().snapshot()->positions, scene.feed.positions());
}

void StoreMessagesContract::anotherEpochIsRefused() {
    Scene scene(store());
    auto batch = scene.feed.batch({newMessage(scene.room.id, scene.ann.id, QStringLiteral("x"))});
    QVERIFY(
        store().beginEpoch(scene.feed.epoch().number, QStringLiteral("another log"), 1, batch.from, false));
    QCOMPARE(store().project(batch).error().code(), ErrorCode::PositionMoved);
    QVERIFY(store().history(scene.room.id, {})->messages.isEmpty());
}

void StoreMessagesContract::concurrentProjectorsAdvanceOnce() {
    Scene scene(store());
    const auto batch = scene.feed.batch({newMessage(scene.room.id, scene.ann.id, QStringLiteral("x"))});
    std::atomic<int> done{0};
    std::atomic<int> moved{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            const auto result = store().project(batch);
            if (result)
                ++done;
            else if (result.error().code() == ErrorCode::PositionMoved)
                ++moved;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(done.load(), 1);
    QCOMPARE(moved.load(), 5);
    QCOMPARE(store().history(scene.room.id, {})->messages.size(), 1);
}

void StoreMessagesContract::positionsComeWithWhatIsRead() {
    // Whatever moment a reader hits, rows and position belong together: one message per offset here.
    Scene scene(store());
    std::atomic<bool> stop{false};
    std::atomic<int> mismatches{0};
    std::atomic<int> reads{0};
    std::thread reader([&] {
        while (!stop) {
            const auto changes = store().changesSince(scene.room.id, 0, 500);
            const qint64 position = changes->snapshot.positions.value({log::Topic::Messages, 0}, -1);
            if (position != changes->messages.size())
                ++mismatches;
            ++reads;
        }
    });
    int projected = 0;
    while (projected < 200 || reads < 20) {
        if (projected < 200)
            scene.feed.say(scene.room.id, scene.ann.id, {QStringLiteral("x"), QStringLiteral("y")});
        projected += 2;
    }
    stop = true;
    reader.join();
    QCOMPARE(mismatches.load(), 0);
}

void StoreMessagesContract::headFollowsEveryRecord() {
    Scene scene(store());
    const auto head = [&] { return store().roomOf(scene.bob.id, scene.room.id)->first.head; };
    QCOMPARE(head(), 0);
    scene.feed.say(scene.room.id, scene.ann.id, {QStringLiteral("x")});
    QCOMPARE(head(), scene.feed.nextSeq() - 1);
    Room changed = scene.room;
    changed.name = QStringLiteral("Salon");
    ++changed.version;
    QVERIFY(scene.feed.project({log::RoomRecord{changed, false}}));
    QCOMPARE(head(), scene.feed.nextSeq() - 1);
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, scene.bob, RoomRole::Member, 1}}));
    QCOMPARE(head(), scene.feed.nextSeq() - 1);
    QVERIFY(scene.feed.project(
        {newMessage(scene.room.id, scene.ann.id, QStringLiteral("sys"), MessageType::System)}));
    QCOMPARE(head(), scene.feed.nextSeq() - 1);
    QCOMPARE(store().changesSince(scene.room.id, 0, 10)->head, head());
}

void StoreMessagesContract::unreadCounts() {
    Scene scene(store());
    const auto annSaid = scene.feed.say(scene.room.id, scene.ann.id, numbered(5));
    scene.feed.say(scene.room.id, scene.bob.id, numbered(3));
    QVERIFY(scene.feed.project(
        {newMessage(scene.room.id, scene.ann.id, QStringLiteral("sys"), MessageType::System)}));
    const auto count = [&](const User& user, qint64 after) {
        return store().countUnread(scene.room.id, user.id, after)->unread;
    };
    QCOMPARE(count(scene.bob, 0), 5); // not his own, not the system's
    QCOMPARE(count(scene.ann, 0), 3);
    QCOMPARE(count(scene.bob, annSaid.at(2)), 2);
    QCOMPARE(count(scene.bob, annSaid.at(4)), 0);
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->snapshot.positions, scene.feed.positions());
    QCOMPARE(store().roomOf(scene.bob.id, scene.room.id)->first.read.unread, 5);
    QCOMPARE(store().roomOf(scene.ann.id, scene.room.id)->first.read.unread, 3);
}

void StoreMessagesContract::unreadCountsStop() {
    Scene scene(store());
    scene.feed.say(scene.room.id, scene.ann.id, numbered(limits::unreadMax + 50));
    QCOMPARE(store().countUnread(scene.room.id, scene.bob.id, 0)->unread, limits::unreadMax);
    QCOMPARE(store().roomsOf(scene.bob.id)->rooms.first().read.unread, limits::unreadMax);
}

void StoreMessagesContract::seenMovesForwardOnly() {
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(5));
    const auto read = [&] { return store().roomOf(scene.bob.id, scene.room.id)->first.read; };
    QVERIFY(scene.feed.project({log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(3)}}));
    QCOMPARE(read().seenSeq, seqs.at(3));
    QCOMPARE(read().unread, 1);
    QVERIFY(scene.feed.project({log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(1)}}));
    QCOMPARE(read().seenSeq, seqs.at(3));
    QVERIFY(scene.feed.project({log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(2)},
                                log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(4)},
                                log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(0)}}));
    QCOMPARE(read().seenSeq, seqs.at(4));
    QCOMPARE(read().unread, 0);
    QCOMPARE(store().roomOf(scene.ann.id, scene.room.id)->first.read.seenSeq, 0);
}

void StoreMessagesContract::membersFromTheLog() {
    // As after a restore: the log knows of somebody of whom the copy of the store does not.
    Scene scene(store());
    const User zoe{UserId::create(), QStringLiteral("zoe"), QStringLiteral("Zo\u00eb"), false};
    const qint64 version = store().membership(scene.room.id, scene.bob.id)->value().version;
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, zoe, RoomRole::Member, version + 1},
                                log::MemberRecord{scene.room.id, scene.bob, std::nullopt, version + 2}}));
    QVERIFY(store().membership(scene.room.id, zoe.id)->value().role == RoomRole::Member);
    QVERIFY(!store().membership(scene.room.id, scene.bob.id)->has_value());
    QCOMPARE(*store().users({zoe.id}), QList<User>{zoe});
    // The next change of the store counts on from there.
    QVERIFY(store().setMember(scene.room.id, scene.bob.id, RoomRole::Member)->value.version > version + 2);
}

void StoreMessagesContract::olderMembershipIsIgnored() {
    Scene scene(store());
    const qint64 joined = store().membership(scene.room.id, scene.bob.id)->value().version;
    QVERIFY(store().removeMember(scene.room.id, scene.bob.id));
    // His joining comes out of the log only now.
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, scene.bob, RoomRole::Member, joined}}));
    QVERIFY(!store().membership(scene.room.id, scene.bob.id)->has_value());
}

void StoreMessagesContract::roomsAndUsersFromTheLog() {
    Scene scene(store());
    Room garden = newRoom(QStringLiteral("Garden"));
    garden.version = 3;
    User renamed = scene.bob;
    renamed.displayName = QStringLiteral("Robert");
    const qint64 version = store().account(scene.bob.id)->version;
    QVERIFY(scene.feed.project({log::RoomRecord{garden, false}, log::UserRecord{renamed, version + 1}}));
    QCOMPARE(*store().room(garden.id), garden);
    QCOMPARE(store().account(scene.bob.id)->user, renamed);

    Room older = garden;
    older.name = QStringLiteral("Older");
    older.version = 2;
    QVERIFY(scene.feed.project({log::RoomRecord{older, false}, log::UserRecord{scene.bob, version}}));
    QCOMPARE(*store().room(garden.id), garden);
    QCOMPARE(store().account(scene.bob.id)->user, renamed);

    ++garden.version;
    QVERIFY(scene.feed.project({log::RoomRecord{garden, true}}));
    QCOMPARE(store().room(garden.id).error().code(), ErrorCode::NotFound);
    ++garden.version;
    QVERIFY(scene.feed.project({log::RoomRecord{garden, false}}));
    QCOMPARE(store().room(garden.id).error().code(), ErrorCode::NotFound); // deletion is final
}

void StoreMessagesContract::unknownKindsOnlyMoveThePosition() {
    Scene scene(store());
    QVERIFY(scene.feed.project({log::UnknownRecord{QStringLiteral("poll")}}));
    QCOMPARE(store().snapshot()->positions, scene.feed.positions());
    QVERIFY(store().history(scene.room.id, {})->messages.isEmpty());
}

void StoreMessagesContract::messagesOfUnknownRoomsAreKept() {
    Scene scene(store());
    const RoomId elsewhere = RoomId::create();
    scene.feed.say(elsewhere, scene.ann.id, {QStringLiteral("hello?")});
    QCOMPARE(contents(store().history(elsewhere, {})->messages), QStringList{QStringLiteral("hello?")});
}

void StoreMessagesContract::projectionOutlivesAReopen() {
    Scene scene(store());
    scene.feed.say(scene.room.id, scene.ann.id, numbered(3));
    const auto before = store().history(scene.room.id, {})->messages;
    QVERIFY(m_store->reopen());
    QCOMPARE(store().history(scene.room.id, {})->messages, before);
    QCOMPARE(store().snapshot()->positions, scene.feed.positions());
    QCOMPARE(*store().epoch(), scene.feed.epoch());
}

} // namespace parlor::test
