// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/composer.h"
#include "tests/qml/window_fixture.h"

#include <QClipboard>
#include <QInputMethodEvent>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// Where one writes, as one uses it: by keys and clicks only.
class TestComposerPane : public WindowTest {
    Q_OBJECT

    struct Pane {
        explicit Pane(World& world)
            : w(world)
            , s(world) {
            w.open(w.harbour);
            QVERIFY(s.waitFor(u"composerInput"_s));
            QVERIFY(QTest::qWaitFor([&] { return s.focused() == u"composerInput"_s; }));
        }
        QString text() const { return s.item(u"composerInput"_s)->property("text").toString(); }
        Composer& composer() const { return *w.session()->composer(); }
        bool offering() const { return s.item(u"completionList"_s) != nullptr; }
        void clear() const {
            s.key(Qt::Key_A, Qt::ControlModifier);
            s.key(Qt::Key_Backspace);
        }
        void send(const QString& text) const {
            s.type(text);
            s.key(Qt::Key_Return);
        }
        World& w;
        Shown s;
    };

private Q_SLOTS:
    void enterSendsAndShiftEnterBeginsALine() {
        World w;
        const Pane p(w);
        p.s.type(u"one"_s);
        p.s.key(Qt::Key_Return, Qt::ShiftModifier);
        p.s.type(u"two"_s);
        QCOMPARE(p.text(), u"one\ntwo"_s);
        p.s.key(Qt::Key_Return);
        QCOMPARE(p.text(), QString());
        QTRY_COMPARE(w.shown().value(0), u"one\ntwo"_s);
    }

    void ctrlEnterSendsWhereThatIsSet() {
        World w;
        w.app->settings()->setEnterSends(false);
        const Pane p(w);
        p.s.type(u"one"_s);
        p.s.key(Qt::Key_Return);
        p.s.type(u"two"_s);
        QCOMPARE(p.text(), u"one\ntwo"_s);
        p.s.key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(w.shown().value(0), u"one\ntwo"_s);
    }

    void aDraftIsThereAfterARestart() {
        World w;
        {
            const Pane p(w);
            p.s.type(u"not sent"_s);
        }
        w.restart();
        QTRY_VERIFY(w.session() && w.session()->isReady());
        const Pane p(w);
        QCOMPARE(p.text(), u"not sent"_s);
        w.open(w.board);
        QTRY_COMPARE(p.text(), QString());
    }

    void upEditsTheLastMessageAndEscLeavesIt() {
        World w;
        const Pane p(w);
        p.send(u"first"_s);
        QTRY_COMPARE(w.shown().value(0), u"first"_s);
        p.s.key(Qt::Key_Up);
        QTRY_COMPARE(p.composer().mode(), u"edit"_s);
        QCOMPARE(p.text(), u"first"_s);
        QVERIFY(p.s.waitFor(u"composerBarTitle"_s));
        p.s.key(Qt::Key_Escape);
        QCOMPARE(p.composer().mode(), QString());
        QCOMPARE(p.text(), QString());
        p.s.key(Qt::Key_Up);
        p.s.type(u", better"_s);
        p.s.key(Qt::Key_Return);
        QTRY_COMPARE(w.shown().value(0), u"first, better"_s);
        QCOMPARE(p.text(), QString());
    }

    void upMovesTheCursorWhereThereIsText() {
        World w;
        const Pane p(w);
        p.send(u"first"_s);
        p.s.type(u"x"_s);
        p.s.key(Qt::Key_Up);
        QCOMPARE(p.composer().mode(), QString());
    }

    void anEditThatLeavesNothingAsks() {
        World w;
        const Pane p(w);
        p.send(u"first"_s);
        QTRY_COMPARE(w.shown().value(0), u"first"_s);
        p.s.key(Qt::Key_Up);
        p.clear();
        p.s.key(Qt::Key_Return);
        QVERIFY(p.s.waitFor(u"confirmDelete"_s));
        p.s.click(u"keepMessage"_s);
        QTRY_VERIFY(!p.s.item(u"confirmDelete"_s));
        QTRY_COMPARE(p.s.focused(), u"composerInput"_s);
        p.s.key(Qt::Key_Up);
        p.clear();
        p.s.key(Qt::Key_Return);
        p.s.click(u"confirmDelete"_s);
        const RoomId room = w.harbour.id;
        QTRY_VERIFY(!w.session()->core().reader()->outbox(room).isEmpty());
        QVERIFY(w.session()->core().reader()->outbox(room).constFirst().kind == OutboxKind::Delete);
    }

