// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/text_fixture.h"

#include <QAbstractTextDocumentLayout>
#include <QClipboard>
#include <QGlyphRun>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QQmlProperty>
#include <QQuickTextDocument>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestText : public QObject {
    Q_OBJECT

    // The point of the window in the middle of `text` in the TextEdit.
    static QPoint pointOf(QQuickItem* edit, const QString& text) {
        const int at = edit->property("text").toString().indexOf(text) + static_cast<int>(text.size()) / 2;
        QRectF rectangle;
        QMetaObject::invokeMethod(edit, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle),
                                  Q_ARG(int, at));
        return edit->mapToScene(rectangle.center()).toPoint();
    }
    static QByteArray body(const QByteArray& content, const QByteArray& more = {}) {
        return "Window { color: Theme.base\n MessageBody { id: body; objectName: \"body\"; x: 20; y: 20; "
               "width: 420\n"
               "property string opened; property string called\n"
               "onLinkActivated: address => opened = address\nonMentionActivated: id => called = id\n"
               "mentions: [{id: \"7\", name: \"ines\", self: false}]\n" +
               more + "\ncontent: \"" + content + "\" } }";
    }

private Q_SLOTS:
    void linksAndMentionsAreClicked() {
        const Piece p(body("ask @ines about https://a.example/x and [this](javascript:x)"));
        QVERIFY(p.window);
        auto* const edit = p.find("messageText");
        auto* const shown = p.find("body");
        QTest::mouseClick(p.window, Qt::LeftButton, {}, pointOf(edit, u"https://a"_s));
        QTRY_COMPARE(shown->property("opened").toString(), u"https://a.example/x"_s);
        QTest::mouseClick(p.window, Qt::LeftButton, {}, pointOf(edit, u"@ines"_s));
        QTRY_COMPARE(shown->property("called").toString(), u"7"_s);
        shown->setProperty("opened", QString());
        QTest::mouseClick(p.window, Qt::LeftButton, {}, pointOf(edit, u"this"_s));
        QCOMPARE(shown->property("opened").toString(), QString());
    }

    void codeAtTheEndsStaysWithinTheMessage() {
        const Piece p(body("```\\nint a;\\n```"));
        p.window->grabWindow();
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 1);
        auto* const edit = p.find("messageText");
        QTRY_VERIFY(edit->property("topPadding").toReal() > 10);
        QTRY_VERIFY(edit->property("bottomPadding").toReal() > 0);
        QTRY_COMPARE(p.find("body")->implicitHeight(), edit->height());
    }

    void copiesCode() {
        const Piece p(body("look:\\n```\\nint a;\\nint b;\\n```"));
        p.window->grabWindow();
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 1);
        QQuickItem* const button = p.all(u"copyCode"_s).constFirst();
        QCOMPARE(button->opacity(), 0.0);
        QTest::mouseMove(p.window, QPoint(60, 60));
        QTRY_COMPARE(button->opacity(), 1.0);
        // It stands within the block of code.
        auto* const edit = p.find("messageText");
        const QPoint code = pointOf(edit, u"int a"_s);
        const QRectF area = button->mapRectToScene(QRectF(0, 0, button->width(), button->height()));
        QVERIFY(area.top() <= code.y() && area.bottom() >= code.y());
        p.click(button);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"int a;\nint b;"_s);
        QTRY_COMPARE(button->property("text").toString(), u"Copied"_s);
    }

    void copyButtonByKeyboard() {
        const Piece p(body("```\\nx\\n```"));
        p.window->grabWindow();
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 1);
        // In a list, Tab does not go through the code of every message.
        p.find("body")->setProperty("reachable", false);
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 0);
        QTest::keyClick(p.window, Qt::Key_Tab);
        p.find("body")->setProperty("reachable", true);
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 1);
        QQuickItem* const button = p.all(u"copyCode"_s).constFirst();
        QVERIFY(!button->hasActiveFocus());
        QTest::keyClick(p.window, Qt::Key_Tab);
        QTRY_VERIFY(button->hasActiveFocus());
        QCOMPARE(button->opacity(), 1.0);
        QTest::keyClick(p.window, Qt::Key_Space);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"x"_s);
    }

    void selectsAndCopies() {
        const Piece p(body("**one**\\n- two"));
        auto* const edit = p.find("messageText");
        edit->forceActiveFocus();
        QMetaObject::invokeMethod(p.find("body"), "selectAll");
        QCOMPARE(p.find("body")->property("selectedText").toString(), u"one\n\u2022 two"_s);
        QTest::keyClick(p.window, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"one\n\u2022 two"_s);
    }

    void heightFollowsTheText() {
        const Piece p(body("one"));
        auto* const shown = p.find("body");
        const qreal one = shown->implicitHeight();
        QVERIFY(one > 10 && one < 40);
        shown->setProperty("content", u"one\ntwo\nthree"_s);
        QVERIFY(shown->implicitHeight() > 2.5 * one);
        shown->setProperty("content", u"word "_s.repeated(60));
        const qreal wide = shown->implicitHeight();
        shown->setWidth(200);
        QVERIFY(shown->implicitHeight() > wide);
        // What stands behind the text moves with it.
        shown->setProperty("content", u"%1\n```\ncode\n```"_s.arg(u"word "_s.repeated(60)));
        p.window->grabWindow();
        QTRY_COMPARE(p.all(u"copyCode"_s).size(), 1);
        const qreal narrow = p.all(u"copyCode"_s).constFirst()->mapToScene({}).y();
        shown->setWidth(600);
        QTRY_VERIFY(p.all(u"copyCode"_s).constFirst()->mapToScene({}).y() < narrow - 20);
    }

    // Rows of a list change what they show all the time.
    void laysEachTextOutOnce() {
        const Piece p(body("one"));
        p.window->grabWindow();
        const QTextDocument* const document =
            p.find("messageText")->property("textDocument").value<QQuickTextDocument*>()->textDocument();
        int layouts = 0;
        connect(document->documentLayout(), &QAbstractTextDocumentLayout::update, this, [&] { ++layouts; });
        p.find("body")->setProperty("content", u"word "_s.repeated(60));
        QCOMPARE(layouts, 1);
    }

    void groundsAreUsedAgainAndButtonsMadeWherePointedAt() {
        const Piece p(body("```\\none\\n```", "reachable: false"));
        p.window->grabWindow();
        const auto made = [&] { return p.find("body")->findChildren<QObject*>(); };
        const QObjectList before = made();
        QCOMPARE(p.all(u"copyCode"_s).size(), 0);
        p.find("body")->setProperty("content", u"```\ntwo\n```"_s);
        p.window->grabWindow();
        QCOMPARE(made(), before);
        // Then nothing but text, and code again: its ground only.
        const auto grounds = [&] {
            return p.find("body")->childItems().constFirst()->childItems().constFirst()->childItems();
        };
        const QList<QQuickItem*> ground = grounds();
        QVERIFY(ground.constFirst()->isVisible());
        p.find("body")->setProperty("content", u"three"_s);
        QVERIFY(!ground.constFirst()->isVisible());
        p.find("body")->setProperty("content", u"```\nfour\n```"_s);
        p.window->grabWindow();
        QCOMPARE(made(), before);
        QCOMPARE(grounds(), ground);
        QVERIFY(ground.constFirst()->isVisible());
        QTest::mouseMove(p.window, QPoint(60, 40));
        QTRY_COMPARE_WITH_TIMEOUT(p.all(u"copyCode"_s).size(), 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(p.all(u"copyCode"_s).constFirst()->opacity(), 1.0, 20'000);
        QTest::mouseMove(p.window, QPoint(60, 400));
        QTRY_COMPARE_WITH_TIMEOUT(p.all(u"copyCode"_s).size(), 0, 20'000);
    }

    // A label whose width follows from its words, and its neighbour.
    void labelsKeepEmojiTogether() {
        const Piece p(
            "Window { property string words: \"plain\"; property real most: 400\n"
            "WrittenLabel { objectName: \"label\"; words: parent.Window.window.words; elide: "
            "Text.ElideRight\n"
            "room: parent.Window.window.most; width: Math.min(implicitWidth, room) }\n"
            "Text { objectName: \"one\"; text: \"2\\uFE0F\\u20E3\"; font: EmojiFont.of(text, 14) } }");
        QVERIFY(p.window);
        auto* const label = p.find("label");
        QCOMPARE(label->property("textFormat").toInt(), int(Qt::PlainText));
        p.window->setProperty("words", u"2\uFE0F\u20E3"_s);
        const qreal one = p.find("one")->property("contentWidth").toReal();
        QVERIFY(one > 0);
        QVERIFY2(qAbs(label->property("contentWidth").toReal() - one) <= 1.5,
                 qPrintable(u"%1, %2"_s.arg(label->property("contentWidth").toReal()).arg(one)));
        const QString words = u"a & b <i> 2\uFE0F\u20E3 of a name that is quite long"_s;
        p.window->setProperty("words", words);
        QCOMPARE(QQmlProperty(label, u"Accessible.name"_s, qmlContext(label)).read().toString(), words);
        const qreal whole = label->width();
        QVERIFY(whole > 150);
        QVERIFY(!label->property("text").toString().contains(QChar(0x2026)));
        p.window->setProperty("most", 100);
        QVERIFY(label->property("text").toString().contains(QChar(0x2026)));
        QVERIFY(label->property("contentWidth").toReal() <= 101);
        // It has its room back.
        p.window->setProperty("most", 400);
        QCOMPARE(label->width(), whole);
    }

    void whatIsTypedKeepsEmojiTogether() {
        const Piece p(
            "Window { TextEdit { id: edit; objectName: \"edit\"; focus: true; width: 300\n"
            "TypedText { objectName: \"typed\"; document: edit.textDocument; lineHeight: 1.3 } } }");
        QVERIFY(p.window);
        auto* const edit = p.find("edit");
        auto* const document = edit->property("textDocument").value<QQuickTextDocument*>()->textDocument();
        const auto glyphs = [&](int from, int size) {
            const auto runs = document->firstBlock().layout()->glyphRuns(from, size);
            qsizetype count = 0;
            for (const QGlyphRun& run : runs)
                count += run.glyphIndexes().size();
            return count;
        };
        p.type(u"1 2\uFE0F\u20E3 3"_s);
        QTRY_COMPARE(glyphs(2, 3), 1);
        QCOMPARE(glyphs(0, 1), 1);
        QCOMPARE(edit->property("text").toString(), u"1 2\uFE0F\u20E3 3"_s);
        // Nothing of it is in the text or in what can be undone.
        QCOMPARE(document->firstBlock().begin().fragment().length(), 7);
        edit->setProperty("cursorPosition", 5);
        int emoji = 0;
        QVERIFY(QMetaObject::invokeMethod(p.find<QObject>("typed"), "emojiBefore", Q_RETURN_ARG(int, emoji),
                                          Q_ARG(int, 5)));
        QCOMPARE(emoji, 3);
        QVERIFY(QMetaObject::invokeMethod(p.find<QObject>("typed"), "emojiBefore", Q_RETURN_ARG(int, emoji),
                                          Q_ARG(int, 1)));
        QCOMPARE(emoji, 0);
        QTest::keyClick(p.window, Qt::Key_Left);
        QCOMPARE(edit->property("cursorPosition").toInt(), 2);
        // What an input method holds stands between the pieces; then it is text.
        QInputMethodEvent composing(u"ni"_s, {});
        QCoreApplication::sendEvent(edit, &composing);
        QTRY_COMPARE(glyphs(4, 3), 1);
        QInputMethodEvent done;
        done.setCommitString(u"\u4F60"_s);
        QCoreApplication::sendEvent(edit, &done);
        QCOMPARE(edit->property("text").toString(), u"1 \u4F602\uFE0F\u20E3 3"_s);
        QTRY_COMPARE(glyphs(3, 3), 1);
        for (int i = 0; i < 10 && edit->property("canUndo").toBool(); ++i)
            QMetaObject::invokeMethod(edit, "undo");
        QCOMPARE(edit->property("text").toString(), QString());
        for (int i = 0; i < 10 && edit->property("canRedo").toBool(); ++i)
            QMetaObject::invokeMethod(edit, "redo");
        QCOMPARE(edit->property("text").toString(), u"1 \u4F602\uFE0F\u20E3 3"_s);
        QTRY_COMPARE(glyphs(3, 3), 1);
    }

    void looksChangeWithTheTheme() {
        const Piece p(
            "Window { property string mode: \"light\"; onModeChanged: Theme.mode = mode; color: Theme.base\n"
            "Component.onCompleted: Theme.mode = mode\n"
            "MessageBody { id: body; objectName: \"body\"; x: 20; y: 20; width: 420\n"
            "content: \"```\\n\\n\\n\\n```\" } }");
        const auto inside = [&] { return p.window->grabWindow().pixelColor(200, 50); };
        p.window->grabWindow(); // lays it out
        QCOMPARE(inside(), QColor(u"#F3F4F6"_s));
        p.object->setProperty("mode", u"dark"_s);
        QCOMPARE(inside(), QColor(u"#16191D"_s));
    }
};

QTEST_MAIN(TestText)
#include "tst_text.moc"
