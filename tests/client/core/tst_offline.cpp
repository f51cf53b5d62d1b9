// SPDX-License-Identifier: GPL-3.0-or-later
// A client that goes on working without its server, ends, begins again from its disk, and comes back: the
// server then has exactly what was done, in its order.
#include "client/core/pending_changes.h"
#include "tests/client/core/person.h"
#include "tests/support/parlord_process.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

const QString thumb = u"👍"_s;

} // namespace

class TestOffline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everythingDoneOfflineArrivesOnceAndInOrder();
    void theServerDiesWhileMuchIsSent();
    void undoneInTime();
    void marksAndDraftsMadeOffline();
    void seesOthersTypeComeAndRead();

private:
    /// What anna sees of it, with what she has done to it.
    ShownMessage shown(const MessageId& id) const {
        return withPending(m_anna->message(id), m_anna->core->reader()->outbox(m_room), m_anna->id());
    }

    std::unique_ptr<test::ParlordProcess> m_parlord;
    std::unique_ptr<Person> m_anna;
    std::unique_ptr<Person> m_ben;
    RoomId m_room;
};

void TestOffline::init() {
    m_parlord = std::make_unique<test::ParlordProcess>();
    QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
    m_anna = std::make_unique<Person>(m_parlord->url(), u"anna"_s);
    m_ben = std::make_unique<Person>(m_parlord->url(), u"ben"_s);
    QVERIFY(m_anna->signUp());
    QVERIFY(m_ben->signUp());
    const auto room =
        m_anna->ask<Room>(&Core::createRoom, CreateRoomRequest{u"Kitchen"_s, RoomKind::Public, {}});
    QVERIFY(room);
    m_room = room->id;
    QVERIFY(m_anna->ask<Member>(&Core::addMember, m_room, m_ben->id()));
    QTRY_VERIFY(m_ben->core->reader()->room(m_room));
}

void TestOffline::cleanup() {
    m_anna.reset();
    m_ben.reset();
    m_parlord.reset();
}

void TestOffline::everythingDoneOfflineArrivesOnceAndInOrder() {
    const Message one = m_anna->say(m_room, u"one"_s);
    const Message two = m_anna->say(m_room, u"two"_s);
    const Message his = m_ben->say(m_room, u"his"_s);
    QTRY_COMPARE(m_anna->written(m_room).size(), 3);

    m_parlord->kill9();
    QVERIFY(m_anna->offline());
    Core& core = *m_anna->core;
    const auto first = m_anna->send(m_room, u"first"_s);
    QVERIFY(m_anna->ask<OutboxEntry>(&Core::editMessage, m_room, one.id, u"one, better"_s));
    core.setReaction(m_room, his.id, thumb, true);
    core.setReaction(m_room, his.id, u"🎉"_s, true);
    core.setReaction(m_room, his.id, u"🎉"_s, false); // taken back: never sent
    core.setPinned(m_room, his.id, true);
    const auto second = m_anna->send(m_room, u"secnd"_s);
    QVERIFY(m_anna->ask<OutboxEntry>(&Core::editMessage, m_room, second->messageId, u"second"_s));
    core.setReaction(m_room, first->messageId, thumb, true);
    QVERIFY(m_anna->ask<OutboxEntry>(&Core::deleteMessage, m_room, two.id));
    const auto oops = m_anna->send(m_room, u"oops"_s);
    QVERIFY(m_anna->ask<OutboxEntry>(&Core::deleteMessage, m_room, oops->messageId));

    QVERIFY(m_anna->restart());
    // All of it is there before there is any network.
    QCOMPARE(shown(one.id).message.content, u"one, better"_s);
    QVERIFY(shown(one.id).pending);
    QVERIFY(shown(two.id).message.deletedAt);
    QCOMPARE(shown(his.id).message.reactions, (QList<Reaction>{{thumb, {m_anna->id()}}}));
    QVERIFY(shown(his.id).message.pinned);
    QVERIFY(m_anna->core->reader()->room(m_room)->pending >= 2); // "oops" may be forgotten by now

    QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
    QVERIFY(m_anna->online());
    QVERIFY(m_ben->online());
    QVERIFY(m_anna->settled(m_room)); // the deletions are held for a while
    QTRY_VERIFY(m_ben->message(two.id).deletedAt);

    for (const Person* person : {m_anna.get(), m_ben.get()}) {
        QTRY_COMPARE(texts(person->written(m_room)),
                     (QStringList{u"one, better"_s, QString(), u"his"_s, u"first"_s, u"second"_s}));
        const Message hisNow = person->message(his.id);
        QCOMPARE(hisNow.reactions, (QList<Reaction>{{thumb, {m_anna->id()}}}));
        QCOMPARE(hisNow.pinned->by, m_anna->id());
        const Message firstNow = person->message(first->messageId);
        const Message secondNow = person->message(second->messageId);
        const qint64 edited = person->message(one.id).editSeq.value_or(0);
        QVERIFY(firstNow.seq < edited);
        QVERIFY(edited < hisNow.changeSeq);
        QVERIFY(hisNow.changeSeq < secondNow.seq);
        QVERIFY(secondNow.seq < firstNow.changeSeq);
        QVERIFY(!secondNow.editedAt); // it was never anything else
    }
    // Both have the same, to the last field.
    QCOMPARE(m_anna->written(m_room), m_ben->written(m_room));
}

