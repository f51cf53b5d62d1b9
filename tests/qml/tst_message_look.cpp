// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of a message stand.
#include "tests/qml/timeline_fixture.h"

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestMessageLook : public WindowTest {
    Q_OBJECT

    /// A window on a room with a message of the reader's own.
    struct Room : Reading {
        Room()
            : Reading([](World& world) { world.server.post(world.harbour.id, world.mara.id, u"of mine"_s); })
            , mine(messageAt(w, 0)) {}
        Message mine;
    };

private Q_SLOTS:
    void aKeycapIsOneEmoji() {
        Room r;
        r.w.server.react(r.mine.id, r.w.ines.id, u"🎉"_s);
        r.w.server.react(r.mine.id, r.w.ines.id, u"2️⃣"_s);
        QVERIFY(r.s->waitFor(u"reaction-1"_s));
        // Not a figure beside a box.
        QCOMPARE(r.s->item(u"reaction-1"_s)->width(), r.s->item(u"reaction-0"_s)->width());
    }

    void saysBehindTheTextThatItWasEdited_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("behind");
        QTest::addColumn<bool>("fromRight");
        QTest::newRow("short") << u"of mine, edited"_s << true << false;
        QTest::newRow("two lines") << QString(200, u'a') + u"\nshort"_s << true << false;
        QTest::newRow("from right to left") << u"\u05E9\u05DC\u05D5\u05DD"_s << true << true;
        for (int letters = 24; letters < 48; letters += 4)
            QTest::addRow("%d wide letters", letters) << QString(letters, u'W') << false << false;
        QTest::newRow("code") << u"```\nint a;\n```"_s << false << false;
    }
    void saysBehindTheTextThatItWasEdited() {
        QFETCH(QString, text);
        QFETCH(bool, behind);
        QFETCH(bool, fromRight);
        Room r;
        r.s->window->resize(700, 800);
        QQuickItem* const row = r.v->waitFor(r.mine.id);
        QVERIFY(row);
        QVERIFY(!r.s->item(u"edited"_s));
        r.w.server.edit(r.mine.id, text);
        QVERIFY(r.s->waitFor(u"edited"_s));
        r.layOut();
        auto* const edit =
            row->property("messageBody").value<QQuickItem*>()->property("edit").value<QQuickItem*>();
        const int length = edit->property("length").toInt();
        QRectF end;
        QMetaObject::invokeMethod(edit, "positionToRectangle", Q_RETURN_ARG(QRectF, end), Q_ARG(int, length));
        QQuickItem* const said = r.s->item(u"edited"_s);
        const QRectF mark = said->mapRectToItem(edit, said->boundingRect());
        // The last line ends where there is room, or where there is none.
        if (text.endsWith(u"WW"_s))
            behind = edit->width() - end.x() >= mark.width() + 8;
        QCOMPARE(mark.top() < edit->height() - 4, behind);
        if (!behind)
            return;
        QVERIFY2(std::abs(mark.bottom() - end.bottom()) <= 2,
                 qPrintable(QString::number(mark.bottom() - end.bottom())));
        const qreal gap = fromRight ? end.left() - mark.right() : mark.left() - end.right();
        QVERIFY2(gap >= 4 && gap <= 12, qPrintable(QString::number(gap)));
        QVERIFY(mark.left() >= 0 && mark.right() <= edit->width());
    }

    // Everywhere at once: nothing may give Qt a reason to complain, however narrow it is.
    void emojiInNamesAndQuotesAreWhole() {
        const QString keycap = u"2\uFE0F\u20E3"_s;
        World w(false);
        w.server.renameUser(w.ines.id, u"Ines "_s + keycap + u" of a very long name"_s);
        w.server.renameRoom(w.harbour.id, keycap + u" harbour of a very long name"_s);
        const Message first = w.server.post(w.harbour.id, w.ines.id, u"to lift "_s + keycap);
        const Message second = w.server.reply(first.id, w.ines.id, u"an answer"_s);
        readAll(w, w.harbour);
        w.signIn();
        for (const int width : {1280, 640, 400}) {
            Shown s(w, QSize(width, 700));
            w.open(w.harbour);
            MessageView v(s);
            QQuickItem* const row = v.waitFor(second.id);
            QVERIFY(row);
            QVERIFY(s.waitFor(u"quote"_s));
            for (const QString& name : {u"roomTitle"_s, u"senderName"_s, u"placeholder"_s}) {
                QQuickItem* const label = s.item(name);
                QVERIFY2(label, qPrintable(name));
                QVERIFY2(label->property("styled").toBool(), qPrintable(name));
                QVERIFY2(label->property("contentWidth").toReal() <= label->width() + 1, qPrintable(name));
            }
            s.key(Qt::Key_F, Qt::ControlModifier);
            QTRY_COMPARE(s.focused(), u"searchFieldInput"_s);
            s.type(u"lift"_s);
            QVERIFY(s.waitFor(u"result-0"_s));
            s.window->grabWindow();
            QVERIFY(s.item(u"excerpt"_s)->property("text").toString().contains(u"font-family"_s));
            s.key(Qt::Key_Escape);
            w.session()->openRoom({});
        }
    }

    void theDeliveryMarkStaysWithTheText_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("usual") << 1000 << false;
        QTest::newRow("very wide") << 3440 << false;
        QTest::newRow("very wide, right to left") << 3440 << true;
    }
    void theDeliveryMarkStaysWithTheText() {
        QFETCH(int, width);
        QFETCH(bool, mirrored);
        if (mirrored)
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        Room r;
        r.s->window->resize(width, 800);
        QQuickItem* const row = r.v->waitFor(r.mine.id);
        QVERIFY(row);
        // Beside the accounts and the rooms.
        QTRY_COMPARE(row->width(), width - 64.0 - 272.0);
        QVERIFY(r.s->waitFor(u"deliveryMark"_s));
        r.layOut();
        const auto in = [row](QQuickItem* item) { return item->mapRectToItem(row, item->boundingRect()); };
        const QRectF text = in(row->property("messageBody").value<QQuickItem*>());
        const QRectF mark = in(r.s->item(u"deliveryMark"_s));
        QVERIFY(!mark.isEmpty());
        QCOMPARE(mirrored ? text.left() - mark.right() : mark.left() - text.right(), 10.0);
        // Where the text takes what there is, the mark is at the edge.
        if (width == 1000)
            QCOMPARE(row->width() - mark.right(), 16.0);
        else
            QVERIFY(row->width() - text.width() > 1000);
        // So is what one can do with it.
        r.v->hover(row);
        QVERIFY(r.s->waitFor(u"toolbar"_s));
        r.layOut();
        const QRectF tools = in(r.s->item(u"toolbar"_s));
        if (width == 1000)
            QCOMPARE(row->width() - tools.right(), 24.0);
        else
            QCOMPARE(mirrored ? mark.left() - tools.right() : tools.left() - mark.right(), 4.0);
    }
};

QTEST_MAIN(TestMessageLook)
#include "tst_message_look.moc"
