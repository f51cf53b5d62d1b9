// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server_process.h"

#include "server/api/api_routes.h"
#include "server/gateway/gateway_metrics.h"
#include "server/metrics/metered_log.h"
#include "server/net_config.h"
#include "server/storage.h"
#include "server/worker/epoch_keeper.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <thread>

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
constexpr auto pollProjector = 500ms;
constexpr auto tailPatience = 1000ms; // before the log says what is waited for
constexpr auto finishDeadline = 2000ms;
constexpr auto finishPause = 20ms;
constexpr auto drainGrace = 300ms; // for the last closing handshakes

/// Every thread of the pool has a connection to the database; those to PostgreSQL are counted.
int poolThreads(const admin::Settings& settings) {
    if (!settings.databaseUrl.isEmpty())
        return settings.databaseConnections;
    return std::max(poolThreadsMin, poolThreadsPerCore * QThread::idealThreadCount());
}

QByteArray roleName(admin::Role role) {
    switch (role) {
    case admin::Role::Gateway:
        return "gateway";
    case admin::Role::Worker:
        return "worker";
    case admin::Role::All:
        break;
    }
    return "all";
}

} // namespace

ServerProcess::ServerProcess(const admin::Configuration& configuration, quint16 port)
    : m_settings(configuration.settings)
    , m_port(port != 0 ? port : configuration.settings.listenPort)
    , m_metrics(roleName(m_settings.role))
    , m_startUp(m_pool, std::chrono::seconds(m_settings.startupTimeout)) {
    m_pool.setMaxThreadCount(poolThreads(m_settings));
    m_pool.setExpiryTimeout(-1); // a thread takes its database connection with it
}

ServerProcess::~ServerProcess() {
    stop();
}

Result<void> ServerProcess::start() {
    if (auto opened = openData(); !opened)
        return opened;
    // Where something may have to be waited for, others are told so from the first moment.
    if (usesNetworkStorage(m_settings) || !isGateway()) {
        if (auto started = startStatusServer(); !started)
            return started;
    }
    if (auto opened = openStorage(); !opened)
        return opened;
    if (auto agreed = agreeOnEpoch(); !agreed)
        return agreed;
    if (isGateway()) {
        const auto secret = jwtSecret();
        if (!secret)
            return fail(secret.error());
        makeGateway(*secret);
        // Before the worker, which reports to it.
        if (auto started = m_startUp.run([this] { return m_gateway->start(*m_server); }); !started)
            return started;
    }
    if (isWorker())
        startWorker();
    // Whoever is let in finds a server that takes what is sent: until then nobody listens, or the status
    // server says why.
    if (isGateway()) {
        if (auto follows = m_startUp.run([this] { return m_gateway->waitForTail(tailPatience); }); !follows)
            return follows;
    }
    m_started = true;
    if (!isGateway())
        return {};
    m_status.reset(); // the gateway answers in its stead
    return m_server->start();
}

Result<void> ServerProcess::startStatusServer() {
    m_status = std::make_unique<StatusServer>(m_settings, m_port, m_pool, m_metrics.registry(), [this] {
        if (m_started)
            return workerNotReady();
        const QString waiting = m_startUp.waitingFor();
        return QStringList{waiting.isEmpty() ? QStringLiteral("starting") : waiting};
    });
    if (auto started = m_status->start(); !started)
        return started;
    m_port = m_status->port();
    if (!isGateway())
        m_metrics.keep(m_status->server().registerMetrics(m_metrics.registry()));
    return {};
}

Result<void> ServerProcess::openData() {
    if (m_settings.role != admin::Role::All)
        return {}; // what such a process knows is in the database and at the brokers
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
    return {};
}

Result<void> ServerProcess::openStorage() {
    m_store = makeConfiguredStore(m_settings, m_data ? m_data->storeFile() : QString());
    if (auto opened = m_startUp.run([this] { return m_store->open(); }); !opened)
        return opened;
    auto log = m_startUp.get<std::unique_ptr<log::Log>>(
        [this] { return openConfiguredLog(m_settings, m_data ? m_data->logFile() : QString()); });
    if (!log)
        return fail(log.error());
    auto metered = std::make_unique<log::MeteredLog>(*std::move(log));
    m_metrics.keep(metered->registerMetrics(m_metrics.registry()));
    m_metrics.add(*m_store);
    m_log = std::move(metered);
    return {};
}

