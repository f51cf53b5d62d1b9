// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/timeline_fixture.h"

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// What is on the screen stays where it is, whatever comes above or below it.
class TestTimeline : public QObject {
    Q_OBJECT

    using View = MessageView;

    static Message messageAt(const World& w, int row) {
        const auto id = MessageId::parse(w.at(row, TimelineModel::KeyRole).toString());
        for (const Message& message : w.server.messages(w.harbour.id)) {
            if (message.id == *id)
                return message;
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("PARLOR_REDUCED_MOTION", "1");
        recordComplaints();
    }
    void init() { complaints().clear(); }
    void cleanup() { QCOMPARE(complaints(), QStringList()); }

    void startsAtTheNewest() {
        World w(false);
        w.fill(w.harbour, 200);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QVERIFY(!s.item(u"toNewest"_s));
        // It stays there when something comes, and when the window changes its
        // height.
        w.server.post(w.harbour.id, w.ines.id, u"a message\n\nof\n\nthree lines"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::ContentRole).toString(), u"a message\n\nof\n\nthree lines"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        s.window->resize(900, 600);
        QTRY_COMPARE(s.window->contentItem()->height(), 600.0);
        QTRY_COMPARE(v.fromNewest(), 0.0);
    }

    void startsWhereReadingStopped() {
        World w(false);
        w.fill(w.harbour, 120);
        const QList<Message> all = w.server.messages(w.harbour.id);
        w.server.setSeen(w.harbour.id, w.mara.id, all.at(79).seq);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        View v(s);
        QQuickItem* const row = v.waitFor(all.at(80).id);
        QVERIFY(row);
        QVERIFY(row->property("newLine").toBool());
        const auto line = [&] { return View::top(row) - v.view->mapToScene(QPointF(0, 0)).y(); };
        QTRY_COMPARE(line(), std::round(v.view->height() / 3));
        // What is below the window is not read yet.
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->read.unread < 40);
        QVERIFY(w.rooms().summary(w.harbour.id)->read.unread > 0);
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QTRY_COMPARE(w.rooms().summary(w.harbour.id)->read.unread, 0);
    }

    void olderMessagesMoveNothing() {
        World w(false);
        for (int i = 0; i < 400; ++i)
            w.server.post(w.harbour.id, i % 3 ? w.ines.id : w.tom.id, u"word "_s.repeated(1 + (i * 37) % 90),
                          QDateTime::currentDateTimeUtc().addSecs(-600 * (400 - i)));
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        // Each answer takes a while, so that the view stands still when it comes.
        w.server.setDelay(120);
        int looks = 0;
        for (int pages = 0; !w.timeline().isComplete() && pages < 100; ++pages) {
            const int before = w.timeline().count();
            v.scrollUp(900);
            QTRY_VERIFY(v.middle());
            QCoreApplication::processEvents(); // asks for older ones if it is near
            s.window->grabWindow();            // lays everything out
            QQuickItem* const row = v.middle();
            QVERIFY(row);
            const QString key = row->property("key").toString();
            const qreal y = View::bottom(row);
            if (w.timeline().isLoading()) {
                QTRY_VERIFY(!w.timeline().isLoading());
                s.window->grabWindow();
                QVERIFY(w.timeline().count() > before);
                QCOMPARE(row->property("key").toString(), key);
                QCOMPARE(View::bottom(row), y);
                ++looks;
            }
        }
        QVERIFY2(looks >= 4, qPrintable(QString::number(looks)));
        QVERIFY(w.timeline().isComplete());
        QCOMPARE(w.timeline().count(), 400);
    }

