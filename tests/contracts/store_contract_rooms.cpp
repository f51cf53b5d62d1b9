// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_contract.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>
#include <vector>

namespace parlor::test {

namespace {

/// What an outbox row says, if it is about a member.
log::MemberRecord memberRecord(const store::OutboxRow& row) {
    const auto event = log::decode(row.value);
    if (event && std::holds_alternative<log::MemberRecord>(*event))
        return std::get<log::MemberRecord>(*event);
    return {};
}

} // namespace

void StoreRoomsContract::creatingARoom() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room wanted = newRoom(QStringLiteral("Lounge"), RoomKind::Private);
    const auto created = store().createRoom(wanted, ann.id);
    QVERIFY2(created, qPrintable(created ? QString() : created.error().message()));
    const Room& room = created->value.room;
    QCOMPARE(room.id, wanted.id);
    QCOMPARE(room.name, wanted.name);
    QVERIFY(room.kind == wanted.kind);
    QCOMPARE(room.topic, wanted.topic);
    QCOMPARE(room.createdAt, wanted.createdAt);
    QVERIFY(room.version > 0);
    QVERIFY(created->value.role == RoomRole::Owner);
    QCOMPARE(*store().room(room.id), room);

    QCOMPARE(created->outbox.size(), 3); // the last one tells of it
    for (const store::OutboxRow& row : created->outbox) {
        QCOMPARE(row.topic, log::Topic::Messages);
        QCOMPARE(row.key, log::keyOf(room.id));
    }
    QCOMPARE(*log::decode(created->outbox.first().value), log::Event(log::RoomRecord{room, false}));
    const log::MemberRecord owner = memberRecord(created->outbox.at(1));
    QCOMPARE(owner.user, ann);
    QVERIFY(owner.role == RoomRole::Owner);

    QCOMPARE(store().createRoom(wanted, ann.id).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().createRoom(newRoom(QStringLiteral("x")), UserId::create()).error().code(),
             ErrorCode::NotFound);
}

void StoreRoomsContract::unknownRooms() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const RoomId nowhere = RoomId::create();
    QCOMPARE(store().room(nowhere).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().roomOf(ann.id, nowhere).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().setMember(nowhere, ann.id, RoomRole::Member).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().removeMember(nowhere, ann.id).error().code(), ErrorCode::NotFound);
    QVERIFY(!store().membership(nowhere, ann.id)->has_value());
    QVERIFY(store().members(nowhere, {}, 10)->items.isEmpty());
    QVERIFY(store().history(nowhere, {})->messages.isEmpty());
}

void StoreRoomsContract::membersComeAndGo() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QCOMPARE(store().roomOf(bob.id, room.id).error().code(), ErrorCode::NotFound);

    const auto joined = store().setMember(room.id, bob.id, RoomRole::Member);
    QVERIFY(joined);
    QVERIFY(joined->value.role == RoomRole::Member);
    QCOMPARE(joined->outbox.size(), 1);
    QCOMPARE(memberRecord(joined->outbox.first()),
             (log::MemberRecord{room.id, bob, RoomRole::Member, joined->value.version}));
    QCOMPARE(store().membership(room.id, bob.id)->value().version, joined->value.version);
    QVERIFY(store().roomOf(bob.id, room.id)->first.role == RoomRole::Member);

    const auto left = store().removeMember(room.id, bob.id);
    QVERIFY(left);
    QVERIFY(left->value);
    QCOMPARE(left->outbox.size(), 1);
    const log::MemberRecord gone = memberRecord(left->outbox.first());
    QVERIFY(!gone.role);
    QVERIFY(gone.version > joined->value.version);
    QVERIFY(!store().membership(room.id, bob.id)->has_value());
    QVERIFY(store().roomsOf(bob.id)->rooms.isEmpty());

    const auto again = store().removeMember(room.id, bob.id);
    QVERIFY(again);
    QVERIFY(!again->value);
    QVERIFY(again->outbox.isEmpty());
    QCOMPARE(store().setMember(room.id, UserId::create(), RoomRole::Member).error().code(),
             ErrorCode::NotFound);
}