void TestOffline::theServerDiesWhileMuchIsSent() {
    QStringList expected;
    for (int i = 0; i < 60; ++i) {
        const auto sent = m_anna->send(m_room, u"draft %1"_s.arg(i));
        QVERIFY(sent);
        QVERIFY(m_anna->ask<OutboxEntry>(&Core::editMessage, m_room, sent->messageId, QString::number(i)));
        expected.append(QString::number(i));
        if (i == 20 || i == 40) {
            m_parlord->kill9();
            if (i == 40)
                QVERIFY(m_anna->restart());
            QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
            m_anna->core->retryConnection();
        }
    }
    QVERIFY(m_anna->online());
    QVERIFY(m_anna->settled(m_room));
    QVERIFY(m_ben->online());
    QTRY_COMPARE_WITH_TIMEOUT(texts(m_ben->written(m_room)), expected, 20'000);
    QTRY_COMPARE(m_anna->written(m_room), m_ben->written(m_room));
}

void TestOffline::undoneInTime() {
    const Message one = m_anna->say(m_room, u"one"_s);
    const auto deletion = m_anna->ask<OutboxEntry>(&Core::deleteMessage, m_room, one.id);
    QVERIFY(deletion && deletion->heldUntil);
    // What is written meanwhile does not wait.
    QVERIFY(m_anna->send(m_room, u"two"_s));
    QTRY_COMPARE(m_ben->written(m_room).size(), 2);
    // Others may have it before its sender is told that it is saved.
    QTRY_COMPARE(m_anna->core->reader()->outbox(m_room).size(), 1);
    QVERIFY(shown(one.id).message.deletedAt);
    m_anna->core->discardMessage(deletion->tempId);
    QVERIFY(m_anna->settled(m_room));
    QCOMPARE(shown(one.id).message.content, u"one"_s);
    m_anna->core->setReaction(m_room, one.id, thumb, true);
    QTRY_COMPARE(m_ben->message(one.id).reactions.size(), 1);
    QVERIFY(!m_ben->message(one.id).deletedAt);
}

void TestOffline::marksAndDraftsMadeOffline() {
    const auto unread = [](const Person& person, const RoomId& room) {
        return person.core->reader()->room(room)->read.unread;
    };
    QList<Message> his;
    for (const QString& text : {u"a"_s, u"b"_s, u"c"_s})
        his.append(m_ben->say(m_room, text));
    QTRY_COMPARE(unread(*m_anna, m_room), 3);
    m_anna->core->markSeen(m_room, his.last().seq);
    QTRY_COMPARE(unread(*m_anna, m_room), 0);
    m_parlord->kill9();
    QVERIFY(m_anna->offline());
    m_anna->core->markUnread(m_room, his.at(0).seq);
    m_anna->core->setDraft(m_room, {}, u"half a sen"_s);
    m_anna->core->setPreferences(m_room, {true, false, NotifyRule::Mentions});
    QTRY_COMPARE(unread(*m_anna, m_room), 2);
    QTRY_VERIFY(m_anna->core->reader()->room(m_room)->preferences.notify == NotifyRule::Mentions);
    QVERIFY(m_anna->restart());
    QCOMPARE(unread(*m_anna, m_room), 2);
    QCOMPARE(m_anna->core->reader()->draft(m_room), u"half a sen"_s);
    QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
    QVERIFY(m_anna->online());
    // The server has it: a cache begun anew says the same.
    QVERIFY(m_ben->online());
    m_ben->say(m_room, u"d"_s);
    QTRY_COMPARE(unread(*m_anna, m_room), 3);
    QVERIFY(m_anna->ask<bool>(&Core::clearCache));
    QTRY_VERIFY(m_anna->core->reader() && m_anna->core->reader()->room(m_room));
    QTRY_COMPARE(unread(*m_anna, m_room), 3);
    QCOMPARE(m_anna->core->reader()->draft(m_room), u"half a sen"_s);
    QVERIFY(m_anna->core->reader()->room(m_room)->preferences.favourite);
    // Leaving forgets them.
    QVERIFY(m_anna->ask<Member>(&Core::setRole, m_room, m_ben->id(), RoomRole::Owner));
    QVERIFY(m_anna->ask<RoomId>(&Core::leaveRoom, m_room));
    QTRY_COMPARE(m_anna->core->reader()->draft(m_room), QString());
}

void TestOffline::seesOthersTypeComeAndRead() {
    QSignalSpy arrived(m_ben->core.get(), &Core::messagesArrived);
    m_anna->core->setTyping(m_room, true);
    QTRY_COMPARE(m_ben->core->typing(m_room), QList<UserId>{m_anna->id()});
    QVERIFY(m_anna->core->typing(m_room).isEmpty());
    m_anna->core->setPresence(PresenceStatus::DoNotDisturb);
    m_ben->core->wantPresence({m_anna->id()});
    QTRY_VERIFY(m_ben->core->presence(m_anna->id()).status == PresenceStatus::DoNotDisturb);
    m_anna->core->showRoom(m_room);
    const Message one = m_anna->say(m_room, u"one"_s);
    QTRY_VERIFY(m_ben->core->typing(m_room).isEmpty());
    QTRY_COMPARE(arrived.count(), 1);
    QCOMPARE(arrived.first().first().value<QList<Message>>().first().id, one.id);
    // Delivered by itself, then seen.
    const auto cursor = [&] { return m_anna->core->memberCursors(m_room).value(0); };
    QTRY_COMPARE_WITH_TIMEOUT(cursor().delivered, one.seq, 10'000);
    QVERIFY(cursor().seen < one.seq);
    m_ben->core->markSeen(m_room, one.seq);
    QTRY_COMPARE_WITH_TIMEOUT(cursor().seen, one.seq, 10'000);
    // A new connection is told again how one wants to be shown.
    m_parlord->kill9();
    QVERIFY(m_anna->offline());
    QVERIFY2(m_parlord->start(), m_parlord->errorOutput().constData());
    QVERIFY(m_anna->online());
    QVERIFY(m_ben->online());
    QTRY_VERIFY_WITH_TIMEOUT((m_ben->core->wantPresence({m_anna->id()}),
                              m_ben->core->presence(m_anna->id()).status == PresenceStatus::DoNotDisturb),
                             10'000);
    QCOMPARE(arrived.count(), 1);
}

QTEST_GUILESS_MAIN(TestOffline)
#include "tst_offline.moc"
