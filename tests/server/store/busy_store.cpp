// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/store/busy_store.h"

#include "server/store/sqlite_dialect.h"
#include "tests/contracts/store_scene.h"

#include <QTest>

namespace parlor::test {

namespace {

constexpr int roomCount = 5000;
constexpr int busyRooms = 50; // with half of all messages
constexpr int userCount = 5000;
constexpr int messageCount = 50'000;
constexpr int threadCount = 3000; // each with replyCount answers

} // namespace

BusyStore::BusyStore(store::Store& store) {
    epoch = *store.beginEpoch(0, QStringLiteral("a log"), 1, positions, false);
    QList<log::Event> events;
    for (int i = 0; i < userCount; ++i) {
        users.append(
            {UserId::create(), QStringLiteral("user%1").arg(i), QStringLiteral("Name %1").arg(i), false});
        events.append(log::UserRecord{users.last(), 1});
    }
    for (int i = 0; i < roomCount; ++i) {
        Room room = newRoom(QStringLiteral("Room %1").arg(i));
        room.version = 1;
        rooms.append(room);
        events.append(log::RoomRecord{room, false});
        for (int k = 0; k < 4; ++k)
            events.append(
                log::MemberRecord{room.id, users.at((i * 4 + k) % userCount), RoomRole::Member, k + 2});
    }
    middle = epoch.base + events.size() + messageCount / 2;
    for (int i = 0; i < messageCount; ++i) {
        const auto record = newMessage(rooms.at(i % 2 ? i / 2 % busyRooms : i / 2 % roomCount).id,
                                       users.at(i % userCount).id, QStringLiteral("message %1").arg(i));
        message = record.id;
        events.append(record);
    }
    QVERIFY(store.project(batch(events)));
    positions = store.snapshot()->positions;
    addThreads(store);
}

void BusyStore::addThreads(store::Store& store) {
    QList<log::Event> events;
    const auto nextSeq = [&] { return epoch.base + positions.first() + events.size(); };
    for (int i = 0; i < threadCount; ++i) {
        const RoomId room = rooms.at(i).id;
        member = users.at(i * 4 % userCount);
        const auto record = newMessage(room, users.at(i).id, QStringLiteral("root"));
        root = log::toMessage(record, nextSeq());
        events.append(record);
        for (int k = 0; k < replyCount; ++k) {
            auto reply = replyTo(root, users.at(i).id, QStringLiteral("answer"));
            reply.mentions = {{member.id}, k == 0};
            events.append(reply);
            const qint64 upon = nextSeq();
            events.append(editOf(root, QStringLiteral("root, edited")));
            root.editSeq = upon;
        }
        if (i % 10 == 9)
            events.append(pinOf(root, users.at(i).id));
    }
    QVERIFY(store.project(batch(events)));
    positions = store.snapshot()->positions;
}

store::ProjectionBatch BusyStore::batch(const QList<log::Event>& events) const {
    store::ProjectionBatch batch{epoch.number, positions, positions, {}};
    for (const log::Event& event : events)
        batch.items.append({epoch.base + batch.to.first()++, event});
    return batch;
}

void fillRest(const QString& file, const BusyStore& content) {
    const store::SqliteDialect dialect(file);
    store::ConnectionPool pool(dialect);
    store::Transaction t(**pool.get(), dialect, store::Transaction::Mode::Write);
    for (int i = 0; i < 5000; ++i) {
        const auto id = store::bind(i == 0 ? content.session : SessionId::create());
        t.exec(QStringLiteral(
                   "INSERT INTO sessions(id, user_id, device, created_at, revoked) VALUES(?, ?, 'd', 0, 0)"),
               {id, store::bind(content.users.at(i).id)});
        t.exec(QStringLiteral("INSERT INTO refresh_tokens VALUES(?, ?, NULL, 9000000000000, NULL, 0)"),
               {"hash " + QByteArray::number(i), id});
        t.exec(
            QStringLiteral("INSERT INTO outbox(topic, record_key, record_value, created_at) VALUES(0, X'', "
                           "X'', ?)"),
            {qint64(1'700'000'000'000) + i});
    }
    QVERIFY(t.commit());
}

} // namespace parlor::test
