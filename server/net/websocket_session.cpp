// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_session.h"

#include "server/metrics/log_context.h"
#include "server/net/network_thread.h"

#include <QLoggingCategory>
#include <QWebSocket>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcWebSocket, "parlor.net.websocket")

/// An empty ping, final and unmasked (RFC 6455, 5.5.2).
const QByteArray& pingFrame() {
    static const QByteArray frame("\x89\x00", 2);
    return frame;
}

} // namespace

WebSocketSession::WebSocketSession(Channel& channel, WebSocketRequest request)
    : m_channel(channel)
    , m_request(std::move(request))
    , m_cutter(channel.thread().config().maxFrame)
    , m_heard(steadyNow()) {}

WebSocketSession::~WebSocketSession() {
    m_channel.thread().forgetUpgrade(id());
    if (m_feed) {
        m_feed->setLost();
        m_feed->deleteLater();
    }
    if (m_socket) {
        m_socket->deleteLater();
        m_channel.thread().environment().metrics.webSocketsClosed.add();
    }
}

QString WebSocketSession::id() const {
    return QString::number(m_channel.id());
}

void WebSocketSession::start(const QByteArray& head, const QByteArray& rest) {
    m_in = rest;
    m_channel.setReading(false); // until the handshake is answered
    m_feed = new FeedSocket(this, m_channel.peerAddress(), m_channel.peerPort(), id());
    m_channel.thread().upgrade(*this);
    m_feed->feed(head);
}

void WebSocketSession::adopt(QWebSocket* socket) {
    const ServerConfig& config = m_channel.thread().config();
    m_socket = socket;
    NetMetrics& metrics = m_channel.thread().environment().metrics;
    metrics.webSocketsOpened.add();
    metrics.webSocket.answers.front().add(); // 101
    const LogContext context("connection", m_channel.id());
    m_socket->setMaxAllowedIncomingFrameSize(quint64(config.maxFrame));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(config.maxFrame));
    // The channel is an object of this thread that outlives the socket's signals; this session is not one.
    QObject::connect(m_socket, &QWebSocket::textMessageReceived, &m_channel,
                     [this](const QString& text) { deliver(text); });
    try {
        m_handler = m_channel.thread().environment().factory.open(*this, m_channel.thread().index());
    } catch (const std::exception& exception) {
        qCCritical(lcWebSocket, "A connection's handler could not be made: %s", exception.what());
    }
    if (!m_handler) {
        close(CloseCode::InternalError);
        return;
    }
    if (m_channel.thread().isShuttingDown())
        close(CloseCode::GoingAway);
    readFrames();
}

void WebSocketSession::received(const QByteArray& bytes) {
    m_heard = steadyNow();
    m_in += bytes;
    readFrames();
}

void WebSocketSession::readFrames() {
    if (m_reading || !m_handler)
        return;
    m_reading = true;
    qsizetype position = 0;
    while (!m_paused && !m_closing && !m_channel.isGone() && position < m_in.size()) {
        const auto frame = m_cutter.next(QByteArrayView(m_in).sliced(position));
        if (!frame) {
            close(frame.error());
            break;
        }
        if (!*frame)
            break;
        const QByteArray bytes = m_in.mid(position, (*frame)->size);
        position += (*frame)->size;
        if (const QByteArray whole = m_joiner.take(**frame, bytes); !whole.isEmpty())
            m_feed->feed(whole);
    }
    if (m_closing || position == m_in.size())
        m_in = QByteArray(); // gives its memory back
    else
        m_in.remove(0, position);
    m_reading = false;
    if (!m_closing)
        m_channel.setReading(!m_paused);
}

