// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/network_transport.h"

#include "shared/limits.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QRegularExpression>
#include <QSslError>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

NetworkProblem problemOf(QNetworkReply::NetworkError error) {
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return NetworkProblem::Refused;
    case QNetworkReply::HostNotFoundError:
        return NetworkProblem::HostNotFound;
    case QNetworkReply::RemoteHostClosedError:
        return NetworkProblem::Disconnected;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: // how a transfer time-out ends
        return NetworkProblem::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return NetworkProblem::Tls;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return NetworkProblem::NoNetwork;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return NetworkProblem::NotParlor;
    default:
        return NetworkProblem::Other;
    }
}

NetworkProblem problemOf(QAbstractSocket::SocketError error) {
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return NetworkProblem::Refused;
    case QAbstractSocket::HostNotFoundError:
        return NetworkProblem::HostNotFound;
    case QAbstractSocket::RemoteHostClosedError:
        return NetworkProblem::Disconnected;
    case QAbstractSocket::SocketTimeoutError:
        return NetworkProblem::Timeout;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return NetworkProblem::Tls;
    default:
        return NetworkProblem::Other;
    }
}

/// QWebSocket tells the status of a refused upgrade in its error's text alone.
int refusedStatus(const QString& errorString) {
    static const QRegularExpression status(u"\\b([1-5][0-9]{2})\\b"_s);
    return status.match(errorString).captured(1).toInt();
}

} // namespace

struct NetworkTransport::Private {
    Private(NetworkTransport* transport, const QUrl& url, const Limits& bounds)
        : q(transport)
        , server(url)
        , limits(bounds) {}

    NetworkTransport* q;
    QUrl server;
    Limits limits;
    QNetworkAccessManager manager;
    QPointer<QWebSocket> socket;
    QTimer openTimer;
    bool opened = false;
    QString tlsErrors;

    QNetworkRequest requestTo(const QString& path, const QString& bearer) const {
        QUrl url = server;
        const qsizetype query = path.indexOf(QLatin1Char('?'));
        url.setPath(path.left(query < 0 ? path.size() : query), QUrl::StrictMode);
        if (query >= 0)
            url.setQuery(path.mid(query + 1), QUrl::StrictMode);
        QNetworkRequest request(url);
        if (!bearer.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + bearer.toUtf8());
        request.setRawHeader("User-Agent", "Parlor");
        return request;
    }

    void release() {
        openTimer.stop();
        if (!socket)
            return;
        QObject::disconnect(socket, nullptr, q, nullptr);
        socket->abort();
        socket->deleteLater();
        socket = nullptr;
    }

    void end(int closeCode, int httpStatus, const Failure& failure) {
        release();
        Q_EMIT q->socketClosed(closeCode, httpStatus, failure);
    }

    void onError(QAbstractSocket::SocketError error) {
        if (!socket)
            return;
        // An end of an open socket is told by disconnected(), with its close code.
        if (opened)
            return;
        const QString text = socket->errorString();
        if (!tlsErrors.isEmpty()) {
            end(0, 0, networkFailure(NetworkProblem::Tls, tlsErrors));
            return;
        }
        const int status =
            error == QAbstractSocket::UnknownSocketError || error == QAbstractSocket::ConnectionRefusedError
                ? refusedStatus(text)
                : 0;
        const NetworkProblem problem = status == 0     ? problemOf(error)
                                       : status >= 500 ? NetworkProblem::None
                                                       : NetworkProblem::NotParlor;
        end(0, status, {Error(ErrorCode::Unavailable, text), problem});
    }

    void onDisconnected() {
        if (!socket)
            return;
        if (!opened) {
            // The error that says why comes after this, if one comes at all.
            QMetaObject::invokeMethod(
                q,
                [this, failed = socket] {
                    if (failed && failed == socket)
                        end(0, 0, networkFailure(NetworkProblem::Disconnected, failed->errorString()));
                },
                Qt::QueuedConnection);
            return;
        }
        const int code = int(socket->closeCode());
        const QString reason =
            socket->closeReason().isEmpty() ? socket->errorString() : socket->closeReason();
        end(code, 0, networkFailure(NetworkProblem::Disconnected, reason));
    }
};

NetworkTransport::NetworkTransport(const QUrl& server, QObject* parent)
    : NetworkTransport(server, Limits(), parent) {}

