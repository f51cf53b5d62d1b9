// SPDX-License-Identifier: GPL-3.0-or-later
// Real clients in conversation through a real server, which is killed in the middle: in the end all show the
// same, and nothing is lost or there twice.
#include "tests/client/scenarios/company.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

class TestTwoClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConversationSurvivesTheServer() {
        Company c;
        const MessageId question = c.said(*c.laptop, u"Where are the clamps, @ben?"_s);
        const MessageId answer = c.said(*c.ben, u"In the blue bocks."_s, question);
        const MessageId slip = c.said(*c.ben, u"wrong room"_s);
        c.ben->edit(c.room, answer, u"In the blue box."_s);
        c.phone->core->setReaction(c.room, answer, u"👍"_s, true);
        c.laptop->core->setPinned(c.room, answer, true);
        QCOMPARE(c.difference(), QString());

        c.server.kill9();
        for (ClientDevice* device : c.devices())
            QTRY_VERIFY_WITH_TIMEOUT(!isOnline(*device->core), 20'000);
        // While there is no server, everybody goes on.
        const MessageId glue = c.laptop->say(c.room, u"And the glue?"_s);
        c.laptop->edit(c.room, glue, u"And the wood glue?"_s);
        c.phone->say(c.room, u"I look from the phone, too."_s);
        c.ben->say(c.room, u"Beside the clamps."_s, question);
        c.ben->core->setReaction(c.room, question, u"🔨"_s, true);
        c.ben->remove(c.room, slip);
        c.laptop->core->setPinned(c.room, answer, false);
        // One of them is even ended and started again.
        c.ben->restart();
        c.startAgain();

        QCOMPARE(c.difference(), QString());
        for (const QString& text : {u"And the wood glue?"_s, u"I look from the phone, too."_s,
                                    u"Beside the clamps."_s, u"In the blue box."_s})
            QCOMPARE(c.laptop->count(c.room, text), 1);
        QCOMPARE(c.laptop->count(c.room, u"And the glue?"_s), 0);
        const CacheReader& reader = *c.laptop->core->reader();
        QVERIFY(reader.message(slip)->deletedAt);
        QVERIFY(!reader.message(answer)->pinned);
        QCOMPARE(reader.message(question)->thread->count, 2);
        QCOMPARE(reader.message(question)->reactions.first().emoji, u"🔨"_s);
        QVERIFY(reader.message(question)->mentions.users.contains(c.ben->self()));
    }

    void killedAmidSendingNothingIsLostOrDoubled() {
        Company c;
        constexpr int each = 30;
        for (int round = 0; round < 3; ++round) {
            const MessageId first = c.laptop->say(c.room, u"ann %1/0"_s.arg(round));
            for (int i = 1; i < each; ++i) {
                c.laptop->say(c.room, u"ann %1/%2"_s.arg(round).arg(i));
                c.ben->say(c.room, u"ben %1/%2"_s.arg(round).arg(i));
            }
            // Some are acknowledged, some are on their way.
            QTRY_VERIFY_WITH_TIMEOUT(c.laptop->has(first), longWait);
            c.server.kill9();
            c.startAgain();
        }
        QCOMPARE(c.difference(), QString());
        for (int round = 0; round < 3; ++round) {
            QStringList order;
            for (int i = 0; i < each; ++i) {
                order.append(u"ann %1/%2"_s.arg(round).arg(i));
                QCOMPARE(c.phone->count(c.room, order.last()), 1);
                if (i > 0)
                    QCOMPARE(c.phone->count(c.room, u"ben %1/%2"_s.arg(round).arg(i)), 1);
            }
            // In the order in which they were written.
            QStringList found = texts(c.phone->core->reader()->newest(c.room, 1000));
            found.removeIf([&](const QString& text) { return !order.contains(text); });
            QCOMPARE(found, order);
        }
    }

    void unreadIsOneTruthOnAllDevices() {
        Company c;
        const auto same = [&](int unread, int mentions) {
            return QTest::qWaitFor(
                [&] {
                    const ReadState a = c.laptop->read(c.room);
                    const ReadState b = c.phone->read(c.room);
                    return a.seenSeq == b.seenSeq && a.unread == unread && b.unread == unread &&
                           a.mentions == mentions && b.mentions == mentions;
                },
                longWait);
        };
        c.said(*c.ben, u"one"_s);
        const MessageId second = c.said(*c.ben, u"two, @ann"_s);
        c.said(*c.ben, u"three"_s);
        QVERIFY(same(3, 1));
        c.phone->core->markSeen(c.room, c.phone->core->reader()->message(second)->seq);
        QVERIFY(same(1, 0));
        c.laptop->core->markUnread(c.room, 0);
        QVERIFY(same(3, 1));

        // Read on one of them while the server is away; more comes when it is back.
        c.server.kill9();
        QTRY_VERIFY_WITH_TIMEOUT(!isOnline(*c.laptop->core), 20'000);
        c.laptop->core->markSeen(c.room, c.laptop->newestSeq(c.room));
        QTRY_COMPARE(c.laptop->read(c.room).unread, 0);
        c.ben->say(c.room, u"four"_s);
        c.startAgain();
        QVERIFY(same(1, 0));
        c.ben->edit(c.room, c.said(*c.ben, u"five"_s), u"five, @ann"_s);
        QVERIFY(same(2, 1));
    }
};

QTEST_GUILESS_MAIN(TestTwoClients)
#include "tst_two_clients.moc"
