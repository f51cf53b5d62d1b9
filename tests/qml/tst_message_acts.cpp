// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/read_room.h"

#include <QClipboard>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// What one does with messages, by mouse and by keyboard.
class TestMessageActs : public WindowTest {
    Q_OBJECT

    using Room = ReadRoom;
    using View = MessageView;

private Q_SLOTS:
    void reactsByClick() {
        Room r;
        r.w.server.react(r.last.id, r.w.ines.id, u"🎉"_s);
        r.s->click(u"reaction-0"_s);
        QTRY_COMPARE(r.now(r.last).reactions.constFirst().users.size(), 2);
        const QVariantMap shown = r.w.at(0, TimelineModel::ReactionsRole).toList().constFirst().toMap();
        QVERIFY(shown.value(u"mine"_s).toBool());
        QCOMPARE(shown.value(u"names"_s).toString(), u"Ines Duarte, you"_s);
        r.s->click(u"reaction-0"_s);
        QTRY_COMPARE(r.now(r.last).reactions.constFirst().users.size(), 1);
    }

    void offersTheToolbarUnderThePointer() {
        Room r;
        QVERIFY(!r.s->item(u"toolbar"_s));
        r.v->hover(r.v->waitFor(r.last.id));
        QVERIFY(r.s->waitFor(u"toolbar"_s));
        QVERIFY(!r.s->item(u"toolEdit"_s)); // it is of somebody else
        r.s->click(u"toolReact"_s);
        r.s->click(u"quick-0"_s);
        QTRY_COMPARE(r.now(r.last).reactions.size(), 1);
        r.v->hover(r.v->row(r.mine.id));
        QVERIFY(r.s->waitFor(u"toolEdit"_s));
    }

    void deletesAndTakesItBack() {
        Room r;
        r.keysAt(1);
        r.s->key(Qt::Key_Delete);
        QTRY_VERIFY(r.w.at(1, TimelineModel::DeletedRole).toBool());
        r.s->click(u"toastAction"_s);
        QTRY_VERIFY(!r.w.at(1, TimelineModel::DeletedRole).toBool());
        QVERIFY(!r.now(r.mine).deletedAt);
        QTRY_VERIFY(!r.s->item(u"toast"_s));
        // A plain member cannot delete one of others; that of their own, asked for later, goes.
        r.w.server.setRole(r.w.harbour.id, r.w.mara.id, RoomRole::Member);
        QTRY_VERIFY(!r.w.timeline().facts(0).value(u"canDelete"_s).toBool());
        const QString other = r.last.id.toString();
        r.keysAt(r.w.timeline().rowOf(other));
        r.s->key(Qt::Key_Delete);
        const QString own = r.mine.id.toString();
        r.keysAt(r.w.timeline().rowOf(own));
        r.s->key(Qt::Key_Delete);
        QTRY_VERIFY(r.w.at(r.w.timeline().rowOf(own), TimelineModel::DeletedRole).toBool());
        QVERIFY(!r.w.at(r.w.timeline().rowOf(other), TimelineModel::DeletedRole).toBool());
    }

