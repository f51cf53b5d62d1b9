// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

#include <QAccessible>
#include <QSet>
#include <QStyleHints>

using namespace Qt::StringLiterals;
using namespace parlor;
using namespace parlor::tests;

namespace {

/// A place of the client, and how one gets there from a window that has the room "harbour" open.
struct Place {
    const char* name;
    std::function<void(World&, const Shown&)> enter;
};

/// TextInput.Password of QML.
constexpr int passwordMode = 2;

/// Whether one can do something with `item`: it takes the keyboard, or a click.
bool isControl(const QQuickItem* item) {
    // The line that holds the title of a section is none: the title is.
    return item->activeFocusOnTab() || item->inherits("QQuickAbstractButton") ||
           (item->inherits("parlor::PressArea") && !item->property("heading").toBool());
}

/// What tells a person which item it is: names, upwards.
QString whereIs(const QQuickItem* item) {
    QStringList path;
    for (; item && path.size() < 6; item = item->parentItem()) {
        const QString type = QString::fromLatin1(item->metaObject()->className()).section(u"_QML"_s, 0, 0);
        path.prepend(item->objectName().isEmpty() ? type : item->objectName());
    }
    return path.join(u" > "_s);
}

void forVisible(QQuickItem* item, const std::function<void(QQuickItem*)>& visit) {
    if (!item->isVisible() || !item->isEnabled())
        return;
    visit(item);
    for (QQuickItem* child : item->childItems())
        forVisible(child, visit);
}

/// A text or icon that can be seen, and where it is in the window.
struct Written {
    QQuickItem* item;
    QRectF area;
};

bool isOpaqueGround(const QQuickItem* item) {
    return item->inherits("QQuickRectangle") && item->isVisible() && item->opacity() == 1.0 &&
           item->property("color").value<QColor>().alpha() == 255;
}

/// Whether something opaque lies under `upper`, over whatever is below `common`.
bool liesOnItsOwnGround(const QQuickItem* upper, const QQuickItem* common, const QRectF& area) {
    for (const QQuickItem* at = upper; at && at != common; at = at->parentItem()) {
        const QList<QQuickItem*> children = at->childItems();
        const auto covers = [&](const QQuickItem* ground) {
            return isOpaqueGround(ground) && Shown::box(ground).adjusted(-1, -1, 1, 1).contains(area);
        };
        if (covers(at) || std::any_of(children.cbegin(), children.cend(), covers))
            return true;
    }
    return false;
}

/// All texts and icons, in the order in which they are painted.
QList<Written> allWritten(QQuickWindow* window) {
    QList<Written> found;
    forVisible(window->contentItem(), [&](QQuickItem* item) {
        const bool isText = item->inherits("QQuickText") || item->inherits("QQuickTextEdit") ||
                            item->inherits("QQuickTextInput");
        if (isText ? item->property("text").toString().trimmed().isEmpty() : !item->inherits("QQuickImage"))
            return;
        QRectF letters = item->boundingRect();
        // Qt 6.4 leaves it where it was when the height has come after the alignment.
        if (letters.height() == item->height())
            letters.moveTop(0);
        QRectF area = item->mapRectToScene(letters);
        for (const QQuickItem* at = item; at; at = at->parentItem()) {
            if (at->opacity() == 0)
                return;
            if (at->clip())
                area &= Shown::box(at);
        }
        if (!area.isEmpty())
            found.append({item, area});
    });
    return found;
}

/// What is written over something else, or beyond the ground that it stands on.
QStringList illegible(QQuickWindow* window) {
    // Lines of text are higher than their letters.
    constexpr qreal slack = 2;
    QStringList found;
    const QList<Written> written = allWritten(window);
    for (qsizetype lower = 0; lower < written.size(); ++lower) {
        const Written& a = written.at(lower);
        for (qsizetype upper = lower + 1; upper < written.size(); ++upper) {
            const Written& b = written.at(upper);
            const QRectF both = a.area & b.area;
            if (both.width() <= slack || both.height() <= slack)
                continue;
            const QQuickItem* common = b.item;
            while (common && common != a.item && !common->isAncestorOf(a.item))
                common = common->parentItem();
            if (common != a.item && !liesOnItsOwnGround(b.item, common, both))
                found.append(u"%1 over %2"_s.arg(whereIs(b.item), whereIs(a.item)));
        }
        const QQuickItem* ground = a.item->parentItem();
        while (ground && !isOpaqueGround(ground))
            ground = ground->parentItem();
        if (!ground)
            continue;
        const QRectF place = Shown::box(ground);
        if (a.area.top() < place.top() - slack || a.area.bottom() > place.bottom() + slack)
            found.append(u"%1 beyond %2"_s.arg(whereIs(a.item), whereIs(ground)));
    }
    return found;
}

/// What is painted of `item`, with the ring around it.
QImage look(const QImage& picture, const QQuickItem* item) {
    constexpr int ring = 4;
    const QRect area = Shown::box(item).toAlignedRect();
    return picture.copy(area.adjusted(-ring, -ring, ring, ring));
}

} // namespace

