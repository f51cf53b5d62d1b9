// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"

namespace parlor::api {

/// GET /api/v1/openapi.json, /api/v1/asyncapi.json and /docs: made once, here, and served from memory,
/// without a token. `version` is the server's.
void addRoutes(net::Router& router, const QString& version);

} // namespace parlor::api
