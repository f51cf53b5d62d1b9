// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/engine.h"

#include "tests/bench/load/dialect.h"
#include "tests/bench/load/latency.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace parlor::load {

namespace {

constexpr size_t bufferSize = 256 * 1024;
constexpr int eventsAtOnce = 128; // few, so that what is due is not sent much later than it should be
constexpr uint32_t sources = 16; // addresses to connect from: one has 28,000 ports, many of them in TIME_WAIT

[[noreturn]] void die(const char* what) {
    fprintf(stderr, "parlor-load: %s: %s\n", what, strerror(errno));
    exit(1);
}

sockaddr_in loopback(uint32_t last, uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl((127u << 24) | last);
    return address;
}

} // namespace

Engine::Engine(Dialect& dialect, uint16_t port)
    : m_dialect(dialect)
    , m_port(port)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(bufferSize) {
    if (m_epoll < 0)
        die("epoll_create1");
}

Engine::~Engine() {
    for (const Client& client : m_clients) {
        if (client.fd >= 0)
            ::close(client.fd);
    }
    ::close(m_epoll);
}

uint32_t Engine::add(uint32_t count) {
    const uint32_t first = size();
    m_clients.resize(first + count);
    return first;
}

void Engine::begin(uint32_t index) {
    Client& client = m_clients[index];
    client = Client();
    client.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client.fd < 0)
        die("socket");
    const int one = 1;
    setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (m_receiveBuffer > 0)
        setsockopt(client.fd, SOL_SOCKET, SO_RCVBUF, &m_receiveBuffer, sizeof m_receiveBuffer);
    // The port is chosen when the other end is known, so that each source address has all ports.
    setsockopt(client.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    const sockaddr_in from = loopback(2 + index % sources, 0);
    if (bind(client.fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0)
        die("bind");
    const sockaddr_in to = loopback(1, m_port);
    if (::connect(client.fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS)
        die("connect");
    client.stage = Client::Stage::Connecting;
    client.writing = true;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.u32 = index;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.fd, &event);
}

bool Engine::connect(uint32_t first, uint32_t count, uint32_t atOnce, double seconds) {
    const uint32_t readyBefore = m_ready;
    const uint32_t lostBefore = m_lost;
    const int64_t end = now() + int64_t(seconds * 1e9);
    uint32_t begun = 0;
    while (m_ready - readyBefore < count && m_lost == lostBefore && now() < end) {
        while (begun < count && begun - (m_ready - readyBefore) < atOnce)
            begin(first + begun++);
        turn(now() + 100'000'000);
    }
    return m_ready - readyBefore == count && m_lost == lostBefore;
}

void Engine::watch(uint32_t index) {
    Client& client = m_clients[index];
    epoll_event event{};
    event.events = (client.reading ? uint32_t(EPOLLIN) : 0u) | (client.writing ? uint32_t(EPOLLOUT) : 0u);
    event.data.u32 = index;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, client.fd, &event);
}

void Engine::close(uint32_t index, bool byServer) {
    Client& client = m_clients[index];
    if (client.fd < 0)
        return;
    ::close(client.fd);
    client.fd = -1;
    m_ready -= client.stage == Client::Stage::Ready ? 1 : 0;
    m_lost += byServer ? 1 : 0;
    client.stage = Client::Stage::Closed;
    client.rest = std::string();
    client.out = std::string();
}

void Engine::abort(uint32_t index) {
    Client& client = m_clients[index];
    if (client.fd < 0)
        return;
    // A reset: no TIME_WAIT keeps the port.
    const linger at{1, 0};
    setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &at, sizeof at);
    close(index, false);
}

void Engine::setReady(Client& client) {
    if (client.stage == Client::Stage::Ready)
        return;
    client.stage = Client::Stage::Ready;
    ++m_ready;
}

void Engine::stopReading(uint32_t index) {
    m_clients[index].reading = false;
    if (m_clients[index].fd >= 0)
        watch(index);
}

void Engine::connected(uint32_t index) {
    Client& client = m_clients[index];
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(client.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) {
        fprintf(stderr, "parlor-load: connect: %s\n", strerror(error));
        close(index, true);
        return;
    }
    client.stage = Client::Stage::Greeting;
    const std::string hello = m_dialect.hello(index);
    send(index, hello.data(), hello.size());
    if (client.fd >= 0 && client.writing && client.out.empty()) {
        client.writing = false;
        watch(index);
    }
}

void Engine::send(uint32_t index, const char* data, size_t size) {
    Client& client = m_clients[index];
    if (client.fd < 0)
        return;
    if (client.out.empty()) {
        const ssize_t sent = ::send(client.fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent == ssize_t(size))
            return;
        if (sent < 0 && errno != EAGAIN && errno != EINTR) {
            close(index, true);
            return;
        }
        data += std::max<ssize_t>(sent, 0);
        size -= size_t(std::max<ssize_t>(sent, 0));
    }
    client.out.append(data, size);
    if (!client.writing) {
        client.writing = true;
        watch(index);
    }
}

void Engine::flush(uint32_t index) {
    Client& client = m_clients[index];
    const ssize_t sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        close(index, true);
        return;
    }
    client.out.erase(0, size_t(std::max<ssize_t>(sent, 0)));
    if (client.out.empty()) {
        client.out = std::string();
        client.writing = false;
        watch(index);
    }
}

void Engine::read(uint32_t index) {
    Client* client = &m_clients[index];
    const size_t kept = client->rest.size();
    if (m_buffer.size() < kept + bufferSize)
        m_buffer.resize(kept + bufferSize);
    const ssize_t got = recv(client->fd, m_buffer.data() + kept, bufferSize, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        close(index, true);
        return;
    }
    m_received += got;
    if (kept > 0)
        memcpy(m_buffer.data(), client->rest.data(), kept);
    const size_t size = kept + size_t(got);
    const size_t taken = m_dialect.take(*this, index, m_buffer.data(), size, now());
    client = &m_clients[index];
    if (client->fd < 0)
        return;
    if (taken == size) {
        if (kept > 0)
            client->rest = std::string();
    } else {
        client->rest.assign(m_buffer.data() + taken, size - taken);
    }
}

void Engine::turn(int64_t until) {
    const int64_t wait = std::max<int64_t>(until - now(), 0);
    const timespec timeout{time_t(wait / 1'000'000'000), long(wait % 1'000'000'000)};
    epoll_event events[eventsAtOnce];
    const int count = epoll_pwait2(m_epoll, events, eventsAtOnce, &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        const uint32_t index = events[i].data.u32;
        const uint32_t what = events[i].events;
        if (m_clients[index].stage == Client::Stage::Connecting) {
            connected(index);
            continue;
        }
        if (m_clients[index].fd >= 0 && (what & EPOLLOUT) && !m_clients[index].out.empty())
            flush(index);
        if (m_clients[index].fd >= 0 && (what & EPOLLIN) && m_clients[index].reading)
            read(index);
        else if (m_clients[index].fd >= 0 && (what & (EPOLLERR | EPOLLHUP)))
            close(index, true);
    }
}

uint64_t raiseDescriptorLimit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

} // namespace parlor::load
