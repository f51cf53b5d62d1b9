// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/interest.h"

#include <QTest>

using namespace parlor;
using namespace parlor::gateway;

/// Which network threads a room concerns.
class TestInterest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void concernsThreadsWithMembers();
    void aPinConcernsEveryThread();

private:
    static std::vector<bool> concerned(const InterestSet& set, const RoomId& room) {
        std::vector<bool> threads(3);
        set.mark(room, threads);
        return threads;
    }
};

void TestInterest::concernsThreadsWithMembers() {
    InterestSet set;
    const RoomId room = RoomId::create();
    const RoomId other = RoomId::create();
    set.add(room, 2);
    set.add(room, 0);
    set.add(other, 1);
    QCOMPARE(concerned(set, room), std::vector<bool>({true, false, true}));
    QCOMPARE(concerned(set, RoomId::create()), std::vector<bool>({false, false, false}));
    // Several rooms of one batch.
    std::vector<bool> both = concerned(set, room);
    set.mark(other, both);
    QCOMPARE(both, std::vector<bool>({true, true, true}));
    set.remove(room, 2);
    QCOMPARE(concerned(set, room), std::vector<bool>({true, false, false}));
    QVERIFY(set.contains(room));
    set.remove(room, 0);
    QVERIFY(!set.contains(room));
    QCOMPARE(set.size(), 1);
}

void TestInterest::aPinConcernsEveryThread() {
    const auto set = std::make_shared<InterestSet>();
    const RoomId room = RoomId::create();
    set->add(room, 1);
    {
        InterestPins pins(set);
        pins.add(room);
        pins.add(room);
        QCOMPARE(concerned(*set, room), std::vector<bool>({true, true, true}));
        // Whoever leaves meanwhile takes nothing from whoever joins.
        set->remove(room, 1);
        QVERIFY(set->contains(room));
        set->add(room, 2);
    }
    QCOMPARE(concerned(*set, room), std::vector<bool>({false, false, true}));
    {
        InterestPins pins(set);
        pins.add(RoomId::create());
        QCOMPARE(set->size(), 2);
    }
    QCOMPARE(set->size(), 1);
}

QTEST_GUILESS_MAIN(TestInterest)
#include "tst_interest.moc"
