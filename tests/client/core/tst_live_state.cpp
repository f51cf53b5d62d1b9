// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/live_state.h"
#include "shared/codec.h"
#include "shared/limits.h"

#include <QSignalSpy>
#include <QTest>

using namespace parlor;
using namespace Qt::StringLiterals;

class TestLiveState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksOnceForWhoIsShown();
    void tellsChangesOnly();
    void typingEndsByItself();
    void typingEndsWithTheConnection();
    void cursorsOnlyAdvance();

private:
    const UserId m_me = UserId::create();
    const UserId m_bob = UserId::create();
    const UserId m_ann = UserId::create();
    const RoomId m_room = RoomId::create();
};

void TestLiveState::asksOnceForWhoIsShown() {
    QList<QList<UserId>> asked;
    LiveState state(m_me, [&](const QList<UserId>& users) { asked.append(users); });
    state.want({m_bob});
    QCoreApplication::processEvents();
    QVERIFY(asked.isEmpty()); // nobody to ask
    state.setOnline(true);
    QTRY_COMPARE(asked, QList<QList<UserId>>{{m_bob}});
    state.want({m_bob});
    state.want({m_ann, m_bob});
    state.want({m_ann});
    QTRY_COMPARE(asked.size(), 2);
    QCOMPARE(asked.last(), QList<UserId>{m_ann});
    // A new connection knows nobody.
    state.setOnline(false);
    state.setOnline(true);
    QTRY_COMPARE(asked.size(), 3);
    QCOMPARE(QSet<UserId>(asked.last().begin(), asked.last().end()), (QSet<UserId>{m_bob, m_ann}));
    QList<UserId> many;
    for (int i = 0; i < limits::presenceQueryMax + 1; ++i)
        many.append(UserId::create());
    state.want(many);
    QTRY_COMPARE(asked.size(), 5);
    QCOMPARE(asked.at(3).size() + asked.at(4).size(), many.size());
}

void TestLiveState::tellsChangesOnly() {
    LiveState state(m_me, [](const QList<UserId>&) {});
    QSignalSpy changed(&state, &LiveState::presenceChanged);
    QVERIFY(state.presence(m_bob).status == PresenceStatus::Offline);
    const Presence online{m_bob, PresenceStatus::Online, {}};
    state.tellPresence({online});
    state.tellPresence({online});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<QList<UserId>>(), QList<UserId>{m_bob});
    QCOMPARE(state.presence(m_bob), online);
    const Presence gone{m_bob, PresenceStatus::Offline, utcNow()};
    state.tellPresence({gone});
    QCOMPARE(state.presence(m_bob), gone);
    QCOMPARE(changed.size(), 2);
}

void TestLiveState::typingEndsByItself() {
    LiveState state(m_me, [](const QList<UserId>&) {});
    QSignalSpy changed(&state, &LiveState::typingChanged);
    state.tellTyping(m_room, m_me, 6);
    state.tellTyping(m_room, m_bob, 0);
    QCOMPARE(changed.size(), 0);
    state.tellTyping(m_room, m_bob, 1);
    state.tellTyping(m_room, m_ann, 60);
    state.tellTyping(m_room, m_bob, 1);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(state.typing(m_room), (QList<UserId>{m_bob, m_ann}));
    QTRY_COMPARE(state.typing(m_room), QList<UserId>{m_ann});
    QCOMPARE(changed.size(), 3);
    state.tellTyping(m_room, m_ann, 0);
    QVERIFY(state.typing(m_room).isEmpty());
    QCOMPARE(changed.size(), 4);
}

void TestLiveState::typingEndsWithTheConnection() {
    LiveState state(m_me, [](const QList<UserId>&) {});
    state.setOnline(true);
    QSignalSpy changed(&state, &LiveState::typingChanged);
    state.tellTyping(m_room, m_bob, 60);
    state.setOnline(false);
    QVERIFY(state.typing(m_room).isEmpty());
    QCOMPARE(changed.size(), 2);
}

void TestLiveState::cursorsOnlyAdvance() {
    LiveState state(m_me, [](const QList<UserId>&) {});
    QSignalSpy changed(&state, &LiveState::cursorsChanged);
    state.tellCursors(m_room, {{m_me, 9, 9}, {m_bob, 5, 3}});
    QCOMPARE(state.cursors(m_room), (QList<MemberCursor>{{m_bob, 5, 3}}));
    state.tellCursors(m_room, {{m_bob, 4, 0}});
    QCOMPARE(changed.size(), 1);
    state.tellCursors(m_room, {{m_bob, 0, 6}});
    QCOMPARE(state.cursors(m_room), (QList<MemberCursor>{{m_bob, 5, 6}}));
    state.forgetMember(m_room, m_bob);
    QVERIFY(state.cursors(m_room).isEmpty());
    QCOMPARE(changed.size(), 3);
}

QTEST_GUILESS_MAIN(TestLiveState)
#include "tst_live_state.moc"
