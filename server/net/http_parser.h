// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"

#include <memory>

namespace parlor::net {

/// Qt's HTTP server, reduced to what can be trusted of it: one whole request that passed parseHead() in, its
/// parts out. It never sees a real socket, so that its raw pointers, missing limits and pipelining do no
/// harm. Knows the API changes between Qt 6.4 and 6.8 and after. One per network thread.
class HttpParser {
public:
    HttpParser();
    ~HttpParser();
    HttpParser(const HttpParser&) = delete;
    HttpParser& operator=(const HttpParser&) = delete;

    struct Parts {
        QList<QPair<QByteArray, QByteArray>> headers; ///< names in lower case
        QByteArray body;
    };
    /// `request` is a head and its body, exactly. Invalid if Qt does not take it, or takes it for another
    /// method.
    Result<Parts> parse(Method method, const QByteArray& request);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace parlor::net
