// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <cstdint>
#include <vector>

namespace parlor::bench {

/// Thousands of WebSocket connections to 127.0.0.1 from one thread, as cheap as they can be: epoll, and no
/// look into a frame beyond its length. Failures end the program with a message: a benchmark has nothing
/// better to do.
class LoadClient {
public:
    explicit LoadClient(uint16_t port);
    ~LoadClient();
    LoadClient(const LoadClient&) = delete;
    LoadClient& operator=(const LoadClient&) = delete;

    /// Opens `count` more connections and waits until each has had its handshake answered and `framesEach`
    /// text frames. `tokens`: dealt out in turn as bearer tokens; may be empty.
    void open(int count, const QList<QByteArray>& tokens = {}, int framesEach = 0);
    int size() const { return int(m_connections.size()); }

    /// Sends texts on one connection with a single system call.
    void send(int connection, const QList<QByteArray>& texts);
    /// Waits until `count` text frames have come on all connections together since the last call.
    void await(int64_t count);

private:
    struct Connection {
        int fd = -1;
        bool upgraded = false;
        QByteArray head;  ///< of the handshake or of a frame, as long as it is not whole
        int64_t skip = 0; ///< rest of a payload
        int frames = 0;
    };
    void poll();
    void read(Connection& connection);
    void parse(Connection& connection, const char* data, int64_t size);

    uint16_t m_port;
    int m_epoll;
    std::vector<Connection> m_connections;
    int64_t m_frames = 0;
    int m_upgraded = 0;
};

} // namespace parlor::bench
