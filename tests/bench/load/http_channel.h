// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace parlor::load {

/// One kept-alive HTTP connection to 127.0.0.1 that waits for each answer: for setting things up, from any
/// thread. Ends the process with a message when the server does not answer.
class HttpChannel {
public:
    explicit HttpChannel(uint16_t port);
    ~HttpChannel();
    HttpChannel(const HttpChannel&) = delete;
    HttpChannel& operator=(const HttpChannel&) = delete;

    /// The body of the answer; `status` takes its number. `token` and `body` (JSON) may be empty.
    std::string ask(const std::string& method, const std::string& path, const std::string& token,
                    const std::string& body, int& status);

private:
    const uint16_t m_port;
    int m_fd = -1;
};

} // namespace parlor::load
