// SPDX-License-Identifier: GPL-3.0-or-later
// ScrollAnchor beside a plain list, where every change can be made alone. Each part of it is shown to be
// needed by tests/faults.
#include "tests/qml/text_fixture.h"

#include <QQmlContext>
#include <QQmlExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

namespace {

/// 60 rows, each 50 pixels high, "row 0" at the top; 400 pixels of them are shown; row 24 is in the middle.
struct List {
    List()
        : piece("Window {\n"
                "    function row(i) { return { key: 'row ' + i, body: 50, line: 0 }; }\n"
                "    Component.onCompleted: { for (let i = 0; i < 60; ++i) rows.append(row(i)); }\n"
                "    ListModel { id: rows; dynamicRoles: true }\n"
                "    ListView {\n"
                "        id: list\n"
                "        objectName: 'list'\n"
                "        anchors.fill: parent\n"
                "        cacheBuffer: 100\n"
                "        reuseItems: true\n"
                "        model: rows\n"
                "        delegate: Item {\n"
                "            required property string key\n"
                "            required property real body\n"
                "            required property real line\n"
                "            readonly property real anchorY: line\n"
                "            width: ListView.view.width\n"
                "            height: line + body\n"
                "        }\n"
                "    }\n"
                "    ScrollAnchor { id: anchor; objectName: 'anchor'; view: list; stick: false }\n"
                "}\n",
                QSize(300, 400))
        , view(piece.find("list"))
        , anchor(piece.find("anchor")) {
        js(u"anchor.moving = true; list.contentY = 1020"_s);
        js(u"anchor.moving = false"_s);
        layOut();
    }
    QVariant js(const QString& code) const {
        QQmlExpression expression(qmlContext(piece.window), piece.window, code);
        const QVariant value = expression.evaluate();
        if (expression.hasError())
            qWarning("%s", qPrintable(expression.error().toString()));
        return value;
    }
    void layOut() const { piece.window->grabWindow(); }
    void change(const QString& code) const {
        js(code);
        layOut();
    }
    QQuickItem* row(int number) const {
        const QString key = u"row %1"_s.arg(number);
        for (QQuickItem* const item : view->property("contentItem").value<QQuickItem*>()->childItems()) {
            if (item->isVisible() && item->property("key") == key)
                return item;
        }
        return nullptr;
    }
    /// Of the point of the row that is kept, below the upper edge of the view.
    qreal y(int number) const {
        QQuickItem* const item = row(number);
        return item ? item->y() + item->property("line").toReal() - at() : -1e6;
    }
    qreal at() const { return view->property("contentY").toReal(); }
    qreal fromEnd() const {
        return view->property("originY").toReal() + view->property("contentHeight").toReal() - at() -
               view->height();
    }

    Piece piece;
    QQuickItem* view;
    QQuickItem* anchor;
};

} // namespace

