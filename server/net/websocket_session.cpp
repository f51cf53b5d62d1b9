// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_session.h"

#include "server/metrics/log_context.h"
#include "server/net/network_thread.h"
#include "server/net/websocket_frame.h"

#include <QLoggingCategory>

#include <utility>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcWebSocket, "parlor.net.websocket")

} // namespace

WebSocketSession::WebSocketSession(Channel& channel, WebSocketRequest request)
    : m_channel(channel)
    , m_request(std::move(request))
    , m_reader(channel.thread().config().maxFrame)
    , m_heard(steadyNow()) {
    NetMetrics& metrics = m_channel.thread().environment().metrics;
    metrics.webSocketsOpened.add();
    metrics.webSocket.answers.front().add(); // 101
}

WebSocketSession::~WebSocketSession() {
    m_channel.thread().environment().metrics.webSocketsClosed.add();
}

void WebSocketSession::start(const QByteArray& answer, QByteArrayView rest) {
    m_channel.send(answer);
    openHandler();
    // Whoever wanted these has them now; with many idle connections it counts.
    m_request.path = m_request.authorization = m_request.origin = QByteArray();
    m_request.query = QUrlQuery();
    if (!m_handler)
        close(CloseCode::InternalError);
    else if (m_channel.thread().isShuttingDown())
        close(CloseCode::GoingAway);
    readFrom(rest);
}

void WebSocketSession::openHandler() {
    const LogContext context("connection", m_channel.id());
    try {
        m_handler = m_channel.thread().environment().factory.open(*this, m_channel.thread().index());
    } catch (const std::exception& exception) {
        qCCritical(lcWebSocket, "A connection's handler could not be made: %s", exception.what());
    }
}

void WebSocketSession::received(QByteArrayView bytes) {
    m_heard = steadyNow();
    if (m_kept.isEmpty()) {
        readFrom(bytes);
    } else {
        m_kept += bytes;
        readKept();
    }
}

void WebSocketSession::readKept() {
    const QByteArray kept = std::exchange(m_kept, {});
    readFrom(kept);
}

void WebSocketSession::readFrom(QByteArrayView bytes) {
    while (!bytes.isEmpty() && !m_paused && !m_closing && !m_channel.isGone())
        take(m_reader.next(bytes));
    if (m_closing || m_channel.isGone())
        return;
    if (!bytes.isEmpty())
        m_kept = bytes.toByteArray();
    m_channel.setReading(!m_paused);
}

void WebSocketSession::take(FrameReader::Read read) {
    switch (read.event) {
    case FrameReader::Event::NeedMore:
    case FrameReader::Event::Pong: // that something came is all there is to know
        break;
    case FrameReader::Event::Text:
        deliver(read.payload);
        break;
    case FrameReader::Event::Ping:
        m_channel.send(pongFrame(read.payload));
        checkQueue();
        break;
    case FrameReader::Event::Close:
        end(read.code, {}); // echoes the code, as RFC 6455 (5.5.1) wishes
        break;
    case FrameReader::Event::Failed:
        end(read.code, {});
        break;
    }
}

void WebSocketSession::deliver(const QByteArray& text) {
    ++m_channel.thread().tally().framesIn;
    const LogContext context("connection", m_channel.id());
    try {
        m_handler->text(text);
    } catch (const std::exception& exception) {
        qCCritical(lcWebSocket, "The handler of a message failed: %s", exception.what());
        close(CloseCode::InternalError);
    } catch (...) {
        qCCritical(lcWebSocket, "The handler of a message failed with an unknown exception");
        close(CloseCode::InternalError);
    }
}

void WebSocketSession::queue(const SharedFrame& frame, Channel::Turn turn) {
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
    m_channel.send(frame.bytes(), turn);
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
    end(quint16(code), reason);
}

void WebSocketSession::end(quint16 code, const QByteArray& reason) {
    if (m_closing || m_channel.isGone())
        return;
    m_closing = true;
    m_kept = QByteArray();
    m_channel.send(closeFrame(code, reason));
    m_channel.finish(m_channel.thread().config().closeDeadline);
}

qint64 WebSocketSession::queuedBytes() const {
    return m_channel.queuedBytes();
}

void WebSocketSession::settle() {
    m_channel.settle();
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
    if (m_kept.isEmpty()) {
        m_channel.setReading(true);
        return;
    }
    // Not from here: the caller may be inside text().
    m_channel.thread().tasks()->post([thread = &m_channel.thread(), channelId = m_channel.id()] {
        Channel* channel = thread->channel(channelId);
        if (auto* session = channel ? dynamic_cast<WebSocketSession*>(channel->protocol()) : nullptr) {
            if (!session->m_paused && !session->m_closing)
                session->readKept();
        }
    });
}

void WebSocketSession::lost() {
    m_closing = true;
    if (m_handler) {
        const LogContext context("connection", m_channel.id());
        m_handler->closed();
        m_handler.reset();
    }
}

qint64 WebSocketSession::sweep(qint64 now) {
    const qint64 interval = m_channel.thread().config().pingInterval.count();
    if (m_paused || m_closing)
        return now + interval;
    const qint64 silence = now - m_heard;
    if (silence > 2 * interval) {
        close(CloseCode::PolicyViolation, QByteArrayLiteral("pings unanswered"));
        return now;
    }
    if (silence > interval && now - m_pinged > interval) {
        m_pinged = now;
        m_channel.send(pingFrame());
    }
    return m_heard + (silence > interval ? 2 : 1) * interval;
}

void WebSocketSession::shutDown() {
    if (m_handler)
        close(CloseCode::GoingAway);
}

} // namespace parlor::net
