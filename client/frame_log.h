// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QObject>

class QQuickWindow;

namespace parlor {

class App;

/// Writes down what each frame of the window costs, for tests/bench/client. On where the environment variable
/// PARLOR_FRAME_LOG names a file. GUI thread.
///
/// One line per happening: its name, the time (CLOCK_MONOTONIC, microseconds, so that it can be compared with
/// what another process noted), and a cost. `content T C`: the first frame that shows an account's rooms; C
/// is the processor time of the process so far. `frame T C B S`: another one; C is the processor time that
/// the GUI thread took since the frame before, whatever for: B of it before the scene graph was brought up to
/// date, S while it was, the rest in painting. `key T W` and `wheel T 0`: somebody did that; a key waited W
/// for this thread, as far as its event tells when it was pressed (under X11, to the millisecond).
class FrameLog : public QObject {
    Q_OBJECT
public:
    /// `app` and `window` outlive it.
    FrameLog(const QString& file, const App& app, QQuickWindow& window, QObject* parent = nullptr);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void frameShown();
    void write(const char* what, qint64 cost, const QByteArray& more = {});

    const App& m_app;
    QFile m_file;
    bool m_contentShown = false;
    // Processor time of the GUI thread, microseconds: until the last frame, and within this one.
    qint64 m_spent = 0;
    qint64 m_prepared = 0;
    qint64 m_synchronised = 0;
};

} // namespace parlor
