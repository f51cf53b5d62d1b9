// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/request_head.h"
#include "server/net/server.h"

namespace parlor::net {

/// The refusal of a request to the WebSocket's path that may not become one; nullopt for one that may.
std::optional<HttpResponse> checkHandshake(const RequestHead& head, const ServerConfig& config);

/// The answer to a checked handshake, with our subprotocol if the client offers it.
QByteArray acceptHandshake(const RequestHead& head, const ServerConfig& config);

} // namespace parlor::net
