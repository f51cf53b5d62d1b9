// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/server.h"

#include "server/net/environment.h"
#include "server/net/event_dispatcher.h"
#include "server/net/listener.h"
#include "server/net/network_thread.h"
#include "server/net/tls.h"

#include <QThread>

#include <algorithm>

namespace parlor::net {

namespace {

/// A QThread with our dispatcher and its NetworkThread, which lives and dies on it.
class ThreadHost {
public:
    ThreadHost(Environment& environment, ThreadIndex index) {
        m_thread.setObjectName(QStringLiteral("net-%1").arg(index));
        installEventDispatcher(m_thread);
        m_anchor.moveToThread(&m_thread);
        m_thread.start();
        runBlocking(
            [this, &environment, index] { m_network = std::make_unique<NetworkThread>(environment, index); });
        m_tasks = m_network->tasks();
    }

    ~ThreadHost() {
        runBlocking([this] { m_network.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    ThreadHost(const ThreadHost&) = delete;
    ThreadHost& operator=(const ThreadHost&) = delete;

    NetworkThread& network() { return *m_network; }
    const std::shared_ptr<TaskQueue>& tasks() const { return m_tasks; }

    /// Runs `task` on the thread and returns when it has run.
    void runBlocking(const std::function<void()>& task) {
        QMetaObject::invokeMethod(&m_anchor, task, Qt::BlockingQueuedConnection);
    }

private:
    QThread m_thread;
    QObject m_anchor;
    std::unique_ptr<NetworkThread> m_network;
    std::shared_ptr<TaskQueue> m_tasks;
};

} // namespace

struct Server::Private {
    std::shared_ptr<Environment> environment;
    std::vector<std::unique_ptr<ThreadHost>> hosts;
    std::unique_ptr<Listener> listener; ///< on the first thread
    quint16 port = 0;
    /// Of each thread, from start() to the end of the server: post() may come from any thread while another
    /// one stops it.
    std::vector<std::shared_ptr<TaskQueue>> queues;

    void closeListener() {
        if (!hosts.empty())
            hosts.front()->runBlocking([this] { listener.reset(); });
    }
};

Server::Server(ServerConfig config, const Router& router, WebSocketHandlerFactory& factory, QThreadPool& pool)
    : d(std::make_unique<Private>()) {
    if (config.threads <= 0)
        config.threads = std::max(1, QThread::idealThreadCount());
    d->environment = std::make_shared<Environment>(std::move(config), router, factory, pool);
}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
    // Handlers still on the pool use the router, which may end after us: they are waited for, however long
    // they take.
    d->environment->poolTasks.waitForZero(QDeadlineTimer(QDeadlineTimer::Forever));
}

Result<void> Server::start() {
    Environment& environment = *d->environment;
    const ServerConfig& config = environment.config;
    if (!config.tlsCertificateFile.isEmpty() || !config.tlsKeyFile.isEmpty()) {
        auto tls = loadTls(config.tlsCertificateFile, config.tlsKeyFile);
        if (!tls)
            return fail(tls.error());
        environment.tls = *tls;
    }
    environment.maxConnections = config.maxConnections > 0 ? config.maxConnections : connectionLimit();
    std::vector<NetworkThread*> networks;
    for (int i = 0; i < config.threads; ++i) {
        d->hosts.push_back(std::make_unique<ThreadHost>(environment, i));
        networks.push_back(&d->hosts.back()->network());
    }
    Result<void> started;
    d->hosts.front()->runBlocking([&] {
        d->listener = std::make_unique<Listener>(environment, networks);
        started = d->listener->start();
        d->port = d->listener->serverPort();
    });
    if (!started) {
        d->closeListener();
        d->hosts.clear();
        return started;
    }
    for (const auto& host : d->hosts)
        d->queues.push_back(host->tasks());
    return started;
}

quint16 Server::port() const {
    return d->port;
}

int Server::threadCount() const {
    return d->environment->config.threads;
}

int Server::connectionCount() const {
    return d->environment->connections.value();
}

metrics::Registrations Server::registerMetrics(metrics::Registry& registry) const {
    auto kept = d->environment->metrics.registerAll(registry);
    std::ranges::move(d->environment->router.registerMetrics(registry), std::back_inserter(kept));
    kept.push_back(registry.collect("parlor_connections", "Connections open now.", metrics::Type::Gauge,
                                    [this] { return double(connectionCount()); }));
    kept.push_back(registry.collect("parlor_http_requests_waiting",
                                    "HTTP requests that wait for a thread of the pool.", metrics::Type::Gauge,
                                    [this] { return double(d->environment->poolWaiting.load()); }));
    return kept;
}

void Server::post(ThreadIndex index, std::function<void()> task) {
    if (index >= 0 && std::size_t(index) < d->queues.size())
        d->queues[std::size_t(index)]->post(std::move(task));
}

void Server::stopAccepting() {
    d->closeListener();
    for (const auto& host : d->hosts)
        host->tasks()->post([network = &host->network()] { network->drain(); });
}

void Server::stop(std::chrono::milliseconds deadline) {
    if (d->hosts.empty())
        return;
    d->closeListener();
    for (const auto& host : d->hosts)
        host->tasks()->post([network = &host->network()] { network->shutDown(); });
    d->environment->connections.waitForZero(QDeadlineTimer(deadline));
    d->hosts.clear();
}

} // namespace parlor::net
