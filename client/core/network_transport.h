// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/transport.h"

#include <chrono>

namespace parlor {

/// The real one: QNetworkAccessManager and QWebSocket. Certificates are checked by the system's authorities;
/// an error of TLS ends the request and is never waved through. Redirects are not followed: a server's
/// address is what the user typed.
class NetworkTransport : public Transport {
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds requestTimeout{30'000};
        std::chrono::milliseconds openTimeout{15'000}; ///< of the socket, TLS and upgrade included
        qint64 responseMax = 8 * 1024 * 1024;          ///< bytes of an HTTP body
        quint64 messageMax = 64 * 1024 * 1024;         ///< bytes of one WebSocket message: a full `synced`
    };
    explicit NetworkTransport(const QUrl& server, QObject* parent = nullptr);
    NetworkTransport(const QUrl& server, const Limits& limits, QObject* parent = nullptr);
    ~NetworkTransport() override;

    void request(const HttpRequest& request, HttpDone done) override;
    void openSocket(const QString& token) override;
    void sendText(const QByteArray& text) override;
    void dropSocket() override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

TransportFactory networkTransportFactory();

} // namespace parlor