    void answersInABar() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"a question"_s);
        const Pane p(w);
        QTRY_COMPARE(w.shown().value(0), u"a question"_s);
        p.composer().startReply(w.at(0, TimelineModel::KeyRole).toString());
        QVERIFY(p.s.waitFor(u"composerBarTitle"_s));
        p.s.click(u"composerBarLeave"_s);
        QTRY_VERIFY(!p.s.item(u"composerBarTitle"_s));
        QTRY_COMPARE(p.s.focused(), u"composerInput"_s);
    }

    void anEmojiIsOneStepForTheCursorAndForBackspace() {
        World w;
        const Pane p(w);
        const QString family = u"\U0001F468\u200D\U0001F469\u200D\U0001F467"_s;
        QGuiApplication::clipboard()->setText(u"a"_s + family + u"2\uFE0F\u20E3"_s);
        p.s.key(Qt::Key_V, Qt::ControlModifier);
        p.s.key(Qt::Key_Left);
        p.s.key(Qt::Key_Backspace);
        QCOMPARE(p.text(), u"a2\uFE0F\u20E3"_s);
        p.s.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(p.text(), u"a"_s + family + u"2\uFE0F\u20E3"_s);
        p.s.key(Qt::Key_End);
        p.s.key(Qt::Key_Backspace);
        p.s.key(Qt::Key_Backspace);
        p.s.key(Qt::Key_Backspace);
        QCOMPARE(p.text(), QString());
        // An accent goes before its letter, as everywhere.
        QGuiApplication::clipboard()->setText(u"e\u0301"_s);
        p.s.key(Qt::Key_V, Qt::ControlModifier);
        p.s.key(Qt::Key_Backspace);
        QCOMPARE(p.text(), u"e"_s);
    }

    void whatIsTypedStandsWhereItWasAskedFor() {
        World w;
        const Pane p(w);
        auto* const input = p.s.item(u"composerInput"_s);
        auto* const asks = p.s.item(u"placeholder"_s);
        QVERIFY(asks);
        const qreal height = input->height();
        const qreal asked = TestedWindow::box(asks).top();
        p.s.type(u"x"_s);
        p.s.window->grabWindow();
        QCOMPARE(input->height(), height);
        QRectF line;
        QMetaObject::invokeMethod(input, "positionToRectangle", Q_RETURN_ARG(QRectF, line), Q_ARG(int, 0));
        QVERIFY2(std::abs(input->mapToScene(line.topLeft()).y() - asked) <= 1,
                 qPrintable(u"%1, %2"_s.arg(input->mapToScene(line.topLeft()).y()).arg(asked)));
    }

    void completesPeople() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"hello"_s);
        const Pane p(w);
        const auto offered = [&] {
            p.clear();
            p.s.type(u"hi @i"_s);
            return p.offering() && p.s.item(u"completion0"_s)->property("detail").toString() == u"@ines"_s;
        };
        QTRY_VERIFY(offered());
        // The arrows go round in the list, Esc closes it and nothing else.
        p.s.key(Qt::Key_Escape);
        QTRY_VERIFY(!p.offering());
        QCOMPARE(p.text(), u"hi @i"_s);
        QTRY_VERIFY(offered());
        p.s.key(Qt::Key_Tab);
        QCOMPARE(p.text(), u"hi @ines "_s);
        QCOMPARE(p.s.focused(), u"composerInput"_s);
        p.s.type(u"there"_s);
        p.s.key(Qt::Key_Return);
        QTRY_COMPARE(w.shown().value(0), u"hi @ines there"_s);
    }

    void completesByClick() {
        World w;
        const Pane p(w);
        p.s.click(u"mentionButton"_s);
        QTRY_VERIFY(p.offering());
        p.s.type(u"ro"_s);
        p.s.click(u"completion0"_s);
        QTRY_COMPARE(p.text(), u"@room "_s);
        QCOMPARE(p.s.focused(), u"composerInput"_s);
    }

    void completesEmojiAndUndoes() {
        World w;
        const Pane p(w);
        p.s.type(u"go :rocke"_s);
        QTRY_VERIFY(p.offering());
        p.s.key(Qt::Key_Return);
        QCOMPARE(p.text(), u"go \U0001F680 "_s);
        for (int i = 0; i < 3 && p.text() != u"go :rocke"_s; ++i)
            p.s.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(p.text(), u"go :rocke"_s);
    }

    void nothingIsOfferedWhileAnInputMethodWorks() {
        World w;
        const Pane p(w);
        QInputMethodEvent composing(u"@r"_s, {});
        QCoreApplication::sendEvent(p.s.window->activeFocusItem(), &composing);
        QCoreApplication::processEvents();
        QVERIFY(!p.offering());
        QInputMethodEvent done;
        done.setCommitString(u"@r"_s);
        QCoreApplication::sendEvent(p.s.window->activeFocusItem(), &done);
        QTRY_VERIFY(p.offering());
    }

    void picksAnEmoji() {
        World w;
        const Pane p(w);
        p.s.type(u"well"_s);
        const auto tip = [&] { return p.s.item(u"emojiButton"_s)->property("tipEnabled").toBool(); };
        QVERIFY(tip());
        p.s.click(u"emojiButton"_s);
        QTRY_COMPARE(p.s.focused(), u"emojiSearch"_s);
        // It would lie on what is open.
        QVERIFY(!tip());
        p.s.type(u"rocket"_s);
        p.s.key(Qt::Key_Return);
        QTRY_COMPARE(p.s.focused(), u"composerInput"_s);
        QTRY_VERIFY(tip());
        QCOMPARE(p.text(), u"well \U0001F680"_s);
    }

    void marksBySelection() {
        World w;
        const Pane p(w);
        p.s.type(u"word"_s);
        p.s.key(Qt::Key_A, Qt::ControlModifier);
        p.s.key(Qt::Key_B, Qt::ControlModifier);
        QCOMPARE(p.text(), u"**word**"_s);
        p.s.key(Qt::Key_B, Qt::ControlModifier);
        QCOMPARE(p.text(), u"word"_s);
        p.s.key(Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(p.text(), u"*word*"_s);
        p.s.key(Qt::Key_I, Qt::ControlModifier);
        p.s.key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(p.text(), u"`word`"_s);
        p.s.click(u"codeButton"_s);
        QTRY_COMPARE(p.text(), u"word"_s);
    }

    void tooMuchIsCountedAndKept() {
        World w;
        const Pane p(w);
        QGuiApplication::clipboard()->setText(u"x"_s.repeated(8005));
        p.s.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(p.s.waitFor(u"composerNote"_s));
        QCOMPARE(p.s.item(u"composerCount"_s)->property("text").toString(), u"8005 of 8000 characters"_s);
        p.s.key(Qt::Key_Return);
        QCOMPARE(p.text().size(), 8005);
        for (int i = 0; i < 5; ++i)
            p.s.key(Qt::Key_Backspace);
        p.s.key(Qt::Key_Return);
        QTRY_COMPARE(w.shown().value(0).size(), 8000);
    }

    void typingNeverWaits() {
        World w;
        const Pane p(w);
        QGuiApplication::clipboard()->setText(u"some words of a line\n"_s.repeated(370));
        p.s.key(Qt::Key_V, Qt::ControlModifier);
        p.s.window->grabWindow();
        QList<qint64> costs;
        for (int i = 0; i < 60; ++i) {
            QElapsedTimer timer;
            timer.start();
            p.s.type(u"k"_s);
            costs.append(timer.nsecsElapsed() / 1000);
        }
        std::sort(costs.begin(), costs.end());
        qInfo("a key in 7,770 characters: median %lld us, worst %lld us",
              static_cast<long long>(costs[costs.size() / 2]), static_cast<long long>(costs.constLast()));
        QVERIFY2(costs[costs.size() / 2] < 16'000, qPrintable(QString::number(costs[costs.size() / 2])));
    }

    void tabLeaves() {
        World w;
        const Pane p(w);
        p.s.key(Qt::Key_Tab);
        QTRY_COMPARE(p.s.focused(), u"emojiButton"_s);
        p.s.key(Qt::Key_Backtab);
        QTRY_COMPARE(p.s.focused(), u"composerInput"_s);
        QCOMPARE(p.text(), QString());
    }

    void saysWhyOneCannotWrite() {
        World w;
        const Pane p(w);
        w.server.setArchived(w.harbour.id, true);
        QVERIFY(p.s.waitFor(u"composerBlocked"_s));
        QVERIFY(!p.s.item(u"composerInput"_s));
        w.server.setArchived(w.harbour.id, false);
        QVERIFY(p.s.waitFor(u"composerInput"_s));
    }

    void showsWhoIsTyping() {
        World w;
        w.server.post(w.harbour.id, w.ines.id, u"hello"_s);
        const Pane p(w);
        const qreal y = p.s.item(u"timelineView"_s)->height();
        QTRY_COMPARE(w.shown().size(), 1);
        w.server.setTyping(w.harbour.id, w.ines.id, true);
        QVERIFY(p.s.waitFor(u"typingLine"_s));
        QTRY_COMPARE(p.s.item(u"typingLine"_s)->property("text").toString(),
                     u"Ines Duarte is typing\u2026"_s);
        QCOMPARE(p.s.item(u"timelineView"_s)->height(), y);
    }
};

QTEST_MAIN(TestComposerPane)
#include "tst_composer.moc"
