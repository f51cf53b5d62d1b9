// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

/// What is on the screen stays where it is, whatever comes above or below it.
class TestTimeline : public QObject {
    Q_OBJECT

    struct View {
        explicit View(Shown& shown)
            : view(shown.item(u"timelineView"_s)) {}
        void scrollUp(qreal by) {
            view->setProperty("contentY", view->property("contentY").toReal() - by);
            noteMove();
        }
        void noteMove() { QMetaObject::invokeMethod(view, "noteMove"); }
        /// The row in the middle of what is shown.
        QQuickItem* middle() const {
            auto* const content = view->property("contentItem").value<QQuickItem*>();
            const QPointF centre = view->mapToItem(content, QPointF(view->width() / 2, view->height() / 2));
            for (QQuickItem* row : content->childItems()) {
                if (row->isVisible() && row->property("key").isValid() && row->y() <= centre.y() &&
                    row->y() + row->height() > centre.y())
                    return row;
            }
            return nullptr;
        }
        /// The lower edge: what stands above a row belongs to it.
        static qreal bottom(QQuickItem* row) { return row->mapToScene(QPointF(0, row->height())).y(); }
        qreal fromNewest() const { return view->property("fromNewest").toReal(); }
        QQuickItem* view;
    };

private Q_SLOTS:
    void initTestCase() {
        qputenv("PARLOR_REDUCED_MOTION", "1");
        recordComplaints();
    }
    void init() { complaints().clear(); }
    void cleanup() { QCOMPARE(complaints(), QStringList()); }

    void startsAtTheNewest() {
        World w(false);
        w.fill(w.harbour, 200);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QVERIFY(!s.item(u"toNewest"_s));
        // It stays there when something comes, and when the window changes its height.
        w.server.post(w.harbour.id, w.ines.id, u"a message\nof\nthree lines"_s);
        QTRY_COMPARE(w.at(0, TimelineModel::ContentRole).toString(), u"a message\nof\nthree lines"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        s.window->resize(900, 600);
        QTRY_COMPARE(s.window->contentItem()->height(), 600.0);
        QTRY_COMPARE(v.fromNewest(), 0.0);
    }

    void olderMessagesMoveNothing() {
        World w(false);
        for (int i = 0; i < 400; ++i)
            w.server.post(w.harbour.id, i % 3 ? w.ines.id : w.tom.id, u"word "_s.repeated(1 + (i * 37) % 90),
                          QDateTime::currentDateTimeUtc().addSecs(-600 * (400 - i)));
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        // Each answer takes a while, so that the view stands still when it comes.
        w.server.setDelay(120);
        int pages = 0;
        int looks = 0;
        while (!w.timeline().isComplete() && pages < 100) {
            const int before = w.timeline().count();
            v.scrollUp(900);
            QTRY_VERIFY(v.middle());
            QQuickItem* const row = v.middle();
            QVERIFY(row);
            QCoreApplication::processEvents(); // asks for older ones if it is near
            s.window->grabWindow();            // lays everything out
            const QString key = row->property("key").toString();
            const qreal y = View::bottom(row);
            if (w.timeline().isLoading()) {
                QTRY_VERIFY(!w.timeline().isLoading());
                s.window->grabWindow();
                QVERIFY(w.timeline().count() > before);
                QCOMPARE(row->property("key").toString(), key);
                QCOMPARE(View::bottom(row), y);
                ++looks;
            }
            ++pages;
        }
        QVERIFY2(looks >= 4, qPrintable(QString::number(looks)));
        QVERIFY(w.timeline().isComplete());
        QCOMPARE(w.timeline().count(), 400);
    }

    void heightsAboveMoveNothing() {
        World w(false);
        w.fill(w.harbour, 80);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        v.scrollUp(400);
        s.window->grabWindow();
        QQuickItem* const row = v.middle();
        QVERIFY(row);
        const int index = row->property("index").toInt();
        const qreal y = View::bottom(row);
        const auto above = MessageId::parse(w.at(index + 4, TimelineModel::KeyRole).toString());
        w.server.edit(*above, u"much longer than before "_s.repeated(60));
        w.server.dropConnections();
        QTRY_VERIFY_WITH_TIMEOUT(w.at(index + 4, TimelineModel::ContentRole).toString().size() > 200, 20'000);
        s.window->grabWindow();
        QCOMPARE(View::bottom(row), y);
    }

    void whatArrivesBelowMovesNothingAndIsCounted() {
        World w(false);
        w.fill(w.harbour, 80);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        v.scrollUp(900);
        s.window->grabWindow();
        QQuickItem* const row = v.middle();
        QVERIFY(row);
        const qreal y = View::bottom(row);
        for (int i = 0; i < 3; ++i)
            w.server.post(w.harbour.id, w.ines.id, u"below %1\nand more"_s.arg(i));
        QTRY_COMPARE(w.timeline().arrived(), 3);
        s.window->grabWindow();
        QCOMPARE(View::bottom(row), y);
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        QTRY_COMPARE(w.timeline().arrived(), 0);
        QTRY_VERIFY(!s.item(u"toNewest"_s));
    }

    void scrollsThroughTenThousand() {
        World w(false);
        w.fill(w.harbour, 10'000);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_VERIFY(w.timeline().count() >= 50);
        View v(s);
        while (w.timeline().count() < 2'000) {
            const int before = w.timeline().count();
            // Again and again: the top moves away once what came is laid out.
            const auto scrolled = [&] {
                v.view->setProperty("contentY", v.view->property("originY"));
                v.noteMove();
                return w.timeline().count() > before;
            };
            QTRY_VERIFY_WITH_TIMEOUT(scrolled(), 20'000);
        }
        s.click(u"toNewest"_s);
        QTRY_COMPARE(v.fromNewest(), 0.0);
        s.window->grabWindow();
        // Rows far away are not kept as items.
        auto* const content = v.view->property("contentItem").value<QQuickItem*>();
        QVERIFY2(content->childItems().size() < 200,
                 qPrintable(QString::number(content->childItems().size())));
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
