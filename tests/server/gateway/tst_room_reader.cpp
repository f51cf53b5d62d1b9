// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_reader.h"
#include "server/gateway/room_reader.h"
#include "shared/limits.h"
#include "tests/server/gateway/fixture.h"
#include "tests/server/gateway/gated_log.h"

using namespace parlor;
using namespace parlor::gateway;
using parlor::test::GatewayFixture;

/// Every read must be the same whether a message is in the store, in the tail, or in both: each test runs
/// once for every number of messages that are projected.
class TestRoomReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void history_data() { splits(); }
    void history();
    void unread_data() { splits(); }
    void unread();
    void sync_data() { splits(); }
    void sync();
    void syncRules();
    void unreadStopsAtItsLimit();
    void message();
    void aPageThatLacksWhatIsKnownIsNotGiven();
    void viewIsNotForStrangers();

private:
    static constexpr int total = 6;
    static void splits() {
        QTest::addColumn<int>("projected");
        for (int i = 0; i <= total; ++i)
            QTest::addRow("%d of %d projected", i, total) << i;
    }
};

namespace {

QStringList names(std::initializer_list<const char*> list) {
    QStringList result;
    for (const char* one : list)
        result.append(QLatin1String(one));
    return result;
}

store::HistoryQuery page(int limit, std::optional<qint64> before = {}, std::optional<qint64> after = {},
                         std::optional<qint64> around = {}) {
    return {before, after, around, limit};
}

struct Talk : GatewayFixture {
    Talk()
        : ada(addUser(QStringLiteral("ada")))
        , bob(addUser(QStringLiteral("bob")))
        , room(addRoom(ada, QStringLiteral("sea")))
        , reader(store(), tail())
        , messages(store(), tail()) {
        join(room, bob);
        startTail();
    }
    /// Ada and Bob speak in turn: m0 by Ada, m1 by Bob, …
    void talk(int count, int projected) {
        if (projected == 0)
            projectAll();
        for (int i = 0; i < count; ++i) {
            seqs.append(seqOf(say(i % 2 == 0 ? ada : bob, room, QStringLiteral("m%1").arg(i))));
            if (i + 1 == projected)
                projectAll();
        }
    }
    QStringList contents(const store::HistoryQuery& query) {
        QStringList list;
        for (const Message& message : test::must(messages.history(room.id, query)).items)
            list.append(message.content);
        return list;
    }

    User ada;
    User bob;
    Room room;
    RoomReader reader;
    MessageReader messages;
    QList<qint64> seqs;
};

} // namespace

void TestRoomReader::history() {
    QFETCH(int, projected);
    Talk t;
    t.talk(total, projected);
    QCOMPARE(t.contents(page(50)), names({"m0", "m1", "m2", "m3", "m4", "m5"}));
    QCOMPARE(t.contents(page(2)), names({"m4", "m5"}));
    QCOMPARE(t.contents(page(2, t.seqs[4])), names({"m2", "m3"}));
    QCOMPARE(t.contents(page(2, {}, t.seqs[1])), names({"m2", "m3"}));
    QCOMPARE(t.contents(page(2, {}, t.seqs[5])), QStringList());
    QVERIFY(t.contents(page(4, {}, {}, t.seqs[3])).contains(QStringLiteral("m3")));

    QVERIFY(t.contents(page(2, {}, {}, t.seqs[5])).contains(QStringLiteral("m5")));

    // A page around a time, wherever that is by now.
    for (int i = 0; i < total; ++i) {
        store::HistoryQuery at = page(2);
        at.at = test::must(t.messages.history(t.room.id, page(50))).items.at(i).createdAt;
        const auto got = test::must(t.messages.history(t.room.id, at));
        QVERIFY(!got.next);
        QVERIFY(got.items.size() <= 2);
        // The first of that moment: the fixture may have said several within one.
        const auto first = std::find_if(got.items.begin(), got.items.end(),
                                        [&](const Message& message) { return message.createdAt >= *at.at; });
        QVERIFY(first != got.items.end());
        QCOMPARE(first->createdAt, *at.at);
    }
    store::HistoryQuery tomorrow = page(2);
    tomorrow.at = utcNow().addDays(1);
    QVERIFY(t.contents(tomorrow).contains(QStringLiteral("m5")));

    // Paging backwards from the newest meets every message once.
    QStringList paged;
    std::optional<qint64> before;
    for (int pages = 0; pages < 10; ++pages) {
        const auto got = test::must(t.messages.history(t.room.id, page(2, before)));
        QStringList list;
        for (const Message& message : got.items)
            list.append(message.content);
        paged = list + paged;
        if (!got.next)
            break;
        before = got.next->toLongLong();
    }
    QCOMPARE(paged, names({"m0", "m1", "m2", "m3", "m4", "m5"}));
}

