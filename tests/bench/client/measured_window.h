// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    QList<LogLine> log() const;
    /// Gives the window the keyboard, and lets xdotool do what `arguments` say; waits for xdotool's end.
    void act(const QStringList& arguments) const;
    /// Waits until no frame has come for `quietMs`.
    void settle(int quietMs = 400) const;

private:
    QProcess m_process;
    QProcessEnvironment m_environment;
    QTemporaryDir m_home;
    QString m_log;
    qint64 m_startedAt = 0;
};

/// CLOCK_MONOTONIC, microseconds.
qint64 monotonicNow();

} // namespace parlor::bench
