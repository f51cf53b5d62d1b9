// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QList>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <optional>

namespace parlor::bench {

/// An Xvfb of our own, 1280x800, for as long as this lives. Ends the program if there is none.
class Screen {
public:
    Screen();
    ~Screen();
    QString name() const { return m_name; }

private:
    QProcess m_server;
    QString m_name;
};

/// One line of a frame log (client/frame_log.h).
struct LogLine {
    QString what;
    qint64 at = 0;   ///< CLOCK_MONOTONIC, microseconds
    qint64 cost = 0; ///< microseconds of processor time
};

/// A program with one window on a Screen, on the software renderer, that writes a frame log. Killed with
/// this.
class MeasuredWindow {
public:
    /// `data` is its PARLOR_CLIENT_DATA.
    MeasuredWindow(const Screen& screen, const QString& program, const QStringList& arguments,
                   const QString& data);
    ~MeasuredWindow();

    /// Waits for the first frame with content; ends the program when it does not come.
    LogLine waitForContent();
    qint64 startedAt() const { return m_startedAt; }
    qint64 pid() const { return m_process.processId(); }
    /// Lines so far.
    const QList<LogLine>& log();
    /// Lets xdotool do what `arguments` say, with the window as what has the keyboard; waits for xdotool's
    /// end. Timers and sockets of this program go on meanwhile. xdotool's `type` takes all that follows as
    /// text: use type().
    void act(const QStringList& arguments);
    void type(const QString& text, int delayMs);
    /// Turns the wheel over the middle of the messages: upwards, or else downwards.
    void wheel(bool up, int clicks, int delayMs);
    /// Waits for the frame that answers a key pressed after line `from` of the log. Ends the program if none
    /// comes.
    void waitForAnswer(qsizetype from);
    /// Waits until no frame has come for `quietMs`, which is less than a cursor takes to blink (500). Ends
    /// the program when the window never rests.
    void settle(int quietMs = 400);

private:
    void run(const QStringList& arguments, QByteArray* output = nullptr);

    QProcess m_process;
    QProcessEnvironment m_environment;
    QTemporaryDir m_home;
    QFile m_log;
    QList<LogLine> m_lines;
    QString m_window; ///< its number, once it was asked for
    qint64 m_startedAt = 0;
};

/// CLOCK_MONOTONIC, microseconds.
qint64 monotonicNow();

} // namespace parlor::bench
