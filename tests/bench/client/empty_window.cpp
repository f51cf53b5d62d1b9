// SPDX-License-Identifier: GPL-3.0-or-later
// What any program in Qt Quick costs: a window with one colour. It notes its first frame as parlor does
// (client/frame_log.h), and ends when it is told to.
#include <QFile>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QtWidgets/QApplication>

#include <ctime>

namespace {

qint64 microseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication app(argc, argv); // as parlor, which needs it for its tray icon
    QQmlApplicationEngine engine;
    engine.loadData("import QtQuick\n"
                    "Window { width: 1280; height: 800; visible: true; title: \"empty\"; color: \"white\" }");
    if (engine.rootObjects().isEmpty())
        return 1;
    auto* const window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    QFile log(qEnvironmentVariable("PARLOR_FRAME_LOG"));
    if (!log.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return 1;
    bool shown = false;
    QObject::connect(window, &QQuickWindow::frameSwapped, [&] {
        if (std::exchange(shown, true))
            return;
        log.write("content " + QByteArray::number(microseconds(CLOCK_MONOTONIC)) + ' ' +
                  QByteArray::number(microseconds(CLOCK_PROCESS_CPUTIME_ID)) + '\n');
    });
    return QApplication::exec();
}
