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
    }
};

QTEST_MAIN(TestMessageLook)
#include "tst_message_look.moc"
