// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/text/emoji_memory.h"
#include "qml/text/emoji_model.h"
#include "tests/qml/text_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

class TestEmojiPicker : public QObject {
    Q_OBJECT

    struct Shown : Piece {
        Shown()
            : Piece("Window { color: Theme.base; property string got: \"\"\n"
                    "property bool opened: picker.opened\n"
                    "EmojiPicker { id: picker; objectName: \"picker\"; x: 20; y: 20\n"
                    "onPicked: emoji => got = emoji } }") {
            QVERIFY(window);
            QMetaObject::invokeMethod(find<QObject>("picker"), "open");
            QVERIFY(QTest::qWaitFor([&] { return focused() == u"emojiSearch"_s; }));
        }
        QString focused() const {
            return window->activeFocusItem() ? window->activeFocusItem()->objectName() : QString();
        }
        QString got() const { return window->property("got").toString(); }
        QObject* grid() const { return find<QObject>("emojiGrid"); }
        QString current() const { return grid()->property("currentName").toString(); }
        QQuickItem* choice(int index) const {
            for (QQuickItem* item : all(u"emojiChoice"_s)) {
                if (item->property("index").toInt() == index)
                    return item;
            }
            return nullptr;
        }
        void key(Qt::Key key) const { QTest::keyClick(window, key); }
    };

private Q_SLOTS:
    void init() { EmojiMemory::instance().restore({}, 0); }

    void findsByTyping() {
        const Shown s;
        s.type(u"rocket"_s);
        QTRY_COMPARE(s.current(), u"rocket"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(s.got(), u"\U0001F680"_s);
        QVERIFY(!s.window->property("opened").toBool());
        QCOMPARE(EmojiMemory::instance().recent().constFirst(), u"\U0001F680"_s);
    }

    void saysThatNothingFits() {
        const Shown s;
        s.type(u"qqqq"_s);
        QTRY_COMPARE(s.all(u"noEmoji"_s).size(), 1);
        s.key(Qt::Key_Return);
        QVERIFY(s.window->property("opened").toBool());
        s.key(Qt::Key_Escape);
        QTRY_VERIFY(!s.window->property("opened").toBool());
        QCOMPARE(s.got(), QString());
    }

    void keyboardMoves() {
        EmojiMemory::instance().restore({u"\U0001F680"_s, u"\U0001F600"_s}, 0);
        const Shown s;
        QTRY_COMPARE(s.current(), u"rocket"_s);
        s.key(Qt::Key_Right);
        QCOMPARE(s.current(), u"grinning face"_s);
        s.key(Qt::Key_PageDown); // the first group
        QTRY_COMPARE(s.current(), u"grinning face"_s);
        s.key(Qt::Key_Down);
        QCOMPARE(s.grid()->property("currentIndex").toInt(), 9);
        s.key(Qt::Key_Up);
        s.key(Qt::Key_Right);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(s.got(), u"\U0001F603"_s);
    }

    void clicks() {
        const Shown s;
        QTRY_COMPARE(s.all(u"emojiGroup8"_s).size(), 1);
        s.click(s.all(u"emojiGroup8"_s).constFirst());
        QTRY_COMPARE(s.current(), u"chequered flag"_s);
        s.window->grabWindow();
        s.click(s.choice(1));
        QTRY_COMPARE(s.got(), u"\U0001F6A9"_s);
    }

    void onlyWhatIsSeenIsMade() {
        const Shown s;
        s.click(s.all(u"emojiGroup1"_s).constFirst());
        s.window->grabWindow();
        QTRY_VERIFY(s.all(u"emojiChoice"_s).size() > 30);
        QVERIFY2(s.all(u"emojiChoice"_s).size() < 150,
                 qPrintable(QString::number(s.all(u"emojiChoice"_s).size())));
    }

    void rememberTone() {
        const Shown s;
        s.type(u"thumbsup"_s);
        QTRY_COMPARE(s.current(), u"thumbs up"_s);
        s.window->grabWindow();
        s.click(s.choice(0), Qt::RightButton);
        QTRY_COMPARE(s.all(u"skinTone3"_s).size(), 1);
        s.click(s.all(u"skinTone3"_s).constFirst());
        QTRY_COMPARE(s.got(), u"\U0001F44D\U0001F3FD"_s);
        QCOMPARE(EmojiMemory::instance().tone(), 3);
    }

    void toneByKeyboard() {
        const Shown s;
        auto* const tone = s.all(u"emojiTone"_s).constFirst();
        for (int i = 0; i < 15 && s.focused() != u"emojiTone"_s; ++i)
            s.key(Qt::Key_Tab);
        QVERIFY(tone->hasActiveFocus());
        s.key(Qt::Key_Space);
        QTRY_COMPARE(s.focused(), u"skinTones"_s);
        s.key(Qt::Key_Right);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(EmojiMemory::instance().tone(), 1);
        QTRY_COMPARE(s.focused(), u"emojiSearch"_s);
        s.type(u"wave"_s);
        s.key(Qt::Key_Return);
        QTRY_COMPARE(s.got(), u"\U0001F44B\U0001F3FB"_s);
    }

    void modelIsSound() {
        EmojiModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.count(), 0);
        model.setActive(true);
        for (int group = -1; group < emoji::groupCount; ++group) {
            model.setGroup(group);
            QVERIFY(model.count() > 10);
        }
        model.setGroup(99);
        QCOMPARE(model.group(), 8);
        model.setSearch(u"heart"_s);
        QVERIFY(model.count() > 20);
        QCOMPARE(model.textAt(-1), QString());
        QVERIFY(!model.hasTones(100'000));
    }
};

QTEST_MAIN(TestEmojiPicker)
#include "tst_emoji.moc"
