// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parlor::load {

class Dialect;

/// One connection. Idle it is this and its descriptor: no buffer of its own.
struct Client {
    enum class Stage : uint8_t { Closed, Connecting, Greeting, Ready };
    int fd = -1;
    Stage stage = Stage::Closed;
    uint8_t step = 0; ///< of the greeting, for the dialect
    bool reading = true;
    bool writing = false;   ///< waits to be writable
    uint16_t closeCode = 0; ///< that the server gave when it closed
    std::string rest;       ///< the begun frame or line
    std::string out;        ///< what the socket has not taken yet
};

/// Thousands of connections to one port of the loopback on one epoll descriptor and one thread. What is said
/// on them is the dialect's. Failures of the machine (no descriptors, no ports) end the process with a
/// message.
class Engine {
public:
    Engine(Dialect& dialect, uint16_t port);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Adds `count` clients, not connected yet. The number of the first.
    uint32_t add(uint32_t count);
    uint32_t size() const { return uint32_t(m_clients.size()); }
    Client& client(uint32_t index) { return m_clients[index]; }

    /// Connections that begin from now on have receive buffers of that size in the kernel; 0 for its usual
    /// ones.
    void setReceiveBuffer(int bytes) { m_receiveBuffer = bytes; }

    /// Connects those clients, `atOnce` of them under way at a time, and waits until each is ready. False if
    /// one was refused or `seconds` have passed.
    bool connect(uint32_t first, uint32_t count, uint32_t atOnce, double seconds);
    /// Begins to connect one; turn() goes on with it.
    void begin(uint32_t index);
    /// Takes it away without a close, as a lost connection is.
    void abort(uint32_t index);

    /// Takes what has come until `until` (by now()), waiting for at most that long, and returns after one
    /// turn of the loop.
    void turn(int64_t until);
    void send(uint32_t index, const char* data, size_t size);
    /// From now on nothing is read from that socket: its peer's queue fills.
    void stopReading(uint32_t index);

    /// For the dialect: the client has said all that it must and may be used.
    void setReady(Client& client);
    uint32_t ready() const { return m_ready; }
    /// Connections that the server has closed or refused.
    uint32_t lost() const { return m_lost; }
    int64_t receivedBytes() const { return m_received; }

private:
    void close(uint32_t index, bool byServer);
    void connected(uint32_t index);
    void flush(uint32_t index);
    void read(uint32_t index);
    void watch(uint32_t index);

    Dialect& m_dialect;
    const uint16_t m_port;
    int m_epoll;
    std::vector<Client> m_clients;
    std::vector<char> m_buffer;
    uint32_t m_ready = 0;
    uint32_t m_lost = 0;
    int64_t m_received = 0;
    int m_receiveBuffer = 0;
};

/// The most descriptors that this process may have; raises the limit to it.
uint64_t raiseDescriptorLimit();

} // namespace parlor::load
