// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/bubbles.h"
#include "tests/client/attention/recording_notifier.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestBubbles : public QObject {
    Q_OBJECT

    const BubblePlace m_place{u"a/room"_s, u"harbour"_s, {}, false};
    static BubbleLine line(qint64 seq, const QString& text, const QString& sender = u"Ines"_s) {
        return {MessageId::create(), seq, sender, text, false};
    }

private Q_SLOTS:
    void words_data();
    void words();
    void cutsLongTexts();
    void gathersWhatComesAtOnce();
    void keepsItsPace();
    void goesWhenRead();
    void forgetsWhatWasDeleted();
    void roomsAndAccountsAreApart();
    void beginsAnewOnceClosed();
    void manyRoomsShareOne();
};

void TestBubbles::words_data() {
    QTest::addColumn<bool>("direct");
    QTest::addColumn<bool>("preview");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("account");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("body");
    const QString none;
    QTest::newRow("one") << false << true << 1 << none << u"Ines in harbour"_s << u"text 1"_s;
    QTest::newRow("one, account") << false << true << 1 << u"Work"_s << u"Ines in harbour – Work"_s
                                  << u"text 1"_s;
    QTest::newRow("one, hidden") << false << false << 1 << none << u"Ines in harbour"_s << u"New message"_s;
    QTest::newRow("direct") << true << true << 1 << none << u"Ines"_s << u"text 1"_s;
    QTest::newRow("direct, hidden") << true << false << 1 << none << u"Ines"_s << u"New message"_s;
    QTest::newRow("three") << false << true << 3 << none << u"3 messages in harbour"_s
                           << u"Ines: text 1\nTom: text 2\nInes: text 3"_s;
    QTest::newRow("three, hidden") << false << false << 3 << none << u"3 messages in harbour"_s
                                   << u"Ines, Tom"_s;
    QTest::newRow("six") << false << true << 6 << none << u"6 messages in harbour"_s
                         << u"Ines: text 3\nTom: text 4\nInes: text 5\nTom: text 6"_s;
    QTest::newRow("two, direct") << true << true << 2 << none << u"2 messages from harbour"_s
                                 << u"text 1\ntext 2"_s;
}

void TestBubbles::words() {
    QFETCH(bool, direct);
    QFETCH(bool, preview);
    QFETCH(int, count);
    QFETCH(QString, account);
    QFETCH(QString, title);
    QFETCH(QString, body);
    BubblePlace place = m_place;
    place.direct = direct;
    place.account = account;
    QList<BubbleLine> lines;
    for (int i = 1; i <= count; ++i)
        lines.append(line(i, u"text %1"_s.arg(i), i % 2 ? u"Ines"_s : u"Tom"_s));
    const Notification bubble = bubbleFor(place, lines, preview);
    QCOMPARE(bubble.title, title);
    QCOMPARE(bubble.body, body);
    QCOMPARE(bubble.key, place.key);
    QVERIFY(bubble.canReply);
    for (const BubbleLine& one : lines)
        QVERIFY(preview || !bubble.body.contains(one.text));
}

void TestBubbles::cutsLongTexts() {
    const QString body = bubbleFor(m_place, {line(1, u"\U0001F600"_s.repeated(1000))}, true).body;
    QVERIFY(body.size() < 250);
    QVERIFY(body.endsWith(u"\U0001F600…"_s));
}

void TestBubbles::gathersWhatComesAtOnce() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    for (int i = 0; i < 20; ++i)
        bubbles.tell(m_place, line(i + 1, u"x"_s), {});
    QVERIFY(notifier.shownOnes.isEmpty());
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    QCOMPARE(notifier.shownOnes.at(0).title, u"20 messages in harbour"_s);
}

