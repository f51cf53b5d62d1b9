// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/utc.h"
#include "tests/contracts/store_contract.h"

#include <QTest>

#include <barrier>
#include <thread>

namespace parlor::test {

namespace {

constexpr log::TopicPartition firstPartition{log::Topic::Messages, 0};
constexpr log::TopicPartition secondPartition{log::Topic::Messages, 1};
constexpr log::TopicPartition receipts{log::Topic::Receipts, 0};

/// An epoch of a log with two partitions of messages, and a room in each.
struct Cluster {
    explicit Cluster(store::Store& store)
        : ann(makeUser(store, QStringLiteral("ann")))
        , rooms{makeRoom(store, QStringLiteral("First"), ann.id),
                makeRoom(store, QStringLiteral("Second"), ann.id)}
        , start{{firstPartition, 0}, {secondPartition, 0}, {receipts, 0}} {
        const auto begun = store.beginEpoch(0, QStringLiteral("a log"), 2, start, false);
        if (!begun)
            qFatal("The epoch cannot be begun.");
        epoch = *begun;
    }

    /// Messages from `offset` on in partition `index`, which is that of the room of the same index.
    store::ProjectionBatch batch(int index, qint64 offset, int count) const {
        const log::TopicPartition where{log::Topic::Messages, index};
        store::ProjectionBatch batch{epoch.number, {{where, offset}}, {{where, offset + count}}, {}};
        for (qint64 i = offset; i < offset + count; ++i)
            batch.items.append(
                {epoch.base + i, newMessage(rooms[index].id, ann.id, QString::number(i)), where, i});
        return batch;
    }

    User ann;
    Room rooms[2];
    log::Positions start;
    store::Epoch epoch;
};

store::ParkedRecord parkedAt(qint64 offset) {
    return {{firstPartition, offset, "key " + QByteArray::number(offset), QByteArray("\0\xff no record", 12)},
            QStringLiteral("Reason %1 \u00fc").arg(offset)};
}

void compare(const store::ParkedRecord& found, const store::ParkedRecord& expected) {
    QCOMPARE(found.record, expected.record);
    QCOMPARE(found.reason, expected.reason);
}

} // namespace

void StoreWorkersContract::parkedRecordsAreKept() {
    Cluster cluster(store());
    const auto none = store().parked(10);
    QVERIFY(none);
    QCOMPARE(none->first, 0);
    QVERIFY(none->second.isEmpty());

    auto batch = cluster.batch(0, 0, 5);
    batch.items.removeAt(3);
    batch.parked = {parkedAt(3)};
    QVERIFY(store().project(batch));
    auto later = cluster.batch(0, 5, 0);
    later.to[firstPartition] = 7;
    later.parked = {parkedAt(5), parkedAt(6)};
    QVERIFY(store().project(later));

    QVERIFY(m_store->reopen());
    const auto newest = store().parked(2);
    QVERIFY(newest);
    QCOMPARE(newest->first, 3);
    QCOMPARE(newest->second.size(), 2);
    compare(newest->second.at(0), parkedAt(6));
    compare(newest->second.at(1), parkedAt(5));
    QCOMPARE(store().parked(10)->second.size(), 3);
    QCOMPARE(store().history(cluster.rooms[0].id, {})->messages.size(), 4);
}

void StoreWorkersContract::aBatchThatDidNotCountParksNothing() {
    Cluster cluster(store());
    auto batch = cluster.batch(0, 0, 1);
    batch.parked = {parkedAt(0)};
    QVERIFY(store().project(batch));
    QCOMPARE(store().project(batch).error().code(), ErrorCode::PositionMoved);
    QCOMPARE(store().parked(10)->first, 1);
}

void StoreWorkersContract::aRefusedRecordIsNotRetryable() {
    // What the order of a room forbids: the projector has to find it in the batch and to park it.
    Cluster cluster(store());
    auto batch = cluster.batch(0, 0, 3);
    batch.items[1].seq = batch.items[0].seq;
    const auto refused = store().project(batch);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Internal);
    QVERIFY(!errorInfo(refused.error().code()).retryable);
    QVERIFY(store().history(cluster.rooms[0].id, {})->messages.isEmpty());
    QCOMPARE(store().snapshot()->positions, cluster.start);

    batch.items.removeAt(1);
    batch.parked = {parkedAt(1)};
    QVERIFY(store().project(batch));
    QCOMPARE(store().history(cluster.rooms[0].id, {})->messages.size(), 2);
}

void StoreWorkersContract::aBatchMovesItsPartitionsOnly() {
    Cluster cluster(store());
    QVERIFY(store().project(cluster.batch(1, 0, 3)));
    log::Positions expected = cluster.start;
    expected[secondPartition] = 3;
    QCOMPARE(store().snapshot()->positions, expected);
    // A partition that the epoch does not have.
    QCOMPARE(store().project(cluster.batch(0, 7, 1)).error().code(), ErrorCode::PositionMoved);
    store::ProjectionBatch unknown{
        cluster.epoch.number, {{{log::Topic::Messages, 2}, 0}}, {{{log::Topic::Messages, 2}, 1}}, {}};
    QCOMPARE(store().project(unknown).error().code(), ErrorCode::PositionMoved);
    QCOMPARE(store().snapshot()->positions, expected);
}

