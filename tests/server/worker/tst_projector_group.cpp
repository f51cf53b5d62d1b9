// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/restore.h"
#include "tests/server/worker/memory_log.h"
#include "tests/server/worker/worker_fixture.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

using namespace parlor;
using log::Topic;
using test::Backend;
using worker::ensureEpoch;
using worker::MayBeginEpoch;
using worker::Projector;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000; // ms

/// A backend whose log has several partitions.
struct Cluster : Backend {
    explicit Cluster(int partitions = 4)
        : Backend(std::make_unique<test::MemoryLog>(partitions)) {}
    test::MemoryLog& memory() { return static_cast<test::MemoryLog&>(*log); }
    worker::ProjectorOptions groupOptions() const {
        auto options = projectorOptions();
        options.group = QStringLiteral("chat.projector");
        return options;
    }
    bool caughtUp() { return store->snapshot()->positions == *log->end(); }
};

/// Rooms enough for every partition to have some.
QList<RoomId> manyRooms() {
    QList<RoomId> rooms;
    for (int i = 0; i < 16; ++i)
        rooms.append(RoomId::create());
    return rooms;
}

QStringList numbers(int count) {
    QStringList result;
    for (int i = 0; i < count; ++i)
        result.append(QString::number(i));
    return result;
}

} // namespace

/// Several projectors, several partitions, and epochs of a log that many share.
class tst_ProjectorGroup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGroupSharesThePartitions();
    void whoLeavesIsSucceeded();
    void partitionsGoToAndFro();
    void zombiesDoNoHarm();
    void withoutPartitionsItWaits();
    void anotherEpochStopsIt();
    void cursorsWaitForTheirMembers();
    void restoreTakesCursorsLast();

    void aLogMadeAnewBeginsAnEpoch();
    void anotherNumberOfPartitionsBeginsAnEpoch();
    void anotherClusterIsRefused_data();
    void anotherClusterIsRefused();
    void gatewaysWaitForAnEpoch();
    void lostRecordsWantADecision();
};

