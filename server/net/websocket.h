// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/error.h"

#include <QByteArray>
#include <QHostAddress>
#include <QUrlQuery>

#include <chrono>
#include <memory>

namespace parlor::net {

/// A whole unmasked, unfragmented WebSocket text frame (RFC 6455, 5.2), header included: encoded once, sent
/// to many. Implicitly shared and immutable, so it may cross threads.
class SharedFrame {
public:
    SharedFrame() = default;
    /// `utf8` must be valid UTF-8.
    static SharedFrame text(const QByteArray& utf8);

    const QByteArray& bytes() const { return m_bytes; }
    /// The text without the frame's header.
    QByteArray payload() const;
    bool isEmpty() const { return m_bytes.isEmpty(); }

private:
    QByteArray m_bytes;
};

/// What the handshake request carried. After the handler is made only `peer` and `secure` are kept.
struct WebSocketRequest {
    QByteArray path;
    QUrlQuery query;
    QByteArray authorization; ///< value of the Authorization header
    QByteArray origin;
    QHostAddress peer;
    bool secure = false;
};

/// What goes to more connections of one thread than this is sent in slices of so many: about a quarter of a
/// millisecond of writing.
constexpr int sliceSize = 32;
/// If so many connections of one thread wait for their slice, slices have the second size, and the thread
/// rests so long between two of them. Otherwise the writing, and the reading by peers on the same machine,
/// fill all cores for as long as ten thousand connections take, and whoever else has something to say waits
/// for a core. (docs/performance.md has other figures tried.)
constexpr int crowdSize = 1000;
constexpr int crowdSliceSize = 64;
constexpr std::chrono::milliseconds crowdRest{1};

/// One accepted connection, as seen by the one who handles it. Lives on one network thread; every call is
/// made there.
class WebSocketConnection {
public:
    virtual ~WebSocketConnection() = default;

    /// Queues a frame; all that is queued in one turn of the event loop leaves in one system call. A queue
    /// beyond its cap closes the connection with CloseCode::TooSlow; one frame that is large by itself may
    /// wait beside what the cap allows. After close() or loss, does nothing.
    virtual void send(const SharedFrame& frame) = 0;
    /// As send(), and in order with it, for a frame that goes to very many connections: a thread writes to
    /// `sliceSize` of them in one turn of its loop (`crowdSliceSize`, and then a rest, if they are a crowd),
    /// what send() queued before that.
    virtual void sendInSlices(const SharedFrame& frame) = 0;
    /// Starts the closing handshake after what is queued; aborts when the peer has not answered in the
    /// configured time.
    virtual void close(CloseCode code, const QByteArray& reason = {}) = 0;
    virtual const WebSocketRequest& request() const = 0;
    /// Bytes queued and not yet taken by the kernel.
    virtual qint64 queuedBytes() const = 0;
    /// While paused no further text() is delivered; the peer is held back by TCP. For a session that waits
    /// for its store.
    virtual void setReadPaused(bool paused) = 0;
    /// This is no newcomer any more: what the client says is heard before what newcomers say, of whom there
    /// may be thousands at once.
    virtual void settle() = 0;
};

/// Handles one connection. Created on its network thread, destroyed there after closed(). No call is made
/// after closed().
class WebSocketHandler {
public:
    virtual ~WebSocketHandler() = default;
    /// A whole text message: valid UTF-8 of at most the configured size.
    virtual void text(const QByteArray& utf8) = 0;
    /// The connection is gone, for whatever reason. The WebSocketConnection must not be used any more.
    virtual void closed() = 0;
};

/// Index of a network thread, 0 to threadCount-1.
using ThreadIndex = int;

/// Makes handlers. Called on network threads, concurrently.
class WebSocketHandlerFactory {
public:
    virtual ~WebSocketHandlerFactory() = default;
    /// The connection outlives the handler's closed().
    virtual std::unique_ptr<WebSocketHandler> open(WebSocketConnection& connection, ThreadIndex thread) = 0;
};

} // namespace parlor::net
