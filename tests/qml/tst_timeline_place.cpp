// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/timeline_fixture.h"

#include <QWheelEvent>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

namespace {

/// What happens around a message that is read.
struct Happening {
    const char* name;
    std::function<void(Reading&)> happen;
    /// Whether it was laid out.
    std::function<bool(Reading&)> done;
};

/// Two fingers on a touchpad: down, moved by each of `steps` pixels, and up if `lift`.
void swipe(Reading& r, const QList<int>& steps, bool begin = true, bool lift = true) {
    const QPointF at = r.v->view->mapToScene(QPointF(r.v->view->width() / 2, r.v->view->height() / 2));
    const auto send = [&](int pixels, Qt::ScrollPhase phase) {
        static quint64 milliseconds = 1000;
        QWheelEvent event(at, r.s->window->mapToGlobal(at), QPoint(0, pixels), QPoint(0, pixels),
                          Qt::NoButton, Qt::NoModifier, phase, false, Qt::MouseEventSynthesizedBySystem);
        event.setTimestamp(milliseconds += 16);
        QCoreApplication::sendEvent(r.s->window, &event);
    };
    if (begin)
        send(0, Qt::ScrollBegin);
    for (const int pixels : steps)
        send(pixels, Qt::ScrollUpdate);
    if (lift)
        send(0, Qt::ScrollEnd);
}

} // namespace

/// What is on the screen stays where it is, whatever comes above or below it. Each of these is shown to fail
/// by tests/faults.
class TestTimelinePlace : public WindowTest {
    Q_OBJECT

    using View = MessageView;

    /// Texts of many lengths, so that the heights of rows that are not laid out yet cannot be guessed.
    static void fillUneven(World& w, int count) {
        for (int i = 0; i < count; ++i)
            w.server.post(w.harbour.id, i % 3 ? w.ines.id : w.mara.id, u"word "_s.repeated(1 + (i * 37) % 90),
                          QDateTime::currentDateTimeUtc().addSecs(-600 * (count - i)));
    }
    /// What changes the height of rows of the whole window.
    static QList<Happening> happenings() {
        return {
            {"narrower", [](Reading& r) { r.s->window->resize(760, 800); },
             [](Reading& r) { return r.s->window->contentItem()->width() == 760; }},
            {"wider", [](Reading& r) { r.s->window->resize(1900, 800); },
             [](Reading& r) { return r.s->window->contentItem()->width() == 1900; }},
            {"lower", [](Reading& r) { r.s->window->resize(1280, 650); },
             [](Reading& r) { return r.s->window->contentItem()->height() == 650; }},
            {"higher", [](Reading& r) { r.s->window->resize(1280, 950); },
             [](Reading& r) { return r.s->window->contentItem()->height() == 950; }},
            {"compact", [](Reading& r) { r.w.app->settings()->setCompact(true); },
             [](Reading&) { return true; }},
            {"a pane at the side", [](Reading& r) { r.s->click(u"members"_s); },
             [](Reading& r) { return r.s->item(u"membersPane"_s) != nullptr; }},
            {"a message", [](Reading& r) { r.w.server.post(r.w.harbour.id, r.w.ines.id, u"one\n\ntwo"_s); },
             [](Reading& r) { return r.w.at(0, TimelineModel::ContentRole).toString() == u"one\n\ntwo"_s; }},
        };
    }
    static void rowsOfHappenings() {
        QTest::addColumn<int>("what");
        const QList<Happening> all = happenings();
        for (int i = 0; i < all.size(); ++i)
            QTest::newRow(all.at(i).name) << i;
    }

private Q_SLOTS:
    void staysAtTheNewest_data() { rowsOfHappenings(); }
    void staysAtTheNewest() {
        QFETCH(int, what);
        Reading r([](World& w) { fillUneven(w, 120); });
        QVERIFY(!r.s->item(u"toNewest"_s));
        const Happening now = happenings().at(what);
        now.happen(r);
        QTRY_VERIFY(now.done(r));
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
        // And it goes on.
        r.w.server.react(messageAt(r.w, 0).id, r.w.ines.id, u"🎉"_s);
        QTRY_COMPARE(r.w.at(0, TimelineModel::ReactionsRole).toList().size(), 1);
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
        r.w.server.remove(messageAt(r.w, 3).id);
        QTRY_VERIFY(r.w.at(3, TimelineModel::DeletedRole).toBool());
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
    }

