// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QObject>

#include <functional>

namespace parlor {

/// Keeps work back until a moment that comes once: the window's first frame, before which nothing but the
/// files on this device is asked. Any thread; it outlives all who wait.
class StartGate : public QObject {
    Q_OBJECT
public:
    bool isOpen() const;
    /// Everything kept back is on its way, in its order. More than once is once.
    void open();
    /// Calls `work` on the thread of `context`, not from within this call; never once that is gone.
    void whenOpen(QObject* context, std::function<void()> work);

Q_SIGNALS:
    void opened(QPrivateSignal);

private:
    mutable QMutex m_mutex;
    bool m_open = false;
};

} // namespace parlor
