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

QTEST_GUILESS_MAIN(TestTailIndex)
#include "tst_tail_index.moc"
