// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/rate_limiter.h"
#include "server/gateway/shard.h"
#include "shared/codec.h"

namespace parlor::gateway {

/// One WebSocket of one user: who it is, its requests in order, its answers. Lives on one network thread.
///
/// Requests are taken in the order of arrival. One that must ask the store first (sync, joining, a retry)
/// holds back those that follow; sending messages does not wait for the ones before to be durable.
class Session final : public net::WebSocketHandler {
public:
    Session(net::WebSocketConnection& connection, Shard& shard);
    ~Session() override;

    void text(const QByteArray& utf8) override;
    void closed() override;

    SessionKey key() const { return m_key; }
    const UserId& userId() const { return m_identity.userId; }
    const SessionId& sessionId() const { return m_identity.sessionId; }
    bool isLive() const { return m_state == State::Live; }

    void send(const net::SharedFrame& frame) { m_connection.send(frame); }
    /// The same of what goes to very many.
    void sendInSlices(const net::SharedFrame& frame) { m_connection.sendInSlices(frame); }
    void close(CloseCode code, const QByteArray& reason);
    /// When to leave for another gateway.
    void goAt(std::chrono::steady_clock::time_point when) { m_goAt = when; }
    /// Leaves if it is time and nothing is owed, or if `anyway`.
    void goIfDue(std::chrono::steady_clock::time_point now, bool anyway);
    /// The pause after too many refusals is over.
    void rested();
    /// Closes the socket when no valid token came in time.
    void sweep(std::chrono::steady_clock::time_point now);

private:
    enum class State { Anonymous, Loading, Live, Closing };
    using Ref = std::optional<QString>;
    /// A row of the command table: what holds before a request reaches its handler.
    struct Command;
    static const Command& commandFor(const ClientFrame& frame);

    void take(const QByteArray& utf8);
    void reply(const Ref& ref, const ServerFrame& frame);
    void refuse(const Ref& ref, const Error& error);
    /// The same of what cost no more than being read. Who goes on with it is not read for a while.
    void turnAway(const Ref& ref, const Error& error);
    /// Runs `work` on the pool and sends what it makes; requests that follow wait.
    void answerFromPool(const Ref& ref, std::function<Result<ServerFrame>()> work);
    /// On the pool: what sends the answer, and goes on with the requests that follow.
    static std::function<void(Session&)> answering(const Ref& ref, const Result<ServerFrame>& answer,
                                                   const SessionServices& services);
    void pause();
    void resume();
    /// Takes what waits, and reads on, unless something holds it back.
    void goOn();

    void authenticate(const Ref& ref, const QByteArray& token);
    void load(const Ref& ref, const QByteArray& token);
    void sync(const Ref& ref, const client::Sync& frame);
    void loaded(const Ref& ref, const User& user, const QList<store::Membership>& memberships);

    void handle(const Ref& ref, const client::Authenticate& frame);
    void handle(const Ref& ref, const client::Sync& frame);
    void handle(const Ref& ref, const client::RoomJoin& frame);
    void handle(const Ref& ref, const client::RoomLeave& frame);
    void handle(const Ref& ref, const client::MessageNew& frame);
    // session_presence.cpp
    void handle(const Ref& ref, const client::MessageDelivered& frame);
    void handle(const Ref& ref, const client::MessageSeen& frame);
    void handle(const Ref& ref, const client::RoomMark& frame);
    void handle(const Ref& ref, const client::TypingStart& frame);
    void handle(const Ref& ref, const client::TypingStop& frame);
    void handle(const Ref& ref, const client::PresenceSet& frame);
    void handle(const Ref& ref, const client::PresenceGet& frame);
    void setTyping(const Ref& ref, const RoomId& room, bool typing);
    /// Answers `ok` or the error, as answerLater().
    std::function<void(const Result<void>&)> confirmLater(const Ref& ref);
    void handle(const Ref& ref, const client::Ping& frame);
    template <typename Frame>
    void handle(const Ref& ref, const Frame&) {
        refuse(ref, Error(ErrorCode::Invalid));
    }
    // session_messages.cpp
    void handle(const Ref& ref, const client::MessageEdit& frame);
    void handle(const Ref& ref, const client::MessageDelete& frame);
    void handle(const Ref& ref, const client::ReactionAdd& frame);
    void handle(const Ref& ref, const client::ReactionRemove& frame);
    void handle(const Ref& ref, const client::MessagePin& frame);
    void handle(const Ref& ref, const client::MessageUnpin& frame);
    /// Whether what follows has to wait; it is resumed then.
    bool sendMessage(const Ref& ref, const client::MessageNew& frame);
    /// Holds back what follows until the change has come; returns who takes the outcome.
    std::function<void(const Result<Message>&)> answerChange(const Ref& ref);
    /// Takes the answer, from any thread, to a request that does not hold back those that follow.
    std::function<void(const ServerFrame&)> answerLater(const Ref& ref);

    net::WebSocketConnection& m_connection;
    Shard& m_shard;
    SessionServices& m_services;
    const std::chrono::steady_clock::time_point m_openedAt = std::chrono::steady_clock::now();
    SessionKey m_key = 0;
    State m_state = State::Anonymous;
    auth::Identity m_identity; ///< set from Loading on
    bool m_paused = false;
    bool m_resting = false; ///< see turnAway()
    int m_owed = 0;         ///< answers to come, of requests that do not pause
    std::optional<std::chrono::steady_clock::time_point> m_goAt;
    QList<QByteArray> m_waiting; ///< arrived while paused (a std::deque takes 0.6 KiB even when empty)
    TokenBucket m_badFrames;
    TokenBucket m_refusals;
};

} // namespace parlor::gateway
