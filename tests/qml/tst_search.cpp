// SPDX-License-Identifier: GPL-3.0-or-later
// The search pane by mouse and by keyboard alone, on the fake server.
#include "tests/qml/window_fixture.h"

using namespace parlor;
using namespace parlor::tests;
using namespace Qt::StringLiterals;

namespace {

/// The pane as it stands beside a room.
struct Pane : TestedWindow {
    explicit Pane(World& world, const QSize& size = QSize(380, 720)) {
        engine.setInitialProperties({{u"session"_s, QVariant::fromValue(world.session())}});
        engine.loadData(
            "import QtQuick\n"
            "import Parlor.Models\n"
            "import Parlor.Search\n"
            "import Parlor.Ui\n"
            "Window {\n"
            "    id: window\n"
            "    required property Session session\n"
            "    property string jumped\n"
            "    property int closed: 0\n"
            "    property bool mirrored: false\n"
            "    property string mode: 'light'\n"
            "    Binding { target: Theme; property: 'mode'; value: window.mode }\n"
            "    function begin(here) { pane.begin(here) }\n"
            "    visible: true\n"
            "    color: Theme.base\n"
            "    LayoutMirroring.enabled: mirrored\n"
            "    LayoutMirroring.childrenInherit: true\n"
            "    SearchPane {\n"
            "        id: pane\n"
            "        anchors.fill: parent\n"
            "        focus: true\n"
            "        session: window.session\n"
            "        onCloseWanted: ++window.closed\n"
            "        onJumpWanted: (roomId, messageId, seq) => window.jumped = messageId + ' ' + seq\n"
            "    }\n"
            "}\n");
        show(size);
    }
    void begin(bool here) const { QMetaObject::invokeMethod(window, "begin", Q_ARG(QVariant, here)); }
    QString jumped() const { return window->property("jumped").toString(); }
    /// For those who want to look at it: set PARLOR_TEST_PICTURES to a directory.
    void picture(const QString& name) const {
        const QString directory = qEnvironmentVariable("PARLOR_TEST_PICTURES");
        if (!directory.isEmpty())
            window->grabWindow().save(directory + u"/search-"_s + name + u".png"_s);
    }
};

struct Talk : World {
    Talk()
        : World(false) {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        server.post(harbour.id, ines.id, u"Last year's tide table is in the cupboard."_s, now.addDays(-40));
        server.post(harbour.id, ines.id, u"The berth map is in. Two things I am unsure of."_s,
                    now.addSecs(-900));
        tide = server.post(harbour.id, ines.id,
                           u"The *tide line* at small sizes, and whether amber still reads as a warning "
                           "next to the new green. Files: https://tide.example/map.pdf"_s,
                           now.addSecs(-800));
        server.post(harbour.id, mara.id, u"It does for me at 4.6:1. Below 12 px it does not."_s,
                    now.addSecs(-700));
        gate =
            server.post(board.id, mara.id, u"Minutes: the tide gate waits for spring."_s, now.addSecs(-600));
        signIn();
        open(harbour);
    }
    SearchModel* search() const { return session()->search(); }
    Message tide;
    Message gate;
};

} // namespace

