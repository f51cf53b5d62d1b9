// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_message_contract.h"

#include <QTest>

namespace parlor::test {

namespace {

constexpr int unmoved = -1;

} // namespace

void StoreCursorsContract::cursorsMove_data() {
    QTest::addColumn<QString>("steps"); ///< "d3": delivered up to message 3
    QTest::addColumn<int>("delivered"); ///< number of a message, or unmoved
    QTest::addColumn<int>("seen");
    QTest::addColumn<int>("mark");
    QTest::newRow("delivered") << "d3" << 3 << unmoved << unmoved;
    QTest::newRow("delivered, never back") << "d3 d1" << 3 << unmoved << unmoved;
    QTest::newRow("seen moves all") << "s2" << 2 << 2 << 2;
    QTest::newRow("seen, then delivered") << "s2 d4" << 4 << 2 << 2;
    QTest::newRow("delivered further, then seen") << "d4 s2" << 4 << 2 << 2;
    QTest::newRow("seen, never back") << "s4 s1" << 4 << 4 << 4;
    QTest::newRow("marked back") << "s4 m1" << 4 << 4 << 1;
    QTest::newRow("marked back twice") << "s4 m1 m2 m0" << 4 << 4 << 0;
    QTest::newRow("marked back, then seen on") << "s3 m1 s4" << 4 << 4 << 4;
    QTest::newRow("marked back, seen lower") << "s4 m1 s2" << 4 << 4 << 2;
    QTest::newRow("marked on") << "m3" << unmoved << unmoved << 3;
}

void StoreCursorsContract::cursorsMove() {
    QFETCH(QString, steps);
    QFETCH(int, delivered);
    QFETCH(int, seen);
    QFETCH(int, mark);
    // In one batch, and in one for each record, it comes to the same.
    for (const bool together : {true, false}) {
        make();
        Scene scene(store());
        const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(5));
        QList<log::Event> events;
        for (const QString& step : steps.split(QLatin1Char(' '))) {
            const qint64 seq = seqs.at(step.mid(1).toInt());
            if (step.startsWith(QLatin1Char('d')))
                events.append(log::DeliveredRecord{scene.bob.id, scene.room.id, seq});
            else if (step.startsWith(QLatin1Char('s')))
                events.append(log::SeenRecord{scene.bob.id, scene.room.id, seq});
            else
                events.append(log::MarkRecord{scene.bob.id, scene.room.id, seq});
            if (!together) {
                QVERIFY(scene.feed.project(events));
                events.clear();
            }
        }
        QVERIFY(scene.feed.project(events));
        const auto expected = [&](int number) { return number == unmoved ? qint64(0) : seqs.at(number); };
        const auto cursor = store().cursorOf(scene.room.id, scene.bob.id);
        QVERIFY(cursor);
        QCOMPARE(*cursor, (MemberCursor{scene.bob.id, expected(delivered), expected(seen)}));
        const ReadState read = store().roomOf(scene.bob.id, scene.room.id)->first.read;
        QCOMPARE(read.seenSeq, expected(mark));
        QCOMPARE(read.unread, store().countUnread(scene.room.id, scene.bob.id, read.seenSeq)->unread);
        QCOMPARE(store().cursorOf(scene.room.id, scene.ann.id)->seen, 0); // nobody else moved
    }
}

void StoreCursorsContract::strangersHaveNone() {
    Scene scene(store());
    const UserId stranger = UserId::create();
    QVERIFY(scene.feed.project(
        {log::SeenRecord{stranger, scene.room.id, 5}, log::MarkRecord{scene.bob.id, RoomId::create(), 5}}));
    QCOMPARE(store().cursorOf(scene.room.id, stranger).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().cursorOf(RoomId::create(), scene.bob.id).error().code(), ErrorCode::NotFound);
    QVERIFY(store().cursors(RoomId::create(), 10)->isEmpty());
}

void StoreCursorsContract::cursorsOfARoom() {
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(3));
    QVERIFY(scene.feed.project({log::DeliveredRecord{scene.bob.id, scene.room.id, seqs.at(2)},
                                log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(0)}}));
    auto cursors = store().cursors(scene.room.id, 10);
    QCOMPARE(cursors->size(), 2);
    QVERIFY(cursors->contains({scene.ann.id, 0, 0}));
    QVERIFY(cursors->contains({scene.bob.id, seqs.at(2), seqs.at(0)}));
    QCOMPARE(store().cursors(scene.room.id, 1)->size(), 1);
}

void StoreCursorsContract::receipts() {
    Scene scene(store());
    const User carol = makeUser(store(), QStringLiteral("carol"));
    const User dan = makeUser(store(), QStringLiteral("dan"));
    for (const User& user : {carol, dan})
        QVERIFY(store().setMember(scene.room.id, user.id, RoomRole::Member));
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(3));
    QVERIFY(scene.feed.project({log::SeenRecord{scene.ann.id, scene.room.id, seqs.at(2)},
                                log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(1)},
                                log::DeliveredRecord{carol.id, scene.room.id, seqs.at(1)}}));
    const auto at = [&](int message) {
        return *store().receipts(scene.room.id, seqs.at(message), scene.ann.id);
    };
    QCOMPARE(at(1), (MessageReceipts{3, 2, 1, {scene.bob.id}, {carol.id}}));
    QCOMPARE(at(2), (MessageReceipts{3, 0, 0, {}, {}}));
    // A read marker that is put back says nothing to others.
    QVERIFY(scene.feed.project({log::MarkRecord{scene.bob.id, scene.room.id, seqs.at(0)}}));
    QCOMPARE(at(1).seenBy, QList<UserId>{scene.bob.id});
    QCOMPARE(*store().receipts(RoomId::create(), 1, scene.ann.id), MessageReceipts());
}

