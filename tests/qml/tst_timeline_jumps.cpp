// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/timeline_fixture.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// Where the list of messages begins, and where it goes when one asks for it. Most of these are shown to fail
/// by tests/faults.
class TestTimelineJumps : public WindowTest {
    Q_OBJECT

    using View = MessageView;

private Q_SLOTS:
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
        QTRY_COMPARE(v.below(row), std::round(v.view->height() / 3));
        // What is below the window is not read yet.
        QTRY_VERIFY(w.rooms().summary(w.harbour.id)->read.unread < 40);
        QVERIFY(w.rooms().summary(w.harbour.id)->read.unread > 0);
        // Nobody has moved it: a window that gets its size only now shows it in the same place.
        s.window->resize(1280, 620);
        QTRY_COMPARE(s.window->contentItem()->height(), 620.0);
        QTRY_COMPARE(v.below(row), std::round(v.view->height() / 3));
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QTRY_COMPARE(w.rooms().summary(w.harbour.id)->read.unread, 0);
    }

    void whatOneSendsIsShown() {
        Reading r(140);
        QVERIFY(r.scrollUp(900));
        r.s->item(u"composerInput"_s)->forceActiveFocus(Qt::TabFocusReason);
        r.s->type(u"of mine"_s);
        r.s->key(Qt::Key_Return);
        QTRY_COMPARE(r.w.at(0, TimelineModel::ContentRole).toString(), u"of mine"_s);
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
    }

    void jumpsIntoThePastAndReadsOnFromThere() {
        Reading r(600);
        const Message wanted = r.w.server.messages(r.w.harbour.id).at(100);
        r.w.timeline().jumpTo(wanted.id.toString());
        QQuickItem* const row = r.v->waitFor(wanted.id);
        QVERIFY(row);
        QVERIFY(row->property("lit").toBool());
        QTRY_COMPARE(r.v->below(row), std::round(r.v->view->height() * 0.35));
        QVERIFY(r.w.timeline().isDetached());
        QVERIFY(r.s->item(u"toNewest"_s));
        // By itself it loads what is enough on both sides, and no more.
        const auto isFilled = [&r] {
            r.layOut();
            const qreal enough = 1.5 * r.v->view->height();
            return !r.w.timeline().isLoading() && r.v->fromNewest() >= enough && r.v->fromOldest() >= enough;
        };
        QTRY_VERIFY(isFilled());
        QVERIFY(r.w.timeline().isDetached());
        // Newer ones are loaded below without a move.
        const qreal y = View::top(row);
        const int before = r.w.timeline().count();
        r.w.timeline().loadNewer();
        QTRY_VERIFY(r.w.timeline().count() > before);
        r.layOut();
        QCOMPARE(View::top(row), y);
        // What arrives is counted, and does not stand beside what is old.
        r.w.server.post(r.w.harbour.id, r.w.ines.id, u"live"_s);
        QTRY_COMPARE(r.w.timeline().arrived(), 1);
        QVERIFY(r.w.at(0, TimelineModel::ContentRole).toString() != u"live"_s);
        r.s->click(u"toNewest"_s);
        QTRY_COMPARE(r.w.at(0, TimelineModel::ContentRole).toString(), u"live"_s);
        QTRY_COMPARE(r.v->fromNewest(), 0.0);
        QVERIFY(!r.w.timeline().isDetached());
    }

    void loadsNoMoreAfterAJumpThanTheWindowNeeds_data() {
        QTest::addColumn<int>("delay");
        // An answer that comes before what came before it is laid out, and one that comes long after.
        QTest::newRow("at once") << 0;
        QTest::newRow("later than a frame") << 120;
    }
    void loadsNoMoreAfterAJumpThanTheWindowNeeds() {
        QFETCH(int, delay);
        Reading r(600);
        const qreal enough = 1.5 * r.v->view->height();
        const auto isStill = [&r] {
            r.layOut();
            return !r.w.timeline().isLoading() && !r.w.timeline().isJumping();
        };
        QTRY_VERIFY(r.v->fromOldest() >= enough && isStill());
        const QString pages = u"/api/v1/rooms/"_s + r.w.harbour.id.toString() + u"/messages"_s;
        const int before = r.w.server.requests(pages);
        const Message wanted = r.w.server.messages(r.w.harbour.id).at(300);
        r.w.server.setDelay(delay);
        r.w.timeline().jumpTo(wanted.id.toString());
        QVERIFY(r.v->waitFor(wanted.id));
        QTRY_VERIFY(r.v->fromNewest() >= enough && r.v->fromOldest() >= enough && isStill());
        // The one around it, and one on each side.
        QCOMPARE(r.w.server.requests(pages) - before, 3);
        QCOMPARE(r.w.timeline().count(), 150);
    }

    void tellsOfAJumpThatTakesItsTime() {
        Reading r(300);
        QTRY_VERIFY(!r.w.timeline().isLoading());
        const Message wanted = r.w.server.messages(r.w.harbour.id).at(50);
        QVERIFY(!r.s->item(u"jumpNote"_s));
        r.w.server.setDelay(1200);
        r.w.timeline().jumpTo(wanted.id.toString());
        QVERIFY(r.s->waitFor(u"jumpNote"_s));
        QVERIFY(r.w.timeline().isJumping());
        r.w.server.setDelay(0);
        QVERIFY(r.v->waitFor(wanted.id));
        QVERIFY(!r.w.timeline().isJumping());
        QVERIFY(!r.s->item(u"jumpNote"_s));
    }

    void aShortThreadBeginsAtTheTop() {
        Reading r(20);
        const Message root = messageAt(r.w, 0);
        r.w.server.reply(root.id, r.w.ines.id, u"an answer"_s);
        r.s->click(u"threadSummary"_s);
        QVERIFY(r.s->waitFor(u"threadView"_s));
        QTRY_COMPARE(r.w.session()->thread()->count(), 2);
        View v(*r.s, u"threadView"_s);
        QQuickItem* const row = v.waitFor(root.id);
        QVERIFY(row);
        const auto isFilled = [&] {
            return std::abs(v.view->property("contentHeight").toReal() - v.view->height()) <= 1;
        };
        QTRY_VERIFY(isFilled());
        constexpr qreal day = 60;
        QVERIFY(v.below(row) < day);
        // It stays there while more are written, and when the window grows.
        r.w.server.reply(root.id, r.w.ines.id, u"another\n\none"_s);
        QTRY_COMPARE(r.w.session()->thread()->count(), 3);
        QTRY_VERIFY(isFilled());
        QVERIFY(v.below(row) < day);
        r.s->window->resize(1280, 900);
        QTRY_COMPARE(r.s->window->contentItem()->height(), 900.0);
        QTRY_VERIFY(isFilled());
        QVERIFY(v.below(row) < day);
    }

    void scrollsThroughTenThousand() {
        Reading r(10'000);
        while (r.w.timeline().count() < 2'000) {
            const int before = r.w.timeline().count();
            // Again and again: the top moves away once what came is laid out.
            const auto scrolled = [&] {
                r.v->scrollUp(r.v->fromOldest());
                return r.w.timeline().count() > before;
            };
            QTRY_VERIFY_WITH_TIMEOUT(scrolled(), 20'000);
        }
        r.s->click(u"toNewest"_s);
        QTRY_COMPARE(r.v->fromNewest(), 0.0);
        r.layOut();
        // Rows far away are not kept as items.
        auto* const content = r.v->view->property("contentItem").value<QQuickItem*>();
        QVERIFY2(content->childItems().size() < 200,
                 qPrintable(QString::number(content->childItems().size())));
    }
};

QTEST_MAIN(TestTimelineJumps)
#include "tst_timeline_jumps.moc"
