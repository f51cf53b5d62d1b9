// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/read_room.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// What opens beside the messages and over them: threads, pins, the emoji, the days.
class TestMessagePanes : public WindowTest {
    Q_OBJECT

    using Room = ReadRoom;
    using View = MessageView;

private Q_SLOTS:
    void opensThePickerBesideItsMessage_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("wide") << QSize(1280, 800) << Qt::LeftToRight;
        QTest::newRow("wide, mirrored") << QSize(1280, 800) << Qt::RightToLeft;
        QTest::newRow("narrow") << QSize(400, 700) << Qt::LeftToRight;
        QTest::newRow("narrow, mirrored") << QSize(400, 700) << Qt::RightToLeft;
    }
    void opensThePickerBesideItsMessage() {
        QFETCH(QSize, size);
        QFETCH(Qt::LayoutDirection, direction);
        QGuiApplication::setLayoutDirection(direction);
        Room r(30, size);
        const auto beside = [&](const QRectF& what, qreal most = 8) {
            QVERIFY(r.s->waitFor(u"emojiSearch"_s));
            QTRY_COMPARE(r.s->focused(), u"emojiSearch"_s);
            const QRectF picker = frameOfPicker(*r.s);
            const QRectF window(QPointF(0, 0), r.s->window->size());
            QVERIFY(window.contains(picker));
            // Directly above or below it, and not far to the side.
            const qreal gap =
                std::min(std::abs(picker.top() - what.bottom()), std::abs(what.top() - picker.bottom()));
            QVERIFY2(gap <= most, qPrintable(words(picker) + u" beside "_s + words(what)));
            QVERIFY(picker.left() <= what.right() && picker.right() >= what.left());
            r.s->key(Qt::Key_Escape);
            QTRY_VERIFY(!r.s->item(u"emojiSearch"_s));
        };
        // The newest, at the lower end, and one at the upper.
        for (const bool lowest : {true, false}) {
            QQuickItem* row = r.v->waitFor(r.last.id);
            QVERIFY(row);
            if (!lowest) {
                for (QQuickItem* other : r.v->rows()) {
                    if (r.v->below(other) >= 0 && View::top(other) < View::top(row))
                        row = other;
                }
            }
            r.keysAt(row->property("index").toInt());
            r.s->key(Qt::Key_Plus);
            auto* const body = row->property("messageBody").value<QQuickItem*>();
            const QRectF text = Shown::box(body);
            beside(text);
            const QRectF picked = m_picker;
            QVERIFY(lowest == (picked.bottom() <= text.top()));
            // From where its text begins.
            const qreal off =
                direction == Qt::LeftToRight ? picked.left() - text.left() : picked.right() - text.right();
            QVERIFY2(size.width() == 400 || std::abs(off) < 1, qPrintable(QString::number(off)));
        }
        // From the toolbar, which is hidden meanwhile, by way of the quick ones.
        QQuickItem* const row = r.v->waitFor(r.last.id);
        r.v->view->setProperty("currentIndex", -1);
        r.v->hover(row);
        QVERIFY(r.s->waitFor(u"toolbar"_s));
        const QRectF toolbar = Shown::box(r.s->item(u"toolbar"_s));
        r.s->click(u"toolReact"_s);
        QVERIFY(r.s->waitFor(u"quick-0"_s));
        const QRectF quick = Shown::box(r.s->item(u"quick-0"_s));
        QVERIFY2(std::abs(quick.bottom() - toolbar.top()) <= 12, qPrintable(QString::number(quick.bottom())));
        r.s->click(u"allReactions"_s);
        beside(toolbar);
        // And from the menu of a message.
        r.keysAt(0);
        r.s->key(Qt::Key_Menu);
        QVERIFY(r.s->waitFor(u"menuReact"_s));
        r.s->click(u"menuReact"_s);
        // It was opened a line below where its message begins.
        auto* const body = r.v->row(r.last.id)->property("messageBody").value<QQuickItem*>();
        beside(Shown::box(body), 28);
        // From the composer's button.
        const QRectF button = Shown::box(r.s->item(u"emojiButton"_s));
        r.s->click(u"emojiButton"_s);
        beside(button);
    }

    void answersInAThread() {
        Room r;
        r.keysAt(0);
        r.s->key(Qt::Key_Return);
        QVERIFY(r.s->waitFor(u"threadPane"_s));
        QTRY_COMPARE(r.w.session()->thread()->count(), 1);
        QTRY_COMPARE(r.s->focused(), u"composerInput"_s);
        r.s->type(u"an answer"_s);
        r.s->key(Qt::Key_Return);
        QTRY_COMPARE(r.w.session()->thread()->count(), 2);
        QTRY_COMPARE(r.w.server.messages(r.w.harbour.id).constLast().replyTo, r.last.id);
        QTRY_COMPARE(r.w.session()->thread()->replies(), 1);
        // The room shows the answer too, and on the first message how many there
        // are.
        QTRY_COMPARE(r.w.at(0, TimelineModel::ContentRole).toString(), u"an answer"_s);
        QCOMPARE(r.w.at(0, TimelineModel::QuoteRole).toMap().value(u"text"_s).toString(), u"the last one"_s);
        QTRY_COMPARE(r.w.at(1, TimelineModel::ThreadRole).toMap().value(u"count"_s).toInt(), 1);
        r.s->key(Qt::Key_Escape);
        QTRY_VERIFY(!r.s->item(u"threadPane"_s));
        QTRY_COMPARE(r.s->focused(), u"composerInput"_s);
        r.s->click(u"threadSummary"_s);
        QVERIFY(r.s->waitFor(u"threadPane"_s));
    }

    void showsWhatALongThreadIsAboutAtOnce() {
        World w(false);
        const Message root = w.server.post(w.harbour.id, w.ines.id, u"who has the **key**?"_s);
        for (int i = 0; i < 130; ++i)
            w.server.reply(root.id, w.ines.id, u"answer %1"_s.arg(i));
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        QCOMPARE(w.timeline().rowOf(root.id.toString()), -1);
        s.item(u"timelineView"_s)->forceActiveFocus(Qt::TabFocusReason);
        s.key(Qt::Key_Up);
        s.key(Qt::Key_Return);
        QVERIFY(s.waitFor(u"threadPane"_s));
        ThreadModel& thread = *w.session()->thread();
        // The newest answers, and above them what they are about.
        QVERIFY(s.waitFor(u"threadRoot"_s));
        QTRY_VERIFY(thread.count() >= 50);
        View v(s, u"threadView"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        const QVariantMap first = s.item(u"threadRoot"_s)->property("first").toMap();
        QCOMPARE(first[u"text"_s].toString(), u"who has the key?"_s);
        QCOMPARE(first[u"name"_s].toString(), u"Ines Duarte"_s);
        QVERIFY(!thread.isComplete());
        // Scrolled up to the older ones: what is read stays where it is.
        s.window->grabWindow();
        v.scrollUp(v.fromOldest() - 200);
        s.window->grabWindow();
        QQuickItem* const read = v.middle();
        QVERIFY(read);
        const QString key = read->property("key").toString();
        const qreal at = View::top(read);
        QTRY_VERIFY(thread.count() >= 100);
        s.window->grabWindow();
        QVERIFY(v.row(*MessageId::parse(key)));
        QCOMPARE(View::top(v.row(*MessageId::parse(key))), at);
        QVERIFY(s.item(u"threadRoot"_s));
        // At the top the message itself.
        const auto toTop = [&] {
            v.scrollUp(100'000);
            s.window->grabWindow();
            return thread.isComplete() && v.row(root.id) && v.fromOldest() == 0.0;
        };
        QTRY_VERIFY(toTop());
        QTRY_VERIFY(!s.item(u"threadRoot"_s));
        w.server.edit(root.id, u"who has the keys?"_s);
        QTRY_COMPARE(thread.first()[u"text"_s].toString(), u"who has the keys?"_s);
    }

    void showsThePins() {
        Room r(60);
        const Message first = r.w.server.messages(r.w.harbour.id).constFirst();
        r.s->click(u"pins"_s);
        QVERIFY(r.s->waitFor(u"noPins"_s));
        r.w.server.pin(first.id, r.w.ines.id);
        QTRY_COMPARE(r.w.session()->pins()->count(), 1);
        r.s->item(u"pinsList"_s)->forceActiveFocus();
        r.s->key(Qt::Key_Down);
        r.s->key(Qt::Key_Return);
        QVERIFY(r.v->waitFor(first.id));
        r.s->click(u"sideClose"_s);
        QTRY_VERIFY(!r.s->item(u"pinsPane"_s));
    }

    void goesToADay() {
        World w(false);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int day = 40; day >= 0; --day)
            for (int i = 0; i < 10; ++i)
                w.server.post(w.harbour.id, w.ines.id, u"day %1, %2"_s.arg(day).arg(i), now.addDays(-day));
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        s.window->grabWindow();
        // One that is in sight: rows beyond the edges are there too.
        QQuickItem* button = nullptr;
        for (QQuickItem* row : v.rows()) {
            QQuickItem* const found = Shown::find(row, u"dayButton"_s);
            const QRectF seen(QPointF(0, 0), v.view->size());
            if (found && seen.contains(found->mapRectToItem(v.view, QRectF(QPointF(0, 0), found->size()))))
                button = found;
        }
        QVERIFY(button);
        QTest::mouseClick(s.window, Qt::LeftButton, {}, Shown::centre(button));
        QVERIFY(s.waitFor(u"monthBefore"_s));
        s.click(u"monthBefore"_s);
        const QDate wanted = QDate::currentDate().addMonths(-1).addDays(1 - QDate::currentDate().day());
        const QDate day = std::max(wanted, QDate::currentDate().addDays(-38));
        s.click(u"day-"_s + day.toString(Qt::ISODate));
        QTRY_VERIFY_WITH_TIMEOUT(w.timeline().isDetached(), 20'000);
        QTRY_VERIFY(v.middle());
        const auto isThere = [&] {
            for (QQuickItem* row : v.rows()) {
                const int at = row->property("index").toInt();
                if (w.at(at, TimelineModel::DateRole).toString() == day.toString(Qt::ISODate) &&
                    row->property("lit").toBool())
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(isThere());
    }

    void takesTheColumnOfANarrowWindow() {
        Room r(3, QSize(400, 700));
        r.keysAt(0);
        r.s->key(Qt::Key_Return);
        QVERIFY(r.s->waitFor(u"threadPane"_s));
        QTRY_COMPARE(r.s->item(u"threadPane"_s)->width(), 400.0);
        QVERIFY(!r.s->item(u"timelineView"_s));
        r.s->click(u"sideBack"_s);
        QTRY_VERIFY(r.s->item(u"timelineView"_s));
    }

    void remembersTheWidthOfTheSide() {
        Room r;
        r.s->click(u"pins"_s);
        QVERIFY(r.s->waitFor(u"pinsPane"_s));
        const qreal before = r.s->item(u"pinsPane"_s)->width();
        const QPoint edge = r.s->item(u"sideSizer"_s)->mapToScene(QPointF(3, 300)).toPoint();
        QTest::mousePress(r.s->window, Qt::LeftButton, {}, edge);
        QTest::mouseMove(r.s->window, edge + QPoint(20, 0));
        QTest::mouseMove(r.s->window, edge + QPoint(30, 0));
        QTest::mouseRelease(r.s->window, Qt::LeftButton, {}, edge + QPoint(30, 0));
        const qreal after = r.s->item(u"pinsPane"_s)->width();
        QVERIFY2(std::abs(before - 30 - after) <= 2, qPrintable(QString::number(after)));
        QCOMPARE(r.w.app->settings()->sideWidth(), static_cast<int>(after));
    }

private:
    static QString words(const QRectF& box) {
        return u"%1,%2 %3x%4"_s.arg(box.x()).arg(box.y()).arg(box.width()).arg(box.height());
    }
    /// The whole of it, with its edge.
    QRectF frameOfPicker(const Shown& s) {
        s.window->grabWindow();
        QQuickItem* item = s.item(QStringLiteral("emojiGrid"));
        while (item && qstrcmp(item->metaObject()->className(), "QQuickPopupItem") != 0)
            item = item->parentItem();
        m_picker = item ? Shown::box(item) : QRectF();
        return m_picker;
    }
    QRectF m_picker; ///< where it was last
};

QTEST_MAIN(TestMessagePanes)
#include "tst_message_panes.moc"
