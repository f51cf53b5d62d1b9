// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/configuration.h"
#include "server/admin/data_directory.h"
#include "server/auth/auth_service.h"
#include "server/gateway/gateway.h"
#include "server/log/log.h"
#include "server/metrics/health_routes.h"
#include "server/metrics/process_metrics.h"
#include "server/net/server.h"
#include "server/start_up.h"
#include "server/status_server.h"
#include "server/store/store.h"
#include "server/worker/log_trimmer.h"
#include "server/worker/outbox_relay.h"
#include "server/worker/projector.h"
#include "server/worker/room_purger.h"
#include "server/worker/search_indexer.h"
#include "server/worker/session_purger.h"

#include <QThreadPool>
#include <QUrl>

#include <memory>
#include <optional>

namespace parlor {

/// One life of the server: the roles that the settings name, on the store and the log that they name. When it
/// cannot go on as it is (a new epoch has begun, say), it is stopped and another life begins. Main thread.
class ServerProcess {
public:
    /// `port`: of the former life, so that the next one listens where that did; 0: the configured one.
    ServerProcess(const admin::Configuration& configuration, quint16 port);
    /// Stops.
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Brings everything up, from the storage to the listener; waits for databases, brokers and workers that
    /// are not there yet, and answers /health/ready with what it waits for. What was started is stopped again
    /// on failure.
    Result<void> start();
    /// Ends a start() that waits. It then fails as Unavailable.
    void cancelStart() { m_startUp.cancel(); }
    bool startCancelled() const { return m_startUp.cancelled(); }
    /// Where it listens.
    QUrl url() const;
    quint16 port() const;
    /// Why this life is over, if it is.
    std::optional<Error> failure() const;
    /// Begins to send the clients elsewhere: nobody new is taken. `done` is called when nobody is left, or at
    /// the latest after drain_seconds; at once where there are no clients or nowhere else to go.
    void drain(std::function<void()> done);
    /// Takes everything down in order, within about 8 seconds. Idempotent.
    void stop();

private:
    bool isGateway() const { return m_settings.role != admin::Role::Worker; }
    bool isWorker() const { return m_settings.role != admin::Role::Gateway; }
    Result<void> openData();
    Result<void> openStorage();
    Result<void> agreeOnEpoch();
    void startWorker();
    void finishProjection();
    Result<QByteArray> jwtSecret() const;
    void makeGateway(const QByteArray& jwtSecret);
    Result<void> startStatusServer();
    QStringList workerNotReady() const; ///< any thread
    QStringList gatewayNotReady() const;

    // In the order in which they are made: each may use those before it.
    const admin::Settings m_settings;
    quint16 m_port;
    QThreadPool m_pool;
    ProcessMetrics m_metrics;
    StartUp m_startUp;
    std::optional<admin::DataDirectory> m_data;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<log::Log> m_log;
    store::Epoch m_epoch;
    std::unique_ptr<auth::AuthService> m_auth;
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::unique_ptr<HealthRoutes> m_health; ///< of a gateway
    std::unique_ptr<net::Router> m_router;
    std::unique_ptr<net::Server> m_server;
    std::unique_ptr<worker::Projector> m_projector;
    std::unique_ptr<worker::OutboxRelay> m_relay;
    std::unique_ptr<worker::LogTrimmer> m_trimmer;
    std::unique_ptr<worker::SearchIndexer> m_indexer;
    std::unique_ptr<worker::RoomPurger> m_roomPurger;
    std::unique_ptr<worker::SessionPurger> m_sessionPurger;
    std::unique_ptr<StatusServer> m_status;
    std::atomic<bool> m_started = false;
};

} // namespace parlor