void TestRoomReader::unread() {
    QFETCH(int, projected);
    Talk t;
    t.talk(total, projected);
    RoomView view = test::must(t.reader.view(t.bob.id, t.room.id));
    QCOMPARE(view.read.unread, 3); // Ada's
    QCOMPARE(view.head, t.seqs[5]);
    QCOMPARE(view.read.asOf, t.seqs[5]);
    QVERIFY(view.lastMessageAt);

    t.seen(t.bob, t.room, t.seqs[2]); // in the tail alone
    view = test::must(t.reader.view(t.bob.id, t.room.id));
    QCOMPARE(view.read.seenSeq, t.seqs[2]);
    QCOMPARE(view.read.unread, 1);
    t.projectAll();
    QCOMPARE(test::must(t.reader.view(t.bob.id, t.room.id)), view);
}

void TestRoomReader::sync() {
    QFETCH(int, projected);
    Talk t;
    t.talk(total, projected);
    const client::Sync request{t.epoch().number, {{t.room.id, t.seqs[1]}}};
    const server::Synced synced =
        test::must(t.reader.sync(t.bob.id, request, {t.room.id}, t.reader.waitForPresent()));
    QCOMPARE(synced.epoch, t.epoch().number);
    QCOMPARE(synced.rooms.size(), 1);
    const server::SyncedRoom& room = synced.rooms.constFirst();
    QVERIFY(!room.gap);
    QCOMPARE(room.head, t.seqs[5]);
    QCOMPARE(room.room.head, t.seqs[5]);
    QStringList contents;
    for (const Message& message : room.changes)
        contents.append(message.content);
    QCOMPARE(contents, names({"m2", "m3", "m4", "m5"}));
}

void TestRoomReader::syncRules() {
    Talk t;
    t.talk(4, 2);
    const RoomId elsewhere = RoomId::create();
    const qint64 epoch = t.epoch().number;
    const auto room = [&](const client::Sync& request) {
        return test::must(t.reader.sync(t.bob.id, request, {t.room.id}, t.reader.waitForPresent()))
            .rooms.constFirst();
    };

    // Not asked for: told, without changes.
    QVERIFY(room({epoch, {}}).changes.isEmpty());
    QVERIFY(!room({epoch, {}}).gap);
    QCOMPARE(room({epoch, {}}).head, t.seqs[3]);
    QVERIFY(!room({epoch, {{t.room.id, t.seqs[3]}}}).gap);
    QVERIFY(room({epoch, {{t.room.id, t.seqs[3] + 1}}}).gap); // above the head
    QVERIFY(room({epoch + 1, {{t.room.id, t.seqs[1]}}}).gap); // another epoch
    QCOMPARE(test::must(t.reader.sync(t.bob.id, {epoch, {{elsewhere, 1}}}, {t.room.id}, true)).removed,
             QList<RoomId>{elsewhere});

    // Events of the room do not come yet: nothing is said of it, and if it was asked for it is no room of
    // his.
    const auto early = test::must(t.reader.sync(t.bob.id, {epoch, {{t.room.id, t.seqs[1]}}}, {}, true));
    QVERIFY(early.rooms.isEmpty());
    QCOMPARE(early.removed, QList<RoomId>{t.room.id});

    const int many = limits::syncChangesMax;
    for (int i = 0; i < many; ++i)
        t.append(log::Topic::Messages, "k", t.messageRecord(t.ada, t.room, QString::number(i)),
                 i + 1 == many);
    QCOMPARE(room({epoch, {{t.room.id, t.seqs[3]}}}).changes.size(), many);
    QVERIFY(room({epoch, {{t.room.id, t.seqs[2]}}}).gap); // one too many
    QVERIFY(room({epoch, {{t.room.id, t.seqs[2]}}}).changes.isEmpty());
    t.projectAll();
    QCOMPARE(room({epoch, {{t.room.id, t.seqs[3]}}}).changes.size(), many);
    QVERIFY(room({epoch, {{t.room.id, t.seqs[2]}}}).gap);
}

