// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <sys/socket.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
extern "C" std::size_t
__sanitizer_get_current_allocated_bytes(); // sanitizer/allocator_interface.h, which GCC does not ship
#else
#include <malloc.h>
#endif

namespace parlor::net::test {

namespace {

class TestHandler : public WebSocketHandler {
public:
    TestHandler(WebSocketConnection& connection, std::shared_ptr<SocketLog> log,
                const TestFactory::OnText& onText)
        : m_connection(connection)
        , m_log(std::move(log))
        , m_onText(onText) {}

    void text(const QByteArray& utf8) override {
        {
            const QMutexLocker lock(&m_log->mutex);
            m_log->texts.append(utf8);
        }
        if (m_onText)
            m_onText(m_connection, utf8);
    }
    void closed() override {
        const QMutexLocker lock(&m_log->mutex);
        m_log->closed = true;
    }

private:
    WebSocketConnection& m_connection;
    std::shared_ptr<SocketLog> m_log;
    const TestFactory::OnText& m_onText;
};

} // namespace

ServerConfig testConfig() {
    ServerConfig config;
    config.port = 0;
    config.threads = 2;
    return config;
}

std::unique_ptr<WebSocketHandler> TestFactory::open(WebSocketConnection& connection, ThreadIndex thread) {
    auto log = std::make_shared<SocketLog>();
    {
        const QMutexLocker lock(&m_mutex);
        m_entries.push_back({log, &connection, thread});
    }
    if (onOpen)
        onOpen(connection);
    return std::make_unique<TestHandler>(connection, log, onText);
}

int TestFactory::openCount() {
    const QMutexLocker lock(&m_mutex);
    return int(m_entries.size());
}

std::shared_ptr<SocketLog> TestFactory::log(int index) {
    const QMutexLocker lock(&m_mutex);
    return m_entries.at(std::size_t(index)).log;
}

WebSocketConnection* TestFactory::connection(int index) {
    const QMutexLocker lock(&m_mutex);
    return m_entries.at(std::size_t(index)).connection;
}

ThreadIndex TestFactory::threadOf(int index) {
    const QMutexLocker lock(&m_mutex);
    return m_entries.at(std::size_t(index)).thread;
}

TestServer::TestServer(ServerConfig config)
    : m_config(std::move(config)) {
    pool.setMaxThreadCount(2);
}

TestServer::~TestServer() {
    m_server.reset();
}

void TestServer::start() {
    m_server = std::make_unique<Server>(m_config, router, factory, pool);
    if (const auto started = m_server->start(); !started)
        qFatal("%s", qPrintable(started.error().message()));
}

QByteArray Reply::header(const char* name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

int Reply::count(const char* name) const {
    int found = 0;
    for (const auto& header : headers)
        found += header.first == name ? 1 : 0;
    return found;
}

RawClient::RawClient(quint16 port, qint64 readBufferSize) {
    if (readBufferSize > 0)
        m_socket.setReadBufferSize(readBufferSize);
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    m_socket.waitForConnected(10000);
}

void RawClient::send(const QByteArray& bytes) {
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(10000)) {
    }
}

bool RawClient::fill(int timeoutMs) {
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(timeoutMs) &&
        m_socket.bytesAvailable() == 0)
        return false;
    m_in += m_socket.readAll();
    return true;
}

Reply RawClient::reply(bool headOnly) {
    constexpr int timeoutMs = 20000;
    qsizetype end = -1;
    while ((end = m_in.indexOf("\r\n\r\n")) < 0) {
        if (!fill(timeoutMs))
            return {};
    }
    Reply reply;
    const auto lines = m_in.left(end).split('\n');
    m_in.remove(0, end + 4);
    const QByteArray statusLine = lines.first().trimmed();
    if (!statusLine.startsWith("HTTP/1.1 "))
        return {};
    const int status = statusLine.mid(9, 3).toInt();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        reply.headers.append({lines[i].left(colon).toLower(), lines[i].mid(colon + 1).trimmed()});
    }
    if (!headOnly) {
        const qsizetype length = reply.header("content-length").toLongLong();
        while (m_in.size() < length) {
            if (!fill(timeoutMs))
                return {};
        }
        reply.body = m_in.left(length);
        m_in.remove(0, length);
    }
    reply.status = status;
    return reply;
}

