// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/measured_window.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;
constexpr int lookMs = 2;

[[noreturn]] void die(const QString& what) {
    fprintf(stderr, "client_bench: %s\n", qPrintable(what));
    exit(1);
}

} // namespace

qint64 monotonicNow() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

Screen::Screen() {
    // Xvfb chooses a free number and says it on the descriptor that it is given: its standard output.
    m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s,
                               u"-nolisten"_s, u"tcp"_s});
    if (!m_server.waitForStarted() || !m_server.waitForReadyRead(patienceMs))
        die(u"Xvfb cannot be started; is it installed (./dev installs it)?"_s);
    m_name = u':' + QString::fromLatin1(m_server.readLine()).trimmed();
}

Screen::~Screen() {
    m_server.terminate();
    m_server.waitForFinished();
}

MeasuredWindow::MeasuredWindow(const Screen& screen, const QString& program, const QStringList& arguments,
                               const QString& data)
    : m_environment(QProcessEnvironment::systemEnvironment())
    , m_log(QDir(m_home.path()).filePath(u"frames"_s)) {
    m_environment.insert(u"DISPLAY"_s, screen.name());
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    m_environment.insert(u"QT_QUICK_BACKEND"_s, u"software"_s);
    m_environment.insert(u"PARLOR_FRAME_LOG"_s, m_log);
    m_environment.insert(u"PARLOR_CLIENT_DATA"_s, data);
    // Nothing of the user's session: no keyring, no notifications, no settings.
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"disabled:"_s);
    for (const QString& name :
         {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s, u"XDG_RUNTIME_DIR"_s})
        m_environment.insert(name, m_home.path());
    m_process.setProcessEnvironment(m_environment);
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_startedAt = monotonicNow();
    m_process.start(program, arguments);
    if (!m_process.waitForStarted())
        die(u"cannot start "_s + program);
}

MeasuredWindow::~MeasuredWindow() {
    m_process.terminate();
    if (!m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QList<LogLine> MeasuredWindow::log() const {
    QList<LogLine> lines;
    QFile file(m_log);
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    while (file.canReadLine() || !file.atEnd()) {
        const QByteArray line = file.readLine();
        const QList<QByteArray> words = line.simplified().split(' ');
        if (line.endsWith('\n') && words.size() == 3)
            lines.append({QString::fromLatin1(words[0]), words[1].toLongLong(), words[2].toLongLong()});
    }
    return lines;
}

LogLine MeasuredWindow::waitForContent() {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < patienceMs) {
        const QList<LogLine> lines = log();
        for (const LogLine& line : lines) {
            if (line.what == "content"_L1)
                return line;
        }
        if (m_process.state() == QProcess::NotRunning)
            die(u"the measured program has ended"_s);
        QThread::msleep(lookMs);
    }
    die(u"the measured window never showed anything"_s);
}

void MeasuredWindow::act(const QStringList& arguments) const {
    QProcess tool;
    tool.setProcessEnvironment(m_environment);
    tool.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    tool.start(u"xdotool"_s, QStringList{u"search"_s, u"--onlyvisible"_s, u"--pid"_s, QString::number(pid()),
                                         u"windowfocus"_s} +
                                 arguments);
    if (!tool.waitForFinished(10 * patienceMs) || tool.exitCode() != 0)
        die(u"xdotool failed; is it installed (./dev installs it)?"_s);
}

void MeasuredWindow::settle(int quietMs) const {
    qsizetype known = -1;
    for (QElapsedTimer quiet;; QThread::msleep(20)) {
        const qsizetype lines = log().size();
        if (lines != known) {
            known = lines;
            quiet.start();
        } else if (quiet.elapsed() > quietMs) {
            return;
        }
    }
}

} // namespace parlor::bench
