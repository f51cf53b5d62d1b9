// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/channel.h"
#include "server/net/feed_socket.h"
#include "server/net/websocket.h"
#include "server/net/websocket_frame.h"

#include <QPointer>

QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace parlor::net {

/// WebSocket on one channel. QWebSocket answers the handshake, unmasks, joins fragments, checks UTF-8 and
/// answers pings and closes; it is fed one whole checked frame at a time. What we send bypasses it: the
/// shared bytes of a frame go straight to the channel.
class WebSocketSession : public Protocol, public WebSocketConnection, public FeedSocketOwner {
public:
    WebSocketSession(Channel& channel, WebSocketRequest request);
    ~WebSocketSession() override;

    /// `head` is the checked handshake, `rest` what came behind it.
    void start(const QByteArray& head, const QByteArray& rest);
    /// Qt has answered the handshake: takes the socket over, and tells the handler factory.
    void adopt(QWebSocket* socket);
    QString id() const;
    FeedSocket* feed() const { return m_feed; }

    // Protocol
    void received(const QByteArray& bytes) override;
    void lost() override;
    void sweep(qint64 now) override;
    void shutDown() override;

    // WebSocketConnection
    void send(const SharedFrame& frame) override;
    void close(CloseCode code, const QByteArray& reason = {}) override;
    const WebSocketRequest& request() const override { return m_request; }
    qint64 queuedBytes() const override;
    void setReadPaused(bool paused) override;

    // FeedSocketOwner
    void feedWritten(const QByteArray& bytes) override;
    void feedClosed() override;

private:
    void readFrames();
    void deliver(const QString& text);
    void checkQueue();

    Channel& m_channel;
    WebSocketRequest m_request;
    QPointer<FeedSocket> m_feed;
    QWebSocket* m_socket = nullptr;
    std::unique_ptr<WebSocketHandler> m_handler;
    FrameCutter m_cutter;
    FragmentJoiner m_joiner;
    QByteArray m_in;
    qint64 m_heard; ///< when the peer last sent anything
    qint64 m_pinged = 0;
    qint64 m_allowance = 0; ///< size of a large frame under way, beside the cap
    bool m_paused = false;
    bool m_closing = false;
    bool m_reading = false; ///< in readFrames()
};

} // namespace parlor::net