void StoreRoomsContract::membershipVersionsGrow() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    qint64 last = store().membership(room.id, ann.id)->value().version;
    for (int i = 0; i < 5; ++i) {
        const User user = makeUser(store(), QStringLiteral("user%1").arg(i));
        const auto joined = store().setMember(room.id, user.id, RoomRole::Member);
        QVERIFY(joined->value.version > last);
        last = joined->value.version;
    }
}

void StoreRoomsContract::settingAgainChangesNothing() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    const auto joined = store().setMember(room.id, bob.id, RoomRole::Member);
    const auto again = store().setMember(room.id, bob.id, RoomRole::Member);
    QVERIFY(joined && again);
    QVERIFY(again->outbox.isEmpty());
    QCOMPARE(again->value.version, joined->value.version);
}

void StoreRoomsContract::rolesChange() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QVERIFY(store().setMember(room.id, bob.id, RoomRole::Member));
    const auto promoted = store().setMember(room.id, bob.id, RoomRole::Moderator);
    QVERIFY(promoted);
    QCOMPARE(promoted->outbox.size(), 1);
    QVERIFY(store().membership(room.id, bob.id)->value().role == RoomRole::Moderator);
}

void StoreRoomsContract::theLastOwnerStays() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QVERIFY(store().setMember(room.id, bob.id, RoomRole::Member));
    QCOMPARE(store().removeMember(room.id, ann.id).error().code(), ErrorCode::Conflict);
    QCOMPARE(store().setMember(room.id, ann.id, RoomRole::Member).error().code(), ErrorCode::Conflict);
    QVERIFY(store().setMember(room.id, bob.id, RoomRole::Owner));
    QVERIFY(store().removeMember(room.id, ann.id));
    QVERIFY(store().removeMember(room.id, bob.id)); // leaves nobody behind
}

void StoreRoomsContract::anEmptyRoomGetsANewOwner() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QVERIFY(store().removeMember(room.id, ann.id));
    QVERIFY(store().setMember(room.id, bob.id, RoomRole::Member)->value.role == RoomRole::Owner);
    QVERIFY(store().setMember(room.id, ann.id, RoomRole::Member)->value.role == RoomRole::Member);
}

void StoreRoomsContract::membersPage() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    for (int i = 0; i < 7; ++i)
        QVERIFY(store().setMember(room.id, makeUser(store(), QStringLiteral("user%1").arg(i)).id,
                                  RoomRole::Member));
    const auto first = store().members(room.id, {}, 5);
    QVERIFY(first);
    QCOMPARE(first->items.size(), 5);
    QCOMPARE(first->items.first(), (Member{ann, RoomRole::Owner}));
    QVERIFY(first->next);
    const auto second = store().members(room.id, first->next, 5);
    QCOMPARE(second->items.size(), 3);
    QVERIFY(!second->next);
}

void StoreRoomsContract::membersAreSearched() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User joanna = makeUser(store(), QStringLiteral("joanna"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    makeUser(store(), QStringLiteral("hanna"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), bob.id);
    for (const User& user : {joanna, ann})
        QVERIFY(store().setMember(room.id, user.id, RoomRole::Member));
    store::AccountChanges name;
    name.displayName = QStringLiteral("Ben of Annaberg");
    QVERIFY(store().changeAccount(bob.id, name));
    const auto names = [&](const QString& text) {
        QStringList found;
        std::optional<QString> cursor;
        do {
            const auto page = store().searchMembers(room.id, text, cursor, 1);
            if (!page || page->items.size() > 1)
                return QStringList{QStringLiteral("no page")};
            for (const Member& member : page->items)
                found.append(member.user.username);
            cursor = page->next;
        } while (cursor && found.size() < 10);
        return found;
    };
    const QStringList all{ann.username, bob.username, joanna.username};
    QCOMPARE(names({}), all);
    QCOMPARE(names(QStringLiteral("ANN")), all);
    QCOMPARE(names(QStringLiteral("anna")), (QStringList{bob.username, joanna.username}));
    for (const char* none : {"hanna", "%", "_", "\\"})
        QVERIFY(names(QLatin1StringView(none)).isEmpty());
    QCOMPARE(store().searchMembers(room.id, QStringLiteral("jo"), {}, 10)->items.constFirst(),
             (Member{joanna, RoomRole::Member}));
}

void StoreRoomsContract::publicRooms() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const Room lounge = makeRoom(store(), QStringLiteral("The Lounge"), ann.id);
    makeRoom(store(), QStringLiteral("Garden"), bob.id);
    makeRoom(store(), QStringLiteral("Secret lounge"), ann.id, RoomKind::Private);
    const auto found = store().publicRooms(bob.id, QStringLiteral("LOUNGE"), {}, 10);
    QVERIFY(found);
    QCOMPARE(found->items, (QList<PublicRoom>{{lounge, 1, false}}));
    QVERIFY(store().setMember(lounge.id, bob.id, RoomRole::Member));
    QCOMPARE(store().publicRooms(bob.id, QStringLiteral("lounge"), {}, 10)->items,
             (QList<PublicRoom>{{lounge, 2, true}}));
    QCOMPARE(store().publicRooms(bob.id, {}, {}, 10)->items.size(), 2);
    QVERIFY(store().publicRooms(bob.id, QStringLiteral("%"), {}, 10)->items.isEmpty());
}

