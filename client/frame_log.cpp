// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/frame_log.h"

#include "client/models/app.h"

#include <QKeyEvent>
#include <QQuickWindow>

#include <algorithm>
#include <ctime>

namespace parlor {

namespace {

qint64 microseconds([[maybe_unused]] clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

} // namespace

FrameLog::FrameLog(const QString& file, const App& app, QQuickWindow& window, QObject* parent)
    : QObject(parent)
    , m_app(app)
    , m_file(file) {
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        qWarning("cannot write the frame log %s", qPrintable(file));
        return;
    }
    connect(&window, &QQuickWindow::beforeSynchronizing, this,
            [this] { m_prepared = microseconds(CLOCK_THREAD_CPUTIME_ID); });
    connect(&window, &QQuickWindow::afterSynchronizing, this,
            [this] { m_synchronised = microseconds(CLOCK_THREAD_CPUTIME_ID); });
    connect(&window, &QQuickWindow::frameSwapped, this, &FrameLog::frameShown);
    window.installEventFilter(this);
}

bool FrameLog::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        // The X server's stamp: milliseconds of the same clock.
        const auto stamp = static_cast<qint64>(static_cast<QKeyEvent*>(event)->timestamp()) * 1000;
        write("key", stamp > 0 ? std::max<qint64>(0, microseconds(CLOCK_MONOTONIC) - stamp) : 0);
    }
    if (event->type() == QEvent::Wheel)
        write("wheel", 0);
    return QObject::eventFilter(watched, event);
}

void FrameLog::frameShown() {
    const qint64 spent = microseconds(CLOCK_THREAD_CPUTIME_ID);
    const qint64 cost = spent - m_spent;
    const qint64 before = m_prepared - m_spent;
    m_spent = spent;
    const Session* const session = m_app.session();
    if (!m_contentShown && session && session->isReady() && session->rooms()->total() > 0) {
        m_contentShown = true;
        write("content", microseconds(CLOCK_PROCESS_CPUTIME_ID));
        return;
    }
    write("frame", cost,
          ' ' + QByteArray::number(before) + ' ' + QByteArray::number(m_synchronised - m_prepared));
}

void FrameLog::write(const char* what, qint64 cost, const QByteArray& more) {
    m_file.write(QByteArray(what) + ' ' + QByteArray::number(microseconds(CLOCK_MONOTONIC)) + ' ' +
                 QByteArray::number(cost) + more + '\n');
}

} // namespace parlor
