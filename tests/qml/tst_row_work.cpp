// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/timeline_fixture.h"

#include <QLoggingCategory>
#include <QPointer>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

namespace {

/// Items in sight of a row that shows one line of text and nothing else: room for two more.
constexpr qsizetype plainMost = 7;

/// Of everything that a message can have, often.
void fillColourful(World& w, const Room& room, int count) {
    QList<Message> said;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < count; ++i) {
        const UserId who = i % 5 == 0 ? w.mara.id : w.ines.id;
        const QString text = i % 4 == 0   ? u"before\n```\ncode %1\n```"_s.arg(i)
                             : i % 4 == 1 ? u"> as you said\n\nyes, **%1**"_s.arg(i)
                                          : u"message %1"_s.arg(i);
        said.append(w.server.post(room.id, who, text, now.addSecs(-60 * (count - i))));
        if (i % 3 == 0)
            w.server.react(said.constLast().id, w.ines.id, u"👍"_s);
    }
}

/// Items that are in a list of messages now. Children of the QObject kind are not all of them: a Repeater's
/// are not.
void collectItems(QQuickItem* in, QList<QPointer<QQuickItem>>& items) {
    for (QQuickItem* const child : in->childItems()) {
        items.append(child);
        collectItems(child, items);
    }
}
QList<QPointer<QQuickItem>> itemsOf(const MessageView& v) {
    QList<QPointer<QQuickItem>> items;
    collectItems(v.view->property("contentItem").value<QQuickItem*>(), items);
    return items;
}

/// Collections of JavaScript's garbage so far, as Qt logs them.
int collections = 0;

void countCollections() {
    static QtMessageHandler before = nullptr;
    before =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& text) {
            if (qstrcmp(context.category, "qt.qml.gc.allocatorStats") != 0)
                before(type, context, text);
            else if (text.contains(u"= GC ="_s))
                ++collections;
        });
}

} // namespace

/// What a frame costs in which rows change: no clock, but what is made and thrown away.
class TestRowWork : public WindowTest {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        WindowTest::initTestCase();
        QLoggingCategory::setFilterRules(u"qt.qml.gc.allocatorStats.debug=true"_s);
        countCollections();
    }

    // Every frame, and every click of the wheel, goes through all of them.
    void aPlainRowIsMadeOfFewItems() {
        World w(false);
        w.fill(w.harbour, 40);
        readAll(w, w.harbour);
        w.signIn();
        Shown s(w);
        w.open(w.harbour);
        QTRY_COMPARE_WITH_TIMEOUT(w.timeline().count(), 40, 20'000);
        const MessageView v(s);
        s.window->grabWindow();
        QTRY_VERIFY_WITH_TIMEOUT(v.rows().size() > 10, 20'000);
        const auto visible = [](QQuickItem* row) {
            QList<QPointer<QQuickItem>> items;
            collectItems(row, items);
            return std::count_if(items.cbegin(), items.cend(),
                                 [](const QPointer<QQuickItem>& item) { return item->isVisible(); });
        };
        int plain = 0;
        for (QQuickItem* const row : v.rows()) {
            if (row->property("groupStart").toBool() || row->property("newLine").toBool())
                continue;
            ++plain;
            QVERIFY2(visible(row) <= plainMost, qPrintable(QString::number(visible(row))));
        }
        QVERIFY(plain > 5);
    }

    void garbageIsCollectedSeldom() {
        World w(false);
        for (int i = 0; i < 45; ++i) {
            for (const Room& room : {w.harbour, w.board})
                w.server.post(room.id, w.ines.id, u"words %1 "_s.arg(i).repeated(40));
        }
        for (const Room& room : {w.harbour, w.board})
            readAll(w, room);
        w.signIn();
        Shown s(w);
        spareCollections(s.engine);
        // All that there is already goes at once.
        s.engine.collectGarbage();
        QVERIFY(collections > 0);
        collections = 0;
        for (int i = 0; i < 20; ++i) {
            w.open(i % 2 == 0 ? w.harbour : w.board);
            QTRY_COMPARE_WITH_TIMEOUT(w.timeline().count(), 45, 20'000);
            s.window->grabWindow();
        }
        qInfo("20 changes of rooms: garbage was collected %d times", collections);
        QVERIFY2(collections <= 3, qPrintable(QString::number(collections)));
    }

    // A room is shown with the rows of the one before it, and with what they are made of.
    void aRoomIsShownWithTheRowsOfTheLast() {
        World w(false);
        fillColourful(w, w.harbour, 45);
        fillColourful(w, w.board, 47);
        for (const Room& room : {w.harbour, w.board})
            readAll(w, room);
        w.signIn();
        Shown s(w);
        const auto open = [&](const Room& room, int count) {
            w.open(room);
            QTRY_COMPARE_WITH_TIMEOUT(w.timeline().count(), count, 20'000);
            s.window->grabWindow();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        open(w.harbour, 45);
        const MessageView v(s);
        QTRY_COMPARE_WITH_TIMEOUT(v.fromNewest(), 0.0, 20'000);
        // Each once, so that what they need is there.
        for (int i = 0; i < 3; ++i) {
            open(w.board, 47);
            open(w.harbour, 45);
        }
        const auto before = itemsOf(v);
        QVERIFY(before.size() > 200);
        open(w.board, 47);
        const auto gone = std::count_if(before.cbegin(), before.cend(),
                                        [](const QPointer<QQuickItem>& item) { return item.isNull(); });
        const auto after = itemsOf(v);
        QSet<QQuickItem*> known;
        for (const QPointer<QQuickItem>& item : before)
            known.insert(item.data());
        const auto fresh = std::count_if(after.cbegin(), after.cend(), [&](const QPointer<QQuickItem>& item) {
            return !known.contains(item.data());
        });
        qInfo("of %lld items %lld were thrown away, %lld made", static_cast<long long>(before.size()),
              static_cast<long long>(gone), static_cast<long long>(fresh));
        QVERIFY2(gone + fresh <= 200, qPrintable(u"%1 thrown away, %2 made"_s.arg(gone).arg(fresh)));
    }
};

QTEST_MAIN(TestRowWork)
#include "tst_row_work.moc"
