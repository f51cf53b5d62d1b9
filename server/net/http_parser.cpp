// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/http_parser.h"

#include "server/net/feed_socket.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QPointer>
#include <QTcpServer>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace parlor::net {

namespace {

std::optional<Method> methodOf(const QHttpServerRequest& request) {
    switch (request.method()) {
    case QHttpServerRequest::Method::Get:
        return Method::Get;
    case QHttpServerRequest::Method::Head:
        return Method::Head;
    case QHttpServerRequest::Method::Post:
        return Method::Post;
    case QHttpServerRequest::Method::Put:
        return Method::Put;
    case QHttpServerRequest::Method::Patch:
        return Method::Patch;
    case QHttpServerRequest::Method::Delete:
        return Method::Delete;
    case QHttpServerRequest::Method::Options:
        return Method::Options;
    default:
        return std::nullopt;
    }
}

/// A copy that shares nothing with Qt's parser. A request crosses to the pool's threads; the parser, which is
/// reused for the next one, stays here.
QByteArray unshared(QByteArrayView bytes) {
    return bytes.toByteArray();
}

QList<QPair<QByteArray, QByteArray>> headersOf(const QHttpServerRequest& request) {
    QList<QPair<QByteArray, QByteArray>> list;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const auto pairs = request.headers().toListOfPairs();
#else
    const auto pairs = request.headers();
#endif
    list.reserve(pairs.size());
    for (const auto& [name, value] : pairs)
        list.append({unshared(name.toLower()), unshared(value)});
    return list;
}

/// Hands a socket to QAbstractHttpServer as if it had been accepted.
class HandOverServer : public QTcpServer {
public:
    HandOverServer() {
        // QAbstractHttpServer binds to listening servers only (since 6.8 it insists). This one has a
        // descriptor that is bound to nothing, so that no port is opened.
#ifdef Q_OS_UNIX
        setSocketDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
#else
        listen(QHostAddress::LocalHost);
#endif
        pauseAccepting();
    }

    void handOver(QTcpSocket* socket) {
        addPendingConnection(socket); // QAbstractHttpServer takes it while this signals
        pauseAccepting();             // nextPendingConnection() has resumed it
    }
};

class PartsServer : public QAbstractHttpServer {
public:
    PartsServer()
        : m_server(new HandOverServer) {
        bind(m_server); // takes it over
    }

    ~PartsServer() override {
        delete m_feed; // Qt 6.4 leaves it to its end of connection, which this one has not
    }

    Result<HttpParser::Parts> parse(Method method, const QByteArray& request) {
        if (!m_feed || m_feed->isClosed()) {
            m_feed = new FeedSocket;
            m_server->handOver(m_feed);
        }
        m_method.reset();
        m_parts = {};
        m_feed->feed(request);
        const bool consumed = m_feed->bytesAvailable() == 0 && !m_feed->isClosed();
        if (!consumed || m_method != method) {
            m_feed->setLost(); // Qt deletes it
            m_feed.clear();
            return fail(ErrorCode::Invalid, QStringLiteral("The request is malformed."));
        }
        return std::move(m_parts);
    }

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest& request, QHttpServerResponder&) override {
        return take(request);
    }
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder&) override {}
#elif QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest& request, QHttpServerResponder&) override {
        return take(request);
    }
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder&&) override {}
#else
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket*) override {
        return take(request);
    }
    void missingHandler(const QHttpServerRequest&, QTcpSocket*) override {}
#endif

private:
    bool take(const QHttpServerRequest& request) {
        m_method = methodOf(request);
        m_parts.headers = headersOf(request);
        m_parts.body = unshared(request.body());
        return true;
    }

    HandOverServer* m_server;
    QPointer<FeedSocket> m_feed;
    std::optional<Method> m_method;
    HttpParser::Parts m_parts;
};

} // namespace

struct HttpParser::Private {
    PartsServer server;
};

HttpParser::HttpParser()
    : d(std::make_unique<Private>()) {}

HttpParser::~HttpParser() = default;

Result<HttpParser::Parts> HttpParser::parse(Method method, const QByteArray& request) {
    return d->server.parse(method, request);
}

} // namespace parlor::net