void StoreRoomsContract::publicRoomsPage() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    for (int i = 0; i < 9; ++i)
        makeRoom(store(), QStringLiteral("R\u00e4um %1").arg(i / 3), ann.id); // names are not unique
    QSet<RoomId> seen;
    std::optional<QString> cursor;
    int pages = 0;
    do {
        const auto page = store().publicRooms(ann.id, {}, cursor, 2);
        QVERIFY(page);
        for (const PublicRoom& room : page->items)
            seen.insert(room.room.id);
        cursor = page->next;
        if (cursor)
            QVERIFY(QRegularExpression(QStringLiteral("^[A-Za-z0-9._~-]+$")).match(*cursor).hasMatch());
    } while (cursor && ++pages < 10);
    QCOMPARE(seen.size(), 9);
    QCOMPARE(store().publicRooms(ann.id, {}, QStringLiteral("!"), 2).error().code(), ErrorCode::Invalid);
}

void StoreRoomsContract::roomsOfAUser() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    Feed feed(store());
    const Room lounge = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    makeRoom(store(), QStringLiteral("Garden"), ann.id);
    QVERIFY(store().setMember(lounge.id, bob.id, RoomRole::Moderator));
    const auto seqs = feed.say(lounge.id, ann.id, {QStringLiteral("one"), QStringLiteral("two")});
    const auto rooms = store().roomsOf(bob.id);
    QVERIFY(rooms);
    QCOMPARE(rooms->rooms.size(), 1);
    const RoomView& view = rooms->rooms.first();
    QCOMPARE(view.room, lounge);
    QVERIFY(view.role == RoomRole::Moderator);
    QCOMPARE(view.head, seqs.last());
    QCOMPARE(view.read.unread, 2);
    QCOMPARE(view.read.asOf, seqs.last());
    QVERIFY(view.lastMessageAt);
    QCOMPARE(rooms->memberships.size(), 1);
    QCOMPARE(rooms->memberships.first().roomId, lounge.id);
    QVERIFY(rooms->memberships.first().role == RoomRole::Moderator);
    QCOMPARE(rooms->snapshot.positions, feed.positions());
    QCOMPARE(store().roomsOf(ann.id)->rooms.size(), 2);
    QCOMPARE(store().roomOf(bob.id, lounge.id)->first, view);
}

void StoreRoomsContract::concurrentJoinsAllCount() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    QList<User> users;
    for (int i = 0; i < 8; ++i)
        users.append(makeUser(store(), QStringLiteral("user%1").arg(i)));
    std::mutex mutex;
    QSet<qint64> versions;
    std::vector<std::thread> threads;
    for (const User& user : users) {
        threads.emplace_back([&, user] {
            const auto joined = store().setMember(room.id, user.id, RoomRole::Member);
            const std::lock_guard lock(mutex);
            if (joined)
                versions.insert(joined->value.version);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(versions.size(), 8); // each has its own
    QCOMPARE(store().members(room.id, {}, 100)->items.size(), 9);
}

} // namespace parlor::test
