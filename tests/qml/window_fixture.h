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
inline QStringList& complaints() {
    static QStringList list;
    return list;
}
inline void recordComplaints() {
    qInstallMessageHandler([](QtMsgType type, const QMessageLogContext& context, const QString& text) {
        const QByteArray category = context.category ? context.category : "";
        // The last two are Qt's own: a view whose model is reset takes back what it asked for only
        // afterwards, by a number that is no longer there; a window that was hidden stops its animations
        // twice.
        const bool expected = category.startsWith("parlor.client") ||
                              text.contains(QLatin1String("XDG_RUNTIME_DIR")) ||
                              text.startsWith(QLatin1String("DelegateModel::cancel: index out range")) ||
                              text.startsWith(QLatin1String("QUnifiedTimer::stopAnimationDriver"));
        if ((type == QtWarningMsg || type == QtCriticalMsg) && !expected)
            complaints().append(text);
        fprintf(stderr, "%s\n", qPrintable(text));
    });
}

/// The real window on a World, or on any other App.
struct Shown {
    explicit Shown(World& world, const QSize& size = QSize(1280, 800))
        : Shown(*world.app, size) {}
    explicit Shown(App& app, const QSize& size = QSize(1280, 800)) {
        useQmlModules(engine);
        Overlay::layOver(engine);
        engine.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&app)}});
        engine.load(mainWindowUrl());
        Q_ASSERT(!engine.rootObjects().isEmpty());
        window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
        if (!size.isEmpty())
            window->resize(size);
        window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window));
        // The open room is made when the first frame has been painted.
        QVERIFY(QTest::qWaitFor([this] { return window->property("painted").toBool(); }));
    }

    /// The visible item with that object name; null if there is none.
    QQuickItem* item(const QString& name) const { return find(window->contentItem(), name); }
    static QQuickItem* find(QQuickItem* in, const QString& name) {
        if (!in->isVisible())
            return nullptr;
        if (in->objectName() == name)
            return in;
        const auto children = in->childItems();
        // What is on top comes last.
        for (auto it = children.crbegin(); it != children.crend(); ++it) {
            if (QQuickItem* const found = find(*it, name))
                return found;
        }
        return nullptr;
    }
    bool waitFor(const QString& name) const {
        return QTest::qWaitFor([&] { return item(name) != nullptr; }, 10'000);
    }
    void click(const QString& name) const {
        QVERIFY2(waitFor(name), qPrintable(name));
        window->grabWindow(); // lays out what has just changed
        QQuickItem* const target = item(name);
        const QPointF centre = target->mapToScene(QPointF(target->width() / 2, target->height() / 2));
        QTest::mouseClick(window, Qt::LeftButton, {}, centre.toPoint());
    }
    void type(const QString& text) const {
        for (const QChar c : text)
            QTest::sendKeyEvent(QTest::Click, window, Qt::Key_unknown, c, Qt::NoModifier);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(window, key, modifiers);
    }
    QString focused() const {
        return window->activeFocusItem() ? window->activeFocusItem()->objectName() : QString();
    }
    /// Colour of a pixel of the window as it is painted.
    QColor pixel(int x, int y) const { return window->grabWindow().pixelColor(x, y); }

    QQmlApplicationEngine engine;
    QQuickWindow* window = nullptr;
};

} // namespace parlor::tests