    void worksTheMenuByKeys() {
        Room r;
        r.keysAt(0);
        r.s->key(Qt::Key_F10, Qt::ShiftModifier);
        QVERIFY(r.s->waitFor(u"menuPin"_s));
        QVERIFY(!r.s->item(u"menuEdit"_s));
        r.s->click(u"menuPin"_s);
        QTRY_VERIFY(r.now(r.last).pinned.has_value());
        // The room tells of it below.
        QTRY_COMPARE(r.w.timeline().count(), 6);
        QTRY_COMPARE(r.w.at(1, TimelineModel::PinnedRole).toString(), u"Mara Lindqvist"_s);
        r.keysAt(1);
        r.s->key(Qt::Key_P);
        QTRY_VERIFY(!r.now(r.last).pinned);
        r.s->key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"the last one"_s);
        r.s->key(Qt::Key_Menu);
        r.s->click(u"menuLink"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"parlor://fake.example/room/%1/message/%2"_s.arg(
                                                           r.w.harbour.id.toString(), r.last.id.toString()));
    }

    void marksAsUnreadFromHere() {
        Room r(5);
        r.keysAt(2);
        r.s->key(Qt::Key_U);
        QTRY_COMPARE(r.w.server.readState(r.w.harbour.id, r.w.mara.id).unread, 2);
        QTRY_VERIFY(r.w.at(2, TimelineModel::NewLineRole).toBool());
    }

    void goesToTheOriginalOfAQuote() {
        Room r(80);
        const Message first = r.w.server.messages(r.w.harbour.id).constFirst();
        r.w.server.reply(first.id, r.w.ines.id, u"about that"_s);
        r.s->click(u"quote"_s);
        QQuickItem* const row = r.v->waitFor(first.id);
        QVERIFY(row);
        QVERIFY(row->property("lit").toBool());
        // One that is gone says so.
        r.w.server.remove(first.id);
        r.s->click(u"toNewest"_s);
        QTRY_COMPARE(r.w.at(0, TimelineModel::QuoteRole).toMap().value(u"state"_s).toString(), u"deleted"_s);
    }

    void selectsAndCopiesAcrossMessages() {
        Room r;
        const QString time = r.w.at(0, TimelineModel::TimeRole).toString();
        QQuickItem* const upper = r.v->waitFor(r.mine.id);
        QQuickItem* const lower = r.v->waitFor(r.last.id);
        QVERIFY(upper && lower);
        // From after "of " to after "the last".
        const auto x = [](QQuickItem* row, int position) {
            auto* const edit =
                row->property("messageBody").value<QQuickItem*>()->property("edit").value<QQuickItem*>();
            QRectF at;
            QMetaObject::invokeMethod(edit, "positionToRectangle", Q_RETURN_ARG(QRectF, at),
                                      Q_ARG(int, position));
            return at.x();
        };
        QTest::mousePress(r.s->window, Qt::LeftButton, {}, View::inText(upper, x(upper, 3)));
        QTest::mouseMove(r.s->window, View::inText(upper, x(upper, 5)));
        QTest::mouseMove(r.s->window, View::inText(lower, x(lower, 4)));
        QTest::mouseMove(r.s->window, View::inText(lower, x(lower, 8)));
        QTest::mouseRelease(r.s->window, Qt::LeftButton, {}, View::inText(lower, x(lower, 8)));
        r.s->window->grabWindow();
        QCoreApplication::processEvents();
        r.s->key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"Mara Lindqvist, %1: mine\nInes Duarte, %1: the last"_s.arg(time));
        r.s->key(Qt::Key_Escape);
        auto* const body = lower->property("messageBody").value<QQuickItem*>();
        QTRY_COMPARE(body->property("selectedText").toString(), QString());
    }

    void movesByKeysAfterAClickIntoAText() {
        Room r;
        // From where one writes, Shift+Tab goes to the messages.
        QTRY_COMPARE(r.s->focused(), u"composerInput"_s);
        r.s->key(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(r.s->focused(), u"timelineView"_s);
        QQuickItem* const row = r.v->waitFor(r.mine.id);
        QVERIFY(row);
        QTest::mouseClick(r.s->window, Qt::LeftButton, {}, View::inText(row, 4));
        r.s->key(Qt::Key_Up);
        QTRY_COMPARE(r.v->view->property("currentIndex").toInt(), 2);
        r.s->key(Qt::Key_Down);
        r.s->key(Qt::Key_Down);
        QTRY_COMPARE(r.v->view->property("currentIndex").toInt(), 0);
        // What is selected within one text stays, and can be copied.
        QTest::mouseDClick(r.s->window, Qt::LeftButton, {}, View::inText(row, 4));
        r.s->key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"of"_s);
        QCOMPARE(r.v->view->property("currentIndex").toInt(), -1);
        r.s->key(Qt::Key_Down);
        QCOMPARE(r.v->view->property("currentIndex").toInt(), 0);
        r.s->key(Qt::Key_R);
        QTRY_COMPARE(r.s->focused(), u"composerInput"_s);
    }

    void keepsAnEditThatWasRefused() {
        Room r;
        r.w.server.refuse(u"message:edit"_s, Error(ErrorCode::Forbidden));
        r.w.session()->core().editMessage(r.w.harbour.id, r.mine.id, u"changed"_s, this,
                                          [](const Outcome<OutboxEntry>&) {});
        QTRY_COMPARE(r.w.at(1, TimelineModel::ChangeRole).toString(), u"failed"_s);
        QVERIFY(!r.w.at(1, TimelineModel::ErrorTextRole).toString().isEmpty());
        QCOMPARE(r.w.at(1, TimelineModel::ContentRole).toString(), u"of mine"_s);
        r.s->click(u"retry"_s);
        QTRY_COMPARE(r.now(r.mine).content, u"changed"_s);
        QTRY_COMPARE(r.w.at(1, TimelineModel::ChangeRole).toString(), QString());
        // And what it said before.
        r.s->click(u"edited"_s);
        QVERIFY(r.s->waitFor(u"version-0"_s));
        QTRY_COMPARE(r.s->item(u"version-0"_s)->property("content").toString(), u"of mine"_s);
    }

    void tellsWhoHasSeenIt() {
        Room r;
        QTRY_COMPARE(r.w.at(1, TimelineModel::StateRole).toString(), u"saved"_s);
        r.w.server.setCursor(r.w.harbour.id, r.w.ines.id, r.mine.seq, 0);
        QTRY_COMPARE(r.w.at(1, TimelineModel::StateRole).toString(), u"delivered"_s);
        r.w.server.setCursor(r.w.harbour.id, r.w.ines.id, r.mine.seq, r.mine.seq);
        QTRY_COMPARE(r.w.at(1, TimelineModel::StateRole).toString(), u"seen"_s);
        r.s->click(u"deliveryMark"_s);
        QTRY_COMPARE(r.w.session()->details()->seenBy().size(), 1);
        QCOMPARE(r.w.session()->details()->seenBy().constFirst().toMap().value(u"name"_s).toString(),
                 u"Ines Duarte"_s);
    }
};

QTEST_MAIN(TestMessageActs)
#include "tst_message_acts.moc"