NetworkTransport::NetworkTransport(const QUrl& server, const Limits& limits, QObject* parent)
    : Transport(parent)
    , d(new Private(this, server, limits)) {
    d->manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    d->manager.setTransferTimeout(int(limits.requestTimeout.count()));
    d->openTimer.setSingleShot(true);
    connect(&d->openTimer, &QTimer::timeout, this, [this] {
        d->end(0, 0, networkFailure(NetworkProblem::Timeout, u"the connection was not made in time"_s));
    });
}

NetworkTransport::~NetworkTransport() {
    d->release();
}

void NetworkTransport::request(const HttpRequest& request, HttpDone done) {
    QNetworkRequest network = d->requestTo(request.path, request.bearer);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    if (!request.body.isEmpty())
        network.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply* reply = request.method == "GET"
                               ? d->manager.get(network)
                               : d->manager.sendCustomRequest(network, request.method, request.body);

    // The transfer time-out begins anew with every byte: a peer that drips is ended by this one.
    auto* deadline = new QTimer(reply);
    deadline->setSingleShot(true);
    connect(deadline, &QTimer::timeout, reply, &QNetworkReply::abort);
    deadline->start(d->limits.requestTimeout * 2);
    connect(reply, &QNetworkReply::downloadProgress, reply,
            [reply, most = d->limits.responseMax](qint64 received) {
                if (received > most) {
                    reply->setProperty("tooLarge", true);
                    reply->abort();
                }
            });
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QNetworkReply::NetworkError error = reply->error();
        if (reply->property("tooLarge").toBool()) {
            done(tl::unexpected(networkFailure(NetworkProblem::NotParlor, u"the answer is too large"_s)));
            return;
        }
        // What Qt calls an error of content or server is an answer like any other.
        if (status == 0 || (error != QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied)) {
            done(tl::unexpected(networkFailure(problemOf(error), reply->errorString())));
            return;
        }
        HttpResponse response;
        response.status = status;
        response.body = reply->readAll();
        bool isNumber = false;
        const int seconds = reply->rawHeader("Retry-After").toInt(&isNumber);
        if (isNumber && seconds >= 0)
            response.retryAfter = std::min(seconds, 86'400);
        done(response);
    });
}

void NetworkTransport::openSocket(const QString& token) {
    d->release();
    d->tlsErrors.clear();
    d->opened = false;
    auto* socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    d->socket = socket;
    // A received message is held whole; what we send is never split (a character across two fragments closes
    // with 1007).
    socket->setMaxAllowedIncomingFrameSize(d->limits.messageMax);
    socket->setMaxAllowedIncomingMessageSize(d->limits.messageMax);
    // QWebSocket takes a frame only once all of it is in the buffer, and the server never fragments.
    socket->setReadBufferSize(qint64(d->limits.messageMax) + 64 * 1024);
    socket->setOutgoingFrameSize(limits::frameMax);

    connect(socket, &QWebSocket::connected, this, [this] {
        d->openTimer.stop();
        d->opened = true;
        Q_EMIT socketOpened();
    });
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& text) { Q_EMIT textReceived(text.toUtf8()); });
    connect(socket, &QWebSocket::disconnected, this, [this] { d->onDisconnected(); });
    connect(socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
        QStringList texts;
        for (const QSslError& error : errors)
            texts.append(error.errorString());
        d->tlsErrors = texts.join(u"; "_s);
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(socket, &QWebSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) { d->onError(error); });
#else
    connect(socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this,
            [this](QAbstractSocket::SocketError error) { d->onError(error); });
#endif

    QNetworkRequest request = d->requestTo(u"/ws"_s, token);
    QUrl url = request.url();
    url.setScheme(url.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    request.setUrl(url);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"parlor.v1"_s});
    d->openTimer.start(d->limits.openTimeout);
    socket->open(request, options);
}

void NetworkTransport::sendText(const QByteArray& text) {
    if (d->socket && d->socket->state() == QAbstractSocket::ConnectedState)
        d->socket->sendTextMessage(QString::fromUtf8(text));
}

void NetworkTransport::dropSocket() {
    d->release();
}

TransportFactory networkTransportFactory() {
    return [](const QUrl& server) { return std::make_unique<NetworkTransport>(server); };
}

} // namespace parlor
