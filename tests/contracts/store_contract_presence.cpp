// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/contracts/store_presence_contract.h"

#include <QTest>

namespace parlor::test {

void StorePresenceContract::roomsOfUsers() {
    Scene scene(store());
    const User eve = makeUser(store(), QStringLiteral("eve"));
    const Room own = makeRoom(store(), QStringLiteral("Own"), scene.ann.id);
    QVERIFY(store().roomsOfUsers({}, 10)->isEmpty());
    QVERIFY(store().roomsOfUsers({eve.id, UserId::create()}, 10)->isEmpty());
    QCOMPARE(*store().roomsOfUsers({scene.bob.id}, 10),
             (QList<store::UserInRoom>{{scene.bob.id, scene.room.id}}));
    const auto both = *store().roomsOfUsers({scene.bob.id, eve.id, scene.ann.id}, 10);
    QCOMPARE(both.size(), 3);
    for (const store::UserInRoom& expected :
         {store::UserInRoom{scene.bob.id, scene.room.id}, store::UserInRoom{scene.ann.id, scene.room.id},
          store::UserInRoom{scene.ann.id, own.id}})
        QVERIFY(both.contains(expected));
    // Large rooms are left out, and those that are no more.
    QCOMPARE(*store().roomsOfUsers({scene.ann.id}, 1), (QList<store::UserInRoom>{{scene.ann.id, own.id}}));
    QVERIFY(store().deleteRoom(own.id, {}));
    QVERIFY(store().roomsOfUsers({scene.ann.id}, 1)->isEmpty());
}

void StorePresenceContract::roomsOfManyUsers() {
    Scene scene(store());
    QList<UserId> users{scene.ann.id};
    for (int i = 0; i < 99 + 100; ++i)
        users.append(UserId::create());
    users.append(scene.bob.id);
    QCOMPARE(store().roomsOfUsers(users, 10)->size(), 2);
    QCOMPARE(store().roomsOfUsers(users.mid(0, 100), 10)->size(), 1);
    QCOMPARE(store().roomsOfUsers(users.mid(100), 10)->size(), 1);
}

void StorePresenceContract::lastSeenIsForThoseWhoShareARoom() {
    Scene scene(store());
    const User eve = makeUser(store(), QStringLiteral("eve"));
    const QList<UserId> everybody{scene.ann.id, scene.bob.id, eve.id, UserId::create()};
    const auto asked = [&](const User& asker) {
        const auto answer = store().lastSeen(asker.id, everybody);
        return answer ? QSet<UserId>(answer->keyBegin(), answer->keyEnd()) : QSet<UserId>();
    };
    QCOMPARE(asked(scene.ann), (QSet<UserId>{scene.ann.id, scene.bob.id}));
    QCOMPARE(asked(scene.bob), (QSet<UserId>{scene.ann.id, scene.bob.id}));
    QCOMPARE(asked(eve), QSet<UserId>{eve.id});
    QVERIFY(store().removeMember(scene.room.id, scene.bob.id));
    QCOMPARE(asked(scene.ann), QSet<UserId>{scene.ann.id});
    QVERIFY(store().lastSeen(scene.ann.id, {})->isEmpty());
}

void StorePresenceContract::lastSeenNeverGoesBack() {
    Scene scene(store());
    const auto lastSeen = [&](const User& user) {
        return store().lastSeen(user.id, {user.id})->value(user.id);
    };
    QVERIFY(!lastSeen(scene.ann));
    QVERIFY(store().touchLastSeen({}));
    const QDateTime now = utcNow();
    QVERIFY(store().touchLastSeen(
        {{scene.ann.id, now}, {scene.bob.id, now.addSecs(-5)}, {UserId::create(), now}}));
    QCOMPARE(lastSeen(scene.ann), std::optional(now));
    QCOMPARE(lastSeen(scene.bob), std::optional(now.addSecs(-5)));
    QVERIFY(store().touchLastSeen({{scene.ann.id, now.addSecs(-60)}, {scene.bob.id, now}}));
    QCOMPARE(lastSeen(scene.ann), std::optional(now));
    QCOMPARE(lastSeen(scene.bob), std::optional(now));
}

void StorePresenceContract::memberCounts() {
    Scene scene(store());
    const Room own = makeRoom(store(), QStringLiteral("Own"), scene.ann.id);
    QVERIFY(store().memberCounts({})->isEmpty());
    QCOMPARE(*store().memberCounts({scene.room.id, own.id, RoomId::create()}),
             (QHash<RoomId, int>{{scene.room.id, 2}, {own.id, 1}}));
    QVERIFY(store().deleteRoom(own.id, {}));
    QVERIFY(store().memberCounts({own.id})->isEmpty());
}

void StorePresenceContract::readPositions() {
    Scene scene(store());
    const auto seqs = scene.feed.say(scene.room.id, scene.ann.id, numbered(4));
    QVERIFY(scene.feed.project({log::SeenRecord{scene.bob.id, scene.room.id, seqs.at(1)},
                                log::DeliveredRecord{scene.bob.id, scene.room.id, seqs.at(2)},
                                log::MarkRecord{scene.bob.id, scene.room.id, seqs.at(0)}}));
    const auto position = store().readPosition(scene.room.id, scene.bob.id);
    QVERIFY(position);
    QCOMPARE(position->cursor, (MemberCursor{scene.bob.id, seqs.at(2), seqs.at(1)}));
    QCOMPARE(position->mark, seqs.at(0));
    QCOMPARE(position->head, seqs.at(3));
    QCOMPARE(position->snapshot.positions, store().snapshot()->positions);
    QCOMPARE(store().readPosition(scene.room.id, UserId::create()).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().readPosition(RoomId::create(), scene.bob.id).error().code(), ErrorCode::NotFound);
}

} // namespace parlor::test