void StoreWorkersContract::workersOfDifferentPartitionsBothAdvance() {
    Cluster cluster(store());
    constexpr int batches = 30;
    std::atomic<int> failures{0};
    std::barrier together(2);
    const auto work = [&](int index) {
        for (int i = 0; i < batches; ++i) {
            together.arrive_and_wait();
            if (!store().project(cluster.batch(index, i * 10, 10)))
                ++failures;
        }
    };
    std::thread other([&] { work(1); });
    work(0);
    other.join();
    QCOMPARE(failures.load(), 0);
    for (const Room& room : cluster.rooms) {
        const auto changes = store().changesSince(room.id, 0, 500);
        QCOMPARE(changes->messages.size(), batches * 10);
        QCOMPARE(changes->head, cluster.epoch.base + batches * 10 - 1);
    }
}

void StoreWorkersContract::ofTwoWorkersOfOnePartitionOneAdvances() {
    Cluster cluster(store());
    constexpr int batches = 20;
    std::atomic<int> done{0};
    std::atomic<int> moved{0};
    std::barrier together(2);
    const auto work = [&] {
        for (int i = 0; i < batches; ++i) {
            together.arrive_and_wait();
            const auto result = store().project(cluster.batch(0, i * 10, 10));
            if (result)
                ++done;
            else if (result.error().code() == ErrorCode::PositionMoved)
                ++moved;
        }
    };
    std::thread other(work);
    work();
    other.join();
    QCOMPARE(done.load(), batches);
    QCOMPARE(moved.load(), batches);
    QCOMPARE(store().changesSince(cluster.rooms[0].id, 0, 500)->messages.size(), batches * 10);
}

void StoreWorkersContract::duplicatesDoNotMoveTheLastMessage() {
    Cluster cluster(store());
    auto batch = cluster.batch(0, 0, 2);
    auto& first = std::get<log::MessageRecord>(batch.items[0].event);
    auto& second = std::get<log::MessageRecord>(batch.items[1].event);
    first.createdAt = utcFromMsecs(1'000);
    second.createdAt = utcFromMsecs(2'000);
    QVERIFY(store().project(batch));
    const auto view = [&] { return store().roomOf(cluster.ann.id, cluster.rooms[0].id)->first; };
    QCOMPARE(view().lastMessageAt, utcFromMsecs(2'000));
    // The first one again, as after a retry: the head moves, as with every record, but nothing was said.
    auto again = cluster.batch(0, 2, 1);
    again.items[0].event = first;
    QVERIFY(store().project(again));
    QCOMPARE(view().lastMessageAt, utcFromMsecs(2'000));
    QCOMPARE(view().head, cluster.epoch.base + 2);
    // A room's record moves the head as well.
    auto renamed = cluster.batch(0, 3, 1);
    Room room = cluster.rooms[0];
    room.version = 7;
    renamed.items[0].event = log::RoomRecord{room, false};
    QVERIFY(store().project(renamed));
    QCOMPARE(view().lastMessageAt, utcFromMsecs(2'000));
    QCOMPARE(view().head, cluster.epoch.base + 3);
}

void StoreWorkersContract::manyRoomsAndReadersAtOnce() {
    Cluster cluster(store());
    QList<Room> rooms;
    for (int i = 0; i < 20; ++i)
        rooms.append(makeRoom(store(), QStringLiteral("Room %1").arg(i), cluster.ann.id));
    store::ProjectionBatch batch{cluster.epoch.number,
                                 {{firstPartition, 0}, {receipts, 0}},
                                 {{firstPartition, 100}, {receipts, 20}},
                                 {}};
    // Texts that a list of values could be taken apart by.
    const QStringList texts{QStringLiteral("a\"b"),
                            QStringLiteral("back\\slash"),
                            QStringLiteral("{,}"),
                            QStringLiteral("NULL"),
                            QStringLiteral("it's '' $1 ?"),
                            QStringLiteral("\n\t "),
                            QStringLiteral("\U0001F600 \u00fc"),
                            QStringLiteral("%1 %2"),
                            QString()};
    for (int i = 0; i < 100; ++i) {
        log::MessageRecord record =
            newMessage(rooms.at(i % 20).id, UserId::create(), texts.at(i % texts.size()));
        if (i % 3 == 0)
            record.replyTo = MessageId::create();
        batch.items.append({cluster.epoch.base + i, record, firstPartition, i});
    }
    for (int i = 0; i < 20; ++i) {
        // Readers of which some have no such room, or are nobody.
        const UserId reader = i % 4 == 0 ? UserId::create() : cluster.ann.id;
        batch.items.append(
            {0, log::SeenRecord{reader, rooms.at(i).id, cluster.epoch.base + 40 + i}, receipts, i});
    }
    QVERIFY(store().project(batch));
    for (int i = 0; i < 100; ++i) {
        const auto& record = std::get<log::MessageRecord>(batch.items.at(i).event);
        QCOMPARE(store().message(record.id)->value(), log::toMessage(record, cluster.epoch.base + i));
    }
    for (int i = 0; i < 20; ++i) {
        const RoomView view = store().roomOf(cluster.ann.id, rooms.at(i).id)->first;
        QCOMPARE(view.head, cluster.epoch.base + 80 + i);
        QCOMPARE(view.lastMessageAt, std::get<log::MessageRecord>(batch.items.at(80 + i).event).createdAt);
        QCOMPARE(view.read.seenSeq, i % 4 == 0 ? 0 : cluster.epoch.base + 40 + i);
        QCOMPARE(view.read.unread, i % 4 == 0 ? 5 : 2);
    }
}

} // namespace parlor::test
