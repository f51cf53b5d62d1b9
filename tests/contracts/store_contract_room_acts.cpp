// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/contracts/act_helpers.h"
#include "tests/contracts/store_contract_acts.h"

#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

namespace parlor::test {

void StoreRoomActsContract::aRoomBeginsWithItsMembers() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    // That one names oneself, too, is no reason to be in twice.
    const auto made = store().createRoom(newRoom(QStringLiteral("Den"), RoomKind::Private), ann.id,
                                         {cid.id, ann.id, ben.id});
    QVERIFY2(made, qPrintable(why(made)));
    QCOMPARE(made->value.memberCount, 3);
    QCOMPARE(
        told(store(), made->outbox),
        (QStringList{QStringLiteral("room"), QStringLiteral("ann owner"), QStringLiteral("cid member"),
                     QStringLiteral("ben member"), QStringLiteral("ann: ANN created the room \"Den\"")}));
    QCOMPARE(memberCountOf(store(), made->value.room.id, ben.id), 3);
    const auto notice = log::decode(made->outbox.last().value);
    const auto& record = std::get<log::MessageRecord>(*notice);
    QVERIFY(record.type == MessageType::System);
    QCOMPARE(record.system, std::optional(SystemEvent{SystemKind::RoomCreated, {}, QStringLiteral("Den")}));
}

void StoreRoomActsContract::directRoomsAreFound() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const auto made = store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id);
    QVERIFY2(made, qPrintable(why(made)));
    QVERIFY(made->value.made);
    const Room room = made->value.room;
    QVERIFY(room.kind == RoomKind::Direct);
    QCOMPARE(QSet<UserId>(room.direct.cbegin(), room.direct.cend()), (QSet<UserId>{ann.id, ben.id}));
    QStringList lines = told(store(), made->outbox);
    lines.sort();
    QCOMPARE(lines, (QStringList{QStringLiteral("ann member"), QStringLiteral("ben member"),
                                 QStringLiteral("room")}));
    QCOMPARE(*store().room(room.id), room);

    const auto found = store().directRoom(RoomId::create(), utcNow(), ben.id, ann.id);
    QVERIFY(found);
    QVERIFY(!found->value.made);
    QCOMPARE(found->value.room, room);
    QVERIFY(found->outbox.isEmpty());

    const auto alone = store().directRoom(RoomId::create(), utcNow(), ann.id, ann.id);
    QVERIFY2(alone, qPrintable(why(alone)));
    QCOMPARE(alone->value.room.direct, QList<UserId>{ann.id});
    QCOMPARE(store().directRoom(RoomId::create(), utcNow(), ann.id, ann.id)->value.room.id,
             alone->value.room.id);
    QCOMPARE(memberCountOf(store(), alone->value.room.id, ann.id), 1);
    QCOMPARE(store().roomsOf(ann.id)->rooms.size(), 2);
    // Found again even when the other could not be met anew.
    QVERIFY(store().changeAccount(ben.id, {.active = false}, {}, {}));
    QCOMPARE(store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id, room.id);
}

void StoreRoomActsContract::ofConcurrentDirectRoomsOneIsMade() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    std::mutex mutex;
    QSet<RoomId> rooms;
    int made = 0;
    QStringList errors;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            const auto one = i % 2 ? store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)
                                   : store().directRoom(RoomId::create(), utcNow(), ben.id, ann.id);
            const std::lock_guard lock(mutex);
            if (!one)
                return errors.append(one.error().message());
            rooms.insert(one->value.room.id);
            made += one->value.made ? 1 : 0;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(errors, QStringList());
    QCOMPARE(rooms.size(), 1);
    QCOMPARE(made, 1);
    QCOMPARE(memberCountOf(store(), *rooms.cbegin(), ann.id), 2);
}

