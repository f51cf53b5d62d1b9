// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/server.h"

#include <QElapsedTimer>
#include <QMutex>
#include <QTcpSocket>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <vector>

/// A real server on an ephemeral port, and the rawest possible client for it.
namespace parlor::net::test {

/// Deadlines short enough for a test to wait for them, limits small enough to reach.
ServerConfig testConfig();

/// Remembers what happened to one WebSocket connection; its members may be read from the test's thread.
struct SocketLog {
    QMutex mutex;
    QList<QByteArray> texts;
    bool closed = false;
    QList<QByteArray> received() {
        const QMutexLocker lock(&mutex);
        return texts;
    }
    bool isClosed() {
        const QMutexLocker lock(&mutex);
        return closed;
    }
};

/// Makes handlers that log, and that do `onText` (on the network thread).
class TestFactory : public WebSocketHandlerFactory {
public:
    using OnOpen = std::function<void(WebSocketConnection&)>;
    using OnText = std::function<void(WebSocketConnection&, const QByteArray&)>;

    std::unique_ptr<WebSocketHandler> open(WebSocketConnection& connection, ThreadIndex thread) override;

    OnOpen onOpen;
    OnText onText;
    int openCount();
    std::shared_ptr<SocketLog> log(int index);
    WebSocketConnection* connection(int index);
    ThreadIndex threadOf(int index);

private:
    struct Entry {
        std::shared_ptr<SocketLog> log;
        WebSocketConnection* connection;
        ThreadIndex thread;
    };
    QMutex m_mutex;
    std::vector<Entry> m_entries;
};

class TestServer {
public:
    explicit TestServer(ServerConfig config = testConfig());
    ~TestServer();

    Router router;
    TestFactory factory;
    QThreadPool pool;

    /// Fails the process if the server does not start.
    void start();
    Server& server() { return *m_server; }
    quint16 port() const { return m_server->port(); }

private:
    ServerConfig m_config;
    std::unique_ptr<Server> m_server;
};

struct Reply {
    int status = 0;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray header(const char* name) const;
    int count(const char* name) const;
};

/// A blocking socket. Every wait is bounded.
class RawClient {
public:
    explicit RawClient(quint16 port, qint64 readBufferSize = 0);

    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    QTcpSocket& socket() { return m_socket; }
    void send(const QByteArray& bytes);
    /// The next reply; status 0 if none came whole. `headOnly` for answers to HEAD.
    Reply reply(bool headOnly = false);
    Reply request(const QByteArray& bytes) {
        send(bytes);
        return reply();
    }
    /// Everything up to the end of the stream.
    QByteArray readToEnd(int timeoutMs = 20000);
    /// At least `size` bytes, or fewer if the stream ends.
    QByteArray read(qsizetype size, int timeoutMs = 20000);
    bool waitForEnd(int timeoutMs = 20000);
    void reset(); ///< closes with RST

private:
    bool fill(int timeoutMs);

    QTcpSocket m_socket;
    QByteArray m_in;
};

/// A WebSocket client that can send what no correct one would.
class RawWebSocket {
public:
    struct Frame {
        int opcode = -1; ///< -1: the stream ended
        bool masked = false;
        QByteArray payload;
        quint16 closeCode() const;
    };

    /// Connects and performs the handshake.
    explicit RawWebSocket(quint16 port, const QByteArray& extraHeaders = {}, const QByteArray& path = "/ws",
                          qint64 readBufferSize = 0);

    const Reply& handshake() const { return m_handshake; }
    RawClient& client() { return m_client; }
    void sendText(const QByteArray& text) { m_client.send(frame(0x81, text)); }
    /// Sends an answer to the server's close and waits for the end of the stream.
    bool finishClose();
    Frame read(int timeoutMs = 20000);

    /// One frame: `first` is the first byte as it is on the wire.
    static QByteArray frame(quint8 first, const QByteArray& payload, bool masked = true);
    static QByteArray handshakeRequest(const QByteArray& path, const QByteArray& extraHeaders = {});

private:
    RawClient m_client;
    Reply m_handshake;
};

/// Bytes of heap in use by this process, client and server together; what an allocator or a sanitizer retains
/// is left out.
qint64 heapBytes();

/// "GET path" with what is needed and nothing more.
QByteArray get(const QByteArray& path, const QByteArray& extraHeaders = {});
QByteArray post(const QByteArray& path, const QByteArray& json);

} // namespace parlor::net::test