void tst_ProjectorGroup::aGroupSharesThePartitions() {
    Cluster cluster;
    Projector one(*cluster.log, *cluster.store, cluster.groupOptions());
    Projector two(*cluster.log, *cluster.store, cluster.groupOptions());
    one.start();
    two.start();
    QTRY_COMPARE_WITH_TIMEOUT(one.status().partitions.size() + two.status().partitions.size(),
                              cluster.log->partitions().size(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!one.status().partitions.isEmpty() && !two.status().partitions.isEmpty(),
                             patience);
    QVERIFY(one.leads() != two.leads());
    const QList<RoomId> rooms = manyRooms();
    for (const RoomId& room : rooms)
        QVERIFY(!cluster.say(room, numbers(10)).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(cluster.caughtUp(), patience);
    for (const RoomId& room : rooms)
        QCOMPARE(cluster.heard(room), numbers(10));
    QTRY_COMPARE_WITH_TIMEOUT(one.status().projected + two.status().projected, 160, patience);
    QVERIFY(one.status().projected > 0);
    QVERIFY(two.status().projected > 0);
}

void tst_ProjectorGroup::whoLeavesIsSucceeded() {
    Cluster cluster;
    Projector stays(*cluster.log, *cluster.store, cluster.groupOptions());
    stays.start();
    {
        Projector goes(*cluster.log, *cluster.store, cluster.groupOptions());
        goes.start();
        QTRY_VERIFY_WITH_TIMEOUT(!goes.status().partitions.isEmpty(), patience);
    }
    for (const RoomId& room : manyRooms())
        QVERIFY(!cluster.say(room, numbers(5)).isEmpty());
    QVERIFY(stays.catchUp(*cluster.log->end(), 30s));
    QCOMPARE(stays.status().partitions, cluster.log->partitions());
    QVERIFY(stays.leads());
}

void tst_ProjectorGroup::partitionsGoToAndFro() {
    Cluster cluster;
    Projector one(*cluster.log, *cluster.store, cluster.groupOptions());
    Projector two(*cluster.log, *cluster.store, cluster.groupOptions());
    Projector three(*cluster.log, *cluster.store, cluster.groupOptions());
    for (Projector* projector : {&one, &two, &three})
        projector->start();
    const QList<RoomId> rooms = manyRooms();
    QMap<RoomId, QStringList> said;
    for (int round = 0; round < 60; ++round) {
        for (const RoomId& room : rooms) {
            if (qHash(room) % 2 == uint(round % 2)) {
                QVERIFY(!cluster.say(room, {QString::number(round)}).isEmpty());
                said[room].append(QString::number(round));
            }
        }
        cluster.memory().rearrange();
    }
    QTRY_VERIFY_WITH_TIMEOUT(cluster.caughtUp(), patience);
    for (const RoomId& room : rooms)
        QCOMPARE(cluster.heard(room), said.value(room));
    for (Projector* projector : {&one, &two, &three})
        QVERIFY(!projector->status().stopped);
}

void tst_ProjectorGroup::zombiesDoNoHarm() {
    Cluster cluster;
    cluster.memory().giveEverythingToEverybody();
    Projector one(*cluster.log, *cluster.store, cluster.groupOptions());
    Projector two(*cluster.log, *cluster.store, cluster.groupOptions());
    one.start();
    two.start();
    QTRY_COMPARE_WITH_TIMEOUT(one.status().partitions, cluster.log->partitions(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(two.status().partitions, cluster.log->partitions(), patience);
    const QList<RoomId> rooms = manyRooms();
    for (int i = 0; i < 20; ++i) {
        for (const RoomId& room : rooms)
            QVERIFY(!cluster.say(room, {QString::number(i)}).isEmpty());
    }
    QVERIFY(one.catchUp(*cluster.log->end(), 30s));
    QVERIFY(two.catchUp(*cluster.log->end(), 30s));
    for (const RoomId& room : rooms)
        QCOMPARE(cluster.heard(room), numbers(20));
    QCOMPARE(one.status().projected + two.status().projected, 320);
}

void tst_ProjectorGroup::withoutPartitionsItWaits() {
    Cluster cluster(1); // three partitions in all
    std::vector<std::unique_ptr<Projector>> projectors;
    for (int i = 0; i < 4; ++i) {
        projectors.push_back(
            std::make_unique<Projector>(*cluster.log, *cluster.store, cluster.groupOptions()));
        projectors.back()->start();
    }
    const auto idle = [&] {
        return std::count_if(projectors.begin(), projectors.end(),
                             [](const auto& one) { return one->status().partitions.isEmpty(); });
    };
    QTRY_COMPARE_WITH_TIMEOUT(idle(), 1, patience);
    const RoomId room = RoomId::create();
    QVERIFY(!cluster.say(room, numbers(3)).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(cluster.caughtUp(), patience);
    for (const auto& projector : projectors) {
        QVERIFY(!projector->status().failing);
        QVERIFY(!projector->status().stopped);
    }
    while (projectors.size() > 1)
        projectors.erase(projectors.begin());
    QVERIFY(!cluster.say(room, numbers(3)).isEmpty());
    QVERIFY(projectors.front()->catchUp(*cluster.log->end(), 30s));
}

void tst_ProjectorGroup::anotherEpochStopsIt() {
    Cluster cluster;
    auto options = cluster.groupOptions();
    options.epoch = cluster.epoch.number;
    Projector projector(*cluster.log, *cluster.store, options);
    projector.start();
    const RoomId room = RoomId::create();
    QVERIFY(!cluster.say(room, numbers(2)).isEmpty());
    QVERIFY(projector.catchUp(*cluster.log->end(), 30s));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("The projector has stopped: The "
                                                                          "store has begun epoch")));
    const auto epoch = worker::beginEpoch(*cluster.store, *cluster.log);
    QVERIFY(epoch);
    QVERIFY(epoch->number > cluster.epoch.number + 1000); // as after a restore
    QVERIFY(!cluster.say(room, {QStringLiteral("2")}).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(projector.status().stopped, patience);
    QCOMPARE(projector.status().stopped->code(), ErrorCode::Conflict);
    // Started anew in the new epoch, it goes on.
    QVERIFY(cluster.project());
    QCOMPARE(cluster.heard(room), numbers(3));
}

namespace {

struct Reader {
    Room room = test::newRoom(QStringLiteral("Lounge"));
    User user{UserId::create(), QStringLiteral("ann"), QStringLiteral("Ann"), false};
    qint64 seen = 0;
};

/// A log of a room, its member, five messages and the member's read cursor at the third.
Reader readUpToTheThird(log::Log& log, qint64 base) {
    Reader reader;
    const auto tell = [&](Topic topic, const QByteArray& key, const log::Event& event) {
        return test::appendOne(log, topic, key, log::encode(event))->offset;
    };
    const QByteArray key = log::keyOf(reader.room.id);
    tell(Topic::Messages, key, log::RoomRecord{reader.room, false});
    tell(Topic::Messages, key, log::MemberRecord{reader.room.id, reader.user, RoomRole::Owner, 1});
    for (int i = 0; i < 5; ++i) {
        const qint64 offset = tell(Topic::Messages, key,
                                   test::newMessage(reader.room.id, UserId::create(), QString::number(i)));
        if (i == 2)
            reader.seen = base + offset;
    }
    tell(Topic::Receipts, log::keyOf(reader.user.id),
         log::SeenRecord{reader.user.id, reader.room.id, reader.seen});
    return reader;
}

qint64 cursorOf(store::Store& store, const Reader& reader) {
    const auto view = store.roomOf(reader.user.id, reader.room.id);
    return view ? view->first.read.seenSeq : -1;
}

} // namespace

void tst_ProjectorGroup::cursorsWaitForTheirMembers() {
    // The store knows neither room nor member: it is older than the log, as after a restore.
    Cluster cluster;
    const Reader reader = readUpToTheThird(*cluster.log, cluster.epoch.base);
    auto options = cluster.groupOptions();
    options.batchMax = 2;
    Projector one(*cluster.log, *cluster.store, options);
    Projector two(*cluster.log, *cluster.store, options);
    one.start();
    two.start();
    QTRY_VERIFY_WITH_TIMEOUT(cluster.caughtUp(), patience);
    QCOMPARE(cursorOf(*cluster.store, reader), reader.seen);
}

void tst_ProjectorGroup::restoreTakesCursorsLast() {
    Cluster cluster;
    const Reader reader = readUpToTheThird(*cluster.log, cluster.epoch.base);
    test::MemoryLog next(2, QStringLiteral("kafka:cluster:chat:2"));
    const auto epoch = worker::finishRestore(*cluster.store, *cluster.log, next);
    QVERIFY(epoch);
    QCOMPARE(cursorOf(*cluster.store, reader), reader.seen);
    QCOMPARE(epoch->partitions, 2);
    QCOMPARE(cluster.store->snapshot()->positions, *next.begin());
}

void tst_ProjectorGroup::aLogMadeAnewBeginsAnEpoch() {
    Cluster cluster;
    test::MemoryLog next(4, QStringLiteral("kafka:cluster:chat:2"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Epoch 2 begins, .*made anew")));
    const auto epoch = ensureEpoch(*cluster.store, next);
    QVERIFY(epoch);
    QCOMPARE(epoch->number, 2);
    QCOMPARE(epoch->logIdentity, next.identity());
    QVERIFY(epoch->base > cluster.epoch.base);
}

void tst_ProjectorGroup::anotherNumberOfPartitionsBeginsAnEpoch() {
    Cluster cluster;
    test::MemoryLog next(6);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("6 partitions instead of 4")));
    QCOMPARE(ensureEpoch(*cluster.store, next)->partitions, 6);
}

void tst_ProjectorGroup::anotherClusterIsRefused_data() {
    QTest::addColumn<QString>("identity");
    QTest::newRow("cluster") << QStringLiteral("kafka:other:chat:1");
    QTest::newRow("prefix") << QStringLiteral("kafka:cluster:other:1");
    QTest::newRow("embedded") << QStringLiteral("other-9d5b");
}

void tst_ProjectorGroup::anotherClusterIsRefused() {
    QFETCH(QString, identity);
    Cluster cluster;
    test::MemoryLog next(4, identity);
    for (const MayBeginEpoch may : {MayBeginEpoch::Yes, MayBeginEpoch::No}) {
        const auto refused = ensureEpoch(*cluster.store, next, may);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::Conflict);
        const QString message = refused.error().message();
        for (const char* part : {"cluster", "\"chat.", "other", "PARLOR_KAFKA_BROKERS", "PARLOR_KAFKA_TOPICS",
                                 "parlord epoch begin"})
            QVERIFY2(message.contains(QLatin1StringView(part)), qPrintable(message));
    }
    QCOMPARE(*cluster.store->epoch(), cluster.epoch);
    // Meant.
    const auto epoch = worker::beginEpoch(*cluster.store, next);
    QVERIFY(epoch);
    QCOMPARE(*ensureEpoch(*cluster.store, next, MayBeginEpoch::No), *epoch);
}

void tst_ProjectorGroup::gatewaysWaitForAnEpoch() {
    Cluster cluster;
    QCOMPARE(*ensureEpoch(*cluster.store, *cluster.log, MayBeginEpoch::No), cluster.epoch);
    test::MemoryLog next(4, QStringLiteral("kafka:cluster:chat:2"));
    const auto waiting = ensureEpoch(*cluster.store, next, MayBeginEpoch::No);
    QVERIFY(!waiting);
    QCOMPARE(waiting.error().code(), ErrorCode::Unavailable);
    QVERIFY(waiting.error().message().contains(QStringLiteral("waiting for a worker to begin an epoch")));
    QCOMPARE(*cluster.store->epoch(), cluster.epoch);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Epoch 2 begins")));
    const auto begun = ensureEpoch(*cluster.store, next, MayBeginEpoch::Yes);
    QVERIFY(begun);
    QCOMPARE(*ensureEpoch(*cluster.store, next, MayBeginEpoch::No), *begun);
}

void tst_ProjectorGroup::lostRecordsWantADecision() {
    Cluster cluster;
    const RoomId room = RoomId::create();
    QVERIFY(!cluster.say(room, numbers(3)).isEmpty());
    QVERIFY(cluster.log->trim(*cluster.log->end()));
    const auto refused = ensureEpoch(*cluster.store, *cluster.log);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::LogTrimmed);
    QVERIFY(refused.error().message().contains(QStringLiteral("parlord epoch begin")));
    QCOMPARE(ensureEpoch(*cluster.store, *cluster.log, MayBeginEpoch::No).error().code(),
             ErrorCode::Unavailable);
    const auto begun = worker::beginEpoch(*cluster.store, *cluster.log);
    QVERIFY(begun);
    QCOMPARE(*ensureEpoch(*cluster.store, *cluster.log), *begun);
    QVERIFY(!cluster.say(room, {QStringLiteral("later")}).isEmpty());
    QVERIFY(cluster.project());
    QCOMPARE(cluster.heard(room), QStringList{QStringLiteral("later")});
}

QTEST_GUILESS_MAIN(tst_ProjectorGroup)
#include "tst_projector_group.moc"
