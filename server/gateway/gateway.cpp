// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/gateway.h"

#include "server/gateway/ephemera.h"
#include "server/gateway/housekeeper.h"
#include "server/gateway/hub.h"
#include "server/gateway/message_changer.h"
#include "server/gateway/message_reader.h"
#include "server/gateway/message_search.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/publisher.h"
#include "server/gateway/receipts.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "server/gateway/session.h"
#include "server/gateway/session_guard.h"
#include "server/gateway/shard.h"
#include "server/gateway/status_reader.h"
#include "server/gateway/tail.h"

#include <QLoggingCategory>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcGateway, "parlor.gateway")

// A log fails what it cannot commit after 10 s; whoever waits longer waits for a tail that stands still.
constexpr std::chrono::seconds sendPatience{15};
constexpr std::chrono::milliseconds housekeepingInterval{1000};

TailLimits tailLimits(const GatewayConfig& config) {
    TailLimits limits;
    limits.maxBytes = config.tailMaxBytes;
    limits.grace = config.tailGrace;
    limits.duplicateWindow = config.duplicateWindow;
    return limits;
}

class SessionFactory final : public net::WebSocketHandlerFactory {
public:
    explicit SessionFactory(Hub& hub)
        : m_hub(hub) {}

    std::unique_ptr<net::WebSocketHandler> open(net::WebSocketConnection& connection,
                                                net::ThreadIndex thread) override {
        return std::make_unique<Session>(connection, m_hub.shard(thread));
    }

private:
    Hub& m_hub;
};

} // namespace

struct Gateway::Private {
    Private(GatewayConfig gatewayConfig, store::Store& storeIn, log::Log& logIn, auth::AuthService& authIn,
            QThreadPool& poolIn)
        : config(std::move(gatewayConfig))
        , store(storeIn)
        , tail(logIn, tailLimits(config))
        , limits(config.rates)
        , guard(storeIn, authIn)
        , publisher(storeIn, logIn, tail)
        , reader(storeIn, tail)
        , messages(storeIn, tail)
        , search(storeIn, tail)
        , rooms(storeIn, publisher, reader, config.maxTailLag)
        , sender(storeIn, logIn, tail, publisher, poolIn, config.maxTailLag)
        , changer(storeIn, logIn, tail, publisher, messages, sender, poolIn, config.maxTailLag)
        , receipts(storeIn, logIn, tail, publisher, poolIn, config.maxTailLag)
        , hub(guard)
        , statuses(storeIn, tail)
        , ephemera(config.ephemera, storeIn, logIn, hub, receipts, sender.archivedRooms(), poolIn)
        , sessions{config, hub,     guard,    storeIn, tail,   reader,  rooms,
                   sender, changer, receipts, limits,  poolIn, ephemera}
        , routes{config, storeIn, authIn, guard,  publisher, reader,   messages, rooms,
                 sender, changer, limits, poolIn, receipts,  statuses, ephemera}
        , factory(hub) {}

    void applied(const std::vector<Applied>& records);
    void keepHouse();

    const GatewayConfig config;
    store::Store& store;
    Tail tail;
    RateLimits limits;
    SessionGuard guard;
    Publisher publisher;
    RoomReader reader;
    MessageReader messages;
    MessageSearch search;
    RoomService rooms;
    MessageSender sender;
    MessageChanger changer;
    Receipts receipts;
    Hub hub;
    StatusReader statuses;
    Ephemera ephemera;
    SessionServices sessions;
    RouteServices routes;
    SessionFactory factory;
    Housekeeper housekeeper;
    std::atomic<bool> draining = false;
    std::atomic<bool> stopped = false;
    mutable std::mutex storeMutex;
    QString storeProblem; ///< why the projector's progress is not known; empty if it is
};

void Gateway::Private::applied(const std::vector<Applied>& records) {
    // Who is told that a room is archived is not surprised by being refused.
    for (const Applied& one : records) {
        if (const auto* room = std::get_if<log::RoomRecord>(&one.event))
            sender.archivedRooms().changed(room->room.id, room->room.version,
                                           room->room.archived && !room->deleted);
    }
    const Hub::Gathering together(hub);
    // Recipients first: an acknowledgement that overtook the message would be no harm, but a needless wait
    // for them.
    hub.deliver(records);
    ephemera.applied(records);
    for (const Applied& one : records) {
        if (const auto* message = std::get_if<log::MessageRecord>(&one.event))
            sender.reached(*message, one.seq, one.duplicate);
    }
}

void Gateway::Private::keepHouse() {
    sender.expire(std::chrono::steady_clock::now() - sendPatience);
    changer.expire(std::chrono::steady_clock::now() - sendPatience);
    if (config.pollProjector.count() == 0)
        return;
    const auto snapshot = store.snapshot();
    if (snapshot)
        tail.projected(*snapshot);
    const QString problem = snapshot ? QString() : snapshot.error().message();
    const std::lock_guard lock(storeMutex);
    if (problem.isEmpty() != storeProblem.isEmpty()) {
        if (snapshot)
            qCInfo(lcGateway) << "the store answers again";
        else
            qCWarning(lcGateway) << "the store does not tell how far the projector is:" << snapshot.error();
    }
    storeProblem = problem;
}

