// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

#include <QFile>
#include <QMutex>
#include <QQmlAbstractUrlInterceptor>
#include <QSet>
#include <QTest>

#include <cmath>

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
// Each takes half a millisecond.
constexpr qsizetype fontsMost = 5;

/// What there was when the first frame had been painted.
struct FirstFrame {
    QSet<QString> files;
    qsizetype objects = 0;
    bool roomsShown = false;
    bool conversationMade = false;
    bool controls = false;  ///< loaded
    qsizetype keys = 0;     ///< Shortcut objects
    qsizetype rowParts = 0; ///< objects of a row of the room list
    QSet<QString> fonts;    ///< "size weight" of what has a text
    int messages = -1;      ///< read of the open room
};

/// The window as the program makes it (client/main.cpp): with an engine that lets nothing wait by itself.
struct Program {
    /// `firstFrame` is called once, when it has been painted.
    Program(World& world, const std::function<void(const QQuickWindow&)>& firstFrame) {
        useQmlModules(engine);
        engine.addUrlInterceptor(&read);
        Overlay::layOver(engine);
        QQmlComponent files(&engine, mainWindowUrl());
        made.reset(files.createWithInitialProperties({{u"app"_s, QVariant::fromValue(world.app.get())}}));
        window = qobject_cast<QQuickWindow*>(made.get());
        if (!window)
            qFatal("%s", qPrintable(files.errorString()));
        QObject::connect(
            window, &QQuickWindow::frameSwapped, window, [this, firstFrame] { firstFrame(*window); },
            static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));
    }

    FilesRead read;
    QQmlEngine engine;
    std::unique_ptr<QObject> made;
    QQuickWindow* window = nullptr;
};

/// Those of all texts below `item`: a row of a list is no child object of it.
QSet<QString> fontsOf(const QQuickItem* item) {
    QSet<QString> fonts;
    if (item->inherits("QQuickText") && !item->property("text").toString().isEmpty()) {
        const auto font = item->property("font").value<QFont>();
        fonts.insert(u"%1 %2"_s.arg(font.pixelSize()).arg(font.weight()));
    }
    for (const QQuickItem* part : item->childItems())
        fonts.unite(fontsOf(part));
    return fonts;
}

} // namespace

/// What the window's first frame waits for: no clock, but what was read and made until then. It is to show
/// the rooms, and to wait for little else.
class TestStart : public WindowTest {
    Q_OBJECT
private Q_SLOTS:
    // As it is for most: with things that move.
    void initTestCase() { recordComplaints(); }

    void firstFrameShowsRoomsAndWaitsForLittle();
    void firstFrameMakesTheRowsInSight();
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

    std::optional<FirstFrame> first;
    const Program program(world, [&](const QQuickWindow& window) {
        const QObject* const room = Shown::find(window.contentItem(), u"room-harbour"_s);
        const QObjectList made = window.findChildren<QObject*>();
        first = FirstFrame{program.read.names(),
                           made.size(),
                           room != nullptr,
                           Shown::find(window.contentItem(), u"timelineView"_s) != nullptr,
                           controlsLoaded(),
                           std::count_if(made.cbegin(), made.cend(),
                                         [](const QObject* one) { return one->inherits("QQuickShortcut"); }),
                           room ? room->findChildren<QObject*>().size() : 0,
                           fontsOf(window.contentItem()),
                           world.session()->findChild<TimelineModel*>()->rowCount()};
    });
    QQuickWindow* const window = program.window;
    QTRY_VERIFY(first);
    QVERIFY(first->roomsShown);
    // The open room comes with the next frames.
    QVERIFY(!first->conversationMade);
    // So does what is in it, although it is known which one it is.
    QCOMPARE(world.session()->roomId(), world.harbour.id.toString());
    QCOMPARE(first->messages, 0);
    // So do Qt Quick's controls, and with them the scroll bar.
    QVERIFY(!first->controls);
    // So do the keys.
    QCOMPARE(first->keys, 0);
    qInfo("a row of the room list: %lld objects", static_cast<long long>(first->rowParts));
    QVERIFY2(first->rowParts <= rowPartsMost, qPrintable(QString::number(first->rowParts)));
    qInfo("fonts: %s", qPrintable(QStringList(first->fonts.values()).join(u", "_s)));
    QVERIFY2(first->fonts.size() <= fontsMost, qPrintable(QStringList(first->fonts.values()).join(u", "_s)));

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
    QStringList made = among(program.read.names());
    // Of the sort of those that are in a file which the open room needs.
    for (const QString& name : {u"Dialog"_s, u"Menu"_s, u"EmojiPicker"_s, u"QuickReactions"_s})
        made.removeAll(name);
    QCOMPARE(made, QStringList());
}

void TestStart::firstFrameMakesTheRowsInSight() {
    World world(false);
    constexpr int rooms = 60;
    for (int i = 0; i < rooms; ++i)
        world.server.addRoom(u"room %1"_s.arg(i, 2, 10, QLatin1Char('0')), {world.mara.id});
    world.signIn();
    QTRY_COMPARE(world.rooms().total(), rooms + 2);
    world.restart();
    QTRY_VERIFY(world.session()->isReady());

    const auto rowsIn = [](const QQuickItem* list) {
        const auto items = list->property("contentItem").value<QQuickItem*>()->childItems();
        return std::count_if(items.cbegin(), items.cend(), [](const QQuickItem* one) {
            return one->property("roomId").isValid() && one->height() > 0;
        });
    };
    qsizetype first = -1;
    qsizetype inSight = 0;
    const Program program(world, [&](const QQuickWindow& window) {
        const auto* const list = window.findChild<QQuickItem*>(u"roomView"_s);
        const auto* const room = Shown::find(window.contentItem(), u"room-room 00"_s);
        inSight = room ? qsizetype(std::ceil(list->height() / room->height())) : 0;
        first = rowsIn(list);
    });
    QTRY_VERIFY(first >= 0);
    QVERIFY(inSight > 10);
    QCOMPARE(first, inSight);
    // Some more, for who scrolls.
    const auto* const list = program.window->findChild<QQuickItem*>(u"roomView"_s);
    QTRY_VERIFY(rowsIn(list) > inSight + 5);
}

// To know whether there is a font that keeps them together is to look through those that are installed.
void TestStart::emojiInNamesWaitForTheFirstFrame() {
    World world;
    const QString name = u"2\uFE0F\u20E3 berths"_s;
    world.server.addRoom(name, {world.mara.id, world.ines.id});
    QTRY_COMPARE(world.rooms().total(), 3);
    world.restart();
    QTRY_VERIFY(world.session()->isReady());

    const auto rowOf = [&](const QQuickWindow& window) {
        return Shown::find(window.contentItem(), u"room-"_s + name);
    };
    std::optional<QVariant> first;
    const Program program(world, [&](const QQuickWindow& window) {
        const QQuickItem* const row = rowOf(window);
        first = row ? row->property("styled") : QVariant();
    });
    QTRY_VERIFY(first);
    QCOMPARE(*first, QVariant(false));
    QTRY_COMPARE(rowOf(*program.window)->property("styled"), QVariant(true));
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