    void staysAtWhatIsRead_data() { rowsOfHappenings(); }
    void staysAtWhatIsRead() {
        QFETCH(int, what);
        Reading r([](World& w) { fillUneven(w, 200); });
        QQuickItem* const row = r.scrollUp(1500);
        QVERIFY(row);
        const QString key = row->property("key").toString();
        const qreal y = r.v->below(row);
        const Happening now = happenings().at(what);
        now.happen(r);
        QTRY_VERIFY(now.done(r));
        r.layOut();
        QCOMPARE(row->property("key").toString(), key);
        QCOMPARE(r.v->below(row), y);
        QVERIFY(r.v->fromNewest() > 100);
    }

    void olderMessagesMoveNothing() {
        Reading r([](World& w) { fillUneven(w, 400); });
        // Each answer takes a while, so that the view stands still when it comes.
        r.w.server.setDelay(120);
        int looks = 0;
        for (int pages = 0; !r.w.timeline().isComplete() && pages < 100; ++pages) {
            const int before = r.w.timeline().count();
            r.v->scrollUp(900);
            QTRY_VERIFY(r.v->middle());
            QCoreApplication::processEvents(); // asks for older ones if it is near
            r.layOut();
            QQuickItem* const row = r.v->middle();
            QVERIFY(row);
            const QString key = row->property("key").toString();
            const qreal y = View::bottom(row);
            if (r.w.timeline().isLoading()) {
                QTRY_VERIFY(!r.w.timeline().isLoading());
                r.layOut();
                QVERIFY(r.w.timeline().count() > before);
                QCOMPARE(row->property("key").toString(), key);
                QCOMPARE(View::bottom(row), y);
                ++looks;
            }
        }
        QVERIFY2(looks >= 4, qPrintable(QString::number(looks)));
        QVERIFY(r.w.timeline().isComplete());
        QCOMPARE(r.w.timeline().count(), 400);
    }

    void heightsMoveNothing_data() {
        QTest::addColumn<int>("away");
        QTest::newRow("above, in sight") << 4;
        QTest::newRow("above, out of sight") << 22;
        QTest::newRow("the one that is kept") << 0;
        QTest::newRow("below, in sight") << -4;
        QTest::newRow("below, out of sight") << -20;
    }
    void heightsMoveNothing() {
        QFETCH(int, away);
        Reading r(140);
        QQuickItem* const row = r.scrollUp(900);
        QVERIFY(row);
        const int other = row->property("index").toInt() + away;
        const Message message = messageAt(r.w, other);
        const qreal y = View::top(row);
        // It grows, gets a reaction, an answer, and shrinks again.
        r.w.server.edit(message.id, u"much longer than before "_s.repeated(60));
        QTRY_VERIFY(r.w.at(other, TimelineModel::ContentRole).toString().size() > 200);
        r.layOut();
        QCOMPARE(View::top(row), y);
        r.w.server.react(message.id, r.w.ines.id, u"🎉"_s);
        QTRY_COMPARE(r.w.at(other, TimelineModel::ReactionsRole).toList().size(), 1);
        r.layOut();
        QCOMPARE(View::top(row), y);
        r.w.server.remove(message.id);
        QTRY_VERIFY(r.w.at(other, TimelineModel::DeletedRole).toBool());
        r.layOut();
        QCOMPARE(View::top(row), y);
        // An answer stands below all of them.
        r.w.server.reply(message.id, r.w.ines.id, u"an answer"_s);
        QTRY_COMPARE(r.w.at(other + 1, TimelineModel::ThreadRole).toMap().value(u"count"_s).toInt(), 1);
        r.layOut();
        QCOMPARE(View::top(row), y);
        // Between pixels text would not be sharp.
        QCOMPARE(y, std::round(y));
    }

