// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

#include <QFile>
#include <QMutex>
#include <QQmlAbstractUrlInterceptor>
#include <QSet>
#include <QTest>

namespace parlor::tests {

using namespace Qt::StringLiterals;

namespace {

/// The QML files that an engine reads, by their names without ".qml", each once.
class FilesRead : public QQmlAbstractUrlInterceptor {
public:
    QUrl intercept(const QUrl& url, DataType type) override {
        const QString path = url.path();
        if (type == QmlFile && path.startsWith(u"/qt/qml/Parlor/"_s) && path.endsWith(u".qml"_s)) {
            const QMutexLocker locker(&m_mutex);
            m_names.insert(path.section(u'/', -1).chopped(4));
        }
        return url;
    }
    QSet<QString> names() const {
        const QMutexLocker locker(&m_mutex);
        return m_names;
    }

private:
    mutable QMutex m_mutex; // the engine reads in a thread of its own
    QSet<QString> m_names;
};

/// Whether Qt Quick's controls have been loaded: it takes a tenth of the time to the first frame.
bool controlsLoaded() {
    QFile maps(u"/proc/self/maps"_s);
    return maps.open(QIODevice::ReadOnly) && maps.readAll().contains("QuickTemplates2");
}

// Of a window with two rooms: room for a little more, none for a dialog.
constexpr qsizetype filesMost = 19;
constexpr qsizetype objectsMost = 120;
// There are some twenty of them.
constexpr qsizetype rowPartsMost = 17;

/// What there was when the first frame had been painted.
struct FirstFrame {
    QSet<QString> files;
    qsizetype objects = 0;
    bool roomsShown = false;
    bool conversationMade = false;
    bool controls = false;  ///< loaded
    qsizetype keys = 0;     ///< Shortcut objects
    qsizetype rowParts = 0; ///< objects of a row of the room list
};

} // namespace

/// What the window's first frame waits for: no clock, but what was read and made until then. It is to show
/// the rooms, and to wait for little else.
class TestStart : public WindowTest {
    Q_OBJECT
private Q_SLOTS:
    // As it is for most: with things that move.
    void initTestCase() { recordComplaints(); }

