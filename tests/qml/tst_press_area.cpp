// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/ui/press_area.h"
#include "tests/qml/text_fixture.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

namespace parlor::tests {

using namespace Qt::StringLiterals;

namespace {

const QByteArray three = R"(
    Window {
        Column {
            HoverHandler { objectName: "around" }
            PressArea { objectName: "first"; width: 100; height: 40; Accessible.role: Accessible.Button; Accessible.name: "First" }
            PressArea { objectName: "second"; width: 100; height: 40; focusPolicy: Qt.StrongFocus }
            PressArea { objectName: "third"; width: 100; height: 40; hasMenu: true; activeFocusOnTab: false }
        }
    })";

struct Pressed {
    Piece piece{three};
    PressArea* first = piece.find<PressArea>("first");
    PressArea* second = piece.find<PressArea>("second");
    PressArea* third = piece.find<PressArea>("third");
    QSignalSpy clicks{first, &PressArea::clicked};

    QPoint in(const QQuickItem* item, const QPointF& at = {50, 20}) const {
        return item->mapToScene(at).toPoint();
    }
    void key(QEvent::Type type, Qt::Key key, bool again = false) const {
        QKeyEvent event(type, key, Qt::NoModifier, {}, again);
        QCoreApplication::sendEvent(piece.window, &event);
    }
};

} // namespace

/// A button without Qt Quick's controls, which has to behave as theirs do.
class TestPressArea : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mouse();
    void otherButton();
    void hover();
    void keys();
    void focus();
    void disabled();
    void screenReader();
};

void TestPressArea::mouse() {
    const Pressed p;
    QTest::mousePress(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QVERIFY(p.first->isDown());
    QCOMPARE(p.clicks.size(), 0);
    QTest::mouseRelease(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QVERIFY(!p.first->isDown());
    QCOMPARE(p.clicks.size(), 1);

    // Let go of beside it: that was not meant; back on it: it was.
    QTest::mousePress(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QTest::mouseMove(p.piece.window, p.in(p.first, {300, 20}));
    QVERIFY(!p.first->isDown());
    QTest::mouseRelease(p.piece.window, Qt::LeftButton, {}, p.in(p.first, {300, 20}));
    QCOMPARE(p.clicks.size(), 1);
    QTest::mousePress(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QTest::mouseMove(p.piece.window, p.in(p.first, {300, 20}));
    QTest::mouseMove(p.piece.window, p.in(p.first));
    QTest::mouseRelease(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QCOMPARE(p.clicks.size(), 2);

    QTest::mouseDClick(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QCOMPARE(p.clicks.size(), 4);
}

void TestPressArea::otherButton() {
    const Pressed p;
    QTest::mouseClick(p.piece.window, Qt::RightButton, {}, p.in(p.first));
    QCOMPARE(p.clicks.size(), 0);
    const QSignalSpy clicked(p.third, &PressArea::clicked);
    const QSignalSpy asked(p.third, &PressArea::menuAsked);
    QTest::mouseClick(p.piece.window, Qt::RightButton, {}, p.in(p.third));
    QCOMPARE(clicked.size(), 0);
    QCOMPARE(asked.size(), 1);
    QTest::mouseClick(p.piece.window, Qt::LeftButton, {}, p.in(p.third));
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(asked.size(), 1);
}

void TestPressArea::hover() {
    const Pressed p;
    QTest::mouseMove(p.piece.window, p.in(p.first));
    QTRY_VERIFY(p.first->isHovered());
    // What it lies in is pointed at, too.
    QVERIFY(p.piece.find<QObject>("around")->property("hovered").toBool());
    QTest::mouseMove(p.piece.window, p.in(p.second));
    QTRY_VERIFY(p.second->isHovered());
    QVERIFY(!p.first->isHovered());
    p.second->setVisible(false);
    QVERIFY(!p.second->isHovered());
}

void TestPressArea::keys() {
    const Pressed p;
    p.first->forceActiveFocus(Qt::TabFocusReason);
    p.key(QEvent::KeyPress, Qt::Key_Space);
    QVERIFY(p.first->isDown());
    QCOMPARE(p.clicks.size(), 0);
    // Held: the keyboard repeats it.
    p.key(QEvent::KeyRelease, Qt::Key_Space, true);
    p.key(QEvent::KeyPress, Qt::Key_Space, true);
    QCOMPARE(p.clicks.size(), 0);
    p.key(QEvent::KeyRelease, Qt::Key_Space);
    QVERIFY(!p.first->isDown());
    QCOMPARE(p.clicks.size(), 1);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        const qsizetype before = p.clicks.size();
        p.key(QEvent::KeyPress, key);
        p.key(QEvent::KeyPress, key, true);
        p.key(QEvent::KeyRelease, key);
        QCOMPARE(p.clicks.size(), before + 1);
    }
    // The keyboard went elsewhere while it was down.
    const qsizetype before = p.clicks.size();
    p.key(QEvent::KeyPress, Qt::Key_Space);
    p.second->forceActiveFocus(Qt::TabFocusReason);
    QVERIFY(!p.first->isDown());
    p.key(QEvent::KeyRelease, Qt::Key_Space);
    QCOMPARE(p.clicks.size(), before);
}

void TestPressArea::focus() {
    const Pressed p;
    QTest::keyClick(p.piece.window, Qt::Key_Tab);
    QVERIFY(p.first->hasActiveFocus());
    QVERIFY(p.first->hasVisualFocus());
    QTest::keyClick(p.piece.window, Qt::Key_Tab);
    QVERIFY(p.second->hasVisualFocus());
    QVERIFY(!p.first->hasVisualFocus());
    // Past the third one.
    QTest::keyClick(p.piece.window, Qt::Key_Tab);
    QVERIFY(p.first->hasVisualFocus());
    // A click gives the keyboard to the one that asks for that, and shows no ring.
    QTest::mouseClick(p.piece.window, Qt::LeftButton, {}, p.in(p.second));
    QVERIFY(p.second->hasActiveFocus());
    QVERIFY(!p.second->hasVisualFocus());
    QTest::mouseClick(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QVERIFY(p.second->hasActiveFocus());
}

void TestPressArea::disabled() {
    const Pressed p;
    QTest::mousePress(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    p.first->setEnabled(false);
    QVERIFY(!p.first->isDown());
    QTest::mouseRelease(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    QTest::mouseClick(p.piece.window, Qt::LeftButton, {}, p.in(p.first));
    p.first->click();
    QCOMPARE(p.clicks.size(), 0);
}

void TestPressArea::screenReader() {
    const Pressed p;
    QAccessibleInterface* const heard = QAccessible::queryAccessibleInterface(p.first);
    QVERIFY(heard && heard->actionInterface());
    QCOMPARE(heard->role(), QAccessible::PushButton);
    QCOMPARE(heard->text(QAccessible::Name), u"First"_s);
    QVERIFY(heard->state().focusable);
    QVERIFY(heard->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));
    heard->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(p.clicks.size(), 1);
}

} // namespace parlor::tests

QTEST_MAIN(parlor::tests::TestPressArea)
#include "tst_press_area.moc"
