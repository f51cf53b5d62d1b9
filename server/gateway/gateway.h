// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/auth/auth_service.h"
#include "server/gateway/ephemera_times.h"
#include "server/log/log.h"
#include "server/net/server.h"
#include "server/rate_budget.h"
#include "server/store/store.h"

#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace parlor::gateway {

class Ephemera;
class Hub;
class MessageSender;
class Receipts;
class Tail;

struct GatewayConfig {
    ServerInfo info;
    int maxSessionsPerUser = 32; ///< sockets at once of each network thread; the oldest is closed beyond
    RateBudgets rates;
    /// So many refusals (too many requests, or no token yet) a socket is told of at once, and in the long
    /// run; whoever goes on is not read for `refusalPause`, and TCP holds them back.
    RateBudget refusals{50, 100};
    std::chrono::milliseconds refusalPause{500};
    std::chrono::milliseconds authenticateDeadline{10'000}; ///< from opening a socket to a valid token
    qsizetype tailMaxBytes =
        256 * 1024 * 1024; ///< unprojected records held; beyond, sends are refused as Unavailable
    std::chrono::milliseconds tailGrace{30'000}; ///< how long a projected record is still held
    std::chrono::milliseconds maxTailLag{2'000}; ///< beyond, writes are refused
    /// How far back from the projector's position message ids are known; see TailLimits.
    std::chrono::milliseconds duplicateWindow{60'000};
    /// How often the store is asked for the projector's progress and its epoch. Zero where the projector runs
    /// in the same process and calls projected(); 500 ms is right for a cluster.
    std::chrono::milliseconds pollProjector{0};
    EphemeraTimes ephemera;
};

/// The gateway role: HTTP routes, sessions, tail, fan-out. Holds nothing that cannot be rebuilt from store
/// and log.
///
/// What it keeps, and what bounds it: the tail, tailMaxBytes (see TailIndex); sessions found valid, a number
/// in SessionGuard, and emptied of those whose end chat.users tells; ended sessions, the life of their access
/// tokens (AuthService); users and their memberships, those with a session here, for as long as it lasts, set
/// right by the log (Shard); rooms of interest, likewise (InterestSet); messages on their way, see
/// MessageSender::waitingCount(); changes of messages on their way, one for each session and HTTP request
/// that waits for its answer (MessageChanger); archived rooms, their number (ArchivedRooms); read cursors on
/// their way, three numbers for each user and room (Receipts); who is there in the cluster, some bytes for
/// each (PresenceBook); who is typing (TypingBook); rate limits, those that are not full again
/// (KeyedLimiter).
class Gateway {
public:
    /// All references must outlive the gateway. `pool` runs what may block.
    Gateway(GatewayConfig config, store::Store& store, log::Log& log, auth::AuthService& auth,
            QThreadPool& pool);
    ~Gateway();

    /// Registers every route on `router` (before the server starts), but for those of HealthRoutes.
    void addRoutes(net::Router& router);
    /// Handles the WebSockets of the server that is handed to start().
    net::WebSocketHandlerFactory& webSockets();

    /// Starts the tail from the store's positions; ready once it has reached the log's end as of now. The
    /// epoch must have been ensured. `server` is started by the caller afterwards and must outlive stop().
    Result<void> start(net::Server& server);
    /// Blocks until the tail has reached what the log held at start() and is known to be close behind its
    /// end, so that writes are taken; Unavailable, with the reason, at the deadline. At once if the tail has
    /// ended, which failure() tells. After start(), not on a network thread.
    Result<void> waitForTail(std::chrono::milliseconds deadline) const;
    /// Reasons for not being ready; empty when ready. Any thread.
    QStringList notReady() const;
    /// Why this gateway can no longer take part, if so: NewerFormat (stop, and start the newer version), or
    /// LogTrimmed, BeyondEnd (start anew from what the store says now). Any thread.
    std::optional<Error> failure() const;
    /// The store has begun a higher epoch: start anew. Any thread.
    bool epochChanged() const;

    /// Before an orderly end: notReady() says so from now on, and within `window` every session is closed
    /// with GoingAway, at a random moment and, if it can be, after all that it is owed. `drained` is called
    /// once, on any thread, when no session is left. HTTP goes on; see net::Server::stopAccepting(). Any
    /// thread, once, after start().
    void drain(std::chrono::milliseconds window, std::function<void()> drained = {});
    /// Draining, and no session is left. Any thread.
    bool drained() const;

    /// Ends the tail. The server must have been stopped before. What is on its way into the log is still
    /// answered to this gateway: close the log, and then wait for the pool, before it ends.
    void stop();
    /// The projector's progress, where it runs in the same process: saves polling the store. Any thread.
    void projected(const store::Snapshot& snapshot);

    /// For metrics: valid as long as the gateway. Any thread.
    const Tail& tail() const;
    const MessageSender& sender() const;
    const Hub& hub() const;
    const Ephemera& ephemera() const;
    const Receipts& receipts() const;

private:
    /// Why writes are refused for the tail's sake; empty if they are not.
    QString tailBehind() const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor::gateway
