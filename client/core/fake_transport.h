// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/transport.h"

#include <QHash>

#include <memory>
#include <mutex>

namespace parlor {

class FakeServer;
class FakeTransport;

/// How a transport reaches its server, and a server its transports, each on its own thread: null once the
/// other is gone.
template <typename T>
struct FakeLink {
    std::mutex mutex;
    T* target = nullptr;

    /// Runs `function(*target)` on the target's thread, soon, if it is still there then.
    template <typename Function>
    void post(Function function) {
        const std::lock_guard lock(mutex);
        if (target) {
            QMetaObject::invokeMethod(
                target, [to = target, function = std::move(function)] { function(*to); },
                Qt::QueuedConnection);
        }
    }
    void cut() {
        const std::lock_guard lock(mutex);
        target = nullptr;
    }
};
using FakeServerLink = std::shared_ptr<FakeLink<FakeServer>>;
using FakeTransportLink = std::shared_ptr<FakeLink<FakeTransport>>;

/// The client's end of a FakeServer.
class FakeTransport : public Transport {
    Q_OBJECT
public:
    explicit FakeTransport(FakeServerLink server);
    ~FakeTransport() override;

    void request(const HttpRequest& request, HttpDone done) override;
    void openSocket(const QString& token) override;
    void sendText(const QByteArray& text) override;
    void dropSocket() override;

    // From the server. Sockets are counted, so that what belongs to a former one is ignored.
    void onResponse(quint64 request, const tl::expected<HttpResponse, Failure>& response);
    void onOpened(quint64 socket);
    void onText(quint64 socket, const QByteArray& text);
    void onClosed(quint64 socket, int closeCode, int httpStatus, const Failure& failure);

private:
    FakeServerLink m_server;
    FakeTransportLink m_self;
    quint64 m_lastRequest = 0;
    quint64 m_socket = 0; ///< the present one, 0 if none
    quint64 m_lastSocket = 0;
    QHash<quint64, HttpDone> m_requests;
};

} // namespace parlor