    void heightsMoveNothing_data() {
        QTest::addColumn<int>("away");
        QTest::newRow("above, in sight") << 4;
        QTest::newRow("above, out of sight") << 22;
        QTest::newRow("below, in sight") << -4;
        QTest::newRow("below, out of sight") << -20;
    }
    void heightsMoveNothing() {
        QFETCH(int, away);
        World w(false);
        w.fill(w.harbour, 140);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        v.scrollUp(900);
        QTRY_VERIFY(w.timeline().count() >= 100);
        s.window->grabWindow();
        QQuickItem* const row = v.middle();
        QVERIFY(row);
        const int index = row->property("index").toInt();
        const qreal y = View::top(row);
        const Message other = messageAt(w, index + away);
        // It grows, gets reactions, and shrinks again.
        w.server.edit(other.id, u"much longer than before "_s.repeated(60));
        QTRY_VERIFY(w.at(index + away, TimelineModel::ContentRole).toString().size() > 200);
        s.window->grabWindow();
        QCOMPARE(View::top(row), y);
        w.server.react(other.id, w.ines.id, u"🎉"_s);
        QTRY_COMPARE(w.at(index + away, TimelineModel::ReactionsRole).toList().size(), 1);
        s.window->grabWindow();
        QCOMPARE(View::top(row), y);
        w.server.remove(other.id);
        QTRY_VERIFY(w.at(index + away, TimelineModel::DeletedRole).toBool());
        s.window->grabWindow();
        QCOMPARE(View::top(row), y);
    }

    void whatArrivesBelowMovesNothingAndIsCounted() {
        World w(false);
        w.fill(w.harbour, 80);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        v.scrollUp(900);
        s.window->grabWindow();
        QQuickItem* const row = v.middle();
        QVERIFY(row);
        const qreal y = View::bottom(row);
        for (int i = 0; i < 3; ++i)
            w.server.post(w.harbour.id, w.ines.id, u"below %1\n\nand more"_s.arg(i));
        QTRY_COMPARE(w.timeline().arrived(), 3);
        s.window->grabWindow();
        QCOMPARE(View::bottom(row), y);
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QTRY_COMPARE(w.timeline().arrived(), 0);
        QTRY_VERIFY(!s.item(u"toNewest"_s));
    }

    void unfoldsALongMessageDownwards() {
        World w(false);
        w.fill(w.harbour, 20);
        const Message message = w.server.post(w.harbour.id, w.ines.id, u"A line of it.\n\n"_s.repeated(100));
        w.fill(w.harbour, 3);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        View v(s);
        QQuickItem* const row = v.waitFor(message.id);
        QVERIFY(row);
        QVERIFY(row->property("folded").toBool());
        const qreal folded = row->height();
        const qreal y = View::top(row);
        s.click(u"fold"_s);
        QTRY_VERIFY(row->height() > 2 * folded);
        s.window->grabWindow();
        QCOMPARE(View::top(row), y);
    }

    void jumpsIntoThePastAndReadsOnFromThere() {
        World w(false);
        w.fill(w.harbour, 600);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        const Message wanted = w.server.messages(w.harbour.id).at(100);
        w.timeline().jumpTo(wanted.id.toString());
        QQuickItem* const row = v.waitFor(wanted.id);
        QVERIFY(row);
        QVERIFY(row->property("lit").toBool());
        QVERIFY(w.timeline().isDetached());
        QVERIFY(s.item(u"toNewest"_s));
        // Newer ones are loaded below without a move.
        const qreal y = View::top(row);
        const int before = w.timeline().count();
        w.timeline().loadNewer();
        QTRY_VERIFY(w.timeline().count() > before);
        s.window->grabWindow();
        QCOMPARE(View::top(row), y);
        // What arrives is counted, and does not stand beside what is old.
        w.server.post(w.harbour.id, w.ines.id, u"live"_s);
        QTRY_COMPARE(w.timeline().arrived(), 1);
        QVERIFY(w.at(0, TimelineModel::ContentRole).toString() != u"live"_s);
        s.click(u"toNewest"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::ContentRole).toString(), u"live"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QVERIFY(!w.timeline().isDetached());
    }

    void scrollsThroughTenThousand() {
        World w(false);
        w.fill(w.harbour, 10'000);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        while (w.timeline().count() < 2'000) {
            const int before = w.timeline().count();
            // Again and again: the top moves away once what came is laid out.
            const auto scrolled = [&] {
                v.scrollUp(v.view->property("fromOldest").toReal());
                return w.timeline().count() > before;
            };
            QTRY_VERIFY_WITH_TIMEOUT(scrolled(), 20'000);
        }
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        s.window->grabWindow();
        // Rows far away are not kept as items.
        auto* const content = v.view->property("contentItem").value<QQuickItem*>();
        QVERIFY2(content->childItems().size() < 200,
                 qPrintable(QString::number(content->childItems().size())));
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
