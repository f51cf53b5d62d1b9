// SPDX-License-Identifier: GPL-3.0-or-later
#include "qml/modules.h"

#include "qml/ui/appearance.h"

#include <QJSValue>
#include <QQmlEngine>

// Written by qt_add_qml_module(), one for each module.
void qml_register_types_Parlor_Account();
void qml_register_types_Parlor_App();
void qml_register_types_Parlor_Models();
void qml_register_types_Parlor_Rooms();
void qml_register_types_Parlor_Search();
void qml_register_types_Parlor_Text();
void qml_register_types_Parlor_Timeline();
void qml_register_types_Parlor_Ui();

namespace parlor {

using namespace Qt::StringLiterals;

void spareCompilations() {
    constexpr auto variable = "QV4_JIT_CALL_THRESHOLD";
    // More than twice as often as a first frame has rows.
    if (!qEnvironmentVariableIsSet(variable))
        qputenv(variable, "100");
}

void findQmlModules(QQmlEngine& engine) {
    // Where Qt 6.5 and newer look by themselves.
    engine.addImportPath(u"qrc:/qt/qml"_s);
    // The modules are linked, but nothing else refers to them. They have no plugins: Qt looks through all
    // static ones whenever it wants a plugin of any kind.
    for (auto* const types :
         {qml_register_types_Parlor_Account, qml_register_types_Parlor_App, qml_register_types_Parlor_Models,
          qml_register_types_Parlor_Rooms, qml_register_types_Parlor_Search, qml_register_types_Parlor_Text,
          qml_register_types_Parlor_Timeline, qml_register_types_Parlor_Ui}) {
        [[maybe_unused]] const volatile auto linked = types;
    }
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
