// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"

namespace parlor::net {

/// What goes into the head of a reply beside the response itself.
struct ResponseHead {
    int status = 200;
    QByteArray contentType; ///< empty: no Content-Type
    QList<QPair<QByteArray, QByteArray>> headers;
    std::optional<qint64> contentLength; ///< nullopt for statuses that have no body
    bool close = false;                  ///< the connection ends after this reply
    bool http10 = false;                 ///< the client must be told when the connection stays open
};

/// The one place where header lines are written. A name that is no token, or a value with a control
/// character, would split the response: Internal.
Result<QByteArray> writeHead(const ResponseHead& head);

/// Whether a reply of this status has no body and no Content-Length (RFC 9110, 8.6).
bool hasNoBody(int status);

} // namespace parlor::net
