// SPDX-License-Identifier: GPL-3.0-or-later
// Which messages are told as arrived: what notifications are made of.
#include "tests/client/core/sync_rig.h"

#include <QTest>

using namespace parlor;
using namespace parlor::tests;

namespace {

struct Rig : SyncRig {
    Rig() { listen(); }
    void listen() {
        QObject::connect(sync.get(), &Sync::messagesArrived, sync.get(),
                         [this](const QList<Message>& messages) {
                             ++tellings;
                             for (const Message& message : messages)
                                 told.append(message.seq);
                         });
    }
    /// Caught up to 10, all read.
    void online() {
        cached(10);
        answer(begin(), entry(10));
    }
    /// With a read marker.
    server::SyncedRoom unread(qint64 head, qint64 seen, const QList<Message>& changes) {
        return {view(head, {seen, int(head - seen), 0, head}), changes, head, false};
    }

    QList<qint64> told;
    int tellings = 0;
};

} // namespace

class TestArrivals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void live();
    void notMine();
    void notTwice();
    void notChanges();
    void byCatchingUpWhatIsUnread();
    void inOneTellingForABatch();
    void heldBackUntilTheRoomIsLive();
    void afterAGapOnlyWhatIsNew();
    void notTheHistoryOfANewRoom();
};

void TestArrivals::live() {
    Rig rig;
    rig.online();
    rig.live(rig.message(11));
    QCOMPARE(rig.told, QList<qint64>{11});
    Message system = rig.message(12);
    system.type = MessageType::System;
    rig.live(system);
    QCOMPARE(rig.told, QList<qint64>{11});
}

void TestArrivals::notMine() {
    Rig rig;
    rig.online();
    rig.live(rig.message(11, {}, rig.me));
    QVERIFY(rig.told.isEmpty());
}

void TestArrivals::notTwice() {
    Rig rig;
    rig.online();
    rig.live(rig.message(11));
    rig.live(rig.message(11));
    rig.renew();
    rig.listen();
    rig.answer(rig.begin(), rig.entry(11, {rig.message(11)}));
    QCOMPARE(rig.told, QList<qint64>{11});
}

void TestArrivals::notChanges() {
    Rig rig;
    rig.online();
    rig.sync->end();
    Message edited = rig.changed(5, 11, QStringLiteral("edited"));
    // Below what is cached, so that it is not there: old all the same.
    Message ancient = rig.changed(3, 12, QStringLiteral("ancient"));
    ancient.id = MessageId::create();
    rig.answer(rig.begin(), rig.entry(12, {edited, ancient}));
    QVERIFY(rig.told.isEmpty());
}

void TestArrivals::byCatchingUpWhatIsUnread() {
    Rig rig;
    rig.cached(10);
    Message deleted = rig.message(14);
    deleted.deletedAt = utcNow();
    // Up to 11 it was read elsewhere.
    rig.answer(rig.begin(), rig.unread(14, 11, {rig.message(11), rig.message(12), rig.message(13), deleted}));
    QCOMPARE(rig.told, (QList<qint64>{12, 13}));
}

void TestArrivals::inOneTellingForABatch() {
    Rig rig;
    rig.cached(10);
    QList<Message> many;
    for (qint64 seq = 11; seq <= 60; ++seq)
        many.append(rig.message(seq));
    rig.answer(rig.begin(), rig.unread(60, 10, many));
    QCOMPARE(rig.told.size(), 50);
    QCOMPARE(rig.tellings, 1);
}

void TestArrivals::heldBackUntilTheRoomIsLive() {
    Rig rig;
    rig.cached(10);
    const auto asked = rig.begin();
    rig.live(rig.message(12));
    QVERIFY(rig.told.isEmpty());
    rig.answer(asked, rig.unread(11, 10, {rig.message(11)}));
    QCOMPARE(rig.told, (QList<qint64>{11, 12}));
}

void TestArrivals::afterAGapOnlyWhatIsNew() {
    Rig rig;
    rig.online();
    rig.live(rig.message(11));
    rig.live(rig.message(12));
    rig.sync->end();
    rig.told.clear();
    // 13 and 14 were missed; the page that comes after the gap also has what was told before.
    server::SyncedRoom gap{rig.view(14, {10, 4, 0, 14}), {}, 14, true};
    rig.answer(rig.begin(), gap);
    rig.live(rig.message(15));
    const int generation = rig.sync->beginPage(rig.room);
    QList<Message> page;
    for (qint64 seq = 8; seq <= 15; ++seq)
        page.append(rig.message(seq));
    QVERIFY(rig.sync->applyPage(rig.room, generation, {}, page, false));
    QCOMPARE(rig.told, (QList<qint64>{15, 13, 14}));
    // Older pages are no news.
    const int older = rig.sync->beginPage(rig.room);
    QVERIFY(rig.sync->applyPage(rig.room, older, 8, {rig.message(6), rig.message(7)}, false));
    QCOMPARE(rig.told.size(), 3);
}

void TestArrivals::notTheHistoryOfANewRoom() {
    Rig rig;
    // A device signed in just now: others have unread messages there, but this is no news.
    rig.answer(rig.begin(), {rig.view(20, {5, 15, 0, 20}), {}, 20, false});
    const int generation = rig.sync->beginPage(rig.room);
    QVERIFY(rig.sync->applyPage(rig.room, generation, {}, {rig.message(19), rig.message(20)}, false));
    QVERIFY(rig.told.isEmpty());
    rig.live(rig.message(21));
    QCOMPARE(rig.told, QList<qint64>{21});
}

QTEST_GUILESS_MAIN(TestArrivals)
#include "tst_arrivals.moc"
