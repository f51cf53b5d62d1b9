// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"

#include <QLoggingCategory>
#include <QTimer>

#include <cmath>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcConnection, "parlor.client.connection", QtInfoMsg)

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

Failure disconnectedFailure() {
    return networkFailure(NetworkProblem::Disconnected, u"the connection ended"_s);
}

} // namespace

Connection::Connection(Transport& transport, Timing& timing, Tokens& tokens)
    : m_transport(transport)
    , m_timing(timing)
    , m_tokens(tokens) {
    connect(&transport, &Transport::socketOpened, this, &Connection::onOpened);
    connect(&transport, &Transport::textReceived, this, &Connection::onText);
    connect(&transport, &Transport::socketClosed, this, &Connection::onClosed);
    connect(&tokens, &Tokens::ended, this, &Connection::onSessionEnded);
}

Connection::~Connection() {
    cancelTimers();
    m_timing.cancel(m_tickTimer);
    for (const Pending& pending : std::as_const(m_pending))
        m_timing.cancel(pending.deadline);
}

bool Connection::live() const {
    return m_status.state == ConnectionState::Syncing || m_status.state == ConnectionState::Online;
}

void Connection::start() {
    if (m_status.state != ConnectionState::Offline && m_status.state != ConnectionState::SignedOut)
        return;
    m_backoff.reset();
    m_refusals = 0;
    m_timing.cancel(m_tickTimer);
    m_tickMonotonic = m_timing.monotonicMs();
    m_tickWall = m_timing.utcNow();
    m_tickTimer = m_timing.after(tick, [this] { compareClocks(); });
    attempt();
}

void Connection::stop() {
    m_timing.cancel(std::exchange(m_tickTimer, 0));
    drop(disconnectedFailure());
    setState(ConnectionState::Offline);
}

void Connection::signOut() {
    m_timing.cancel(std::exchange(m_tickTimer, 0));
    drop(disconnectedFailure());
    setState(ConnectionState::SignedOut);
}

void Connection::attempt() {
    cancelTimers();
    const int attempt = ++m_attempt;
    setState(ConnectionState::Connecting, m_status.reason);
    m_tokens.withAccess(this, [this, attempt](const Outcome<QString>& token) {
        if (attempt != m_attempt || m_status.state != ConnectionState::Connecting)
            return;
        if (token)
            openSocket(*token);
        else if (token.error().network == NetworkProblem::None &&
                 token.error().error.code() == ErrorCode::Unauthenticated)
            onSessionEnded(token.error());
        else
            retryLater(token.error());
    });
}

void Connection::openSocket(const QString& token) {
    m_token = token;
    m_deadlineTimer = m_timing.after(authenticateDeadline, [this] {
        const Failure failure =
            networkFailure(NetworkProblem::Timeout, u"the server did not let us in in time"_s);
        drop(failure);
        retryLater(failure);
    });
    m_transport.openSocket(token);
}

void Connection::onOpened() {
    if (m_status.state == ConnectionState::Connecting)
        setState(ConnectionState::Authenticating, m_status.reason);
}

void Connection::onAuthenticated(const server::Authenticated& frame) {
    if (m_status.state != ConnectionState::Authenticating)
        return;
    m_timing.cancel(std::exchange(m_deadlineTimer, 0));
    m_refusals = 0;
    m_stableTimer = m_timing.after(stableAfter, [this] { m_backoff.reset(); });
    armPing();
    setState(ConnectionState::Syncing);
    Q_EMIT authenticated(frame);
}

void Connection::markSynced() {
    if (m_status.state == ConnectionState::Syncing)
        setState(ConnectionState::Online);
}

// --- frames ---

void Connection::onText(const QByteArray& text) {
    if (m_status.state == ConnectionState::Offline || m_status.state == ConnectionState::SignedOut)
        return;
    auto event = decodeServerFrame(text);
    if (!event) {
        qCWarning(lcConnection) << "a frame that makes no sense:" << event.error();
        restart(networkFailure(NetworkProblem::NotParlor, event.error().message()));
        return;
    }
    if (live())
        armPing();
    const std::optional<QString> ref = event->ref;
    std::visit(Overloaded{
                   [&](const server::Authenticated& frame) { onAuthenticated(frame); },
                   [&](const server::Failure& frame) { onFailure(ref, frame); },
                   [&](const auto&) {
                       if (!live())
                           return;
                       if (ref)
                           answer(*ref, event->frame);
                       else
                           Q_EMIT eventReceived(event->frame);
                   },
               },
               event->frame);
}

void Connection::onFailure(const std::optional<QString>& ref, const server::Failure& frame) {
    if (ref) {
        answer(*ref, tl::unexpected(Failure{frame.error, NetworkProblem::None}));
        return;
    }
    // Said of the connection, not of a request: the socket lives, but what we think we said was not
    // understood.
    qCWarning(lcConnection) << "the server complains:" << frame.error;
}

void Connection::request(const ClientFrame& frame, std::function<void(const Answer&)> done) {
    if (!live()) {
        QTimer::singleShot(0, this, [done] { done(tl::unexpected(disconnectedFailure())); });
        return;
    }
    const QString ref = QString::number(++m_lastRef);
    Pending pending;
    pending.done = std::move(done);
    pending.deadline = m_timing.after(requestDeadline, [this] {
        restart(networkFailure(NetworkProblem::Timeout, u"a request was not answered"_s));
    });
    m_pending.insert(ref, std::move(pending));
    m_transport.sendText(encode(frame, ref));
}

void Connection::answer(const QString& ref, const Answer& answer) {
    const auto found = m_pending.find(ref);
    if (found == m_pending.end())
        return;
    const Pending pending = *found;
    m_pending.erase(found);
    m_timing.cancel(pending.deadline);
    pending.done(answer);
}