/// What people need who do not see the window, or do not use a mouse: every control says what it is, and the
/// keyboard gets everywhere and can be seen there.
class TestAccessibility : public WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        WindowTest::initTestCase();
        QAccessible::setActive(true);
        // A caret that blinks would make every place look as if it had the keyboard.
        QGuiApplication::styleHints()->setCursorFlashTime(0);
    }

    void controlsHaveNamesAndRoles_data() { places(); }
    void controlsHaveNamesAndRoles() {
        World w(!isSignIn());
        Shown s(w);
        enter(w, s);
        QStringList nameless;
        int controls = 0;
        forVisible(s.window->contentItem(), [&](QQuickItem* item) {
            if (!isControl(item))
                return;
            ++controls;
            QAccessibleInterface* const told = QAccessible::queryAccessibleInterface(item);
            if (told && item->property("echoMode").toInt() == passwordMode)
                QVERIFY(told->state().passwordEdit);
            if (!told || told->text(QAccessible::Name).trimmed().isEmpty() ||
                told->role() == QAccessible::NoRole || told->role() == QAccessible::Client)
                nameless.append(whereIs(item) +
                                (told ? u": role %1"_s.arg(int(told->role())) : u": not told"_s));
        });
        QVERIFY(controls > 2);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    void aRoomIsOpenedByAScreenReader() {
        World w;
        Shown s(w);
        w.open(w.board);
        QVERIFY(s.waitFor(u"room-harbour"_s));
        QAccessibleInterface* const told = QAccessible::queryAccessibleInterface(s.item(u"room-harbour"_s));
        QVERIFY(told && told->actionInterface());
        told->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QTRY_COMPARE(w.session()->roomId(), w.harbour.id.toString());
    }

    void theKeyboardIsSeenWhereverItGoes_data() { places(); }
    void theKeyboardIsSeenWhereverItGoes() {
        World w(!isSignIn());
        Shown s(w);
        enter(w, s);
        constexpr int stopsMax = 80;
        QSet<QQuickItem*> seen;
        QStringList unseen;
        int controls = isControl(s.window->activeFocusItem()) ? 1 : 0;
        for (int stop = 0; stop < stopsMax; ++stop) {
            const QImage before = s.window->grabWindow();
            const QQuickItem* const from = s.window->activeFocusItem();
            s.key(Qt::Key_Tab);
            QQuickItem* const focus = s.window->activeFocusItem();
            QVERIFY(focus);
            if (focus == from || seen.contains(focus))
                break;
            seen.insert(focus);
            ++controls;
            // Of itself: that the place before is not marked any more tells nobody where the keyboard is now.
            if (look(s.window->grabWindow(), focus) == look(before, focus))
                unseen.append(whereIs(focus));
        }
        QVERIFY(controls > 0);
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
    }

    /// However large one needs the letters and however small the window is.
    void everythingCanBeRead_data() { places(); }
    void everythingCanBeRead() {
        World w(!isSignIn());
        Shown s(w);
        enter(w, s);
        struct Look {
            int textSize;
            bool compact;
            QSize size;
        };
        for (const Look& look :
             {Look{90, true, {1280, 800}}, Look{150, false, {1280, 800}}, Look{150, true, {400, 640}}}) {
            w.app->settings()->setTextSize(look.textSize);
            w.app->settings()->setCompact(look.compact);
            s.window->resize(look.size);
            const auto isLegible = [&] {
                s.window->grabWindow(); // lays out what has just changed
                return s.window->size() == look.size && illegible(s.window).isEmpty();
            };
            QVERIFY2(QTest::qWaitFor(isLegible, 10'000),
                     qPrintable(u"%1 per cent in %2 px%3:\n%4"_s.arg(look.textSize)
                                    .arg(look.size.width())
                                    .arg(look.compact ? u", compact"_s : QString(),
                                         illegible(s.window).join(u'\n'))));
            QVERIFY(allWritten(s.window).size() > 2);
        }
    }

private:
    /// A page of the settings, by "page " and its key.
    static Place settings(const char* name) {
        return {name, [name](World&, const Shown& s) {
                    s.key(Qt::Key_Comma, Qt::ControlModifier);
                    s.click(QString::fromLatin1(name).replace(u' ', u'-'));
                    QVERIFY(s.waitFor(u"settingsPage"_s));
                }};
    }
    static const QList<Place>& all() {
        static const QList<Place> list{
            {"sign-in", [](World&, const Shown& s) { QVERIFY(s.waitFor(u"submit"_s)); }},
            {"room",
             [](World&, const Shown& s) {
                 QVERIFY(s.waitFor(u"composerInput"_s));
                 QVERIFY(s.waitFor(u"senderName"_s));
             }},
            {"thread",
             [](World& w, const Shown& s) {
                 w.server.reply(w.server.messages(w.harbour.id).constLast().id, w.ines.id, u"about that"_s);
                 s.click(u"threadSummary"_s);
                 QVERIFY(s.waitFor(u"threadPane"_s));
                 QTRY_COMPARE(w.session()->thread()->count(), 2);
             }},
            {"members",
             [](World&, const Shown& s) {
                 s.click(u"members"_s);
                 QVERIFY(s.waitFor(u"member-ines"_s));
             }},
            {"adding people",
             [](World&, const Shown& s) {
                 s.click(u"members"_s);
                 s.click(u"addPeople"_s);
                 QVERIFY(s.waitFor(u"addSubmit"_s));
             }},
            {"pins",
             [](World& w, const Shown& s) {
                 w.server.pin(w.server.messages(w.harbour.id).constLast().id, w.ines.id);
                 s.click(u"pins"_s);
                 QVERIFY(s.waitFor(u"pinsPane"_s));
                 QTRY_COMPARE(w.session()->pins()->count(), 1);
             }},
            {"search",
             [](World& w, const Shown& s) {
                 s.key(Qt::Key_F, Qt::ControlModifier);
                 QVERIFY(s.waitFor(u"searchPane"_s));
                 s.type(u"message"_s);
                 QTRY_VERIFY(w.session()->search()->rowCount() > 0);
             }},
            {"switcher",
             [](World&, const Shown& s) {
                 s.key(Qt::Key_K, Qt::ControlModifier);
                 QVERIFY(s.waitFor(u"switcherView"_s));
             }},
            {"emoji",
             [](World&, const Shown& s) {
                 s.click(u"emojiButton"_s);
                 QVERIFY(s.waitFor(u"emojiGrid"_s));
             }},
            {"profile card",
             [](World&, const Shown& s) {
                 s.click(u"members"_s);
                 s.click(u"member-ines"_s);
                 QVERIFY(s.waitFor(u"cardName"_s));
             }},
            {"room settings",
             [](World&, const Shown& s) {
                 s.click(u"roomMenu"_s);
                 s.click(u"menuSettings"_s);
                 QVERIFY(s.waitFor(u"settingsName"_s));
             }},
            {"find rooms",
             [](World& w, const Shown& s) {
                 w.server.addRoom(u"open"_s, {w.ines.id}, RoomKind::Public, u"For all"_s);
                 s.click(u"findRooms"_s);
                 QVERIFY(s.waitFor(u"join-open"_s));
             }},
            {"new room",
             [](World&, const Shown& s) {
                 s.key(Qt::Key_N, Qt::ControlModifier);
                 QVERIFY(s.waitFor(u"roomNameInput"_s));
             }},
            {"keys",
             [](World&, const Shown& s) {
                 s.key(Qt::Key_Slash, Qt::ControlModifier);
                 QVERIFY(s.waitFor(u"keySheet"_s));
             }},
            settings("page appearance"),
            settings("page notifications"),
            settings("page profile"),
            settings("page account"),
            settings("page storage"),
            settings("page keys"),
            settings("page about"),
        };
        return list;
    }
    static void places() {
        QTest::addColumn<int>("place");
        for (int i = 0; i < all().size(); ++i)
            QTest::addRow("%s", all().at(i).name) << i;
    }
    static bool isSignIn() { return qstrcmp(QTest::currentDataTag(), "sign-in") == 0; }
    static void enter(World& w, const Shown& s) {
        QFETCH(int, place);
        if (!isSignIn()) {
            w.fill(w.harbour, 10);
            w.server.post(w.harbour.id, w.mara.id, u"from somebody else"_s);
            w.server.post(w.board.id, w.ines.id, u"@mara look"_s);
            w.open(w.harbour);
        }
        all().at(place).enter(w, s);
    }
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
