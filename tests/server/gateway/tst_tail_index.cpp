// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/tail_index.h"
#include "shared/codec.h"

#include <QTest>

using namespace parlor;
using namespace parlor::gateway;
using namespace std::chrono_literals;

/// What the tail does with several partitions, which the embedded log does not have.
class TestTailIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartitionWithoutWorkerDoesNotHoldTheOthers();
    void aSnapshotNeedsOnlyItsRoomsPartition();
    void ofOldMessagesOnlyTheIdsAreKept();
    void aMembersOlderVersionIsADuplicate();
    void whatIsProjectedGoesEarlyWhenThereIsNoRoom();
    void aProjectorThatKeepsUpLeavesRoomForMore();
    void ofTwoEditsUponTheSameTheFirstCounts();
    void whatWasEditedBeforeTheStartIsKnown();
    void anEditWhoseBasisIsUnknownMayTurnOutVoid();
    void changesAreFoundByTheirMessage();
    void aReadMarkerMayGoBack();
};

namespace {

constexpr log::TopicPartition first{log::Topic::Messages, 0};
constexpr log::TopicPartition second{log::Topic::Messages, 1};
constexpr log::TopicPartition receipts{log::Topic::Receipts, 0};

const store::Epoch epoch{1, QStringLiteral("log"), 2, 1000};

TailIndex::Incoming message(const log::TopicPartition& where, qint64 offset, const RoomId& room,
                            const MessageId& id = MessageId::create()) {
    const log::MessageRecord record{
        id,       room,        UserId::create(), TempId::create(), MessageType::Text, QStringLiteral("hello"),
        utcNow(), std::nullopt};
    return {where, offset, log::encode(record), room, id, {}, 0, false, false};
}

TailIndex::Incoming member(qint64 offset, const RoomId& room, const User& user, qint64 version) {
    log::Event event = log::MemberRecord{room, user, RoomRole::Member, version};
    return {first, offset, log::encode(event), room, {}, std::move(event), 0, false, false};
}

TailIndex::Incoming change(qint64 offset, const RoomId& room, log::Event event) {
    const QByteArray value = log::encode(event);
    return {first, offset, value, room, {}, std::move(event), 0, false, false};
}

/// `basis` as an offset.
TailIndex::Incoming edit(qint64 offset, const RoomId& room, const MessageId& id, qint64 basis,
                         const QString& content = QStringLiteral("edited"),
                         const OpId& opId = OpId::create()) {
    return change(
        offset, room,
        log::EditRecord{
            id, room, opId, epoch.base + basis, epoch.base + 1, UserId::create(), content, {}, {}, utcNow()});
}

TailIndex::Incoming deletion(qint64 offset, const RoomId& room, const MessageId& id, qint64 basis) {
    return change(offset, room,
                  log::DeleteRecord{id,
                                    room,
                                    epoch.base + basis,
                                    epoch.base + 1,
                                    UserId::create(),
                                    UserId::create(),
                                    MessageType::Text,
                                    {},
                                    {},
                                    utcNow()});
}

template <typename Record>
TailIndex::Incoming cursor(qint64 offset, const UserId& user, const RoomId& room, qint64 seq) {
    log::Event event = Record{user, room, seq};
    return {receipts, offset, log::encode(event), {}, {}, std::move(event), 0, false, false};
}

/// What file() said of the last one.
TailIndex::Incoming file(TailIndex& index, std::vector<TailIndex::Incoming> records) {
    index.file(records);
    return records.back();
}

} // namespace

void TestTailIndex::aPartitionWithoutWorkerDoesNotHoldTheOthers() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {second, 0}, {receipts, 0}});
    const RoomId stuck = RoomId::create();
    const RoomId moving = RoomId::create();
    file(index, {message(first, 1, stuck), message(second, 1, moving), message(second, 2, moving)});
    QCOMPARE(index.entries(), 3);
    index.projected({{second, 3}}); // the worker of the first partition is away
    index.evict();
    QCOMPARE(index.entries(), 1);
    QVERIFY(index.head(stuck) > 0);
    QCOMPARE(index.head(moving), 0);
    index.projected({{first, 2}});
    index.evict();
    QCOMPARE(index.entries(), 0);
    QCOMPARE(index.bytes(), 0);
}

void TestTailIndex::aSnapshotNeedsOnlyItsRoomsPartition() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {second, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    file(index, {message(first, 1, room), message(second, 1, RoomId::create())});
    index.projected({{second, 2}});
    index.evict();
    const store::Snapshot old{1, {{first, 0}, {second, 0}, {receipts, 0}}};
    const auto items = index.since(room, first, old);
    QVERIFY(items);
    QCOMPARE(items->size(), std::size_t(1));
    QVERIFY(!index.since(room, second, old));
}

