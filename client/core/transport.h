// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/failure.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace parlor {

struct HttpRequest {
    QByteArray method; ///< "GET", "POST", …
    QString path;      ///< from the root, percent-encoded, with its query: "/api/v1/users?ids=…"
    QByteArray body;   ///< JSON, or empty for none
    QString bearer;    ///< access token, or empty for none
};
struct HttpResponse {
    int status = 0;
    QByteArray body;
    std::optional<int> retryAfter; ///< seconds, from the header
};

/// The way to one server: HTTP requests, and at most one WebSocket at a time. Everything on the thread that
/// it lives on; no call blocks; no signal and no callback comes before the call that caused it has returned.
class Transport : public QObject {
    Q_OBJECT
public:
    using HttpDone = std::function<void(const tl::expected<HttpResponse, Failure>&)>;

    explicit Transport(QObject* parent = nullptr);
    ~Transport() override;

    /// Ends in exactly one call of `done`: the response whatever its status, or a Failure with a
    /// NetworkProblem (Timeout after 30 seconds). Never calls it once the transport is destroyed.
    virtual void request(const HttpRequest& request, HttpDone done) = 0;

    /// Opens the socket at "/ws" with subprotocol parlor.v1 and `token` in the Authorization header; ends in
    /// socketOpened() or socketClosed(). An open socket is dropped first, without a signal.
    virtual void openSocket(const QString& token) = 0;
    /// One text frame, UTF-8. Dropped if the socket is not open.
    virtual void sendText(const QByteArray& text) = 0;
    /// Drops the socket at once. No signal about it follows.
    virtual void dropSocket() = 0;

Q_SIGNALS:
    void socketOpened();
    void textReceived(const QByteArray& text);
    /// The socket ended, or could not be opened. `closeCode` is the peer's close code (CloseCode), 0 if there
    /// was none; `httpStatus` is the answer to a refused upgrade, 0 if there was none.
    void socketClosed(int closeCode, int httpStatus, const parlor::Failure& failure);
};

/// Makes the transport to `server`. Called on the core's thread.
using TransportFactory = std::function<std::unique_ptr<Transport>(const QUrl& server)>;

} // namespace parlor