Result<void> ServerProcess::agreeOnEpoch() {
    const auto mayBegin = isWorker() ? worker::MayBeginEpoch::Yes : worker::MayBeginEpoch::No;
    const auto epoch =
        m_startUp.get<store::Epoch>([&] { return worker::ensureEpoch(*m_store, *m_log, mayBegin); });
    if (!epoch)
        return fail(epoch.error());
    m_epoch = *epoch;
    qCInfo(lcServer).noquote() << "epoch" << m_epoch.number << "log" << m_epoch.logIdentity
                               << (m_data ? QStringLiteral("data directory ") + m_data->path() : QString());
    return {};
}

void ServerProcess::startWorker() {
    worker::ProjectorOptions options;
    // Alone, it need not ask anybody for its partitions.
    if (m_settings.role == admin::Role::Worker)
        options.group = m_settings.kafka.topicPrefix + QStringLiteral(".projector");
    options.epoch = m_epoch.number;
    m_projector = std::make_unique<worker::Projector>(*m_log, *m_store, options);
    if (m_gateway) {
        m_projector->setProjected([this](const log::Positions& positions) {
            m_gateway->projected({m_epoch.number, positions});
        });
    }
    m_projector->start();
    m_relay = std::make_unique<worker::OutboxRelay>(*m_log, *m_store);
    m_relay->start(1000ms, [this] { return m_projector->leads(); });
    m_trimmer = std::make_unique<worker::LogTrimmer>(*m_log, *m_store,
                                                     std::chrono::hours(24) * m_settings.logRetentionDays);
    m_trimmer->start();
    m_roomPurger = std::make_unique<worker::RoomPurger>(*m_store);
    m_roomPurger->start(5min, [this] { return m_projector->leads(); });
    m_sessionPurger = std::make_unique<worker::SessionPurger>(*m_store);
    m_sessionPurger->start();
    m_metrics.add(*m_projector);
    m_metrics.add(*m_relay);
    if (m_settings.search) {
        m_indexer = std::make_unique<worker::SearchIndexer>(*m_store);
        m_indexer->start([this] { return m_projector->leads(); });
        m_metrics.add(*m_indexer);
    }
    m_metrics.watchParked(*m_store);
}

void ServerProcess::finishProjection() {
    // So that the store is whole when all of a server or cluster is stopped, and whoever takes over has
    // little to do.
    const QDeadlineTimer deadline(finishDeadline);
    auto ends = m_log->end();
    if (!ends)
        return;
    QList<log::TopicPartition> mine = m_projector->status().partitions;
    while (mine.isEmpty() && !deadline.hasExpired()) { // it may have joined the other workers just now
        std::this_thread::sleep_for(finishPause);
        mine = m_projector->status().partitions;
    }
    ends->removeIf([&](const auto& end) { return !mine.contains(end.key()); });
    if (auto done = m_projector->catchUp(*ends, std::chrono::milliseconds(deadline.remainingTime())); !done)
        qCWarning(lcServer).noquote() << "not everything is stored yet:" << done.error().message();
}

Result<QByteArray> ServerProcess::jwtSecret() const {
    if (!m_settings.jwtSecret.isEmpty())
        return m_settings.jwtSecret;
    return m_data->jwtSecret();
}

void ServerProcess::makeGateway(const QByteArray& jwtSecret) {
    auth::AuthConfig authConfig;
    authConfig.jwtSecret = jwtSecret;
    authConfig.registration = m_settings.registration;
    authConfig.minimumPasswordCost = m_settings.minimumPasswordCost;
    authConfig.throttle = m_settings.rates.on;
    const int threads = m_pool.maxThreadCount();
    authConfig.maxQueuedHashes = m_settings.minimumPasswordCost ? threads : std::max(1, threads / 2);
    m_auth = std::make_unique<auth::AuthService>(*m_store, authConfig);

    gateway::GatewayConfig gatewayConfig;
    gatewayConfig.info = {m_settings.serverName, QCoreApplication::applicationVersion(),
                          m_settings.registration, m_settings.search};
    gatewayConfig.rates = m_settings.rates;
    if (!isWorker())
        gatewayConfig.pollProjector = pollProjector;
    m_gateway = std::make_unique<gateway::Gateway>(gatewayConfig, *m_store, *m_log, *m_auth, m_pool);
    m_router = std::make_unique<net::Router>();
    m_gateway->addRoutes(*m_router);
    api::addRoutes(*m_router, QCoreApplication::applicationVersion());
    m_health = std::make_unique<HealthRoutes>(HealthRoutes::Options{
        [this] { return gatewayNotReady(); }, &m_metrics.registry(), m_settings.metricsAllow});
    m_health->addTo(*m_router);
    net::ServerConfig config = netConfig(m_settings);
    config.port = m_port;
    m_server = std::make_unique<net::Server>(config, *m_router, m_gateway->webSockets(), m_pool);
    m_metrics.keep(gateway::registerMetrics(m_metrics.registry(), *m_gateway));
    m_metrics.keep(m_server->registerMetrics(m_metrics.registry()));
}

