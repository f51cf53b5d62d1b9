// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qml/modules.h"
#include "tests/client/models/models_fixture.h"
#include "tests/qml/overlay.h"

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>

namespace parlor::tests {

/// What Qt complained about since the last call; a window must give it no reason to.
QStringList& complaints();
void recordComplaints();

/// A test of what a window shows: everything is at once where it goes to, from left to right, and nothing
/// gives Qt a reason to complain. A test class that declares one of these itself calls this one's, too.
class WindowTest : public QObject {
    Q_OBJECT
protected Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
};

/// What is seen of a window, and done in it by mouse and keyboard.
struct TestedWindow {
    /// The visible item with that object name; null if there is none.
    QQuickItem* item(const QString& name) const { return find(window->contentItem(), name); }
    static QQuickItem* find(QQuickItem* in, const QString& name);
    /// Where it is in the window.
    static QRectF box(const QQuickItem* item) {
        return item->mapRectToScene(QRectF(QPointF(0, 0), item->size()));
    }
    static QPoint centre(const QQuickItem* item) { return box(item).center().toPoint(); }
    bool waitFor(const QString& name) const;
    void click(const QString& name, Qt::MouseButton button = Qt::LeftButton) const;
    void type(const QString& text) const;
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const;
    /// The name of the item that has the keyboard.
    QString focused() const;
    /// Colour of a pixel of the window as it is painted.
    QColor pixel(int x, int y) const { return window->grabWindow().pixelColor(x, y); }

    QQmlApplicationEngine engine;
    QQuickWindow* window = nullptr;

protected:
    TestedWindow();
    /// What the engine has loaded is shown, and has the keyboard. An empty `size` leaves it as it is.
    void show(const QSize& size);
};

/// The real window on a World, or on any other App.
struct Shown : TestedWindow {
    explicit Shown(World& world, const QSize& size = QSize(1280, 800))
        : Shown(*world.app, size) {}
    explicit Shown(App& app, const QSize& size = QSize(1280, 800));
};

} // namespace parlor::tests