void StoreCursorsContract::receiptsNameSome() {
    Scene scene(store());
    constexpr int more = limits::receiptNamesMax + 20;
    QList<log::Event> events;
    QList<log::Event> read;
    qint64 version = store().membership(scene.room.id, scene.bob.id)->value().version;
    const qint64 seq = scene.feed.nextSeq() + more;
    for (int i = 0; i < more; ++i) {
        const User user{UserId::create(), QStringLiteral("user%1").arg(i), QStringLiteral("U"), false};
        events.append(log::MemberRecord{scene.room.id, user, RoomRole::Member, ++version});
        read.append(log::SeenRecord{user.id, scene.room.id, seq});
    }
    events.append(newMessage(scene.room.id, scene.ann.id, QStringLiteral("hello all")));
    QVERIFY(scene.feed.project(events));
    QVERIFY(scene.feed.project(read));
    const auto receipts = store().receipts(scene.room.id, seq, scene.ann.id);
    QCOMPARE(receipts->members, more + 1);
    QCOMPARE(receipts->delivered, more);
    QCOMPARE(receipts->seen, more);
    QCOMPARE(receipts->seenBy.size(), limits::receiptNamesMax);
    QVERIFY(receipts->deliveredTo.isEmpty());
}

void StoreCursorsContract::whoComesHasReadWhatWas() {
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(3));
    const User carol = makeUser(store(), QStringLiteral("carol"));
    QVERIFY(store().setMember(scene.room.id, carol.id, RoomRole::Member));
    QCOMPARE(*store().cursorOf(scene.room.id, carol.id), (MemberCursor{carol.id, seqs.last(), seqs.last()}));
    QCOMPARE(store().roomOf(carol.id, scene.room.id)->first.read.unread, 0);
    // And who comes by the log only, after what the same batch says.
    const User zoe{UserId::create(), QStringLiteral("zoe"), QStringLiteral("Zo\u00eb"), false};
    const qint64 version = store().membership(scene.room.id, carol.id)->value().version;
    QVERIFY(scene.feed.project({newMessage(scene.room.id, scene.ann.id, QStringLiteral("before")),
                                log::MemberRecord{scene.room.id, zoe, RoomRole::Member, version + 1},
                                newMessage(scene.room.id, scene.ann.id, QStringLiteral("after"))}));
    QCOMPARE(store().roomOf(zoe.id, scene.room.id)->first.read.unread, 1);
    QCOMPARE(store().cursorOf(scene.room.id, zoe.id)->seen, scene.feed.nextSeq() - 2);
    QCOMPARE(store().membersNamed(scene.room.id, {QStringLiteral("zoe")})->value(QStringLiteral("zoe")),
             zoe.id);
}

void StoreCursorsContract::membersAreCounted() {
    Scene scene(store());
    const auto count = [&] { return store().roomOf(scene.ann.id, scene.room.id)->first.memberCount; };
    QCOMPARE(count(), 2);
    qint64 version = store().membership(scene.room.id, scene.bob.id)->value().version;
    const User zoe{UserId::create(), QStringLiteral("zoe"), QStringLiteral("Zo\u00eb"), false};
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, zoe, RoomRole::Member, version + 1}}));
    QCOMPARE(count(), 3);
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, zoe, RoomRole::Moderator, version + 2}}));
    QCOMPARE(count(), 3);
    QVERIFY(scene.feed.project({log::MemberRecord{scene.room.id, zoe, std::nullopt, version + 3},
                                log::MemberRecord{scene.room.id, zoe, std::nullopt, version + 4}}));
    QCOMPARE(count(), 2);
    QVERIFY(
        scene.feed.project({log::MemberRecord{scene.room.id, zoe, RoomRole::Member, version + 1}})); // old
    QCOMPARE(count(), 2);
}

void StoreCursorsContract::roomsFromTheLogAreWhole() {
    Scene scene(store());
    Room direct = newRoom(QString(), RoomKind::Direct);
    direct.version = 1;
    direct.direct = {std::min(scene.ann.id, scene.bob.id), std::max(scene.ann.id, scene.bob.id)};
    Room archived = newRoom(QStringLiteral("Attic"));
    archived.version = 2;
    archived.archived = true;
    User ann = scene.ann;
    ann.statusText = QStringLiteral("on holiday");
    ann.timeZone = QStringLiteral("Europe/Berlin");
    ann.deactivated = true;
    const qint64 version = store().account(ann.id)->version;
    QVERIFY(scene.feed.project({log::RoomRecord{direct, false}, log::RoomRecord{archived, false},
                                log::UserRecord{ann, version + 1}}));
    QCOMPARE(*store().room(direct.id), direct);
    QCOMPARE(*store().room(archived.id), archived);
    QCOMPARE(store().account(ann.id)->user, ann);
    archived.archived = false;
    ++archived.version;
    QVERIFY(scene.feed.project({log::RoomRecord{archived, false}}));
    QCOMPARE(*store().room(archived.id), archived);
}

void StoreCursorsContract::deletedUsersAreForgotten() {
    Scene scene(store());
    User gone = scene.bob;
    gone.username = QStringLiteral("deleted-1234");
    gone.displayName = QStringLiteral("Deleted user");
    gone.deleted = true;
    const qint64 version = store().account(scene.bob.id)->version;
    QVERIFY(scene.feed.project({log::UserRecord{gone, version + 1}}));
    QCOMPARE(*store().users({gone.id}), QList<User>{gone});
    QVERIFY(!store().accountByLogin(QStringLiteral("bob")));
    QVERIFY(!makeUser(store(), QStringLiteral("bob")).id.isNull()); // name and address are free
}

} // namespace parlor::test
