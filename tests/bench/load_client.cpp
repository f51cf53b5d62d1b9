// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace parlor::bench {

namespace {

constexpr int openAtOnce = 128;      // handshakes under way: below the backlog of every server
constexpr int silenceLimit = 60'000; // ms

[[noreturn]] void die(const char* what) {
    fprintf(stderr, "load client: %s: %s\n", what, strerror(errno));
    exit(1);
}

/// A client's frame must be masked; with a mask of zeros the payload stays as it is.
QByteArray maskedFrame(char opcode, const QByteArray& payload) {
    QByteArray frame(1, char(0x80 | opcode));
    if (payload.size() < 126) {
        frame.append(char(0x80 | payload.size()));
    } else {
        frame.append(char(0x80 | 126));
        frame.append(char(payload.size() >> 8)).append(char(payload.size() & 0xff));
    }
    return frame.append(4, '\0').append(payload);
}

} // namespace

LoadClient::LoadClient(uint16_t port)
    : m_port(port)
    , m_epoll(epoll_create1(0)) {}

LoadClient::~LoadClient() {
    for (const Connection& connection : m_connections)
        close(connection.fd);
    close(m_epoll);
}

void LoadClient::open(int count, const QList<QByteArray>& tokens, int framesEach) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int target = size() + count;
    m_connections.reserve(size_t(target));
    const int64_t framesBefore = m_frames;
    for (int i = 0; i < count; ++i) {
        Connection connection;
        connection.fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connection.fd < 0 ||
            connect(connection.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            die("connect");
        const int one = 1;
        setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        QByteArray request = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) +
                             "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        if (!tokens.isEmpty())
            request += "Authorization: Bearer " + tokens.at(i % tokens.size()) + "\r\n";
        request += "\r\n";
        if (write(connection.fd, request.constData(), size_t(request.size())) != request.size())
            die("write");
        m_connections.push_back(connection);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = m_connections.size() - 1;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event);
        while (size() - m_upgraded >= openAtOnce)
            poll();
    }
    while (m_upgraded < target || m_frames - framesBefore < int64_t(count) * framesEach)
        poll();
    m_frames = 0;
}

void LoadClient::send(int connection, const QList<QByteArray>& texts) {
    QByteArray bytes;
    for (const QByteArray& text : texts)
        bytes += maskedFrame(1, text);
    if (write(m_connections[size_t(connection)].fd, bytes.constData(), size_t(bytes.size())) != bytes.size())
        die("write");
}

void LoadClient::await(int64_t count) {
    while (m_frames < count)
        poll();
    m_frames -= count;
}

void LoadClient::poll() {
    epoll_event events[512];
    const int count = epoll_wait(m_epoll, events, 512, silenceLimit);
    if (count == 0) {
        errno = ETIMEDOUT;
        die("waiting for frames");
    }
    for (int i = 0; i < count; ++i)
        read(m_connections[size_t(events[i].data.u64)]);
}

void LoadClient::read(Connection& connection) {
    static char buffer[256 * 1024];
    const ssize_t got = recv(connection.fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        die("a connection was closed by the server");
    parse(connection, buffer, got);
}

void LoadClient::parse(Connection& connection, const char* data, int64_t size) {
    while (size > 0) {
        const int64_t skipped = std::min(connection.skip, size);
        connection.skip -= skipped;
        data += skipped;
        size -= skipped;
        if (size == 0)
            return;
        connection.head.append(*data++);
        --size;
        const QByteArray& head = connection.head;
        if (!connection.upgraded) {
            if (!head.endsWith("\r\n\r\n"))
                continue;
            if (!head.startsWith("HTTP/1.1 101")) {
                fprintf(stderr, "load client: refused: %s\n", head.constData());
                exit(1);
            }
            connection.upgraded = true;
            ++m_upgraded;
            connection.head.clear();
            continue;
        }
        const int code = head.size() < 2 ? 0 : head.at(1) & 0x7f;
        const int whole = code == 126 ? 4 : code == 127 ? 10 : 2;
        if (head.size() < whole)
            continue;
        int64_t length = code;
        if (whole > 2) {
            length = 0;
            for (int i = 2; i < whole; ++i)
                length = (length << 8) | uint8_t(head.at(i));
        }
        connection.skip = length;
        const int opcode = head.at(0) & 0x0f;
        if (opcode == 1) {
            ++connection.frames;
            ++m_frames;
        } else if (opcode == 9) { // ping: an empty pong keeps the connection
            const QByteArray pong = maskedFrame(10, {});
            if (write(connection.fd, pong.constData(), size_t(pong.size())) != pong.size())
                die("write");
        }
        connection.head.clear();
    }
}

} // namespace parlor::bench