// --- endings ---

void Connection::drop(const Failure& reason) {
    const bool wasLive = live();
    ++m_attempt;
    cancelTimers();
    m_transport.dropSocket();
    // The state first: whoever is told asks for it.
    if (wasLive)
        setState(ConnectionState::Connecting, reason);
    const QHash<QString, Pending> pending = std::exchange(m_pending, {});
    for (const Pending& request : pending)
        m_timing.cancel(request.deadline);
    if (wasLive)
        Q_EMIT disconnected();
    for (const Pending& request : pending)
        request.done(tl::unexpected(reason));
}

void Connection::restart(const Failure& reason) {
    if (m_status.state == ConnectionState::Offline || m_status.state == ConnectionState::SignedOut ||
        m_status.state == ConnectionState::Waiting)
        return;
    drop(reason);
    retryLater(reason);
}

void Connection::onClosed(int closeCode, int httpStatus, const Failure& failure) {
    if (m_status.state == ConnectionState::Offline || m_status.state == ConnectionState::SignedOut ||
        m_status.state == ConnectionState::Waiting)
        return;
    Failure reason = failure;
    if (!m_networkReachable && reason.network != NetworkProblem::None)
        reason.network = NetworkProblem::NoNetwork;
    drop(reason);

    if (closeCode == int(CloseCode::Unauthorized) || httpStatus == 401) {
        // Expired, or the whole session ended: refreshing tells which. Refused again with a fresh token, it
        // is over.
        m_tokens.invalidate(m_token);
        if (++m_refusals > 2) {
            onSessionEnded(
                {Error(ErrorCode::Unauthenticated, failure.error.message()), NetworkProblem::None});
            return;
        }
        attempt();
        return;
    }
    switch (closeCode) {
    case int(CloseCode::GoingAway):
    case int(CloseCode::TooSlow):
        retryLater(reason, Pause::Soon);
        break;
    case int(CloseCode::RateLimited):
        retryLater(reason, Pause::Long);
        break;
    default:
        retryLater(reason);
    }
}

void Connection::onSessionEnded(const Failure& reason) {
    if (m_status.state == ConnectionState::SignedOut || m_status.state == ConnectionState::Offline)
        return;
    m_timing.cancel(std::exchange(m_tickTimer, 0));
    drop(reason);
    setState(ConnectionState::SignedOut, reason);
}

void Connection::retryLater(const Failure& reason, Pause pause) {
    std::chrono::milliseconds delay{};
    switch (pause) {
    case Pause::Backoff:
        delay = m_backoff.next(m_timing);
        break;
    case Pause::Soon:
        // A server that restarts sends everybody away at once: come back soon, but not together. If it is not
        // back by then, the ordinary backoff follows.
        delay = std::chrono::milliseconds(qint64(100 + m_timing.random() * 1900));
        break;
    case Pause::Long:
        delay = 5s + m_backoff.next(m_timing);
        break;
    }
    if (const auto seconds = reason.error.retryAfter())
        delay = std::max<std::chrono::milliseconds>(delay, std::chrono::seconds(std::min(*seconds, 300)));
    m_retryTimer = m_timing.after(delay, [this] { attempt(); });
    setState(ConnectionState::Waiting, reason, m_timing.utcNow().addMSecs(delay.count()));
}

void Connection::setState(ConnectionState state, const std::optional<Failure>& reason,
                          const std::optional<QDateTime>& nextRetry) {
    const ConnectionStatus status{state, reason, nextRetry};
    if (status == m_status)
        return;
    m_status = status;
    Q_EMIT statusChanged(m_status);
}

// --- life signs ---

void Connection::armPing() {
    m_timing.cancel(m_pingTimer);
    m_pingTimer = m_timing.after(pingAfter, [this] { ping(pingDeadline); });
}

void Connection::ping(std::chrono::milliseconds deadline) {
    if (!live())
        return;
    m_timing.cancel(m_pingTimer);
    m_pingTimer = m_timing.after(deadline, [this] {
        restart(networkFailure(NetworkProblem::Timeout, u"the server does not answer any more"_s));
    });
    request(client::Ping(), [](const Answer&) {});
}

void Connection::wake() {
    switch (m_status.state) {
    case ConnectionState::Waiting:
        attempt();
        break;
    case ConnectionState::Syncing:
    case ConnectionState::Online:
        ping(wakePingDeadline);
        break;
    default:
        break;
    }
}

void Connection::setNetworkReachable(bool reachable) {
    if (m_networkReachable == reachable)
        return;
    m_networkReachable = reachable;
    if (reachable)
        m_backoff.reset();
    wake();
}

void Connection::compareClocks() {
    const qint64 monotonic = m_timing.monotonicMs();
    const QDateTime wall = m_timing.utcNow();
    const qint64 elapsed = monotonic - m_tickMonotonic;
    const qint64 wallElapsed = m_tickWall.msecsTo(wall);
    m_tickMonotonic = monotonic;
    m_tickWall = wall;
    m_tickTimer = m_timing.after(tick, [this] { compareClocks(); });
    // Asleep, the monotonic clock stands still or the tick comes far too late; either way sockets have
    // probably died.
    if (std::abs(wallElapsed - elapsed) > clockJump.count() || elapsed > (tick + clockJump).count()) {
        qCInfo(lcConnection) << "the clock jumped, or the machine slept";
        wake();
    }
}

void Connection::cancelTimers() {
    for (Timing::TimerId* timer : {&m_retryTimer, &m_deadlineTimer, &m_pingTimer, &m_stableTimer})
        m_timing.cancel(std::exchange(*timer, 0));
}

} // namespace parlor