void StoreRoomActsContract::directRoomsStayAsTheyAre() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const RoomId room = store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id;
    QCOMPARE(store().removeMember(room, ann.id, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().addMember(room, cid.id, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().setRole(room, ben.id, RoomRole::Owner, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().ban(room, ben.id, utcNow(), by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().updateRoom(room, {.name = QStringLiteral("us")}, by(ann)).error().code(),
             ErrorCode::Conflict);
    QCOMPARE(store().deleteRoom(room, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().members(room, {}, 10)->items.size(), 2);
}

void StoreRoomActsContract::roomsChange() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    const auto changed = store().updateRoom(room.id,
                                            {.name = QStringLiteral("Cave"),
                                             .topic = QStringLiteral(""),
                                             .kind = RoomKind::Private,
                                             .archived = true},
                                            by(ann));
    QVERIFY2(changed, qPrintable(why(changed)));
    Room expected = room;
    expected.name = QStringLiteral("Cave");
    expected.topic = QStringLiteral("");
    expected.kind = RoomKind::Private;
    expected.archived = true;
    expected.version = room.version + 1;
    QCOMPARE(changed->value, expected);
    QCOMPARE(*store().room(room.id), expected);
    QCOMPARE(told(store(), changed->outbox),
             (QStringList{QStringLiteral("room"), QStringLiteral("ann: ANN archived the room"),
                          QStringLiteral("ann: ANN renamed the room to \"Cave\""),
                          QStringLiteral("ann: ANN took the topic away"),
                          QStringLiteral("ann: ANN made the room private")}));
    QCOMPARE(*log::decode(changed->outbox.first().value), log::Event(log::RoomRecord{expected, false}));
    QVERIFY(store().publicRooms(ann.id, {}, {}, 10)->items.isEmpty());

    const auto same =
        store().updateRoom(room.id, {.name = QStringLiteral("Cave"), .archived = true}, by(ann));
    QVERIFY(same);
    QCOMPARE(same->value, expected);
    QVERIFY(same->outbox.isEmpty());
    QCOMPARE(store().updateRoom(RoomId::create(), {}, by(ann)).error().code(), ErrorCode::NotFound);
}

void StoreRoomActsContract::theJudgeHasTheLastWord() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    QVERIFY(store().setMember(room.id, ben.id, RoomRole::Moderator));
    const store::Actor no = refusing(ann, ErrorCode::Forbidden);
    QCOMPARE(store().updateRoom(room.id, {.name = QStringLiteral("x")}, no).error().code(),
             ErrorCode::Forbidden);
    QCOMPARE(store().deleteRoom(room.id, no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().addMember(room.id, cid.id, no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().setRole(room.id, ben.id, RoomRole::Owner, no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().removeMember(room.id, ben.id, no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().ban(room.id, ben.id, utcNow(), no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().unban(room.id, ben.id, no).error().code(), ErrorCode::Forbidden);
    QCOMPARE(*store().room(room.id), room);
    QCOMPARE(store().members(room.id, {}, 10)->items,
             (QList<Member>{{ann, RoomRole::Owner}, {ben, RoomRole::Moderator}}));

    // What it is shown is the room as it is.
    std::optional<store::RoomScene> seen;
    const store::Actor looking{cid.id, [&](const store::RoomScene& scene) -> Result<void> {
                                   seen = scene;
                                   return fail(ErrorCode::Forbidden);
                               }};
    QVERIFY(!store().removeMember(room.id, ben.id, looking));
    QVERIFY(seen);
    QCOMPARE(seen->room, room);
    QVERIFY(!seen->actor);
    QVERIFY(seen->target == std::optional(RoomRole::Moderator));
    QVERIFY(!seen->banned);
}

void StoreRoomActsContract::anEmptyPrivateRoomIsDeleted() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id, RoomKind::Private);
    QCOMPARE(told(store(), store().removeMember(room.id, ann.id, by(ann))->outbox),
             (QStringList{QStringLiteral("ann out"), QStringLiteral("room deleted")}));
    QCOMPARE(store().room(room.id).error().code(), ErrorCode::NotFound);
}

void StoreRoomActsContract::deletedRoomsAreNotThere() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    QVERIFY(store().addMember(room.id, ben.id, by(ann)));
    QCOMPARE(told(store(), store().deleteRoom(room.id, by(ann))->outbox),
             QStringList{QStringLiteral("room deleted")});
    for (const User& user : {ann, ben}) {
        QCOMPARE(store().room(room.id).error().code(), ErrorCode::NotFound);
        QCOMPARE(store().roomOf(user.id, room.id).error().code(), ErrorCode::NotFound);
        QVERIFY(!store().membership(room.id, user.id)->has_value());
        QVERIFY(store().roomsOf(user.id)->rooms.isEmpty());
        QCOMPARE(store().addMember(room.id, user.id, by(user)).error().code(), ErrorCode::NotFound);
        QCOMPARE(store().removeMember(room.id, user.id, by(user)).error().code(), ErrorCode::NotFound);
    }
    QVERIFY(store().publicRooms(ann.id, {}, {}, 10)->items.isEmpty());
    QCOMPARE(store().deleteRoom(room.id, by(ann)).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().updateRoom(room.id, {.archived = true}, by(ann)).error().code(), ErrorCode::NotFound);
}

void StoreRoomActsContract::deletedRoomsArePurged() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    Feed feed(store());
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    const Room other = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QVERIFY(store().addMember(room.id, ben.id, by(ann)));
    QStringList lines;
    for (int i = 0; i < 10; ++i)
        lines.append(QStringLiteral("line %1").arg(i));
    const auto seqs = feed.say(room.id, ann.id, lines);
    feed.say(other.id, ann.id, {QStringLiteral("stays")});
    const MessageId first = store().history(room.id, {})->messages.first().id;
    for (const QString& name : {QStringLiteral("cid"), QStringLiteral("dot")})
        QVERIFY(store().ban(room.id, makeUser(store(), name).id, utcNow(), by(ann)));
    QVERIFY(store().unban(room.id, store().bans(room.id, {}, 1)->items.first().user.id, by(ann))->value);
    QCOMPARE(*store().purgeRooms(100), 0);
    QVERIFY(store().deleteRoom(room.id, by(ann)));

    // In portions, until nothing is left.
    int gone = 0;
    for (int portion = 1; portion > 0; gone += portion) {
        const auto purged = store().purgeRooms(4);
        QVERIFY2(purged, qPrintable(why(purged)));
        QVERIFY(*purged <= 4);
        portion = *purged;
    }
    QCOMPARE(gone, 16); // the name, ten messages, two members, a ban, two versions of bans
    QVERIFY(store().history(room.id, {})->messages.isEmpty());
    QVERIFY(!store().message(first)->has_value());
    QVERIFY(store().members(room.id, {}, 10)->items.isEmpty());
    QCOMPARE(contents(store().history(other.id, {})->messages), QStringList{QStringLiteral("stays")});
    QVERIFY(!seqs.isEmpty());

    // One that was on its way goes the next time, and nothing makes the room anew.
    feed.say(room.id, ben.id, {QStringLiteral("late")});
    QVERIFY(feed.project({log::RoomRecord{room, false}}));
    QCOMPARE(*store().purgeRooms(100), 1);
    QCOMPARE(store().room(room.id).error().code(), ErrorCode::NotFound);
}

} // namespace parlor::test