class TestSearchPane : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void byKeyboardAlone() {
        Talk w;
        Pane p(w);
        p.begin(false);
        QTRY_COMPARE(p.focused(), u"searchFieldInput"_s);
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        QTRY_VERIFY(!w.search()->isSearching());
        p.key(Qt::Key_Down);
        QTRY_VERIFY(p.focused().startsWith(u"result-"_s));
        p.key(Qt::Key_Down);
        p.key(Qt::Key_Return);
        QTRY_COMPARE(p.jumped(), u"%1 %2"_s.arg(w.tide.id.toString()).arg(w.tide.seq));
        p.key(Qt::Key_Up);
        p.key(Qt::Key_Return);
        QTRY_COMPARE(p.jumped(), u"%1 %2"_s.arg(w.gate.id.toString()).arg(w.gate.seq));
        // Up from the first goes back to the field; so does Esc from anywhere in the list.
        p.key(Qt::Key_Up);
        QTRY_COMPARE(p.focused(), u"searchFieldInput"_s);
        p.key(Qt::Key_Down);
        QTRY_VERIFY(p.focused().startsWith(u"result-"_s));
        p.key(Qt::Key_Escape);
        QTRY_COMPARE(p.focused(), u"searchFieldInput"_s);
        // Esc empties the field first, then closes.
        p.key(Qt::Key_Escape);
        QTRY_VERIFY(w.search()->isBlank());
        QCOMPARE(p.window->property("closed").toInt(), 0);
        p.key(Qt::Key_Escape);
        QCOMPARE(p.window->property("closed").toInt(), 1);
    }

    void byMouse() {
        Talk w;
        Pane p(w);
        p.begin(false);
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.click(u"result-1"_s);
        QCOMPARE(p.jumped(), u"%1 %2"_s.arg(w.tide.id.toString()).arg(w.tide.seq));
        p.click(u"linkChip"_s);
        QTRY_COMPARE(w.search()->count(), 1);
        p.click(u"linkChip"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.click(u"dateChip"_s);
        p.click(u"dateWeek"_s);
        QTRY_COMPARE(w.search()->count(), 2);
        p.click(u"dateChip"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.click(u"searchClose"_s);
        QCOMPARE(p.window->property("closed").toInt(), 1);
    }

    void looksInTheOpenRoomOrEverywhere() {
        Talk w;
        Pane p(w);
        p.begin(true);
        QCOMPARE(w.search()->roomId(), w.harbour.id.toString());
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 2);
        p.click(u"roomChip"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.click(u"roomChip"_s);
        QTRY_COMPARE(w.search()->count(), 2);
        p.begin(false);
        QTRY_COMPARE(w.search()->count(), 3);
    }

    void aPersonIsPicked() {
        Talk w;
        Pane p(w);
        QTRY_VERIFY(!w.search()->people(u"ines"_s).isEmpty());
        p.begin(false);
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.click(u"personChip"_s);
        QTRY_COMPARE(p.focused(), u"personFieldInput"_s);
        p.type(u"ines"_s);
        p.key(Qt::Key_Return);
        QTRY_COMPARE(w.search()->personId(), w.ines.id.toString());
        QTRY_COMPARE(w.search()->count(), 2);
        // A typed filter becomes a chip and leaves the field.
        p.begin(false);
        p.type(u"from:mara tide "_s);
        QTRY_COMPARE(w.search()->personId(), w.mara.id.toString());
        QTRY_COMPARE(w.search()->count(), 1);
        QCOMPARE(p.item(u"searchFieldInput"_s)->property("text").toString(), u"tide "_s);
    }

    void saysWhatWasNotSearched() {
        Talk w;
        Pane p(w);
        p.begin(false);
        QVERIFY(p.item(u"searchNotice"_s));
        p.picture(u"blank"_s);
        w.server.setReachable(false);
        QTRY_VERIFY(!w.session()->isOnline());
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        QTRY_VERIFY(p.item(u"searchNote"_s));
        QVERIFY(p.item(u"searchNote"_s)->property("text").toString().contains(u"on this computer"_s));
        p.picture(u"offline"_s);
        p.begin(false);
        p.type(u"zeppelin"_s);
        QTRY_COMPARE(w.search()->count(), 0);
        QTRY_VERIFY(p.item(u"searchNotice"_s));
        p.picture(u"nothing"_s);
    }

    void fitsAndPictures() {
        Talk w;
        for (const bool mirrored : {false, true}) {
            Pane p(w, QSize(400, 720));
            p.window->setProperty("mirrored", mirrored);
            w.search()->clear();
            p.begin(true);
            p.type(u"tide has:link"_s);
            p.key(Qt::Key_Return);
            QTRY_COMPARE(w.search()->count(), 1);
            p.click(u"linkChip"_s);
            p.click(u"roomChip"_s);
            QTRY_COMPARE(w.search()->count(), 3);
            QTRY_VERIFY(!w.search()->isSearching());
            p.key(Qt::Key_Escape, Qt::ShiftModifier);
            p.begin(false);
            p.key(Qt::Key_Down);
            p.key(Qt::Key_Down);
            p.picture(mirrored ? u"mirrored"_s : u"light"_s);
            // Everything is inside of the window.
            for (const QString& name : {u"searchField"_s, u"searchClose"_s, u"roomChip"_s, u"personChip"_s,
                                        u"dateChip"_s, u"linkChip"_s, u"result-0"_s}) {
                QQuickItem* const item = p.item(name);
                QVERIFY2(item, qPrintable(name));
                const QRectF area = Pane::box(item);
                QVERIFY2(area.left() >= 0 && area.right() <= 400.5, qPrintable(name));
            }
            // The cross is where reading ends.
            const qreal cross = p.item(u"searchClose"_s)->mapToScene(QPointF(0, 0)).x();
            QCOMPARE(cross < 200, mirrored);
        }
    }

    void inTheDark() {
        Talk w;
        Pane p(w);
        p.window->setProperty("mode", u"dark"_s);
        p.begin(false);
        p.type(u"tide"_s);
        QTRY_COMPARE(w.search()->count(), 3);
        p.key(Qt::Key_Down);
        QVERIFY(p.window->grabWindow().pixelColor(5, 715).lightness() < 60);
        p.picture(u"dark"_s);
        p.click(u"personChip"_s);
        QTRY_COMPARE(p.focused(), u"personFieldInput"_s);
        p.picture(u"people"_s);
    }
};

QTEST_MAIN(TestSearchPane)
#include "tst_search.moc"