void TestBubbles::keepsItsPace() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    bubbles.setSound(true);
    bubbles.setPace(std::chrono::milliseconds(300));
    bubbles.tell(m_place, line(1, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    QElapsedTimer timer;
    timer.start();
    bubbles.tell(m_place, line(2, u"y"_s), {});
    bubbles.tell(m_place, line(3, u"z"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 2);
    QVERIFY2(timer.elapsed() >= 250, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(notifier.shownOnes.at(1).title, u"3 messages in harbour"_s);
    // It rings once.
    QVERIFY(notifier.shownOnes.at(0).sound);
    QVERIFY(!notifier.shownOnes.at(1).sound);
}

void TestBubbles::goesWhenRead() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    bubbles.tell(m_place, line(5, u"x"_s), {});
    bubbles.tell(m_place, line(6, u"y"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    bubbles.readUpTo(m_place.key, 5);
    QVERIFY(notifier.withdrawn.isEmpty());
    QCOMPARE(bubbles.lines(m_place.key).size(), 1);
    bubbles.readUpTo(m_place.key, 6);
    QCOMPARE(notifier.withdrawn, QStringList{m_place.key});
    // What was read before it was shown is never shown.
    bubbles.tell(m_place, line(7, u"z"_s), {});
    bubbles.readUpTo(m_place.key, 7);
    bubbles.tell({u"other"_s, u"board"_s, {}, false}, line(1, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 2);
    QCOMPARE(notifier.shownOnes.at(1).key, u"other"_s);
}

void TestBubbles::forgetsWhatWasDeleted() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    const BubbleLine secret = line(1, u"secret"_s);
    bubbles.tell(m_place, secret, {});
    bubbles.tell(m_place, line(2, u"fine"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    bubbles.forget(m_place.key, MessageId::create());
    bubbles.forget(m_place.key, secret.message);
    QTRY_COMPARE(notifier.shownOnes.size(), 2);
    QCOMPARE(notifier.shownOnes.at(1).body, u"fine"_s);
    bubbles.forget(m_place.key, bubbles.lines(m_place.key).constFirst().message);
    QCOMPARE(notifier.withdrawn, QStringList{m_place.key});
}

void TestBubbles::roomsAndAccountsAreApart() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    for (const QString& key : {u"a/1"_s, u"a/2"_s, u"b/1"_s})
        bubbles.tell({key, key, {}, false}, line(1, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 3);
    bubbles.clear(u"a/"_s);
    notifier.withdrawn.sort();
    QCOMPARE(notifier.withdrawn, QStringList({u"a/1"_s, u"a/2"_s}));
    QCOMPARE(bubbles.lines(u"b/1"_s).size(), 1);
}

void TestBubbles::beginsAnewOnceClosed() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    bubbles.tell(m_place, line(1, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    Q_EMIT notifier.closed(m_place.key);
    bubbles.tell(m_place, line(2, u"y"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 2);
    QCOMPARE(notifier.shownOnes.at(1).title, u"Ines in harbour"_s);
}

void TestBubbles::manyRoomsShareOne() {
    RecordingNotifier notifier;
    Bubbles bubbles(notifier);
    bubbles.setPace(std::chrono::milliseconds(10));
    for (int room = 0; room < 6; ++room) {
        const QString name = u"room%1"_s.arg(room);
        bubbles.tell({name, name, {}, false}, line(1, u"x"_s), {});
        bubbles.tell({name, name, {}, false}, line(2, u"y"_s), {});
    }
    QTRY_COMPARE(notifier.shownOnes.size(), 1);
    QCOMPARE(notifier.shownOnes.at(0).key, Bubbles::summaryKey());
    QCOMPARE(notifier.shownOnes.at(0).title, u"12 new message(s)"_s);
    QCOMPARE(notifier.shownOnes.at(0).body, u"In room0, room1, room2 and 3 other room(s)"_s);
    // More of them is told there, and another room by its own.
    bubbles.tell({u"room0"_s, u"room0"_s, {}, false}, line(3, u"z"_s), {});
    bubbles.tell({u"other"_s, u"other"_s, {}, false}, line(1, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.size(), 3);
    QVERIFY(notifier.withdrawn.isEmpty());
    for (int room = 0; room < 6; ++room)
        bubbles.readUpTo(u"room%1"_s.arg(room), 3);
    QCOMPARE(notifier.withdrawn, QStringList{Bubbles::summaryKey()});
    // Each may have its own again.
    bubbles.tell({u"room0"_s, u"room0"_s, {}, false}, line(4, u"x"_s), {});
    QTRY_COMPARE(notifier.shownOnes.constLast().key, u"room0"_s);
}

QTEST_GUILESS_MAIN(TestBubbles)
#include "tst_bubbles.moc"