void TestTailIndex::ofOldMessagesOnlyTheIdsAreKept() {
    TailIndex index({1 << 20, 30s});
    index.start(epoch, {{first, 10}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const MessageId id = MessageId::create();
    QVERIFY(file(index, {message(first, 9, room, id)}).old);
    QVERIFY(!index.find(id)); // the store has it
    QCOMPARE(index.head(room), 0);
    const auto again = file(index, {message(first, 10, room, id)});
    QVERIFY(!again.old);
    QVERIFY(again.duplicate);
    QCOMPARE(again.seq, epoch.base + 9);
    const auto items = index.since(room, first, {1, {{first, 10}, {receipts, 0}}});
    QVERIFY(items && items->empty());
}

void TestTailIndex::aMembersOlderVersionIsADuplicate() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const User ada{UserId::create(), QStringLiteral("ada"), QStringLiteral("Ada"), false};
    const User bob{UserId::create(), QStringLiteral("bob"), QStringLiteral("Bob"), false};
    QVERIFY(!file(index, {member(1, room, ada, 5)}).duplicate);
    QVERIFY(file(index, {member(2, room, ada, 4)}).duplicate);  // overtaken on its way
    QVERIFY(file(index, {member(3, room, ada, 5)}).duplicate);  // sent again by the relay
    QVERIFY(!file(index, {member(4, room, bob, 4)}).duplicate); // somebody else's
    QVERIFY(!file(index, {member(5, room, ada, 6)}).duplicate);
    index.projected({{first, 6}});
    index.evict();
    QCOMPARE(index.entries(), 0);
    QVERIFY(!file(index, {member(6, room, ada, 7)}).duplicate);
}

void TestTailIndex::whatIsProjectedGoesEarlyWhenThereIsNoRoom() {
    TailIndex index({2000, 1h});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    std::vector<TailIndex::Incoming> records;
    for (qint64 offset = 1; offset <= 10; ++offset)
        records.push_back(message(first, offset, room));
    file(index, std::move(records));
    QVERIFY(index.full());
    index.evict();
    QCOMPARE(index.entries(), 10); // none of it is in the store
    index.projected({{first, 11}});
    index.evict();
    QVERIFY(!index.full());
    QVERIFY(index.entries() > 0); // no more than had to go
}

void TestTailIndex::aProjectorThatKeepsUpLeavesRoomForMore() {
    TailIndex index({64'000, 1h});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    // Much more than there is room for, each record in the store before the next but one comes.
    for (qint64 offset = 1; offset <= 1000; ++offset) {
        file(index, {message(first, offset, room)});
        QVERIFY2(!index.full(), qPrintable(QString::number(offset)));
        index.projected({{first, offset}});
        index.evict();
    }
    QVERIFY(index.entries() > 10); // what there is room for stays
}

void TestTailIndex::ofTwoEditsUponTheSameTheFirstCounts() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const MessageId id = MessageId::create();
    file(index, {message(first, 1, room, id)});
    QVERIFY(!file(index, {edit(2, room, id, 1)}).duplicate);
    QVERIFY(file(index, {edit(3, room, id, 1)}).duplicate);
    QVERIFY(file(index, {deletion(4, room, id, 1)}).duplicate);
    QVERIFY(!file(index, {edit(5, room, id, 2)}).duplicate);
    QVERIFY(!file(index, {deletion(6, room, id, 5)}).duplicate);
    QVERIFY(file(index, {edit(7, room, id, 5)}).duplicate);
    QVERIFY(file(index, {deletion(8, room, id, 5)}).duplicate);
    const auto items = index.since(room, first, {1, {{first, 0}, {receipts, 0}}});
    QVERIFY(items);
    QCOMPARE(items->size(), std::size_t(4)); // the void ones are not told
    QCOMPARE(index.isDuplicate(room, 2), std::optional(false));
    QCOMPARE(index.isDuplicate(room, 3), std::optional(true));
    QCOMPARE(index.isDuplicate(room, 9), std::optional<bool>());
    index.projected({{first, 9}});
    index.evict();
    QCOMPARE(index.entries(), 0);
    QCOMPARE(index.bytes(), 0);
    QVERIFY(!file(index, {edit(10, room, id, 2)}).duplicate); // forgotten: that is the projector's to say
}

void TestTailIndex::whatWasEditedBeforeTheStartIsKnown() {
    TailIndex index({1 << 20, 30s});
    index.start(epoch, {{first, 10}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const MessageId id = MessageId::create();
    QVERIFY(file(index, {edit(8, room, id, 1)}).old);
    QVERIFY(file(index, {deletion(9, room, MessageId::create(), 1)}).old);
    QCOMPARE(index.entries(), 2);
    QVERIFY(file(index, {edit(10, room, id, 1)}).duplicate);
    QVERIFY(!file(index, {edit(11, room, id, 8)}).duplicate);
    // What was projected is in the store.
    QVERIFY(!index.present(id));
    QCOMPARE(index.changesOf({id}, first, {1, {{first, 10}, {receipts, 0}}})->size(), std::size_t(1));
}

// The edit at 5 made the one at 8 void, but it lies before what is known.
void TestTailIndex::anEditWhoseBasisIsUnknownMayTurnOutVoid() {
    TailIndex index({1 << 20, 30s});
    index.start(epoch, {{first, 10}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const MessageId id = MessageId::create();
    file(index, {edit(8, room, id, 1)});
    QVERIFY(!file(index, {edit(10, room, id, 5)}).duplicate);
    QVERIFY(file(index, {edit(11, room, id, 5)}).duplicate);
    QVERIFY(!file(index, {edit(12, room, id, 10)}).duplicate);
}

void TestTailIndex::changesAreFoundByTheirMessage() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const MessageId id = MessageId::create();
    const MessageId other = MessageId::create();
    const OpId opId = OpId::create();
    const UserId user = UserId::create();
    auto reply = message(first, 5, room);
    auto record = std::get<log::MessageRecord>(*log::decode(reply.value));
    record.replyTo = record.threadRoot = id;
    reply.value = log::encode(record);
    reply.threadRoot = id;
    file(index, {message(first, 1, room, id), message(first, 2, room, other),
                 edit(3, room, id, 1, QStringLiteral("better"), opId),
                 change(4, room, log::ReactionRecord{id, room, user, QStringLiteral("+"), true}), reply,
                 change(6, room, log::PinRecord{id, room, Pin{user, utcNow()}}),
                 change(7, room, log::ReactionRecord{other, room, user, QStringLiteral("+"), true})});
    const auto present = index.present(id);
    QVERIFY(present);
    QCOMPARE(present->content, QStringLiteral("better"));
    QCOMPARE(present->editSeq, std::optional(epoch.base + 3));
    QCOMPARE(present->reactions.size(), 1);
    QCOMPARE(present->thread->count, 1);
    QVERIFY(present->pinned);
    QCOMPARE(present->changeSeq, epoch.base + 6);
    QVERIFY(index.hasEdit(id, opId));
    QVERIFY(!index.hasEdit(other, opId));
    QVERIFY(!index.hasEdit(id, OpId::create()));
    const store::Snapshot middle{1, {{first, 4}, {receipts, 0}}};
    QCOMPARE(index.changesOf({id}, first, middle)->size(), std::size_t(3));
    QCOMPARE(index.changesOf({id, other}, first, middle)->size(), std::size_t(4));
    index.projected({{first, 5}});
    index.evict();
    QVERIFY(!index.present(id)); // its beginning is in the store alone
    QVERIFY(!index.changesOf({id}, first, middle));
    QCOMPARE(index.changesOf({id}, first, {1, {{first, 5}, {receipts, 0}}})->size(), std::size_t(2));
    index.projected({{first, 8}});
    index.evict();
    QCOMPARE(index.entries(), 0);
    QVERIFY(index.changesOf({id, other}, first, {1, {{first, 8}, {receipts, 0}}})->empty());
}

void TestTailIndex::aReadMarkerMayGoBack() {
    TailIndex index({1 << 20, 0ms});
    index.start(epoch, {{first, 0}, {receipts, 0}});
    const RoomId room = RoomId::create();
    const UserId user = UserId::create();
    QCOMPARE(index.readMarker(user, room, 7), 7);
    file(index, {cursor<log::SeenRecord>(0, user, room, 10)});
    QCOMPARE(index.readMarker(user, room, 7), 10);
    QCOMPARE(index.readMarker(user, room, 12), 12);
    file(index, {cursor<log::MarkRecord>(1, user, room, 4)});
    QCOMPARE(index.readMarker(user, room, 12), 4);
    file(index, {cursor<log::SeenRecord>(2, user, room, 6)});
    QCOMPARE(index.readMarker(user, room, 12), 6);
    QCOMPARE(index.seen(user, room), 10);
    index.projected({{receipts, 2}}); // the store is at 4
    index.evict();
    QCOMPARE(index.readMarker(user, room, 4), 6);
    index.projected({{receipts, 3}});
    index.evict();
    QCOMPARE(index.readMarker(user, room, 6), 6);
    QCOMPARE(index.seen(user, room), 0);
    QCOMPARE(index.entries(), 0);
}

QTEST_GUILESS_MAIN(TestTailIndex)
#include "tst_tail_index.moc"
