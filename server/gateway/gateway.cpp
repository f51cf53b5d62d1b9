// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/gateway.h"

#include "server/gateway/hub.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/publisher.h"
#include "server/gateway/receipts.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/room_service.h"
#include "server/gateway/routes.h"
#include "server/gateway/session.h"
#include "server/gateway/session_guard.h"
#include "server/gateway/shard.h"
#include "server/gateway/tail.h"

namespace parlor::gateway {

namespace {

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
        , tail(logIn, {config.tailMaxBytes, config.tailGrace})
        , guard(storeIn, authIn)
        , publisher(storeIn, logIn, tail)
        , reader(storeIn, tail)
        , rooms(storeIn, publisher, reader, config.maxTailLag)
        , sender(storeIn, logIn, tail, publisher, poolIn, config.maxTailLag)
        , receipts(storeIn, logIn, tail, publisher, poolIn, config.maxTailLag)
        , hub(guard)
        , sessions{config, hub, guard, storeIn, tail, reader, rooms, sender, receipts, poolIn}
        , routes{config, storeIn, authIn, guard, publisher, reader, rooms, sender, {}}
        , factory(hub) {}

    void applied(const std::vector<Applied>& records);

    const GatewayConfig config;
    store::Store& store;
    Tail tail;
    SessionGuard guard;
    Publisher publisher;
    RoomReader reader;
    RoomService rooms;
    MessageSender sender;
    Receipts receipts;
    Hub hub;
    SessionServices sessions;
    RouteServices routes;
    SessionFactory factory;
};

void Gateway::Private::applied(const std::vector<Applied>& records) {
    // Recipients first: an acknowledgement that overtook the message would be no harm, but a needless wait
    // for them.
    hub.deliver(records);
    for (const Applied& one : records) {
        if (const auto* message = std::get_if<log::MessageRecord>(&one.event))
            sender.reached(*message, one.seq);
    }
}

Gateway::Gateway(GatewayConfig config, store::Store& store, log::Log& log, auth::AuthService& auth,
                 QThreadPool& pool)
    : d(std::make_unique<Private>(std::move(config), store, log, auth, pool)) {
    d->routes.notReady = [this] { return notReady(); };
}

Gateway::~Gateway() {
    stop();
}

void Gateway::addRoutes(net::Router& router) {
    addServerRoutes(router, d->routes);
    addAuthRoutes(router, d->routes);
    addUserRoutes(router, d->routes);
    addRoomRoutes(router, d->routes);
    addMessageRoutes(router, d->routes);
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
    std::vector<std::unique_ptr<Shard>> shards;
    for (int i = 0; i < server.threadCount(); ++i)
        shards.push_back(std::make_unique<Shard>(i, d->sessions));
    d->hub.start(server, std::move(shards));
    return d->tail.start(*epoch, snapshot->positions,
                         [this](const std::vector<Applied>& records) { d->applied(records); });
}

QStringList Gateway::notReady() const {
    QStringList reasons;
    if (const auto failure = d->tail.failure())
        reasons.append(QStringLiteral("the event log can no longer be followed: %1").arg(failure->message()));
    else if (!d->tail.caughtUp())
        reasons.append(QStringLiteral("still reading the event log up to its end"));
    else if (d->tail.lag() > d->config.maxTailLag)
        reasons.append(QStringLiteral("%1 s behind the event log").arg(d->tail.lag().count() / 1000));
    if (d->tail.full())
        reasons.append(QStringLiteral("the projector is far behind: %1 MiB of messages are not stored yet")
                           .arg(d->tail.bytes() / (1024 * 1024)));
    return reasons;
}

void Gateway::stop() {
    d->tail.stop();
    d->sender.abandon(Error(ErrorCode::Unavailable, QStringLiteral("The server is stopping.")));
}

void Gateway::projected(const store::Snapshot& snapshot) {
    d->tail.projected(snapshot);
}

} // namespace parlor::gateway
