// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/start_gate.h"

namespace parlor {

bool StartGate::isOpen() const {
    const QMutexLocker locker(&m_mutex);
    return m_open;
}

void StartGate::open() {
    // Queued all of it, so that nobody is called under the lock, and none who comes later overtakes.
    const QMutexLocker locker(&m_mutex);
    if (!std::exchange(m_open, true))
        Q_EMIT opened(QPrivateSignal());
}

void StartGate::whenOpen(QObject* context, std::function<void()> work) {
    const QMutexLocker locker(&m_mutex);
    if (m_open)
        QMetaObject::invokeMethod(context, std::move(work), Qt::QueuedConnection);
    else
        connect(this, &StartGate::opened, context, std::move(work),
                static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

} // namespace parlor
