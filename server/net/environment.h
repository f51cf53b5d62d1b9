// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/net_metrics.h"
#include "server/net/server.h"

#include <QMutex>
#include <QSslConfiguration>
#include <QWaitCondition>

#include <atomic>
#include <optional>

namespace parlor::net {

/// A number that threads wait on until it is zero.
class Count {
public:
    void add(int n) {
        const QMutexLocker lock(&m_mutex);
        m_value += n;
        if (m_value == 0)
            m_zero.wakeAll();
    }
    int value() const {
        const QMutexLocker lock(&m_mutex);
        return m_value;
    }
    /// False if `deadline` passed first.
    bool waitForZero(QDeadlineTimer deadline) {
        const QMutexLocker lock(&m_mutex);
        while (m_value != 0) {
            if (!m_zero.wait(&m_mutex, deadline))
                return m_value == 0;
        }
        return true;
    }

private:
    mutable QMutex m_mutex;
    QWaitCondition m_zero;
    int m_value = 0;
};

/// What all network threads share: immutable once they run, but for the counts.
struct Environment : std::enable_shared_from_this<Environment> {
    Environment(ServerConfig serverConfig, const Router& routes, WebSocketHandlerFactory& handlers,
                QThreadPool& threads)
        : config(std::move(serverConfig))
        , metrics(config.webSocketPath)
        , router(routes)
        , factory(handlers)
        , pool(threads) {}

    ServerConfig config;
    NetMetrics metrics;
    const Router& router;
    WebSocketHandlerFactory& factory;
    QThreadPool& pool;
    std::optional<QSslConfiguration> tls;
    int maxConnections = 0;

    Count connections;               ///< accepted and not yet gone
    Count poolTasks;                 ///< handlers given to the pool and not yet returned
    std::atomic<int> poolWaiting{0}; ///< those that the pool has not begun
};

} // namespace parlor::net