void WebSocketSession::deliver(const QString& text) {
    if (m_closing || !m_handler || m_channel.isGone())
        return;
    ++m_channel.thread().tally().framesIn;
    const LogContext context("connection", m_channel.id());
    try {
        m_handler->text(text.toUtf8());
    } catch (const std::exception& exception) {
        qCCritical(lcWebSocket, "The handler of a message failed: %s", exception.what());
        close(CloseCode::InternalError);
    } catch (...) {
        qCCritical(lcWebSocket, "The handler of a message failed with an unknown exception");
        close(CloseCode::InternalError);
    }
}

void WebSocketSession::send(const SharedFrame& frame) {
    if (m_closing || m_channel.isGone())
        return;
    // What a client was away for may be more than the cap in one frame. It takes one such frame at a time:
    // whoever does not read it cannot have another.
    const qsizetype cap = m_channel.thread().config().maxQueuedBytes;
    const qint64 queued = m_channel.queuedBytes();
    if (queued == 0)
        m_allowance = 0;
    if (frame.bytes().size() > cap / 2 && queued <= cap / 2)
        m_allowance = frame.bytes().size();
    ++m_channel.thread().tally().framesOut;
    m_channel.send(frame.bytes());
    checkQueue();
}

void WebSocketSession::checkQueue() {
    const qint64 cap = m_channel.thread().config().maxQueuedBytes + m_allowance;
    if (m_channel.queuedBytes() <= cap)
        return;
    m_channel.flush(); // much in one turn does not make the peer slow
    if (m_closing || m_channel.isGone() || m_channel.queuedBytes() <= cap)
        return;
    m_channel.dropQueued();
    m_channel.thread().environment().metrics.slowClients.add();
    close(CloseCode::TooSlow);
}

void WebSocketSession::close(CloseCode code, const QByteArray& reason) {
    if (m_closing || m_channel.isGone())
        return;
    m_closing = true;
    if (m_socket)
        m_socket->close(QWebSocketProtocol::CloseCode(code),
                        QString::fromUtf8(reason)); // ends in feedClosed()
    else
        m_channel.abort();
}

qint64 WebSocketSession::queuedBytes() const {
    return m_channel.queuedBytes();
}

void WebSocketSession::setReadPaused(bool paused) {
    if (m_paused == paused)
        return;
    m_paused = paused;
    m_heard = steadyNow(); // while paused the peer was silent by our will
    if (m_closing)
        return;
    if (paused) {
        m_channel.setReading(false);
        return;
    }
    // Not from here: the caller may be inside text().
    m_channel.thread().tasks()->post([thread = &m_channel.thread(), channelId = m_channel.id()] {
        Channel* channel = thread->channel(channelId);
        if (auto* session = channel ? dynamic_cast<WebSocketSession*>(channel->protocol()) : nullptr) {
            if (!session->m_paused)
                session->readFrames();
        }
    });
}

void WebSocketSession::feedWritten(const QByteArray& bytes) {
    m_channel.send(bytes);
    if (!m_closing)
        checkQueue(); // pongs count too
}

void WebSocketSession::feedClosed() {
    m_closing = true;
    m_channel.finish(m_channel.thread().config().closeDeadline);
}

void WebSocketSession::lost() {
    m_closing = true;
    if (m_feed)
        m_feed->detach();
    if (m_handler) {
        const LogContext context("connection", m_channel.id());
        m_handler->closed();
        m_handler.reset();
    }
}

void WebSocketSession::sweep(qint64 now) {
    const ServerConfig& config = m_channel.thread().config();
    if (!m_handler) {
        if (now - m_heard > config.handshakeDeadline.count())
            m_channel.abort();
        return;
    }
    if (m_paused || m_closing)
        return;
    const qint64 interval = config.pingInterval.count();
    if (now - m_heard > 2 * interval) {
        close(CloseCode::PolicyViolation, QByteArrayLiteral("pings unanswered"));
    } else if (now - m_heard > interval && now - m_pinged > interval) {
        m_pinged = now;
        m_channel.send(pingFrame());
    }
}

void WebSocketSession::shutDown() {
    if (m_handler)
        close(CloseCode::GoingAway);
}

} // namespace parlor::net
