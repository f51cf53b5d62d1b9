// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_contract_acts.h"

#include "shared/codec.h"
#include "shared/limits.h"

#include <QTest>

#include <thread>
#include <vector>

namespace parlor::test {

namespace {

/// What the outbox rows of a change say, one line each: "room", "ben member", "ben out", "ann: Ann added
/// Ben", "ban ben"; with usernames.
QStringList told(store::Store& store, const QList<store::OutboxRow>& rows) {
    const auto nameOf = [&](const UserId& id) { return store.account(id)->user.username; };
    QStringList lines;
    for (const store::OutboxRow& row : rows) {
        const log::Event event = log::decode(row.value).value_or(log::UnknownRecord{});
        if (const auto* room = std::get_if<log::RoomRecord>(&event))
            lines.append(room->deleted ? QStringLiteral("room deleted") : QStringLiteral("room"));
        else if (const auto* member = std::get_if<log::MemberRecord>(&event))
            lines.append(member->user.username + QLatin1Char(' ') +
                         (member->role ? toString(*member->role) : QStringLiteral("out")));
        else if (const auto* ban = std::get_if<log::BanRecord>(&event))
            lines.append((ban->banned ? QStringLiteral("ban ") : QStringLiteral("unban ")) +
                         nameOf(ban->userId));
        else if (const auto* message = std::get_if<log::MessageRecord>(&event))
            lines.append(nameOf(message->sender) + QStringLiteral(": ") + message->content);
    }
    return lines;
}

store::Actor by(const User& user) {
    return {user.id, {}};
}

store::Actor refusing(const User& user, ErrorCode code) {
    return {user.id, [code](const store::RoomScene&) -> Result<void> { return fail(code); }};
}

template <typename T>
QString why(const Result<T>& result) {
    return result ? QStringLiteral("no error") : result.error().message();
}

int countOf(store::Store& store, const RoomId& room, const UserId& member) {
    const auto view = store.roomOf(member, room);
    return view ? view->first.memberCount : -1;
}

} // namespace

void StoreActsContract::aRoomBeginsWithItsMembers() {
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
    QCOMPARE(countOf(store(), made->value.room.id, ben.id), 3);
    const auto notice = log::decode(made->outbox.last().value);
    const auto& record = std::get<log::MessageRecord>(*notice);
    QVERIFY(record.type == MessageType::System);
    QCOMPARE(record.system, std::optional(SystemEvent{SystemKind::RoomCreated, {}, QStringLiteral("Den")}));
}

void StoreActsContract::whoCannotBeAMember_data() {
    QTest::addColumn<bool>("deleted");
    QTest::addColumn<bool>("known");
    QTest::newRow("deactivated") << false << true;
    QTest::newRow("deleted") << true << true;
    QTest::newRow("unknown") << false << false;
}

void StoreActsContract::whoCannotBeAMember() {
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

void StoreActsContract::directRoomsAreFound() {
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
    QCOMPARE(countOf(store(), alone->value.room.id, ann.id), 1);
    QCOMPARE(store().roomsOf(ann.id)->rooms.size(), 2);
    // Found again even when the other could not be met anew.
    QVERIFY(store().changeAccount(ben.id, {.active = false}, {}, {}));
    QCOMPARE(store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id, room.id);
}

void StoreActsContract::ofConcurrentDirectRoomsOneIsMade() {
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
    QCOMPARE(countOf(store(), *rooms.cbegin(), ann.id), 2);
}

void StoreActsContract::directRoomsStayAsTheyAre() {
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

void StoreActsContract::roomsChange() {
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

void StoreActsContract::theJudgeHasTheLastWord() {
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

void StoreActsContract::addingTellsWho() {
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

void StoreActsContract::joinsOfLargeRoomsAreNotTold() {
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
    QCOMPARE(countOf(store(), room.id, last.id), limits::joinNoticeRoomMax);
    QCOMPARE(store().addMember(room.id, oneMore.id, by(oneMore))->outbox.size(), 1);
    QCOMPARE(store().setRole(room.id, last.id, RoomRole::Moderator, by(ann))->outbox.size(), 2);
}

void StoreActsContract::rolesAreGiven() {
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

void StoreActsContract::membersAreCounted() {
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
    QCOMPARE(countOf(store(), room.id, ann.id), 7);
    QCOMPARE(store().publicRooms(ann.id, {}, {}, 10)->items.first().memberCount, 7);
}

void StoreActsContract::bansKeepAway() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User ben = makeUser(store(), QStringLiteral("ben"));
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    QVERIFY(store().addMember(room.id, ben.id, by(ben)));
    const QDateTime at = utcNow();
    const auto banned = store().ban(room.id, ben.id, at, by(ann));
    QVERIFY2(banned, qPrintable(why(banned)));
    QCOMPARE(banned->value, (Ban{ben, ann.id, at}));
    QCOMPARE(told(store(), banned->outbox), (QStringList{QStringLiteral("ban ben"), QStringLiteral("ben out"),
                                                         QStringLiteral("ann: ANN banned BEN")}));
    QVERIFY(!store().membership(room.id, ben.id)->has_value());
    QCOMPARE(countOf(store(), room.id, ann.id), 1);
    QCOMPARE(store().addMember(room.id, ben.id, by(ben)).error().code(), ErrorCode::Forbidden);
    QCOMPARE(store().addMember(room.id, ben.id, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().setMember(room.id, ben.id, RoomRole::Owner).error().code(), ErrorCode::Conflict);

    const auto again = store().ban(room.id, ben.id, at.addSecs(5), by(ann));
    QVERIFY(again && again->outbox.isEmpty());
    QCOMPARE(again->value, banned->value);
    // Who is not there can be banned, too.
    QCOMPARE(told(store(), store().ban(room.id, cid.id, at, by(ann))->outbox),
             (QStringList{QStringLiteral("ban cid"), QStringLiteral("ann: ANN banned CID")}));
    QCOMPARE(store().bans(room.id, {}, 10)->items, (QList<Ban>{{ben, ann.id, at}, {cid, ann.id, at}}));
    QCOMPARE(store().ban(room.id, UserId::create(), at, by(ann)).error().field(), QStringLiteral("userId"));
    // Not the last owner, as long as others are there.
    QVERIFY(store().addMember(room.id, makeUser(store(), QStringLiteral("dot")).id, by(ann)));
    QCOMPARE(store().ban(room.id, ann.id, at, by(ann)).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().bans(room.id, {}, 10)->items.size(), 2);
}

void StoreActsContract::bansPage() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id);
    for (int i = 0; i < 5; ++i)
        QVERIFY(
            store().ban(room.id, makeUser(store(), QStringLiteral("user%1").arg(i)).id, utcNow(), by(ann)));
    const auto first = store().bans(room.id, {}, 3);
    QCOMPARE(first->items.size(), 3);
    QVERIFY(first->next);
    const auto second = store().bans(room.id, first->next, 3);
    QCOMPARE(second->items.size(), 2);
    QVERIFY(!second->next);
    const UserId lifted = second->items.first().user.id;
    const auto unbanned = store().unban(room.id, lifted, by(ann));
    QVERIFY(unbanned && unbanned->value);
    QCOMPARE(told(store(), unbanned->outbox), QStringList{QStringLiteral("unban user3")});
    QVERIFY(!store().unban(room.id, lifted, by(ann))->value);
    QVERIFY(store().addMember(room.id, lifted, {lifted, {}}));
    QCOMPARE(store().bans(room.id, {}, 10)->items.size(), 4);
}

void StoreActsContract::anEmptyPrivateRoomIsDeleted() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Den"), ann.id, RoomKind::Private);
    QCOMPARE(told(store(), store().removeMember(room.id, ann.id, by(ann))->outbox),
             (QStringList{QStringLiteral("ann out"), QStringLiteral("room deleted")}));
    QCOMPARE(store().room(room.id).error().code(), ErrorCode::NotFound);
}

void StoreActsContract::deletedRoomsAreNotThere() {
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

void StoreActsContract::deletedRoomsArePurged() {
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
    QCOMPARE(gone, 13); // the name, ten messages, two members
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

void StoreActsContract::deletedUsersAreTakenOut() {
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
    QCOMPARE(countOf(store(), staffed.id, cid.id), 2);
    // What the two said stays with the other, who can read it.
    QVERIFY(store().room(direct)->archived);
    QCOMPARE(store().members(direct, {}, 10)->items.size(), 2);
    QCOMPARE(store().directRoom(RoomId::create(), utcNow(), ann.id, ben.id)->value.room.id, direct);
}

} // namespace parlor::test
