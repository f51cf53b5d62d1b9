// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/http_channel.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace parlor::load {

HttpChannel::HttpChannel(uint16_t port)
    : m_port(port)
    , m_fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (m_fd < 0 || connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        perror("parlor-load: http");
        exit(1);
    }
    const int one = 1;
    setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

HttpChannel::~HttpChannel() {
    close(m_fd);
}

std::string HttpChannel::ask(const std::string& method, const std::string& path, const std::string& token,
                             const std::string& body, int& status) {
    std::string request =
        method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_port) + "\r\n";
    if (!token.empty())
        request += "Authorization: Bearer " + token + "\r\n";
    if (!body.empty())
        request += "Content-Type: application/json\r\n";
    if (method != "GET")
        request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    request += "\r\n" + body;
    bool failed = send(m_fd, request.data(), request.size(), MSG_NOSIGNAL) != ssize_t(request.size());

    std::string answer;
    size_t headEnd = std::string::npos;
    size_t whole = 0;
    while (!failed && (headEnd == std::string::npos || answer.size() < whole)) {
        char buffer[65536];
        const ssize_t got = recv(m_fd, buffer, sizeof buffer, 0);
        failed = got <= 0;
        answer.append(buffer, size_t(got > 0 ? got : 0));
        if (headEnd != std::string::npos)
            continue;
        headEnd = answer.find("\r\n\r\n");
        if (headEnd == std::string::npos)
            continue;
        whole = headEnd + 4;
        for (size_t line = 0; line < headEnd; line = answer.find("\r\n", line) + 2) {
            if (strncasecmp(answer.c_str() + line, "Content-Length:", 15) == 0)
                whole += size_t(atoll(answer.c_str() + line + 15));
        }
    }
    if (failed) {
        fprintf(stderr, "parlor-load: no answer to %s %s\n", method.c_str(), path.c_str());
        exit(1);
    }
    status = atoi(answer.c_str() + 9);
    return answer.substr(headEnd + 4);
}

} // namespace parlor::load