    void aLineAboveTheMessageDoesNotMoveIt() {
        Reading r(140);
        QQuickItem* const row = r.scrollUp(900);
        QVERIFY(row);
        const qreal y = View::top(row);
        const qreal before = row->property("anchorY").toReal();
        r.w.timeline().markUnreadFrom(row->property("key").toString());
        QTRY_VERIFY(row->property("newLine").toBool());
        r.layOut();
        QVERIFY(row->property("anchorY").toReal() > before + 10);
        QCOMPARE(View::top(row), y);
    }

    void keepsWhereOneHasMovedTo_data() {
        QTest::addColumn<int>("by");
        QTest::newRow("touchpad") << 0;
        QTest::newRow("Page Up") << 1;
        QTest::newRow("arrow keys") << 2;
        QTest::newRow("scroll bar") << 3;
    }
    void keepsWhereOneHasMovedTo() {
        QFETCH(int, by);
        Reading r(200);
        const auto press = [&r](Qt::Key key, int times) {
            r.v->view->forceActiveFocus(Qt::TabFocusReason);
            for (int i = 0; i < times; ++i)
                r.s->key(key);
        };
        if (by == 0) {
            swipe(r, QList<int>(12, 70));
        } else if (by == 1) {
            press(Qt::Key_PageUp, 2);
        } else if (by == 2) {
            press(Qt::Key_Up, 40);
        } else {
            // At its lower end, upwards.
            QQuickItem* bar = nullptr;
            for (QQuickItem* const child : r.v->view->childItems())
                bar = child->inherits("QQuickScrollBar") ? child : bar;
            QVERIFY(bar);
            const QPoint at = bar->mapToScene(QPointF(bar->width() / 2, bar->height() - 6)).toPoint();
            QTest::mousePress(r.s->window, Qt::LeftButton, {}, at);
            for (int step = 1; step <= 20; ++step)
                QTest::mouseMove(r.s->window, at - QPoint(0, 10 * step));
            QTest::mouseRelease(r.s->window, Qt::LeftButton, {}, at - QPoint(0, 200));
        }
        QTRY_VERIFY(!r.v->view->property("userMoves").toBool());
        QTRY_VERIFY(!r.w.timeline().isLoading());
        r.layOut();
        QVERIFY(r.v->fromNewest() > 400);
        QQuickItem* const row = r.v->middle();
        QVERIFY(row);
        const qreal y = View::top(row);
        const int other = row->property("index").toInt() - 3;
        r.w.server.edit(messageAt(r.w, other).id, u"much longer than before "_s.repeated(60));
        QTRY_VERIFY(r.w.at(other, TimelineModel::ContentRole).toString().size() > 200);
        r.layOut();
        // A scroll bar leaves fractions of a pixel, which the list may round away when it is laid out again.
        QVERIFY2(std::abs(View::top(row) - y) < 0.5, qPrintable(u"%1, not %2"_s.arg(View::top(row)).arg(y)));
        // Back at the lower end it stays there.
        if (by == 0) {
            swipe(r, QList<int>(60, -200));
        } else {
            press(Qt::Key_End, 1);
        }
        QTRY_COMPARE(r.v->fromNewest(), 0.0);
        QTRY_VERIFY(!r.v->view->property("userMoves").toBool());
        r.w.server.post(r.w.harbour.id, r.w.ines.id, u"the last"_s);
        QTRY_COMPARE(r.w.at(0, TimelineModel::ContentRole).toString(), u"the last"_s);
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
    }

    void nothingIsCorrectedUnderTheHand() {
        Reading r(200);
        QVERIFY(r.scrollUp(900));
        swipe(r, {20, 20}, true, false);
        r.layOut();
        QVERIFY(r.v->view->property("userMoves").toBool());
        QQuickItem* const row = r.v->middle();
        QVERIFY(row);
        const qreal y = View::top(row);
        swipe(r, {30}, false, false);
        r.layOut();
        QCOMPARE(View::top(row), y + 30);
        swipe(r, {}, false, true);
        QTRY_VERIFY(!r.v->view->property("userMoves").toBool());
        r.layOut();
        QCOMPARE(View::top(row), y + 30);
    }

