// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"
#include "server/net/server.h"

namespace parlor {

/// The network layer's configuration as the settings have it.
inline net::ServerConfig netConfig(const admin::Settings& settings) {
    net::ServerConfig config;
    config.address = settings.listenAddress;
    config.port = settings.listenPort;
    config.threads = settings.threads;
    config.maxConnections = settings.maxConnections;
    config.tlsCertificateFile = settings.tlsCertificate.toUtf8();
    config.tlsKeyFile = settings.tlsKey.toUtf8();
    config.allowedOrigins = settings.allowedOrigins;
    config.trustedProxies = settings.trustedProxies;
    return config;
}

} // namespace parlor
