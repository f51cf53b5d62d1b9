// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/modules.h"

#include "qml/ui/appearance.h"

#include <QJSValue>
#include <QQmlEngine>
#include <QtQml/QQmlExtensionPlugin>

// Static modules are linked, but nothing refers to them: these lines do.
Q_IMPORT_QML_PLUGIN(Parlor_ModelsPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_UiPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_TextPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_AccountPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_RoomsPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_SearchPlugin)
Q_IMPORT_QML_PLUGIN(Parlor_TimelinePlugin)
Q_IMPORT_QML_PLUGIN(Parlor_AppPlugin)

namespace parlor {

using namespace Qt::StringLiterals;

void findQmlModules(QQmlEngine& engine) {
    // Where Qt 6.5 and newer look by themselves.
    engine.addImportPath(u"qrc:/qt/qml"_s);
}

void loadFonts() {
    static const bool loaded = [] {
        Appearance::loadFonts();
        return true;
    }();
    Q_UNUSED(loaded)
}

void useQmlModules(QQmlEngine& engine) {
    findQmlModules(engine);
    loadFonts();
}

// There is no other way to tell the collector (QV4::MemoryManager, Qt 6.4): it doubles its limit while
// more than three quarters of it are in use after a collection. So a string that nobody reads, and whose
// memory is never touched, is in use.
void spareCollections(QQmlEngine& engine) {
    constexpr qsizetype characters = qsizetype(1024) * 1024;
    QJSValue kept = engine.newObject();
    kept.setProperty(u"unread"_s, QString(characters, Qt::Uninitialized));
    engine.setProperty("parlorKept", QVariant::fromValue(kept));
}

QUrl mainWindowUrl() {
    return QUrl(u"qrc:/qt/qml/Parlor/App/Main.qml"_s);
}

} // namespace parlor