QStringList ServerProcess::gatewayNotReady() const {
    QStringList reasons = m_gateway->notReady();
    if (auto alive = m_store->ping(); !alive)
        reasons.append(QStringLiteral("the store does not answer: %1").arg(alive.error().message()));
    return reasons;
}

QStringList ServerProcess::workerNotReady() const {
    QStringList reasons;
    const worker::ProjectorStatus status = m_projector->status();
    if (status.stopped)
        reasons.append(QStringLiteral("the projector has stopped: %1").arg(status.stopped->message()));
    else if (status.failing)
        reasons.append(QStringLiteral("the projector waits: %1").arg(status.failing->message()));
    if (auto alive = m_store->ping(); !alive)
        reasons.append(QStringLiteral("the store does not answer: %1").arg(alive.error().message()));
    return reasons;
}

quint16 ServerProcess::port() const {
    return m_server && m_server->port() != 0 ? m_server->port() : m_port;
}

QUrl ServerProcess::url() const {
    QUrl url;
    url.setScheme(m_settings.tlsCertificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"));
    // "Any" is no address to go to; this machine's own is one that it listens on then.
    const bool any = m_settings.listenAddress == QHostAddress(QHostAddress::Any);
    url.setHost(any ? QStringLiteral("127.0.0.1") : m_settings.listenAddress.toString());
    url.setPort(port());
    return url;
}

std::optional<Error> ServerProcess::failure() const {
    if (m_projector) {
        if (const auto stopped = m_projector->status().stopped)
            return stopped;
    }
    if (!m_gateway)
        return std::nullopt;
    if (m_gateway->epochChanged())
        return Error(ErrorCode::PositionMoved, QStringLiteral("A new epoch has begun."));
    return m_gateway->failure();
}

void ServerProcess::drain(std::function<void()> done) {
    const auto window = std::chrono::seconds(m_settings.drainSeconds);
    // There is another gateway to go to in a cluster only.
    if (m_settings.role != admin::Role::Gateway || window == 0s)
        return done();
    m_server->stopAccepting();
    const auto onMain = [done = std::move(done)] { QMetaObject::invokeMethod(qApp, done); };
    m_gateway->drain(window, onMain);
    QTimer::singleShot(window + drainGrace, qApp, onMain);
}

void ServerProcess::stop() {
    m_metrics.forget();
    // From the door inwards: no new requests, then no new records, then what is still to be written.
    m_status.reset();
    if (m_server)
        m_server->stop(serverStopDeadline);
    m_health.reset();
    if (m_gateway)
        m_gateway->stop();
    const bool idle = m_pool.waitForDone(poolStopDeadline);
    if (m_indexer)
        m_indexer->stop();
    if (m_trimmer)
        m_trimmer->stop();
    if (m_roomPurger)
        m_roomPurger->stop();
    if (m_sessionPurger)
        m_sessionPurger->stop();
    if (m_relay)
        m_relay->stop();
    if (m_projector && m_started.exchange(false) && !failure())
        finishProjection();
    if (m_projector)
        m_projector->stop();
    if (m_log)
        m_log->close();
    // What such a request uses must outlive it. main sees to it that this does not last for ever.
    if (!idle)
        qCWarning(lcServer) << "waiting for requests that are still being worked on";
    m_pool.waitForDone(); // the log's last answers may have begun something, too
}

} // namespace parlor
