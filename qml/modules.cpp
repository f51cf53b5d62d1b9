// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/modules.h"

#include "qml/ui/appearance.h"

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

void useQmlModules(QQmlEngine& engine) {
    static const bool fontsLoaded = [] {
        Appearance::loadFonts();
        return true;
    }();
    Q_UNUSED(fontsLoaded)
    // Where Qt 6.5 and newer look by themselves.
    engine.addImportPath(u"qrc:/qt/qml"_s);
}

QUrl mainWindowUrl() {
    return QUrl(u"qrc:/qt/qml/Parlor/App/Main.qml"_s);
}

} // namespace parlor
