// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/http_session.h"

#include "server/metrics/log_context.h"
#include "server/net/network_thread.h"
#include "server/net/peer_address.h"
#include "server/net/pending_reply.h"
#include "server/net/websocket_handshake.h"
#include "server/net/websocket_session.h"

#include <utility>

namespace parlor::net {

namespace {

/// More handlers than this waiting for a thread of the pool, and the next request is told to come back.
constexpr int poolWaitingMax = 1000;

bool isJson(const QByteArray& contentType) {
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArray type = (semicolon < 0 ? contentType : contentType.left(semicolon)).trimmed();
    return type.compare("application/json", Qt::CaseInsensitive) == 0;
}

/// Form encoding writes blanks as '+', which QUrlQuery does not know; a plus itself comes as %2B.
QUrlQuery parseQuery(QByteArray raw) {
    raw.replace('+', "%20");
    return QUrlQuery(QString::fromLatin1(raw));
}

/// The place of one handler in the pool, counted from when it is given to it until it has returned or was
/// thrown away.
class PoolTicket {
public:
    explicit PoolTicket(std::shared_ptr<Environment> environment)
        : m_environment(std::move(environment)) {
        m_environment->poolTasks.add(1);
        ++m_environment->poolWaiting;
    }
    ~PoolTicket() {
        begin();
        m_environment->poolTasks.add(-1);
    }
    PoolTicket(const PoolTicket&) = delete;
    PoolTicket& operator=(const PoolTicket&) = delete;

