// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server_process.h"

#include "server/log/embedded_log.h"
#include "server/store/sql_store.h"
#include "server/worker/epoch_keeper.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QThread>

#include <algorithm>

namespace parlor {

Q_LOGGING_CATEGORY(lcServer, "parlor.server")

namespace {

using namespace std::chrono_literals;

// Half of the pool's threads at most hash passwords or wait for their turn to, so that a crowd at the door
// does not keep those who are inside from the store. At minimum cost, in load tests, nobody needs to be
// turned away.
constexpr int poolThreadsMin = 32;
constexpr int poolThreadsPerCore = 4;

constexpr auto serverStopDeadline = 5000ms;
constexpr int poolStopDeadline = 2000; // ms, as QThreadPool takes it

int poolThreads() {
    return std::max(poolThreadsMin, poolThreadsPerCore * QThread::idealThreadCount());
}

net::ServerConfig serverConfig(const admin::Settings& settings) {
    net::ServerConfig config;
    config.address = settings.listenAddress;
    config.port = settings.listenPort;
    config.threads = settings.threads;
    config.maxConnections = settings.maxConnections;
    config.tlsCertificateFile = settings.tlsCertificate.toUtf8();
    config.tlsKeyFile = settings.tlsKey.toUtf8();
    config.allowedOrigins = settings.allowedOrigins;
    config.trustedProxies = settings.trustedProxies;
    return config;
}

} // namespace

ServerProcess::ServerProcess(const admin::Configuration& configuration)
    : m_settings(configuration.settings) {
    m_pool.setMaxThreadCount(poolThreads());
    m_pool.setExpiryTimeout(-1); // a thread takes its database connection with it
}

ServerProcess::~ServerProcess() {
    stop();
}

Result<void> ServerProcess::start() {
    if (auto opened = openData(); !opened)
        return opened;
    const auto secret = m_settings.jwtSecret.isEmpty() ? m_data->jwtSecret() : m_settings.jwtSecret;
    if (!secret)
        return fail(secret.error());
    const auto epoch = worker::ensureEpoch(*m_store, *m_log);
    if (!epoch)
        return fail(epoch.error());
    qCInfo(lcServer).noquote() << "data directory" << m_data->path() << "epoch" << epoch->number;
    makeGateway(*secret);
    // Before the worker, which reports to it.
    if (auto started = m_gateway->start(*m_server); !started)
        return started;
    startWorker(epoch->number);
    return m_server->start();
}

Result<void> ServerProcess::openData() {
    auto data = admin::DataDirectory::open(m_settings.dataDir);
    if (!data)
        return fail(data.error());
    m_data = *std::move(data);
    if (auto locked = m_data->lock(); !locked)
        return locked;
    if (QFileInfo::exists(m_data->restoreDirectory())) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("A restore into %1 was interrupted. Run `parlord restore` again.")
                        .arg(m_data->path()));
    }
    m_store = store::makeSqliteStore(m_data->storeFile());
    if (auto opened = m_store->open(); !opened)
        return opened;
    auto log = log::openEmbeddedLog(m_data->logFile());
    if (!log)
        return fail(log.error());
    m_log = *std::move(log);
    return {};
}

void ServerProcess::startWorker(qint64 epoch) {
    worker::ProjectorOptions options;
    options.parkedFile = m_data->parkedFile();
    m_projector = std::make_unique<worker::Projector>(*m_log, *m_store, options);
    m_projector->setProjected([this, epoch](const log::Positions& positions) {
        m_gateway->projected({epoch, positions});
    });
    m_projector->start();
    m_relay = std::make_unique<worker::OutboxRelay>(*m_log, *m_store);
    m_relay->start();
    m_trimmer = std::make_unique<worker::LogTrimmer>(*m_log, *m_store,
                                                     std::chrono::hours(24) * m_settings.logRetentionDays);
    m_trimmer->start();
}

void ServerProcess::makeGateway(const QByteArray& jwtSecret) {
    auth::AuthConfig authConfig;
    authConfig.jwtSecret = jwtSecret;
    authConfig.registration = m_settings.registration;
    authConfig.minimumPasswordCost = m_settings.minimumPasswordCost;
    authConfig.maxQueuedHashes = m_settings.minimumPasswordCost ? poolThreads() : poolThreads() / 2;
    m_auth = std::make_unique<auth::AuthService>(*m_store, authConfig);

    gateway::GatewayConfig gatewayConfig;
    gatewayConfig.info = {m_settings.serverName, QCoreApplication::applicationVersion(),
                          m_settings.registration};
    gatewayConfig.rateLimits = m_settings.rateLimits;
    m_gateway = std::make_unique<gateway::Gateway>(gatewayConfig, *m_store, *m_log, *m_auth, m_pool);
    m_router = std::make_unique<net::Router>();
    m_gateway->addRoutes(*m_router);
    m_server =
        std::make_unique<net::Server>(serverConfig(m_settings), *m_router, m_gateway->webSockets(), m_pool);
}

QUrl ServerProcess::url() const {
    QUrl url;
    url.setScheme(m_settings.tlsCertificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    // "Any" is no address to go to; this machine's own is one that it listens on then.
    const bool any = m_settings.listenAddress == QHostAddress(QHostAddress::Any);
    url.setHost(any ? QStringLiteral("127.0.0.1") : m_settings.listenAddress.toString());
    url.setPort(m_server ? m_server->port() : m_settings.listenPort);
    return url;
}

std::optional<Error> ServerProcess::failure() const {
    return m_projector ? m_projector->status().stopped : std::nullopt;
}

void ServerProcess::stop() {
    // From the door inwards: no new requests, then no new records, then what is still to be written.
    if (m_server)
        m_server->stop(serverStopDeadline);
    if (m_gateway)
        m_gateway->stop();
    const bool idle = m_pool.waitForDone(poolStopDeadline);
    if (m_trimmer)
        m_trimmer->stop();
    if (m_relay)
        m_relay->stop();
    if (m_projector)
        m_projector->stop();
    if (m_log)
        m_log->close();
    if (!idle) {
        // What such a request uses must outlive it. main sees to it that this does not last for ever.
        qCWarning(lcServer) << "waiting for requests that are still being worked on";
        m_pool.waitForDone();
    }
}

} // namespace parlor
