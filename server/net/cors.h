// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/request_head.h"
#include "server/net/server.h"

#include <QByteArray>
#include <QList>
#include <QPair>

namespace parlor::net {

/// The headers by which a browser lets a web page of another origin use this server (Fetch standard, 3.2):
/// for the listed origins, which may also open a WebSocket, and none for others. Tokens travel in the
/// Authorization header, never in cookies, so credentials are not allowed.
QList<QPair<QByteArray, QByteArray>> corsHeaders(const RequestHead& request, const HttpResponse& response,
                                                 const ServerConfig& config);

} // namespace parlor::net