QByteArray RawClient::readToEnd(int timeoutMs) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < timeoutMs && fill(int(timeoutMs - timer.elapsed()))) {
    }
    return std::exchange(m_in, {});
}

QByteArray RawClient::read(qsizetype size, int timeoutMs) {
    while (m_in.size() < size && fill(timeoutMs)) {
    }
    const QByteArray bytes = m_in.left(size);
    m_in.remove(0, bytes.size());
    return bytes;
}

bool RawClient::waitForEnd(int timeoutMs) {
    QElapsedTimer timer;
    timer.start();
    while (m_socket.state() != QAbstractSocket::UnconnectedState) {
        if (timer.elapsed() > timeoutMs)
            return false;
        m_socket.waitForDisconnected(int(timeoutMs - timer.elapsed()));
    }
    m_in += m_socket.readAll();
    return true;
}

void RawClient::reset() {
    const linger now{1, 0};
    ::setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_socket.abort();
}

RawWebSocket::RawWebSocket(quint16 port, const QByteArray& extraHeaders, const QByteArray& path,
                           qint64 readBufferSize)
    : m_client(port, readBufferSize) {
    m_client.send(handshakeRequest(path, extraHeaders));
    m_handshake = m_client.reply();
}

QByteArray RawWebSocket::handshakeRequest(const QByteArray& path, const QByteArray& extraHeaders) {
    return get(path, "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                         extraHeaders);
}

QByteArray RawWebSocket::frame(quint8 first, const QByteArray& payload, bool masked) {
    QByteArray bytes(1, char(first));
    const quint8 maskBit = masked ? 0x80 : 0;
    const auto size = quint64(payload.size());
    if (size < 126) {
        bytes.append(char(maskBit | size));
    } else if (size <= 0xffff) {
        bytes.append(char(maskBit | 126));
        bytes.append(char(size >> 8)).append(char(size));
    } else {
        bytes.append(char(maskBit | 127));
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes.append(char(size >> shift));
    }
    if (!masked)
        return bytes + payload;
    const QByteArray mask("\x12\x34\x56\x78");
    bytes += mask;
    QByteArray body = payload;
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(body[i] ^ mask[i % 4]);
    return bytes + body;
}

RawWebSocket::Frame RawWebSocket::read(int timeoutMs) {
    Frame frame;
    const QByteArray head = m_client.read(2, timeoutMs);
    if (head.size() < 2)
        return frame;
    frame.masked = quint8(head[1]) & 0x80;
    quint64 size = quint8(head[1]) & 0x7f;
    if (size >= 126) {
        const QByteArray length = m_client.read(size == 126 ? 2 : 8, timeoutMs);
        size = 0;
        for (const char byte : length)
            size = size << 8 | quint8(byte);
    }
    frame.payload = m_client.read(qsizetype(size), timeoutMs);
    if (frame.payload.size() == qsizetype(size))
        frame.opcode = quint8(head[0]) & 0x0f;
    return frame;
}

quint16 RawWebSocket::Frame::closeCode() const {
    return payload.size() < 2 ? 0 : quint16(quint8(payload[0]) << 8 | quint8(payload[1]));
}

bool RawWebSocket::finishClose() {
    if (m_client.isConnected())
        m_client.send(frame(0x88, "\x03\xe8"));
    m_client.socket().disconnectFromHost();
    return m_client.waitForEnd();
}

qint64 heapBytes() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return qint64(__sanitizer_get_current_allocated_bytes());
#else
    const auto info = ::mallinfo2();
    return qint64(info.uordblks + info.hblkhd);
#endif
}

QByteArray get(const QByteArray& path, const QByteArray& extraHeaders) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + extraHeaders + "\r\n";
}

QByteArray post(const QByteArray& path, const QByteArray& json) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
           QByteArray::number(json.size()) + "\r\n\r\n" + json;
}

} // namespace parlor::net::test
