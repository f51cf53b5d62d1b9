// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/session.h"

#include "server/gateway/rate_limits.h"
#include "server/gateway/room_reader.h"
#include "server/gateway/room_service.h"
#include "server/gateway/session_guard.h"

#include <array>

namespace parlor::gateway {

namespace {

// Frames that cannot be read cost the sender its connection sooner, rate limits or not.
constexpr double badFramesPerSecond = 5;
constexpr double badFrameBurst = 50;
// TCP holds the peer back while a session is paused; what was read already waits here.
constexpr qsizetype waitingMax = 1024;

} // namespace

struct Session::Command {
    bool anonymous; ///< allowed without authentication
    bool inRoom;    ///< the user must be a member of data.roomId
    double frameCost;
    bool isMessage; ///< counts against the budget of messages
};

const Session::Command& Session::commandFor(const ClientFrame& frame) {
    // In the order of ClientFrame's alternatives.
    static constexpr std::array commands{
        Command{true, false, 5, false},   // authenticate
        Command{false, false, 10, false}, // sync
        Command{false, false, 5, false},  // room:join
        Command{false, false, 5, false},  // room:leave
        Command{false, true, 1, true},    // message:new
        Command{false, true, 1, true},    // message:edit
        Command{false, true, 1, true},    // message:delete
        Command{false, true, 1, true},    // reaction:add
        Command{false, true, 1, true},    // reaction:remove
        Command{false, true, 1, true},    // message:pin
        Command{false, true, 1, true},    // message:unpin
        Command{false, false, 1, false},  // message:delivered: checked with the store's cursor in Receipts
        Command{false, false, 1, false},  // message:seen: likewise
        Command{false, false, 1, false},  // room:mark: likewise
        Command{false, true, 1, false},   // typing:start
        Command{false, true, 1, false},   // typing:stop
        Command{false, false, 1, false},  // presence:set
        Command{false, false, 5, false},  // presence:get
        Command{true, false, 1, false},   // ping
    };
    static_assert(commands.size() == std::variant_size_v<ClientFrame>);
    return commands.at(frame.index());
}

Session::Session(net::WebSocketConnection& connection, Shard& shard)
    : m_connection(connection)
    , m_shard(shard)
    , m_services(shard.services())
    , m_badFrames(badFramesPerSecond, badFrameBurst)
    , m_refusals(m_services.config.refusals.perSecond, m_services.config.refusals.burst) {
    m_key = m_shard.opened(*this);
    const net::WebSocketRequest& request = connection.request();
    if (!request.authorization.isEmpty())
        authenticate(std::nullopt, bearerToken(request.authorization));
    else if (request.query.hasQueryItem(QStringLiteral("token")))
        authenticate(std::nullopt,
                     request.query.queryItemValue(QStringLiteral("token"), QUrl::FullyDecoded).toUtf8());
}

Session::~Session() = default;

void Session::closed() {
    m_shard.closed(*this);
    m_state = State::Closing;
}

void Session::close(CloseCode code, const QByteArray& reason) {
    m_waiting.clear();
    m_connection.close(code, reason);
}

void Session::sweep(std::chrono::steady_clock::time_point now) {
    if (m_state == State::Anonymous && now - m_openedAt > m_services.config.authenticateDeadline)
        close(CloseCode::Unauthorized, QByteArrayLiteral("no valid token came in time"));
}

void Session::goIfDue(std::chrono::steady_clock::time_point now, bool anyway) {
    const bool owes = m_paused || m_owed > 0;
    if (anyway || (m_goAt && now >= *m_goAt && !owes))
        close(CloseCode::GoingAway, QByteArrayLiteral("this server is going away; come back"));
}

void Session::text(const QByteArray& utf8) {
    if (m_paused || m_resting) {
        if (m_waiting.size() >= waitingMax)
            return close(CloseCode::RateLimited, QByteArrayLiteral("too many requests at once"));
        m_waiting.push_back(utf8);
        return;
    }
    take(utf8);
}

void Session::take(const QByteArray& utf8) {
    auto request = decodeClientFrame(utf8);
    if (!request) {
        if (!m_badFrames.take(TokenBucket::Clock::now()))
            return close(CloseCode::RateLimited, QByteArrayLiteral("too many frames that cannot be read"));
        return refuse(request.error().ref, request.error().error);
    }
    const Command& command = commandFor(request->frame);
    if (!command.anonymous && m_state != State::Live)
        return turnAway(request->ref, Error(ErrorCode::Unauthenticated,
                                            QStringLiteral("Send authenticate with a token first.")));
    RateLimits& limits = m_services.limits;
    auto allowed = m_state != State::Live ? limits.anonymous(m_connection.request().peer, command.frameCost)
                   : command.isMessage    ? limits.message(userId())
                                          : limits.request(userId(), command.frameCost);
    if (!allowed)
        return turnAway(request->ref, allowed.error());
    std::visit([&](const auto& frame) { handle(request->ref, frame); }, request->frame);
}

void Session::reply(const Ref& ref, const ServerFrame& frame) {
    m_connection.send(net::SharedFrame::text(encode(frame, ref)));
}

void Session::refuse(const Ref& ref, const Error& error) {
    reply(ref, m_services.failure(error));
}

void Session::turnAway(const Ref& ref, const Error& error) {
    refuse(ref, error);
    if (m_resting || m_refusals.take(TokenBucket::Clock::now()))
        return;
    m_resting = true;
    m_connection.setReadPaused(true);
    m_shard.rest(m_key);
}

void Session::rested() {
    m_resting = false;
    goOn();
}

void Session::pause() {
    m_paused = true;
    m_connection.setReadPaused(true);
}

void Session::resume() {
    m_paused = false;
    goOn();
}

void Session::goOn() {
    while (!m_paused && !m_resting && !m_waiting.isEmpty()) {
        const QByteArray next = m_waiting.takeFirst();
        take(next);
    }
    if (!m_paused && !m_resting)
        m_connection.setReadPaused(false);
}

void Session::answerFromPool(const Ref& ref, std::function<Result<ServerFrame>()> work) {
    pause();
    m_services.pool.start(
        [&shard = m_shard, &services = m_services, key = m_key, ref, work = std::move(work)] {
            shard.withSession(key, answering(ref, work(), services));
        });
}

std::function<void(Session&)> Session::answering(const Ref& ref, const Result<ServerFrame>& answer,
                                                 const SessionServices& services) {
    // Encoded here: a sync of many rooms is large, and the network thread has others to serve.
    const auto frame =
        net::SharedFrame::text(encode(answer ? *answer : services.failure(answer.error()), ref));
    return [frame](Session& session) {
        session.send(frame);
        session.resume();
    };
}

void Session::authenticate(const Ref& ref, const QByteArray& token) {
    m_state = State::Loading;
    pause();
    m_shard.beginStep(Shard::FirstStep::Authenticate, m_key,
                      [ref, token](Session& session) { session.load(ref, token); });
}

void Session::load(const Ref& ref, const QByteArray& token) {
    const auto identity = m_services.guard.verify(token);
    if (!identity) {
        refuse(ref, identity.error());
        close(CloseCode::Unauthorized, QByteArrayLiteral("the token is not valid"));
        return m_shard.endStep(Shard::FirstStep::Authenticate, m_key, [](Session&) {});
    }
    m_identity = *identity;
    // From now on the tail's changes of this user are kept, so that none falls between the store's answer and
    // the first delivery.
    m_shard.hold(m_identity.userId);
    m_services.pool.start([&shard = m_shard, &services = m_services, key = m_key, identity = m_identity,
                           ref] {
        auto valid = services.guard.checkSession(identity);
        auto account = valid ? services.store.account(identity.userId) : fail(valid.error());
        auto rooms = account ? services.store.roomsOf(identity.userId) : fail(account.error());
        shard.endStep(Shard::FirstStep::Authenticate, key,
                      [ref, account, rooms = std::move(rooms)](Session& session) {
                          if (!rooms) {
                              const bool refused = rooms.error().code() == ErrorCode::Unauthenticated;
                              session.refuse(ref, rooms.error());
                              return session.close(refused ? CloseCode::Unauthorized : CloseCode::GoingAway,
                                                   refused ? QByteArrayLiteral("the session has ended")
                                                           : QByteArrayLiteral("try again shortly"));
                          }
                          session.loaded(ref, account->user, rooms->memberships);
                      });
    });
}

void Session::loaded(const Ref& ref, const User& user, const QList<store::Membership>& memberships) {
    // Revoked between the look-up and now: the tail's word has come, and it comes once.
    if (m_services.guard.isRevoked(m_identity))
        return close(CloseCode::Unauthorized, QByteArrayLiteral("the session was ended"));
    // The answer goes first, so that no event precedes it.
    reply(ref, server::Authenticated{user, m_identity.sessionId, m_services.tail.epoch()});
    m_shard.goLive(*this, memberships);
    m_connection.settle();
    m_state = State::Live;
    resume();
}

void Session::handle(const Ref& ref, const client::Authenticate& frame) {
    if (m_state != State::Anonymous)
        return refuse(
            ref, Error(ErrorCode::Conflict, QStringLiteral("This connection is authenticated already.")));
    authenticate(ref, frame.token.toUtf8());
}

void Session::handle(const Ref& ref, const client::Sync& frame) {
    pause();
    m_shard.beginStep(Shard::FirstStep::Sync, m_key,
                      [ref, frame](Session& session) { session.sync(ref, frame); });
}

void Session::sync(const Ref& ref, const client::Sync& frame) {
    m_shard.beginView(userId());
    m_services.pool.start(
        [&shard = m_shard, &services = m_services, key = m_key, user = userId(), ref, frame] {
            const bool upToDate = services.reader.waitForPresent();
            shard.withRoomsOf(user, [&shard, &services, key, user, ref, frame,
                                     upToDate](const QSet<RoomId>& streamed) {
                services.pool.start([&shard, &services, key, user, ref, frame, upToDate, streamed] {
                    const auto answer =
                        services.reader.sync(user, frame, streamed, upToDate).map([](server::Synced synced) {
                            return ServerFrame(std::move(synced));
                        });
                    shard.endStep(Shard::FirstStep::Sync, key, answering(ref, answer, services));
                    shard.endViewLater(user);
                });
            });
        });
}

void Session::handle(const Ref& ref, const client::RoomJoin& frame) {
    answerFromPool(
        ref, [&rooms = m_services.rooms, user = userId(), room = frame.roomId]() -> Result<ServerFrame> {
            return rooms.join(user, room).map([](const RoomView& view) {
                return ServerFrame(server::Ok{{{QStringLiteral("room"), toJson(view)}}});
            });
        });
}

void Session::handle(const Ref& ref, const client::RoomLeave& frame) {
    answerFromPool(
        ref, [&rooms = m_services.rooms, user = userId(), room = frame.roomId]() -> Result<ServerFrame> {
            return rooms.leave(user, room).map([] { return ServerFrame(server::Ok{}); });
        });
}

std::function<void(const ServerFrame&)> Session::answerLater(const Ref& ref) {
    ++m_owed;
    return [&shard = m_shard, key = m_key, ref](const ServerFrame& answer) {
        shard.withSession(key, [frame = net::SharedFrame::text(encode(answer, ref))](Session& session) {
            --session.m_owed;
            session.send(frame);
        });
    };
}

void Session::handle(const Ref& ref, const client::Ping&) {
    reply(ref, server::Ok{});
}

} // namespace parlor::gateway
