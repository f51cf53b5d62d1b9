// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/configuration.h"
#include "server/admin/data_directory.h"
#include "server/auth/auth_service.h"
#include "server/gateway/gateway.h"
#include "server/log/log.h"
#include "server/net/server.h"
#include "server/store/store.h"
#include "server/worker/log_trimmer.h"
#include "server/worker/outbox_relay.h"
#include "server/worker/projector.h"

#include <QThreadPool>
#include <QUrl>

#include <memory>
#include <optional>

namespace parlor {

/// All roles in one process, on the embedded log and SQLite. Main thread.
class ServerProcess {
public:
    explicit ServerProcess(const admin::Configuration& configuration);
    /// Stops.
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Brings everything up, from the data directory to the listener. What was started is stopped again on
    /// failure.
    Result<void> start();
    /// Where it listens.
    QUrl url() const;
    /// Why the server cannot go on, if a part of it has given up for good.
    std::optional<Error> failure() const;
    /// Takes everything down in order, within about 8 seconds. Idempotent.
    void stop();

private:
    Result<void> openData();
    void startWorker(qint64 epoch);
    void makeGateway(const QByteArray& jwtSecret);

    // In the order in which they are made: each may use those before it.
    const admin::Settings m_settings;
    QThreadPool m_pool;
    std::optional<admin::DataDirectory> m_data;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<log::Log> m_log;
    std::unique_ptr<auth::AuthService> m_auth;
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::unique_ptr<net::Router> m_router;
    std::unique_ptr<net::Server> m_server;
    std::unique_ptr<worker::Projector> m_projector;
    std::unique_ptr<worker::OutboxRelay> m_relay;
    std::unique_ptr<worker::LogTrimmer> m_trimmer;
};

} // namespace parlor