    void begin() {
        if (std::exchange(m_waiting, false))
            --m_environment->poolWaiting;
    }

private:
    std::shared_ptr<Environment> m_environment;
    bool m_waiting = true;
};

} // namespace

HttpSession::HttpSession(Channel& channel)
    : m_channel(channel)
    , m_limits{channel.thread().config().maxRequestTarget, channel.thread().config().maxHeaderBytes}
    , m_since(steadyNow()) {}

HttpSession::~HttpSession() = default;

void HttpSession::received(QByteArrayView bytes) {
    m_in += bytes;
    advance();
}

void HttpSession::advance() {
    if (m_advancing)
        return;
    m_advancing = true;
    bool more = true;
    while (more) {
        switch (m_state) {
        case State::Idle:
            while (m_in.startsWith("\r\n")) // some clients send one after a body (RFC 9112, 2.2)
                m_in.remove(0, 2);
            more = !m_in.isEmpty() && m_in != "\r";
            if (more) {
                m_state = State::Head;
                m_since = steadyNow();
            }
            break;
        case State::Head:
            more = readHead();
            break;
        case State::Body:
            more = readBody();
            break;
        case State::Handling:
        case State::Sending:
        case State::Ended:
            more = false;
            break;
        }
    }
    m_advancing = false;
    if (m_state == State::Ended)
        return; // the channel is finishing, or speaks another protocol now
    if (m_state == State::Idle && m_in.isEmpty())
        m_in = QByteArray(); // gives its memory back
    m_channel.setReading(m_state == State::Idle || m_state == State::Head || m_state == State::Body);
}

bool HttpSession::readHead() {
    const auto size = m_scanner.scan(m_in, m_limits);
    if (!size) {
        refuse(size.error());
        return false;
    }
    if (*size == 0)
        return false;
    m_headSize = *size;
    m_scanner.reset();
    auto head = parseHead(m_in.left(m_headSize), m_limits);
    if (!head) {
        refuse(head.error());
        return false;
    }
    m_head = std::move(*head);
    m_trace.begin(m_head, isInAny(m_channel.peerAddress(), m_channel.thread().config().trustedProxies));
    m_first = false;
    m_close = !m_head.keepAlive;
    headComplete();
    return true;
}

/// What can be refused before the body arrives, is.
void HttpSession::headComplete() {
    const ServerConfig& config = m_channel.thread().config();
    const bool hasBody = m_head.contentLength > 0;
    const auto nobodyHome = [] {
        return Error(ErrorCode::Unavailable, QStringLiteral("This process does not serve clients just now."));
    };
    if (m_head.path == config.webSocketPath) {
        if (config.standIn)
            refuse(nobodyHome());
        else
            upgrade();
        return;
    }
    if (m_head.hasToken("upgrade", "websocket")) {
        refuse(Error(ErrorCode::Invalid, QStringLiteral("WebSocket is not spoken at this address.")));
        return;
    }
    const auto refuseWithBody = [this, hasBody](HttpResponse response) {
        m_close = m_close || hasBody; // the body that follows must not be read as a request
        if (hasBody) {
            refuse(std::move(response));
        } else {
            m_in.remove(0, m_headSize);
            reply(std::move(response));
        }
    };
    const auto path = m_head.path == "*" ? Result<QByteArray>(m_head.path) : decodePath(m_head.path);
    if (!path) {
        refuse(path.error());
        return;
    }
    m_match =
        m_channel.thread().environment().router.match(m_head.method.value_or(Method::Options), m_head.path);
    if (!m_head.method && m_match.outcome == Router::Match::Outcome::Found)
        m_match.outcome = Router::Match::Outcome::MethodNotAllowed;
    if (m_match.outcome == Router::Match::Outcome::NotFound) {
        refuseWithBody(failure(config.standIn ? nobodyHome() : Error(ErrorCode::NotFound)));
        return;
    }
    if (m_match.outcome == Router::Match::Outcome::MethodNotAllowed) {
        const bool options = m_head.method == Method::Options;
        auto response = options ? HttpResponse::noContent() : failure(Error(ErrorCode::MethodNotAllowed));
        response.headers.append({QByteArrayLiteral("Allow"), m_match.allow});
        refuseWithBody(std::move(response));
        return;
    }
    m_trace.setRoute(*m_match.metrics);
    if (m_head.contentLength > m_match.options.bodyMax) {
        refuse(Error(ErrorCode::TooLarge,
                     QStringLiteral("The body is larger than %1 bytes.").arg(m_match.options.bodyMax)));
        return;
    }
    if (hasBody && m_match.options.jsonBody && !isJson(m_head.header("content-type"))) {
        refuse(Error(ErrorCode::UnsupportedMedia));
        return;
    }
    if (hasBody && m_head.expectContinue && m_in.size() == m_headSize) {
        m_channel.send(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
        m_channel.flush();
    }
    m_state = State::Body;
}

bool HttpSession::readBody() {
    const qsizetype total = m_headSize + qsizetype(m_head.contentLength);
    if (m_in.size() < total)
        return false;
    QByteArray request;
    if (m_in.size() == total) {
        request = std::exchange(m_in, {});
    } else {
        request = m_in.left(total);
        m_in.remove(0, total);
    }
    dispatch(request);
    return true;
}

void HttpSession::dispatch(const QByteArray& raw) {
    NetworkThread& thread = m_channel.thread();
    auto parts = thread.parser().parse(*m_head.method, raw);
    if (!parts) {
        refuse(parts.error());
        return;
    }
    HttpRequest request;
    request.method = *m_head.method;
    request.path = *decodePath(m_head.path); // headComplete() has refused those that cannot be
    request.query = parseQuery(m_head.query);
    request.headers = std::move(parts->headers);
    request.body = std::move(parts->body);
    request.peer = client();
    request.connection = plainAddress(m_channel.peerAddress());
    request.secure = m_channel.isSecure();
    request.id = m_trace.id();
    m_trace.dispatched(*m_match.metrics);
    m_state = State::Handling;
    m_since = steadyNow();
    ++m_serial;
    const Router::Match match = std::exchange(m_match, {});
    runHandler(*match.handler, request, match.args, match.options.runOn);
}

void HttpSession::runHandler(const AsyncHttpHandler& handler, const HttpRequest& request,
                             const PathArgs& args, RunOn runOn) {
    Environment& environment = m_channel.thread().environment();
    auto pending = std::make_shared<PendingReply>(m_channel.thread(), m_channel.id(), m_serial);
    if (runOn == RunOn::NetworkThread) {
        const LogContext context("request", request.id);
        runGuarded(handler, request, args, pending);
        return;
    }
    if (environment.poolWaiting.load() >= poolWaitingMax) {
        pending->answer(fail(Error(ErrorCode::Unavailable).withRetryAfter(1)));
        return;
    }
    auto ticket = std::make_shared<PoolTicket>(environment.shared_from_this());
    environment.pool.start(
        [ticket = std::move(ticket), &handler, request, args, pending = std::move(pending)] {
            ticket->begin();
            const LogContext context("request", request.id);
            runGuarded(handler, request, args, pending);
        });
}

void HttpSession::upgrade() {
    NetworkThread& thread = m_channel.thread();
    m_trace.setRoute(thread.environment().metrics.webSocket);
    if (auto refusal = checkHandshake(m_head, thread.config())) {
        refuse(std::move(*refusal));
        return;
    }
    if (thread.isDraining()) {
        refuse(Error(ErrorCode::Unavailable, QStringLiteral("This server is about to stop. Come back."))
                   .withRetryAfter(1));
        return;
    }
    m_state = State::Ended;
    WebSocketRequest request;
    request.path = m_head.path;
    request.query = parseQuery(m_head.query);
    request.authorization = m_head.header("authorization");
    request.origin = m_head.header("origin");
    request.peer = client();
    request.secure = m_channel.isSecure();
    auto session = std::make_unique<WebSocketSession>(m_channel, std::move(request));
    WebSocketSession& started = *session;
    m_channel.setProtocol(std::move(session)); // this object lives until it has returned
    started.start(acceptHandshake(m_head, thread.config()), QByteArrayView(m_in).sliced(m_headSize));
}

QHostAddress HttpSession::client() const {
    return clientAddress(m_channel.peerAddress(), m_head.header("x-forwarded-for"),
                         m_channel.thread().config().trustedProxies);
}

void HttpSession::lost() {
    m_state = State::Ended;
    m_file.reset();
}

qint64 HttpSession::sweep(qint64 now) {
    const ServerConfig& config = m_channel.thread().config();
    switch (m_state) {
    case State::Idle:
        if (now - m_since > (m_first ? config.handshakeDeadline : config.idleDeadline).count())
            m_channel.abort();
        break;
    case State::Head:
    case State::Body:
        if (now - m_since > config.requestDeadline.count())
            refuse(Error(ErrorCode::Timeout));
        break;
    case State::Handling:
        if (now - m_since > config.replyDeadline.count()) {
            ++m_serial; // what the handler may still answer comes too late
            refuse(Error(ErrorCode::Unavailable));
        }
        break;
    case State::Sending:
        if (now - m_channel.lastProgress() > config.replyDeadline.count())
            m_channel.abort();
        break;
    case State::Ended:
        break;
    }
    return now;
}

void HttpSession::shutDown() {
    if (m_state == State::Idle)
        m_channel.abort();
    else
        m_close = true; // and a request that is not whole has requestDeadline, or the server's own patience
}

} // namespace parlor::net
