// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/act_helpers.h"
#include "tests/contracts/store_contract_acts.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

namespace parlor::test {

void StoreMemberActsContract::whoCannotBeAMember_data() {
    QTest::addColumn<bool>("deleted");
    QTest::addColumn<bool>("known");
    QTest::newRow("deactivated") << false << true;
    QTest::newRow("deleted") << true << true;
    QTest::newRow("unknown") << false << false;
}

void StoreMemberActsContract::whoCannotBeAMember() {
    QFETCH(bool, deleted);
    QFETCH(bool, known);
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = known ? makeUser(store(), QStringLiteral("ben")) : User{UserId::create(), {}, {}};
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    if (deleted)
        QVERIFY(store().deleteUser(ben.id, {}));
    else if (known)
        QVERIFY(store().changeAccount(ben.id, {.active = false}, {}, {}));

    const auto created = store().createRoom(newRoom(QStringLiteral("x")), ann.id, {ben.id});
    QVERIFY(!created);
    QCOMPARE(created.error().code(), ErrorCode::NotFound);
    QCOMPARE(created.error().field(), QStringLiteral("members"));
    QCOMPARE(store().roomsOf(ann.id)->rooms.size(), 1);
    for (const Error& error : {store().addMember(room.id, ben.id, by(ann)).error(),
                               store().setMember(room.id, ben.id, RoomRole::Member).error(),
                               store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id).error()}) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        QCOMPARE(error.field(), QStringLiteral("userId"));
    }
}

void StoreMemberActsContract::addingTellsWho() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    // The member's record goes first, so that who is added hears of it.
    QCOMPARE(told(store(), store().addMember(room.id, ben.id, by(ann))->outbox),
             (QStringList{QStringLiteral("ben member"), QStringLiteral("ann: ANN added BEN")}));
    QCOMPARE(told(store(), store().addMember(room.id, cid.id, by(cid))->outbox),
             (QStringList{QStringLiteral("cid member"), QStringLiteral("cid: CID joined")}));
    const auto again = store().addMember(room.id, cid.id, by(ann));
    QVERIFY(again && again->outbox.isEmpty());
    // And who is removed hears nothing after that.
    QCOMPARE(told(store(), store().removeMember(room.id, ben.id, by(ann))->outbox),
             (QStringList{QStringLiteral("ben out"), QStringLiteral("ann: ANN removed BEN")}));
    QCOMPARE(told(store(), store().removeMember(room.id, cid.id, by(cid))->outbox),
             (QStringList{QStringLiteral("cid out"), QStringLiteral("cid: CID left")}));
}

void StoreMemberActsContract::joinsOfLargeRoomsAreNotTold() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Square"), ann.id);
    QList<User> users;
    for (int i = 0; i < limits::joinNoticeRoomMax; ++i)
        users.append(makeUser(store(), QStringLiteral("user%1").arg(i)));
    for (int i = 0; i + 2 < limits::joinNoticeRoomMax; ++i)
        QVERIFY(store().setMember(room.id, users.at(i).id, RoomRole::Member));
    const User& last = users.at(limits::joinNoticeRoomMax - 2);
    const User& oneMore = users.at(limits::joinNoticeRoomMax - 1);
    QCOMPARE(store().addMember(room.id, last.id, by(last))->outbox.size(), 2);
    QCOMPARE(memberCountOf(store(), room.id, last.id), limits::joinNoticeRoomMax);
    QCOMPARE(store().addMember(room.id, oneMore.id, by(oneMore))->outbox.size(), 1);
    QCOMPARE(store().setRole(room.id, last.id, RoomRole::Moderator, by(ann))->outbox.size(), 2);
}

