// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/window_fixture.h"

#include <cstdio>

namespace parlor::tests {

QStringList& complaints() {
    static QStringList list;
    return list;
}

void recordComplaints() {
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

void WindowTest::initTestCase() {
    qputenv("PARLOR_REDUCED_MOTION", "1");
    recordComplaints();
}

void WindowTest::init() {
    complaints().clear();
}

void WindowTest::cleanup() {
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QCOMPARE(complaints(), QStringList());
}

TestedWindow::TestedWindow() {
    useQmlModules(engine);
    Overlay::layOver(engine);
}

void TestedWindow::show(const QSize& size) {
    Q_ASSERT(!engine.rootObjects().isEmpty());
    window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    if (!size.isEmpty())
        window->resize(size);
    window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(window));
}

QQuickItem* TestedWindow::find(QQuickItem* in, const QString& name) {
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

bool TestedWindow::waitFor(const QString& name) const {
    return QTest::qWaitFor([&] { return item(name) != nullptr; }, 10'000);
}

void TestedWindow::click(const QString& name, Qt::MouseButton button) const {
    QVERIFY2(waitFor(name), qPrintable(name));
    window->grabWindow(); // lays out what has just changed
    QTest::mouseClick(window, button, {}, centre(item(name)));
}

void TestedWindow::type(const QString& text) const {
    for (const QChar c : text)
        QTest::sendKeyEvent(QTest::Click, window, Qt::Key_unknown, c, Qt::NoModifier);
}

void TestedWindow::key(Qt::Key key, Qt::KeyboardModifiers modifiers) const {
    QTest::keyClick(window, key, modifiers);
}

QString TestedWindow::focused() const {
    return window->activeFocusItem() ? window->activeFocusItem()->objectName() : QString();
}

Shown::Shown(App& app, const QSize& size) {
    engine.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(&app)}});
    engine.load(mainWindowUrl());
    show(size);
    // The open room is made when the first frame has been painted.
    QVERIFY(QTest::qWaitFor([this] { return window->property("painted").toBool(); }));
}

} // namespace parlor::tests