    void whatArrivesBelowMovesNothingAndIsCounted() {
        Reading r(140);
        QQuickItem* const row = r.scrollUp(900);
        QVERIFY(row);
        const qreal y = View::bottom(row);
        for (int i = 0; i < 3; ++i)
            r.w.server.post(r.w.harbour.id, r.w.ines.id, u"below %1\n\nand more"_s.arg(i));
        QTRY_COMPARE(r.w.timeline().arrived(), 3);
        r.layOut();
        QCOMPARE(View::bottom(row), y);
        r.s->click(u"toNewest"_s);
        QTRY_COMPARE(r.v->fromNewest(), 0.0);
        QTRY_COMPARE(r.w.timeline().arrived(), 0);
        QTRY_VERIFY(!r.s->item(u"toNewest"_s));
    }

    void unfoldsALongMessageDownwards() {
        Reading r([](World& w) {
            w.fill(w.harbour, 60);
            w.server.post(w.harbour.id, w.ines.id, u"A line of it.\n\n"_s.repeated(100));
            w.fill(w.harbour, 3);
        });
        const Message message = messageAt(r.w, 3);
        QQuickItem* const row = r.v->waitFor(message.id);
        QVERIFY(row);
        QVERIFY(row->property("folded").toBool());
        const qreal folded = row->height();
        const qreal y = View::top(row);
        r.s->click(u"fold"_s);
        QTRY_VERIFY(row->height() > 2 * folded);
        r.layOut();
        QCOMPARE(View::top(row), y);
        // Folded again at its end it leaves one at the newest, and that is where one stays.
        r.v->scrollUp(-r.v->fromNewest());
        r.s->click(u"fold"_s);
        const auto isFolded = [&] {
            QQuickItem* const again = r.v->row(message.id);
            return again && again->height() == folded;
        };
        QTRY_VERIFY(isFolded());
        QTRY_COMPARE(r.v->fromNewest(), 0.0);
        QTRY_VERIFY(r.w.timeline().isAtNewest());
        r.w.server.post(r.w.harbour.id, r.w.ines.id, u"the last"_s);
        QTRY_COMPARE(r.w.at(0, TimelineModel::ContentRole).toString(), u"the last"_s);
        r.layOut();
        QCOMPARE(r.v->fromNewest(), 0.0);
    }

    void aThreadKeepsItsPlaceToo() {
        Reading r(20);
        const Message root = messageAt(r.w, 0);
        r.w.server.reply(root.id, r.w.ines.id,
                         u"the first answer"_s); // more would push the message out of sight
        QVERIFY(r.s->waitFor(u"threadSummary"_s));
        r.layOut(); // the row has grown by it
        r.s->click(u"threadSummary"_s);
        QVERIFY(r.s->waitFor(u"threadView"_s));
        for (int i = 1; i < 40; ++i)
            r.w.server.reply(root.id, r.w.ines.id, u"answer %1"_s.arg(i));
        QTRY_COMPARE(r.w.session()->thread()->count(), 41);
        View v(*r.s, u"threadView"_s);
        r.layOut();
        QTRY_COMPARE(v.fromNewest(), 0.0);
        v.scrollUp(500);
        r.layOut();
        QQuickItem* const row = v.middle();
        QVERIFY(row);
        const qreal y = View::top(row);
        r.w.server.reply(root.id, r.w.ines.id, u"one more"_s);
        QTRY_COMPARE(r.w.session()->thread()->count(), 42);
        r.layOut();
        QCOMPARE(View::top(row), y);
        const auto lengthOf = [&](int index) {
            return r.w.session()->thread()->index(index).data(TimelineModel::ContentRole).toString().size();
        };
        r.w.server.edit(r.w.server.messages(r.w.harbour.id).constLast().id,
                        u"longer than before "_s.repeated(60));
        QTRY_VERIFY(lengthOf(0) > 200);
        r.layOut();
        QCOMPARE(View::top(row), y);
        r.w.server.edit(root.id, u"longer than before "_s.repeated(60));
        QTRY_VERIFY(lengthOf(41) > 200);
        r.layOut();
        QCOMPARE(View::top(row), y);
    }
};

QTEST_MAIN(TestTimelinePlace)
#include "tst_timeline_place.moc"