Gateway::Gateway(GatewayConfig config, store::Store& store, log::Log& log, auth::AuthService& auth,
                 QThreadPool& pool)
    : d(std::make_unique<Private>(std::move(config), store, log, auth, pool)) {}

Gateway::~Gateway() {
    stop();
}

void Gateway::addRoutes(net::Router& router) {
    addServerRoutes(router, d->routes);
    addAuthRoutes(router, d->routes);
    addUserRoutes(router, d->routes);
    addAdministrationRoutes(router, d->routes);
    addRoomRoutes(router, d->routes);
    addMessageRoutes(router, d->routes);
    addSearchRoutes(router, d->routes, d->search);
    addStatusRoutes(router, d->routes);
    addPresenceRoutes(router, d->routes);
}

net::WebSocketHandlerFactory& Gateway::webSockets() {
    return d->factory;
}

Result<void> Gateway::start(net::Server& server) {
    auto epoch = d->store.epoch();
    if (!epoch)
        return fail(epoch.error());
    auto snapshot = d->store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    if (snapshot->epoch != epoch->number)
        return fail(ErrorCode::Unavailable, QStringLiteral("A new epoch has just begun."));
    auto archived = d->store.archivedRooms();
    if (!archived)
        return fail(archived.error());
    d->sender.archivedRooms().start(*archived);
    std::vector<std::unique_ptr<Shard>> shards;
    for (int i = 0; i < server.threadCount(); ++i)
        shards.push_back(std::make_unique<Shard>(i, d->sessions));
    d->hub.start(server, std::move(shards));
    Tail::Interest interest;
    interest.wants = [this](const RoomId& room, const MessageId& message) {
        return d->hub.interest().contains(room) || d->sender.isWaitedFor(message);
    };
    interest.joined = [this](const RoomId& room) { d->hub.joined(room); };
    if (auto started = d->tail.start(
            *epoch, snapshot->positions, [this](const std::vector<Applied>& records) { d->applied(records); },
            std::move(interest));
        !started)
        return started;
    d->ephemera.start();
    const bool polls = d->config.pollProjector.count() > 0;
    d->housekeeper.start(
        "housekeeper", polls ? std::min(d->config.pollProjector, housekeepingInterval) : housekeepingInterval,
        [this] { d->keepHouse(); });
    return {};
}

Result<void> Gateway::waitForTail(std::chrono::milliseconds deadline) const {
    if (d->tail.waitUntilCurrent(d->config.maxTailLag, deadline) || d->tail.failure())
        return {};
    const QString behind = tailBehind();
    return behind.isEmpty() ? Result<void>() : fail(ErrorCode::Unavailable, behind);
}

QString Gateway::tailBehind() const {
    if (!d->tail.caughtUp())
        return QStringLiteral("still reading the event log up to its end");
    const auto lag = d->tail.lag();
    return lag > d->config.maxTailLag ? QStringLiteral("%1 s behind the event log").arg(lag.count() / 1000)
                                      : QString();
}

QStringList Gateway::notReady() const {
    QStringList reasons;
    if (d->draining)
        reasons.append(QStringLiteral("draining: this server is about to stop"));
    if (epochChanged())
        reasons.append(QStringLiteral("the store has begun a new epoch; starting anew"));
    {
        const std::lock_guard lock(d->storeMutex);
        if (!d->storeProblem.isEmpty())
            reasons.append(
                QStringLiteral("how far the projector is cannot be read: %1").arg(d->storeProblem));
    }
    if (const auto failure = d->tail.failure())
        reasons.append(QStringLiteral("the event log can no longer be followed: %1").arg(failure->message()));
    else if (const QString behind = tailBehind(); !behind.isEmpty())
        reasons.append(behind);
    if (d->tail.full())
        reasons.append(QStringLiteral("the projector is far behind: %1 MiB of messages are not stored yet")
                           .arg(d->tail.bytes() / (1024 * 1024)));
    return reasons;
}

std::optional<Error> Gateway::failure() const {
    return d->stopped ? std::nullopt : d->tail.failure();
}

bool Gateway::epochChanged() const {
    return d->tail.newerEpoch().has_value();
}

void Gateway::drain(std::chrono::milliseconds window, std::function<void()> drained) {
    d->draining = true;
    d->hub.drain(window, std::move(drained));
}

bool Gateway::drained() const {
    return d->draining && d->hub.sessionCount() == 0;
}

const Tail& Gateway::tail() const {
    return d->tail;
}

const MessageSender& Gateway::sender() const {
    return d->sender;
}

const Hub& Gateway::hub() const {
    return d->hub;
}

const Ephemera& Gateway::ephemera() const {
    return d->ephemera;
}

const Receipts& Gateway::receipts() const {
    return d->receipts;
}

void Gateway::stop() {
    d->stopped = true;
    d->ephemera.stop();
    d->housekeeper.stop();
    d->tail.stop();
    d->sender.abandon(Error(ErrorCode::Unavailable, QStringLiteral("The server is stopping.")));
    d->changer.abandon(Error(ErrorCode::Unavailable, QStringLiteral("The server is stopping.")));
}

void Gateway::projected(const store::Snapshot& snapshot) {
    d->tail.projected(snapshot);
}

} // namespace parlor::gateway