void TestRoomReader::unreadStopsAtItsLimit() {
    Talk t;
    for (int i = 0; i < limits::unreadMax - 1; ++i)
        t.append(log::Topic::Messages, "k", t.messageRecord(t.ada, t.room, QStringLiteral("x")), false);
    t.projectAll();
    for (int i = 0; i < 3; ++i)
        t.say(t.ada, t.room, QStringLiteral("y"));
    QCOMPARE(test::must(t.reader.view(t.bob.id, t.room.id)).read.unread, limits::unreadMax);
}

void TestRoomReader::message() {
    Talk t;
    const auto record = t.messageRecord(t.ada, t.room, QStringLiteral("one"));
    // Durable, and asked for before the tail may have met it.
    const auto appended = t.append(log::Topic::Messages, "k", record, false);
    const Message message = test::must(t.messages.message(record.id));
    QCOMPARE(message.content, QStringLiteral("one"));
    QCOMPARE(message.seq, t.seqOf(appended));
    t.projectAll();
    QCOMPARE(test::must(t.store().message(record.id)), std::optional(message));
    QCOMPARE(t.messages.message(MessageId::create()).error().code(), ErrorCode::NotFound);
}

void TestRoomReader::aPageThatLacksWhatIsKnownIsNotGiven() {
    Talk t;
    t.talk(2, 0);
    // Another gateway, which is behind.
    test::GatedLog gated(t.log());
    Tail tail(gated, {});
    test::must(tail.start(t.epoch(), test::must(t.store().snapshot()).positions, [](const auto&) {}));
    QTRY_VERIFY(tail.caughtUp());
    MessageReader behind(t.store(), tail);
    gated.pauseReading(true);
    const qint64 seq = t.seqOf(t.say(t.ada, t.room, QStringLiteral("m2")));

    QCOMPARE(test::must(behind.history(t.room.id, page(50))).items.size(), 2); // whoever knows nothing of it
    QCOMPARE(test::must(behind.history(t.room.id, page(50), seq - 1)).items.size(), 2);
    const auto refused = behind.history(t.room.id, page(50), seq);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Unavailable);
    QCOMPARE(test::must(t.messages.history(t.room.id, page(50), seq)).items.size(), 3);

    gated.pauseReading(false);
    // At once, or when the tail no longer counts as far behind.
    QTRY_VERIFY_WITH_TIMEOUT(behind.history(t.room.id, page(50), seq), 20'000);
    QCOMPARE(test::must(behind.history(t.room.id, page(50), seq)).items.size(), 3);
    tail.stop();
}

void TestRoomReader::viewIsNotForStrangers() {
    Talk t;
    const User eve = t.addUser(QStringLiteral("eve"));
    QCOMPARE(t.reader.view(eve.id, t.room.id).error().code(), ErrorCode::NotFound);
    QVERIFY(test::must(t.reader.views(eve.id)).isEmpty());
    QCOMPARE(test::must(t.reader.sync(eve.id, {t.epoch().number, {{t.room.id, 1}}}, {}, true)).removed,
             QList<RoomId>{t.room.id});
}

QTEST_GUILESS_MAIN(TestRoomReader)
#include "tst_room_reader.moc"
