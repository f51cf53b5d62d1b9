// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <QHash>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace parlor::log {

/// Broadcasts within one process, for a log that no other process shares. Any thread.
class LocalBroadcasts {
public:
    LocalBroadcasts() = default;
    ~LocalBroadcasts();
    LocalBroadcasts(const LocalBroadcasts&) = delete;
    LocalBroadcasts& operator=(const LocalBroadcasts&) = delete;

    void broadcast(const QByteArray& key, const QByteArray& value);
    /// The subscription must be destroyed before this.
    std::unique_ptr<Subscription> listen(BroadcastCallback heard);

private:
    class Listener;
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::pair<QByteArray, QByteArray>> m_waiting;
    QHash<quint64, BroadcastCallback> m_listeners;
    quint64 m_nextListener = 1;
    bool m_stop = false;
    std::mutex m_calling; ///< held during calls: a listener that goes waits for it
    std::thread m_thread; ///< started by the first listener
};

} // namespace parlor::log