class TestScrollAnchor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheRowInTheMiddle() {
        const List l;
        QCOMPARE(l.y(24), 180.0);
        l.change(u"rows.setProperty(22, 'body', 90)"_s);
        QCOMPARE(l.y(24), 180.0);
        l.change(u"rows.setProperty(22, 'body', 20)"_s);
        QCOMPARE(l.y(24), 180.0);
        l.change(u"rows.insert(10, row(100))"_s);
        QCOMPARE(l.y(24), 180.0);
        l.change(u"rows.remove(3)"_s);
        QCOMPARE(l.y(24), 180.0);
    }

    void heightsThatMakeUpForEachOther() {
        const List l;
        const qreal height = l.view->property("contentHeight").toReal();
        l.change(u"rows.setProperty(22, 'body', 80); rows.setProperty(26, 'body', 20)"_s);
        QCOMPARE(l.view->property("contentHeight").toReal(), height);
        QCOMPARE(l.y(24), 180.0);
    }

    void keepsTheMessageAndNotWhatStandsAboveIt() {
        const List l;
        l.change(u"rows.setProperty(24, 'line', 30)"_s);
        QCOMPARE(l.y(24), 180.0);
        QCOMPARE(l.row(24)->y(), l.at() + 150);
    }

    void whatOthersMoveIsPutBack() {
        const List l;
        l.change(u"list.contentY += 60"_s);
        QCOMPARE(l.y(24), 180.0);
    }

    void followsTheUser() {
        const List l;
        l.change(u"anchor.moving = true; list.contentY += 120"_s);
        QCOMPARE(l.y(24), 60.0);
        l.change(u"rows.setProperty(24, 'body', 80)"_s);
        QCOMPARE(l.y(24), 60.0);
        l.change(u"anchor.moving = false"_s);
        QCOMPARE(l.y(24), 60.0);
        l.change(u"rows.setProperty(24, 'body', 50)"_s);
        QCOMPARE(l.y(24), 90.0);
    }

    void findsTheRowAgainByItsKey() {
        const List l;
        l.js(u"anchor.hold(list.itemAtIndex(21))"_s);
        QCOMPARE(l.y(21), 30.0);
        // Another item shows it now, below one that is new.
        l.change(u"rows.remove(21); rows.insert(20, row(100)); rows.insert(22, row(21))"_s);
        l.change(u"rows.setProperty(21, 'body', 90)"_s);
        QCOMPARE(l.y(21), 30.0);
    }

    void forgetsARowThatIsGone() {
        const List l;
        l.change(u"rows.remove(24)"_s);
        QCOMPARE(l.y(25), 180.0);
        l.change(u"rows.setProperty(22, 'body', 90)"_s);
        QCOMPARE(l.y(25), 180.0);
    }

    void holdsARow_data() {
        QTest::addColumn<bool>("stick");
        QTest::newRow("at the end") << true;
        QTest::newRow("elsewhere") << false;
    }
    void holdsARow() {
        QFETCH(bool, stick);
        const List l;
        if (stick)
            l.change(u"anchor.stick = true"_s);
        const int row = stick ? 53 : 21;
        QVERIFY(l.row(row));
        const qreal y = l.y(row);
        l.js(u"anchor.hold(list.itemAtIndex(%1))"_s.arg(row));
        QCOMPARE(l.anchor->property("stick").toBool(), false);
        l.change(u"rows.setProperty(%1, 'body', 300)"_s.arg(row));
        QCOMPARE(l.y(row), y);
    }

    void placesARow() {
        const List l;
        QSignalSpy placed(l.anchor, SIGNAL(placed()));
        l.change(u"anchor.stick = true"_s);
        l.change(u"anchor.place(5, 0.2)"_s);
        QCOMPARE(l.anchor->property("stick").toBool(), false);
        QCOMPARE(l.y(5), 80.0);
        QCOMPARE(placed.size(), 1);
        l.change(u"rows.setProperty(4, 'body', 90)"_s);
        QCOMPARE(l.y(5), 80.0);
        QCOMPARE(placed.size(), 1);
        // Whole pixels.
        l.change(u"anchor.place(30, 0.3333)"_s);
        QCOMPARE(l.y(30), 133.0);
        QCOMPARE(placed.size(), 2);
    }

    void placesNothingBeyondTheEnds() {
        const List l;
        l.change(u"anchor.place(0, 0.5)"_s);
        QCOMPARE(l.y(0), 0.0);
        l.change(u"anchor.place(59, 0.5)"_s);
        QCOMPARE(l.fromEnd(), 0.0);
    }

    void sticks() {
        const List l;
        l.change(u"anchor.stick = true"_s);
        QCOMPARE(l.fromEnd(), 0.0);
        l.change(u"rows.setProperty(59, 'body', 90)"_s);
        QCOMPARE(l.fromEnd(), 0.0);
        QVERIFY(l.row(59));
        l.change(u"rows.append(row(60))"_s);
        QCOMPARE(l.fromEnd(), 0.0);
        QVERIFY(l.row(60));
        l.piece.window->resize(300, 300);
        QTRY_COMPARE(l.view->height(), 300.0);
        l.layOut();
        QCOMPARE(l.fromEnd(), 0.0);
        l.change(u"rows.move(60, 0, 1)"_s);
        QCOMPARE(l.fromEnd(), 0.0);
    }

    void sticksToWhatGrowsOnly() {
        const List l;
        // What it kept before is of no interest.
        l.change(u"anchor.stick = true"_s);
        l.change(u"anchor.stick = false; anchor.record()"_s);
        const qreal at = l.at();
        l.change(u"rows.append(row(60))"_s);
        QCOMPARE(l.at(), at);
    }
};

QTEST_MAIN(TestScrollAnchor)
#include "tst_scroll_anchor.moc"
