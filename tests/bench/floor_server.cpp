// SPDX-License-Identifier: GPL-3.0-or-later
// The floor that the network layer is measured against: what the kernel asks for the same work, from a
// program that does nothing else. One thread, epoll, no Qt, no checks, no limits. It answers any request with
// a WebSocket handshake. A text that begins with 'b' goes to every connection. For parlor-load there are
// rooms too: "j~RRRRR" joins the one of that hexadecimal number, "r~RRRRR" goes to all who are in it, once at
// the end of a turn of the loop. Any other text comes back to its sender.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Connection {
    bool upgraded = false;
    std::string in;
    std::string out; // what a room's socket has not taken yet
};

struct Room {
    std::vector<int> members;
    std::string pending; // frames of this turn
};

std::vector<Connection> connections; // by descriptor
std::vector<int> open;               // descriptors that have done the handshake
std::vector<Room> rooms;
std::vector<size_t> spokenIn; // rooms with something pending
int poll = -1;

const char handshake[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: unchecked\r\n\r\n";

std::string textFrame(const char* text, size_t size) {
    std::string frame;
    frame.push_back(char(0x81));
    if (size < 126) {
        frame.push_back(char(size));
    } else {
        frame.push_back(126);
        frame.push_back(char(size >> 8));
        frame.push_back(char(size & 0xff));
    }
    return frame.append(text, size);
}

/// Sends what one reading brought to everybody, with one system call for each.
void broadcast(std::vector<std::string>& frames) {
    std::vector<iovec> parts;
    for (std::string& frame : frames)
        parts.push_back({frame.data(), frame.size()});
    for (const int fd : open) {
        const ssize_t sent = parts.size() == 1 ? write(fd, parts[0].iov_base, parts[0].iov_len)
                                               : writev(fd, parts.data(), int(parts.size()));
        if (sent < 0)
            perror("floor_server: write");
    }
}

Room& roomOf(const std::string& text) {
    const size_t number = strtoul(text.substr(2, 5).c_str(), nullptr, 16);
    if (number >= rooms.size())
        rooms.resize(number + 1);
    if (text[0] == 'r' && rooms[number].pending.empty())
        spokenIn.push_back(number);
    return rooms[number];
}

/// Writes as much of `data` as the socket takes, and keeps the rest until it takes more.
void writeOrKeep(int fd, const std::string& data) {
    std::string& out = connections[size_t(fd)].out;
    const ssize_t sent = out.empty() ? write(fd, data.data(), data.size()) : 0;
    if (sent == ssize_t(data.size()))
        return;
    if (out.empty()) {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT;
        event.data.fd = fd;
        epoll_ctl(poll, EPOLL_CTL_MOD, fd, &event);
    }
    out.append(data, size_t(sent > 0 ? sent : 0), std::string::npos);
}

void writable(int fd) {
    std::string& out = connections[size_t(fd)].out;
    const ssize_t sent = write(fd, out.data(), out.size());
    out.erase(0, size_t(sent > 0 ? sent : 0));
    if (out.empty()) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        epoll_ctl(poll, EPOLL_CTL_MOD, fd, &event);
    }
}

/// At the end of a turn: what was said in each room, with one system call for each member.
void flushRooms() {
    for (const size_t number : spokenIn) {
        for (const int fd : rooms[number].members)
            writeOrKeep(fd, rooms[number].pending);
        rooms[number].pending.clear();
    }
    spokenIn.clear();
}

void frames(int fd, Connection& connection) {
    std::vector<std::string> toAll;
    size_t at = 0;
    const std::string& in = connection.in;
    while (in.size() - at >= 6) {
        size_t size = size_t(in[at + 1] & 0x7f);
        size_t header = 2;
        if (size == 126) {
            size = (size_t(uint8_t(in[at + 2])) << 8) | uint8_t(in[at + 3]);
            header = 4;
        }
        if (in.size() - at < header + 4 + size)
            break;
        const char* mask = in.data() + at + header;
        std::string text(mask + 4, size);
        for (size_t i = 0; i < size; ++i)
            text[i] = char(text[i] ^ mask[i & 3]);
        at += header + 4 + size;
        const std::string frame = textFrame(text.data(), text.size());
        if (!text.empty() && text[0] == 'b')
            toAll.push_back(frame);
        else if (!text.empty() && text[0] == 'j')
            roomOf(text).members.push_back(fd);
        else if (!text.empty() && text[0] == 'r')
            roomOf(text).pending += frame;
        else if (write(fd, frame.data(), frame.size()) < 0)
            perror("floor_server: write");
    }
    connection.in.erase(0, at);
    if (!toAll.empty())
        broadcast(toAll);
}

void readable(int fd) {
    static char buffer[256 * 1024];
    const ssize_t size = read(fd, buffer, sizeof buffer);
    Connection& connection = connections[size_t(fd)];
    if (size <= 0) {
        close(fd);
        std::erase(open, fd);
        for (Room& room : rooms)
            std::erase(room.members, fd);
        connection = Connection();
        return;
    }
    connection.in.append(buffer, size_t(size));
    if (!connection.upgraded) {
        const size_t end = connection.in.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        connection.in.erase(0, end + 4);
        connection.upgraded = true;
        open.push_back(fd);
        if (write(fd, handshake, sizeof handshake - 1) < 0)
            perror("floor_server: write");
    }
    frames(fd, connection);
}

} // namespace

int main() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    connections.resize(limit.rlim_cur < 65536 ? limit.rlim_cur : 65536);

    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int one = 1;
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener, 4096) != 0) {
        perror("floor_server: listen");
        return 1;
    }
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);

    poll = epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        epoll_event events[256];
        const int count = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; ++i) {
            if (events[i].data.fd != listener) {
                if ((events[i].events & EPOLLOUT) && !connections[size_t(events[i].data.fd)].out.empty())
                    writable(events[i].data.fd);
                if (events[i].events & ~uint32_t(EPOLLOUT))
                    readable(events[i].data.fd);
                continue;
            }
            for (int fd; (fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
                event.data.fd = fd;
                epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
            }
        }
        flushRooms();
    }
}