    void firstFrameShowsRoomsAndWaitsForLittle();
    void emojiInNamesWaitForTheFirstFrame();
    void networkWaitsForTheFirstFrame();
};

void TestStart::firstFrameShowsRoomsAndWaitsForLittle() {
    World world;
    world.fill(world.harbour, 60);
    world.open(world.harbour);
    QTRY_COMPARE(world.rooms().total(), 2);
    world.restart();
    QTRY_VERIFY(world.session()->isReady());

    FilesRead read;
    QQmlApplicationEngine engine;
    useQmlModules(engine);
    engine.addUrlInterceptor(&read);
    Overlay::layOver(engine);
    engine.setInitialProperties({{u"app"_s, QVariant::fromValue(world.app.get())}});
    engine.load(mainWindowUrl());
    QVERIFY(!engine.rootObjects().isEmpty());
    auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    std::optional<FirstFrame> first;
    connect(window, &QQuickWindow::frameSwapped, this, [&] {
        if (first)
            return;
        const QObject* const room = Shown::find(window->contentItem(), u"room-harbour"_s);
        const QObjectList made = window->findChildren<QObject*>();
        first = FirstFrame{read.names(),
                           made.size(),
                           room != nullptr,
                           Shown::find(window->contentItem(), u"timelineView"_s) != nullptr,
                           controlsLoaded(),
                           std::count_if(made.cbegin(), made.cend(),
                                         [](const QObject* one) { return one->inherits("QQuickShortcut"); }),
                           room ? room->findChildren<QObject*>().size() : 0};
    });
    QTRY_VERIFY(first);
    QVERIFY(first->roomsShown);
    // The open room comes with the next frames.
    QVERIFY(!first->conversationMade);
    // So do Qt Quick's controls, and with them the scroll bar.
    QVERIFY(!first->controls);
    // So do the keys.
    QCOMPARE(first->keys, 0);
    qInfo("a row of the room list: %lld objects", static_cast<long long>(first->rowParts));
    QVERIFY2(first->rowParts <= rowPartsMost, qPrintable(QString::number(first->rowParts)));

    const QStringList seldom{u"SettingsDialog"_s,
                             u"KeysDialog"_s,
                             u"Dialog"_s,
                             u"ConfirmDialog"_s,
                             u"Switcher"_s,
                             u"CreateRoomDialog"_s,
                             u"FindRoomsDialog"_s,
                             u"RoomSettingsDialog"_s,
                             u"ActDialog"_s,
                             u"ProfileCard"_s,
                             u"Menu"_s,
                             u"RoomMenu"_s,
                             u"OwnMenu"_s,
                             u"StatusDialog"_s,
                             u"EmojiPicker"_s,
                             u"QuickReactions"_s,
                             u"SearchPane"_s,
                             u"ThreadPane"_s,
                             u"PinsPane"_s,
                             u"MembersPane"_s,
                             u"SignInPage"_s,
                             u"WindowSheets"_s,
                             u"WorkspaceSheets"_s,
                             u"WorkspaceSide"_s};
    const auto among = [&](const QSet<QString>& files) {
        QStringList found;
        for (const QString& name : seldom) {
            if (files.contains(name))
                found.append(name);
        }
        return found;
    };
    QCOMPARE(among(first->files), QStringList());
    for (const QString& name : {u"RoomPane"_s, u"TimelineView"_s, u"MessageRow"_s, u"Composer"_s})
        QVERIFY2(!first->files.contains(name), qPrintable(name));
    qInfo("first frame: %lld files, %lld objects", static_cast<long long>(first->files.size()),
          static_cast<long long>(first->objects));
    QVERIFY2(first->files.size() <= filesMost, qPrintable(QStringList(first->files.values()).join(u' ')));
    QVERIFY2(first->objects <= objectsMost, qPrintable(QString::number(first->objects)));

    // By itself, and without what is to be asked for first.
    QTRY_VERIFY(Shown::find(window->contentItem(), u"timelineView"_s));
    QTRY_VERIFY(window->findChild<QQuickItem*>(u"timelineView"_s)->property("count").toInt() > 10);
    QVERIFY(QTest::qWaitForWindowActive(window));
#ifdef Q_OS_LINUX
    QVERIFY(controlsLoaded());
#endif
    auto* const rooms = window->findChild<QQuickItem*>(u"roomView"_s);
    const auto isBar = [](const QQuickItem* one) { return one->inherits("QQuickScrollBar"); };
    QTRY_VERIFY(std::ranges::any_of(rooms->childItems(), isBar));
    QStringList made = among(read.names());
    // Of the sort of those that are in a file which the open room needs.
    for (const QString& name : {u"Dialog"_s, u"Menu"_s, u"EmojiPicker"_s, u"QuickReactions"_s})
        made.removeAll(name);
    QCOMPARE(made, QStringList());
}

// To know whether there is a font that keeps them together is to look through those that are installed.
void TestStart::emojiInNamesWaitForTheFirstFrame() {
    World world;
    const QString name = u"2\uFE0F\u20E3 berths"_s;
    world.server.addRoom(name, {world.mara.id, world.ines.id});
    QTRY_COMPARE(world.rooms().total(), 3);
    world.restart();
    QTRY_VERIFY(world.session()->isReady());

    QQmlApplicationEngine engine;
    useQmlModules(engine);
    Overlay::layOver(engine);
    engine.setInitialProperties({{u"app"_s, QVariant::fromValue(world.app.get())}});
    engine.load(mainWindowUrl());
    QVERIFY(!engine.rootObjects().isEmpty());
    auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    const auto row = [&] { return Shown::find(window->contentItem(), u"room-"_s + name); };
    std::optional<QVariant> first;
    connect(window, &QQuickWindow::frameSwapped, this, [&] {
        if (!first)
            first = row() ? row()->property("styled") : QVariant();
    });
    QTRY_VERIFY(first);
    QCOMPARE(*first, QVariant(false));
    QTRY_COMPARE(row()->property("styled"), QVariant(true));
}

void TestStart::networkWaitsForTheFirstFrame() {
    StartGate gate; // outlives who waits at it
    World world;
    world.open(world.harbour);
    world.app.reset();
    world.home.reopen();
    QTRY_COMPARE(world.server.openSockets(), 0);
    const int before = world.server.requests({});
    world.start(makeNoDesktop(), &gate);
    QTRY_VERIFY(world.session()->isReady());

    const Shown shown(world);
    QVERIFY(shown.waitFor(u"timelineView"_s));
    QCOMPARE(world.server.requests({}), before);
    QCOMPARE(world.server.openSockets(), 0);
    QVERIFY(!world.session()->isOnline());

    gate.open();
    QTRY_VERIFY(world.session()->isOnline());
    QTRY_VERIFY(world.server.requests(u"/api/v1/server"_s) > 0);
}

} // namespace parlor::tests

QTEST_MAIN(parlor::tests::TestStart)
#include "tst_start.moc"
