// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/channel.h"
#include "server/net/frame_reader.h"
#include "server/net/websocket.h"

namespace parlor::net {

/// WebSocket on one channel, from the answer to its handshake on. What is read goes through a FrameReader;
/// what is sent are the shared bytes of frames.
class WebSocketSession final : public Protocol, public WebSocketConnection {
public:
    WebSocketSession(Channel& channel, WebSocketRequest request);
    ~WebSocketSession() override;

    /// `answer` is that to the handshake, `rest` what came behind it. Tells the handler factory.
    void start(const QByteArray& answer, QByteArrayView rest);

    // Protocol
    void received(QByteArrayView bytes) override;
    void lost() override;
    qint64 sweep(qint64 now) override;
    void shutDown() override;

    // WebSocketConnection
    void send(const SharedFrame& frame) override { queue(frame, Channel::Turn::This); }
    void sendInSlices(const SharedFrame& frame) override { queue(frame, Channel::Turn::InSlices); }
    void close(CloseCode code, const QByteArray& reason = {}) override;
    const WebSocketRequest& request() const override { return m_request; }
    qint64 queuedBytes() const override;
    void setReadPaused(bool paused) override;
    void settle() override;

private:
    void openHandler();
    /// Takes events from `bytes` until they end, or reading does; keeps what is left.
    void readFrom(QByteArrayView bytes);
    /// Goes on with what was kept.
    void readKept();
    void take(FrameReader::Read read);
    void deliver(const QByteArray& text);
    void queue(const SharedFrame& frame, Channel::Turn turn);
    void end(quint16 code, const QByteArray& reason);
    void checkQueue();

    Channel& m_channel;
    WebSocketRequest m_request;
    std::unique_ptr<WebSocketHandler> m_handler;
    FrameReader m_reader;
    QByteArray m_kept; ///< came while reading was paused
    qint64 m_heard;    ///< when the peer last sent anything
    qint64 m_pinged = 0;
    qint64 m_allowance = 0; ///< size of a large frame under way, beside the cap
    bool m_paused = false;
    bool m_closing = false;
};

} // namespace parlor::net
