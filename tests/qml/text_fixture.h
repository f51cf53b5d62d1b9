// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qml/ui/appearance.h"
#include "tests/qml/overlay.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

// Written by qt_add_qml_module().
void qml_register_types_Parlor_Text();
void qml_register_types_Parlor_Ui();

namespace parlor::tests {

/// A window with a piece of QML that needs no more than Parlor.Ui and Parlor.Text.
struct Piece {
    explicit Piece(const QByteArray& source, const QSize& size = QSize(640, 480)) {
        static const bool fontsLoaded = (Appearance::loadFonts(), true);
        Q_UNUSED(fontsLoaded)
        engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        // The modules are linked, but nothing else refers to them.
        for (auto* const types : {qml_register_types_Parlor_Text, qml_register_types_Parlor_Ui}) {
            [[maybe_unused]] const volatile auto linked = types;
        }
        Overlay::layOver(engine);
        QQmlComponent component(&engine);
        component.setData("import QtQuick\nimport QtQuick.Window\nimport Parlor.Ui\nimport Parlor.Text\n" +
                              source,
                          QUrl(QStringLiteral("qrc:/piece.qml")));
        object.reset(component.create());
        window = qobject_cast<QQuickWindow*>(object.get());
        if (!window) {
            qWarning("%s", qPrintable(component.errorString()));
            return;
        }
        window->resize(size);
        window->show();
        window->requestActivate();
        Q_UNUSED(QTest::qWaitForWindowActive(window))
    }
    template <class T = QQuickItem>
    T* find(const char* name) const {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    /// All visible items of that object name, top-most last.
    QList<QQuickItem*> all(const QString& name) const {
        QList<QQuickItem*> items;
        collect(window->contentItem(), name, items);
        return items;
    }
    void click(QQuickItem* item, Qt::MouseButton button = Qt::LeftButton) const {
        QVERIFY(item);
        window->grabWindow(); // lays out what has just changed
        const QPointF centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
        QTest::mouseClick(window, button, {}, centre.toPoint());
    }
    void type(const QString& text) const {
        for (const QChar c : text)
            QTest::sendKeyEvent(QTest::Click, window, Qt::Key_unknown, c, Qt::NoModifier);
    }

    QQmlEngine engine;
    std::unique_ptr<QObject> object;
    QQuickWindow* window = nullptr;

private:
    static void collect(QQuickItem* in, const QString& name, QList<QQuickItem*>& items) {
        if (!in->isVisible())
            return;
        if (in->objectName() == name)
            items.append(in);
        for (QQuickItem* child : in->childItems())
            collect(child, name, items);
    }
};

} // namespace parlor::tests
