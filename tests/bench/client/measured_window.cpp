// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/measured_window.h"

#include "tests/bench/client/stop.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QElapsedTimer>
#include <QThread>

#include <cstdio>
#include <ctime>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;
constexpr int lookMs = 2;
constexpr std::chrono::milliseconds rest{20}; // between two looks at a window that is to become quiet
constexpr int actMs = 300'000;

} // namespace

qint64 monotonicNow() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

Screen::Screen() {
    // Xvfb chooses a free number and says it on the descriptor that it is given: its standard output. As on a
    // desktop, it does not begin anew when a window has gone: that would take a core from the next one's
    // start.
    m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s,
                               u"-nolisten"_s, u"tcp"_s, u"-noreset"_s});
    if (!m_server.waitForStarted() || !m_server.waitForReadyRead(patienceMs))
        stop(u"Xvfb cannot be started; is it installed (./dev installs it)?"_s);
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
    m_environment.insert(u"PARLOR_FRAME_LOG"_s, m_log.fileName());
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
        stop(u"cannot start "_s + program);
}

MeasuredWindow::~MeasuredWindow() {
    m_process.terminate();
    if (!m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

const QList<LogLine>& MeasuredWindow::log() {
    if (!m_log.isOpen() && !m_log.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return m_lines;
    for (;;) {
        const qint64 from = m_log.pos();
        const QByteArray line = m_log.readLine();
        if (!line.endsWith('\n')) {
            m_log.seek(from); // the rest of it is on its way
            return m_lines;
        }
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() >= 3)
            m_lines.append({QString::fromLatin1(words[0]), words[1].toLongLong(), words[2].toLongLong()});
    }
}

LogLine MeasuredWindow::waitForContent() {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < patienceMs) {
        for (const LogLine& line : log()) {
            if (line.what == "content"_L1)
                return line;
        }
        if (m_process.state() == QProcess::NotRunning)
            stop(u"the measured program has ended"_s);
        QThread::msleep(lookMs);
    }
    stop(u"the measured window never showed anything"_s);
}

void MeasuredWindow::run(const QStringList& arguments, QByteArray* output) {
    QProcess tool;
    tool.setProcessEnvironment(m_environment);
    tool.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    tool.start(u"xdotool"_s, arguments);
    const bool ended = test::waitUntil([&] { return tool.state() == QProcess::NotRunning; },
                                       std::chrono::milliseconds(actMs));
    if (!ended || tool.error() == QProcess::FailedToStart)
        stop(u"xdotool %1 does not end; is it installed (./dev installs it)?"_s.arg(arguments.join(u' ')));
    if (m_process.state() == QProcess::NotRunning)
        stop(u"the measured program has ended"_s);
    if (output)
        *output = tool.readAllStandardOutput();
    else if (tool.exitCode() != 0)
        stop(u"xdotool %1 failed"_s.arg(arguments.join(u' ')));
}

void MeasuredWindow::act(const QStringList& arguments) {
    if (m_window.isEmpty()) {
        QByteArray found;
        run({u"search"_s, u"--onlyvisible"_s, u"--all"_s, u"--pid"_s, QString::number(pid()), u"--name"_s,
             u"."_s},
            &found);
        m_window = QString::fromLatin1(found).section(u'\n', 0, 0);
        if (m_window.isEmpty())
            stop(u"xdotool finds no window of the measured program"_s);
        // Without a window manager nobody else gives it the keyboard.
        run({u"windowfocus"_s, u"--sync"_s, m_window});
    }
    run(arguments);
}

void MeasuredWindow::type(const QString& text, int delayMs) {
    act({u"type"_s, u"--delay"_s, QString::number(delayMs), text});
}

void MeasuredWindow::wheel(bool up, int clicks, int delayMs) {
    act({u"mousemove"_s, u"800"_s, u"400"_s, u"click"_s, u"--repeat"_s, QString::number(clicks), u"--delay"_s,
         QString::number(delayMs), up ? u"4"_s : u"5"_s});
}

void MeasuredWindow::waitForAnswer(qsizetype from) {
    const auto answered = [&] {
        bool pressed = false;
        for (qsizetype i = from; i < log().size(); ++i) {
            if (pressed && m_lines.at(i).what == "frame"_L1)
                return true;
            pressed = pressed || m_lines.at(i).what == "key"_L1;
        }
        return false;
    };
    QElapsedTimer whole;
    whole.start();
    while (!answered()) {
        if (whole.elapsed() > patienceMs)
            stop(u"the window did not answer a key within %1 s"_s.arg(patienceMs / 1000));
        test::waitUntil([] { return false; }, std::chrono::milliseconds(lookMs));
    }
}

void MeasuredWindow::settle(int quietMs) {
    qsizetype known = -1;
    QElapsedTimer quiet;
    QElapsedTimer whole;
    whole.start();
    for (;;) {
        const qsizetype lines = log().size();
        if (lines != known) {
            known = lines;
            quiet.start();
        } else if (quiet.elapsed() > quietMs) {
            return;
        }
        if (whole.elapsed() > patienceMs)
            stop(
                u"the window still makes frames after %1 s (%2 lines in its log): something moves without end"_s
                    .arg(patienceMs / 1000)
                    .arg(lines));
        test::waitUntil([] { return false; }, rest);
    }
}

} // namespace parlor::bench
