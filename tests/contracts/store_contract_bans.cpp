// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/contracts/act_helpers.h"
#include "tests/contracts/store_contract_acts.h"

#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace parlor::test {

namespace {

/// The record of a ban, or of its lift, that a change wrote; one of no room if it changed nothing.
template <typename T>
log::BanRecord banRecord(const Result<store::Committed<T>>& change) {
    if (!change || change->outbox.isEmpty())
        return {};
    return std::get<log::BanRecord>(*log::decode(change->outbox.first().value));
}

/// Ann's room, and Ben, who is not in it.
struct Den {
    explicit Den(store::Store& s)
        : store(s)
        , ann(makeUser(s, QStringLiteral("ann")))
        , ben(makeUser(s, QStringLiteral("ben")))
        , room(makeRoom(s, QStringLiteral("Den"), ann.id)) {}

    log::BanRecord ban(int second = 0) {
        return banRecord(store.ban(room.id, ben.id, at.addSecs(second), by(ann)));
    }
    log::BanRecord lift() { return banRecord(store.unban(room.id, ben.id, by(ann))); }
    QList<Ban> bans() { return store.bans(room.id, {}, 10)->items; }
    log::BanRecord record(bool banned, qint64 version, int second = 0) const {
        return {room.id, ben.id, ann.id, banned, at.addSecs(second), version};
    }

    store::Store& store;
    User ann;
    User ben;
    Room room;
    QDateTime at = utcNow();
};

} // namespace

void StoreBansContract::bansKeepAway() {
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
    QCOMPARE(memberCountOf(store(), room.id, ann.id), 1);
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

void StoreBansContract::bansPage() {
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

void StoreBansContract::aLiftedBanStaysLifted() {
    Den den(store());
    Feed feed(store());
    const log::BanRecord banned = den.ban();
    const log::BanRecord lifted = den.lift();
    QVERIFY(den.bans().isEmpty());
    // What the two wrote comes out of the log only now.
    for (const log::BanRecord& record : {banned, lifted, banned}) {
        QVERIFY(feed.project({record}));
        QVERIFY(den.bans().isEmpty());
    }
    QVERIFY(feed.project({banned}));
    QVERIFY(store().addMember(den.room.id, den.ben.id, by(den.ben)));
}

void StoreBansContract::anotherBanStays() {
    Den den(store());
    Feed feed(store());
    const log::BanRecord first = den.ban();
    const log::BanRecord lifted = den.lift();
    const log::BanRecord second = den.ban(5);
    const QList<Ban> expected{{den.ben, den.ann.id, den.at.addSecs(5)}};
    QCOMPARE(den.bans(), expected);
    for (const log::BanRecord& record : {first, lifted, second, lifted}) {
        QVERIFY(feed.project({record}));
        QCOMPARE(den.bans(), expected);
    }
    QCOMPARE(store().addMember(den.room.id, den.ben.id, by(den.ben)).error().code(), ErrorCode::Forbidden);
}

void StoreBansContract::theProjectorMayComeInBetween() {
    constexpr int rounds = 40;
    Den den(store());
    Feed feed(store());
    std::mutex mutex;
    std::condition_variable more;
    QList<log::Event> written;
    bool done = false;
    Result<void> projected;
    std::thread projector([&] {
        while (projected) {
            QList<log::Event> batch;
            {
                std::unique_lock lock(mutex);
                more.wait(lock, [&] { return done || !written.isEmpty(); });
                if (written.isEmpty())
                    return;
                batch = std::exchange(written, {});
            }
            projected = feed.project(batch);
        }
    });
    int wrong = 0;
    const auto write = [&](const log::BanRecord& record) {
        wrong += record.roomId.isNull();
        const std::lock_guard lock(mutex);
        written.append(record);
        more.notify_one();
    };
    for (int i = 0; i < rounds; ++i) {
        write(den.ban(i));
        wrong += den.bans().size() != 1 || den.bans().first().at != den.at.addSecs(i);
        write(den.lift());
        wrong += !den.bans().isEmpty();
    }
    {
        const std::lock_guard lock(mutex);
        done = true;
        more.notify_one();
    }
    projector.join();
    QVERIFY2(projected, qPrintable(why(projected)));
    QCOMPARE(wrong, 0);
    QVERIFY(den.bans().isEmpty());
}

void StoreBansContract::aRestoreBringsBansBack_data() {
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("in order") << QList<int>{0, 1, 2, 3, 4};
    // Two gateways may append in another order than they wrote in.
    QTest::newRow("the lift first") << QList<int>{1, 0, 2, 3, 4};
    QTest::newRow("backwards") << QList<int>{4, 3, 2, 1, 0};
    QTest::newRow("twice") << QList<int>{0, 1, 2, 0, 1, 2, 3, 4, 3};
}

void StoreBansContract::aRestoreBringsBansBack() {
    QFETCH(QList<int>, order);
    Den den(store());
    const User cid = makeUser(store(), QStringLiteral("cid"));
    const QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("copy.db"));
    QVERIFY(store().backupTo(file));
    QList<log::BanRecord> records{den.ban(), den.lift(), den.ban(5)};
    records.append(banRecord(store().ban(den.room.id, cid.id, den.at, by(den.ann))));
    records.append(banRecord(store().unban(den.room.id, cid.id, by(den.ann))));

    const auto copy = m_store->openBackup(file);
    Feed feed(copy->store());
    for (const int i : order)
        QVERIFY(feed.project({records.at(i)}));
    QCOMPARE(copy->store().bans(den.room.id, {}, 10)->items, den.bans());
    // The next change counts on from there, so that no record of before it undoes it.
    QVERIFY(copy->store().unban(den.room.id, den.ben.id, by(den.ann))->value);
    for (const log::BanRecord& record : records)
        QVERIFY(feed.project({record}));
    QVERIFY(copy->store().bans(den.room.id, {}, 10)->items.isEmpty());
}

void StoreBansContract::recordsWithoutAVersion() {
    // Of a gateway of before bans had one: they count in their order, as long as there is nothing better.
    Den den(store());
    Feed feed(store());
    const auto project = [&](const log::BanRecord& record) { QVERIFY(feed.project({record})); };
    project(den.record(true, 0));
    QCOMPARE(den.bans(), (QList<Ban>{{den.ben, den.ann.id, den.at}}));
    project(den.record(false, 0));
    QVERIFY(den.bans().isEmpty());
    project(den.record(true, 0));
    QCOMPARE(den.bans().size(), 1);
    const log::BanRecord lifted = den.lift();
    project(den.record(true, 0));
    QVERIFY(den.bans().isEmpty());
    const log::BanRecord again = den.ban(7);
    for (const log::BanRecord& record : {den.record(false, 0), den.record(true, 0), lifted, again}) {
        project(record);
        QCOMPARE(den.bans(), (QList<Ban>{{den.ben, den.ann.id, den.at.addSecs(7)}}));
    }
}

} // namespace parlor::test