void StoreMemberActsContract::rolesAreGiven() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    QVERIFY(store().addMember(room.id, ben.id, by(ann)));
    QCOMPARE(told(store(), store().setRole(room.id, ben.id, RoomRole::Moderator, by(ann))->outbox),
             (QStringList{QStringLiteral("ben moderator"), QStringLiteral("ann: ANN made BEN a moderator")}));
    QCOMPARE(store().member(room.id, ben.id).value(), (Member{ben, RoomRole::Moderator}));
    QVERIFY(store().setRole(room.id, ben.id, RoomRole::Moderator, by(ann))->outbox.isEmpty());
    QCOMPARE(store().setRole(room.id, cid.id, RoomRole::Member, by(ann)).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().member(room.id, cid.id).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().setRole(room.id, ann.id, RoomRole::Member, by(ann)).error().code(), ErrorCode::Conflict);
    QVERIFY(store().setRole(room.id, ben.id, RoomRole::Owner, by(ann)));
    QVERIFY(store().setRole(room.id, ann.id, RoomRole::Member, by(ann)));
    QCOMPARE(store().removeMember(room.id, ben.id, by(ben)).error().code(), ErrorCode::Conflict);
}

void StoreMemberActsContract::membersAreCounted() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    QList<User> users;
    for (int i = 0; i < 6; ++i)
        users.append(makeUser(store(), QStringLiteral("user%1").arg(i)));
    std::vector<std::thread> threads;
    for (const User& user : users) {
        threads.emplace_back([&, user] {
            (void)store().addMember(room.id, user.id, by(user));
            (void)store().addMember(room.id, user.id, by(user));
            (void)store().removeMember(room.id, user.id, by(user));
            (void)store().removeMember(room.id, user.id, by(user));
            (void)store().addMember(room.id, user.id, by(ann));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(store().members(room.id, {}, 100)->items.size(), 7);
    QCOMPARE(memberCountOf(store(), room.id, ann.id), 7);
    QCOMPARE(store().publicRooms(ann.id, {}, {}, 10)->items.first().memberCount, 7);
}

void StoreMemberActsContract::deletedUsersAreTakenOut() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const User dot = makeUser(store(), QStringLiteral("dot"));
    // The server keeps an administrator: the first account.
    const Room staffed = makeRoom(store(), QStringLiteral("Staffed"), ben.id);
    const Room plain = makeRoom(store(), QStringLiteral("Plain"), ben.id);
    const Room lonely = makeRoom(store(), QStringLiteral("Lonely"), ben.id, RoomKind::Private);
    const Room foreign = makeRoom(store(), QStringLiteral("Foreign"), ann.id);
    QVERIFY(store().setMember(staffed.id, cid.id, RoomRole::Member));
    QVERIFY(store().setMember(staffed.id, dot.id, RoomRole::Moderator));
    QVERIFY(store().setMember(plain.id, dot.id, RoomRole::Member));
    QVERIFY(store().setMember(plain.id, cid.id, RoomRole::Member));
    QVERIFY(store().setMember(foreign.id, ben.id, RoomRole::Member));
    const RoomId direct = store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id;

    const auto deleted = store().deleteUser(ben.id, {});
    QVERIFY2(deleted, qPrintable(why(deleted)));
    QVERIFY(store().membership(staffed.id, dot.id)->value().role == RoomRole::Owner);
    QVERIFY(store().membership(staffed.id, cid.id)->value().role == RoomRole::Member);
    QVERIFY(store().membership(plain.id, dot.id)->value().role == RoomRole::Owner); // came before Cid
    for (const Room& room : {staffed, plain, foreign})
        QVERIFY(!store().membership(room.id, ben.id)->has_value());
    QCOMPARE(store().room(lonely.id).error().code(), ErrorCode::NotFound);
    QCOMPARE(memberCountOf(store(), staffed.id, cid.id), 2);
    // What the two said stays with the other, who can read it.
    QVERIFY(store().room(direct)->archived);
    QCOMPARE(store().members(direct, {}, 10)->items.size(), 2);
    QCOMPARE(store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id, direct);
}

namespace {

/// The records of members that changes wrote.
template <typename T>
void appendMemberRecords(const Result<store::Committed<T>>& change, QList<log::MemberRecord>& records) {
    QVERIFY2(change, qPrintable(why(change)));
    for (const store::OutboxRow& row : change->outbox) {
        const auto event = log::decode(row.value);
        if (const auto* member = std::get_if<log::MemberRecord>(&*event))
            records.append(*member);
    }
}

/// Everybody comes, Ben and Cid go, Ben comes back, Dot becomes a moderator, Cid comes back and goes again.
QList<log::MemberRecord> comingAndGoing(store::Store& store, const Room& room, const User& ann,
                                        const QList<User>& others) {
    QList<log::MemberRecord> records;
    for (const User& user : others)
        appendMemberRecords(store.addMember(room.id, user.id, by(user)), records);
    const User& ben = others.at(0);
    const User& cid = others.at(1);
    const User& dot = others.at(2);
    appendMemberRecords(store.removeMember(room.id, ben.id, by(ben)), records);
    appendMemberRecords(store.removeMember(room.id, cid.id, by(ann)), records);
    appendMemberRecords(store.addMember(room.id, ben.id, by(ben)), records);
    appendMemberRecords(store.setRole(room.id, dot.id, RoomRole::Moderator, by(ann)), records);
    appendMemberRecords(store.addMember(room.id, cid.id, by(cid)), records);
    appendMemberRecords(store.removeMember(room.id, cid.id, by(cid)), records);
    return records;
}

} // namespace

void StoreMemberActsContract::aRestoreBringsMembersBack_data() {
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("in order") << QList<int>{0, 1, 2, 3, 4, 5, 6, 7, 8};
    // Gateways, and threads of one, may append in another order than they wrote in.
    QTest::newRow("of two changes the later one first") << QList<int>{0, 1, 2, 3, 4, 6, 5, 7, 8};
    QTest::newRow("who came and went, the other way round") << QList<int>{0, 3, 1, 4, 2, 8, 5, 6, 7};
    QTest::newRow("backwards") << QList<int>{8, 7, 6, 5, 4, 3, 2, 1, 0};
    QTest::newRow("twice") << QList<int>{0, 1, 2, 0, 3, 4, 5, 1, 6, 7, 8, 7};
}

void StoreMemberActsContract::aRestoreBringsMembersBack() {
    QFETCH(QList<int>, order);
    const User ann = makeUser(store(), QStringLiteral("ann"));
    QList<User> others;
    for (const QString& name : {QStringLiteral("ben"), QStringLiteral("cid"), QStringLiteral("dot")})
        others.append(makeUser(store(), name));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    const QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("copy.db"));
    QVERIFY(store().backupTo(file));
    const QList<log::MemberRecord> records = comingAndGoing(store(), room, ann, others);
    QCOMPARE(records.size(), 9);

    const auto copy = m_store->openBackup(file);
    Feed feed(copy->store());
    for (const int i : order)
        QVERIFY(feed.project({records.at(i)}));
    QCOMPARE(copy->store().members(room.id, {}, 10)->items, store().members(room.id, {}, 10)->items);
    QCOMPARE(memberCountOf(copy->store(), room.id, ann.id), 3);
    // The next change counts on from the last one.
    const auto next = copy->store().setRole(room.id, others.at(0).id, RoomRole::Moderator, by(ann));
    QVERIFY(next);
    QCOMPARE(next->value.version, records.last().version + 1);
}

void StoreMemberActsContract::lateRecordsOfMembersChangeNothing() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    QList<User> others;
    for (const QString& name : {QStringLiteral("ben"), QStringLiteral("cid"), QStringLiteral("dot")})
        others.append(makeUser(store(), name));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    Feed feed(store());
    const QList<log::MemberRecord> records = comingAndGoing(store(), room, ann, others);
    const QList<Member> members = store().members(room.id, {}, 10)->items;
    for (int again = 0; again < 2; ++again) {
        for (const log::MemberRecord& record : records) {
            QVERIFY(feed.project({record}));
            QCOMPARE(store().members(room.id, {}, 10)->items, members);
        }
    }
    QCOMPARE(memberCountOf(store(), room.id, ann.id), 3);
    // Nobody comes into a room that is gone.
    QVERIFY(store().deleteRoom(room.id, by(ann)));
    while (*store().purgeRooms(100) > 0) {
    }
    for (const log::MemberRecord& record : records)
        QVERIFY(feed.project({record}));
    QCOMPARE(*store().purgeRooms(100), 0);
}

} // namespace parlor::test
