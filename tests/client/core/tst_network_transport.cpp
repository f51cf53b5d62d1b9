// SPDX-License-Identifier: GPL-3.0-or-later
// Against raw local servers: what they say is written byte by byte.
#include "client/core/api.h"
#include "client/core/network_transport.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace parlor;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Answers each connection's first request with fixed bytes, or with silence.
struct RawServer {
    explicit RawServer(const QByteArray& bytes, bool thenClose = true)
        : answer(bytes)
        , close(thenClose) {
        server.listen(QHostAddress::LocalHost);
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            QTcpSocket* socket = server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                received += socket->readAll();
                if (socket->property("answered").toBool() || !received.contains("\r\n\r\n"))
                    return;
                socket->setProperty("answered", true);
                socket->write(answer);
                if (close)
                    socket->disconnectFromHost();
            });
        });
    }
    QUrl url(const QString& scheme = u"http"_s) const {
        return QUrl(u"%1://127.0.0.1:%2"_s.arg(scheme).arg(server.serverPort()));
    }
    QByteArray answer;
    bool close;
    QByteArray received;
    QTcpServer server;
};

QByteArray response(const QByteArray& status, const QByteArray& body, const QByteArray& headers = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
           headers + "\r\n" + body;
}

/// One that takes WebSockets.
struct SocketServer {
    SocketServer() {
        server.setSupportedSubprotocols({u"parlor.v1"_s});
        server.listen(QHostAddress::LocalHost);
        QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] {
            peer = server.nextPendingConnection();
            peer->setParent(&server);
            QObject::connect(peer, &QWebSocket::textMessageReceived, &server,
                             [this](const QString& text) { received.append(text.toUtf8()); });
            if (!greeting.isEmpty())
                peer->sendTextMessage(greeting);
        });
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())); }
    QWebSocketServer server{u"test"_s, QWebSocketServer::NonSecureMode};
    QWebSocket* peer = nullptr;
    QString greeting;
    QList<QByteArray> received;
};

using Response = tl::expected<HttpResponse, Failure>;

} // namespace

class TestNetworkTransport : public QObject {
    Q_OBJECT

    static Response request(Transport& transport, const HttpRequest& request) {
        std::optional<Response> got;
        transport.request(request, [&](const Response& answer) { got = answer; });
        if (got || !QTest::qWaitFor([&] { return got.has_value(); }, 20'000))
            return tl::unexpected(networkFailure(NetworkProblem::Other, u"the test waited in vain"_s));
        return *got;
    }
    static quint16 deadPort() {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        return server.serverPort();
    }

private Q_SLOTS:
    void asksAndGetsAnswers();
    void answersOfEveryStatus_data();
    void answersOfEveryStatus();
    void followsNoRedirect();
    void failures_data();
    void failures();
    void anAnswerThatIsTooLarge();
    void aServerThatDrips();
    void isNotCalledBackOnceItIsGone();
    void opensASocketAndTalks();
    void aFrameRightAfterTheHandshake();
    void largeMessagesBothWays();
    void tellsTheCloseCode();
    void aBrokenConnection();
    void socketsThatCannotBeOpened_data();
    void socketsThatCannotBeOpened();
    void aSocketThatNeverOpens();
    void droppingIsSilent();
    void aSecondOpeningReplacesTheFirst();
};

void TestNetworkTransport::asksAndGetsAnswers() {
    RawServer server(response("201 Created", R"({"a":1})", "Retry-After: 7\r\n"));
    NetworkTransport transport(server.url());
    const auto answer =
        request(transport, {"POST", u"/api/v1/rooms?q=a%20%26b"_s, R"({"name":"x"})", u"token-1"_s});
    QVERIFY(answer);
    QCOMPARE(answer->status, 201);
    QCOMPARE(answer->body, QByteArray(R"({"a":1})"));
    QCOMPARE(answer->retryAfter, 7);
    QVERIFY(server.received.startsWith("POST /api/v1/rooms?q=a%20%26b HTTP/1.1\r\n"));
    const QByteArray lower = server.received.toLower();
    QVERIFY(lower.contains("\r\nauthorization: bearer token-1\r\n"));
    QVERIFY(lower.contains("\r\ncontent-type: application/json\r\n"));
    QVERIFY(lower.contains("\r\ncontent-length: 12\r\n"));
    QVERIFY(server.received.endsWith(R"({"name":"x"})"));
}

void TestNetworkTransport::answersOfEveryStatus_data() {
    QTest::addColumn<QByteArray>("status");
    for (const char* status :
         {"200 OK", "204 No Content", "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found",
          "409 Conflict", "413 Too Large", "429 Too Many Requests", "500 Internal Server Error",
          "503 Service Unavailable"})
        QTest::newRow(status) << QByteArray(status);
}

void TestNetworkTransport::answersOfEveryStatus() {
    QFETCH(QByteArray, status);
    const int code = status.left(3).toInt();
    RawServer server(code == 204 ? "HTTP/1.1 204 No Content\r\n\r\n"
                                 : response(status, R"({"error":{"code":"taken"}})"));
    NetworkTransport transport(server.url());
    const auto answer = request(transport, {"GET", u"/x"_s, {}, {}});
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().error.message()));
    QCOMPARE(answer->status, code);
    QCOMPARE(answer->body.isEmpty(), code == 204);
}

void TestNetworkTransport::followsNoRedirect() {
    RawServer elsewhere(response("200 OK", "stolen"));
    RawServer server(response("302 Found", {}, "Location: " + elsewhere.url().toEncoded() + "/\r\n"));
    NetworkTransport transport(server.url());
    const auto answer = request(transport, {"GET", u"/x"_s, {}, u"token"_s});
    QCOMPARE(readResponse(answer).error().network, NetworkProblem::NotParlor);
    QVERIFY(elsewhere.received.isEmpty());
}

void TestNetworkTransport::failures_data() {
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("problem");
    QTest::newRow("refused") << u"refused"_s << int(NetworkProblem::Refused);
    QTest::newRow("closed") << u"closed"_s << int(NetworkProblem::Disconnected);
    QTest::newRow("cut short") << u"cut"_s << int(NetworkProblem::Disconnected);
    QTest::newRow("silent") << u"silent"_s << int(NetworkProblem::Timeout);
    QTest::newRow("not TLS") << u"tls"_s << int(NetworkProblem::Tls);
}

void TestNetworkTransport::failures() {
    QFETCH(QString, how);
    NetworkTransport::Limits limits;
    limits.requestTimeout = 500ms;
    RawServer server(how == u"cut"_s ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf" : QByteArray(),
                     how != u"silent"_s);
    QUrl url = server.url(how == u"tls"_s ? u"https"_s : u"http"_s);
    if (how == u"refused"_s)
        url.setPort(deadPort());
    if (how == u"tls"_s) {
        // Plain text where TLS is expected.
        connect(&server.server, &QTcpServer::newConnection, &server.server, [&] {
            for (QTcpSocket* socket : server.server.findChildren<QTcpSocket*>())
                socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
    }
    NetworkTransport transport(url, limits);
    const auto answer = request(transport, {"GET", u"/x"_s, {}, {}});
    QVERIFY(!answer);
    QTEST(int(answer.error().network), "problem");
    QVERIFY(answer.error().retryable());
}

void TestNetworkTransport::anAnswerThatIsTooLarge() {
    RawServer server(response("200 OK", QByteArray(100'000, 'x')));
    NetworkTransport::Limits limits;
    limits.responseMax = 50'000;
    NetworkTransport transport(server.url(), limits);
    QCOMPARE(request(transport, {"GET", u"/x"_s, {}, {}}).error().network, NetworkProblem::NotParlor);
}

void TestNetworkTransport::aServerThatDrips() {
    RawServer server("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", false);
    QTimer drip;
    connect(&drip, &QTimer::timeout, &server.server, [&] {
        for (QTcpSocket* socket : server.server.findChildren<QTcpSocket*>())
            socket->write("x");
    });
    drip.start(50);
    NetworkTransport::Limits limits;
    limits.requestTimeout = 400ms;
    NetworkTransport transport(server.url(), limits);
    QCOMPARE(request(transport, {"GET", u"/x"_s, {}, {}}).error().network, NetworkProblem::Timeout);
}

void TestNetworkTransport::isNotCalledBackOnceItIsGone() {
    RawServer server(response("200 OK", "x"));
    bool called = false;
    {
        NetworkTransport transport(server.url());
        transport.request({"GET", u"/x"_s, {}, {}}, [&](const Response&) { called = true; });
        transport.openSocket(u"t"_s);
    }
    RawServer other(response("200 OK", "x"));
    NetworkTransport second(other.url());
    QVERIFY(request(second, {"GET", u"/x"_s, {}, {}}));
    QVERIFY(!called);
}

void TestNetworkTransport::opensASocketAndTalks() {
    SocketServer server;
    NetworkTransport transport(server.url());
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy texts(&transport, &Transport::textReceived);
    transport.sendText("too early");
    transport.openSocket(u"token-1"_s);
    QVERIFY(opened.wait());
    QTRY_VERIFY(server.peer);
    QCOMPARE(server.peer->request().rawHeader("Authorization"), QByteArray("Bearer token-1"));
    QCOMPARE(server.peer->requestUrl().path(), u"/ws"_s);
    QCOMPARE(server.peer->subprotocol(), u"parlor.v1"_s);
    transport.sendText(R"({"type":"ping"})");
    QTRY_COMPARE(server.received, QList<QByteArray>{R"({"type":"ping"})"});
    server.peer->sendTextMessage(u"ünï 🦊"_s);
    QTRY_COMPARE(texts.count(), 1);
    QCOMPARE(texts.first().first().toByteArray(), u"ünï 🦊"_s.toUtf8());
}

void TestNetworkTransport::aFrameRightAfterTheHandshake() {
    // The server greets at once: its frame may come in the same packet as the handshake's answer.
    for (int i = 0; i < 20; ++i) {
        SocketServer server;
        server.greeting = u"hello"_s;
        NetworkTransport transport(server.url());
        QSignalSpy texts(&transport, &Transport::textReceived);
        transport.openSocket({});
        QTRY_COMPARE(texts.count(), 1);
    }
}

void TestNetworkTransport::largeMessagesBothWays() {
    SocketServer server;
    NetworkTransport transport(server.url());
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy texts(&transport, &Transport::textReceived);
    transport.openSocket({});
    QVERIFY(opened.wait());
    QTRY_VERIFY(server.peer);
    // Two and four byte characters throughout: split anywhere, it would not survive.
    const QString large = u"ü🦊"_s.repeated(40'000);
    transport.sendText(large.toUtf8());
    QTRY_COMPARE(server.received.size(), 1);
    QCOMPARE(server.received.first(), large.toUtf8());
    const QString larger(4'000'000, u'x');
    server.peer->setOutgoingFrameSize(8'000'000);
    server.peer->sendTextMessage(larger);
    QTRY_COMPARE_WITH_TIMEOUT(texts.count(), 1, 20'000);
    QCOMPARE(texts.first().first().toByteArray().size(), larger.size());
}

void TestNetworkTransport::tellsTheCloseCode() {
    for (const int code : {1000, 1001, 1011, 4401, 4408, 4429}) {
        SocketServer server;
        NetworkTransport transport(server.url());
        QSignalSpy opened(&transport, &Transport::socketOpened);
        QSignalSpy closed(&transport, &Transport::socketClosed);
        transport.openSocket({});
        QVERIFY(opened.wait());
        QTRY_VERIFY(server.peer);
        server.peer->close(QWebSocketProtocol::CloseCode(code), u"why"_s);
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.first().at(0).toInt(), code);
    }
}

void TestNetworkTransport::aBrokenConnection() {
    SocketServer server;
    NetworkTransport transport(server.url());
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy closed(&transport, &Transport::socketClosed);
    transport.openSocket({});
    QVERIFY(opened.wait());
    QTRY_VERIFY(server.peer);
    server.peer->abort();
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().at(2).value<Failure>().network, NetworkProblem::Disconnected);
}

void TestNetworkTransport::socketsThatCannotBeOpened_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("problem");
    QTest::newRow("refused") << QByteArray() << 0 << int(NetworkProblem::Refused);
    QTest::newRow("closes") << QByteArray(" ") << 0 << int(NetworkProblem::Disconnected);
    QTest::newRow("unauthorized") << response("401 Unauthorized", {}) << 401
                                  << int(NetworkProblem::NotParlor);
    QTest::newRow("not found") << response("404 Not Found", {}) << 404 << int(NetworkProblem::NotParlor);
    QTest::newRow("unavailable") << response("503 Service Unavailable", {}) << 503
                                 << int(NetworkProblem::None);
    QTest::newRow("a page") << response("200 OK", "<html>") << 200 << int(NetworkProblem::NotParlor);
}

void TestNetworkTransport::socketsThatCannotBeOpened() {
    QFETCH(QByteArray, answer);
    RawServer server(answer.trimmed().isEmpty() ? QByteArray() : answer);
    QUrl url = server.url();
    if (answer.isEmpty())
        url.setPort(deadPort());
    NetworkTransport transport(url);
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy closed(&transport, &Transport::socketClosed);
    transport.openSocket(u"t"_s);
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, 10'000);
    QCOMPARE(opened.count(), 0);
    QTEST(closed.first().at(1).toInt(), "status");
    QTEST(int(closed.first().at(2).value<Failure>().network), "problem");
}

void TestNetworkTransport::aSocketThatNeverOpens() {
    RawServer server({}, false);
    NetworkTransport::Limits limits;
    limits.openTimeout = 200ms;
    NetworkTransport transport(server.url(), limits);
    QSignalSpy closed(&transport, &Transport::socketClosed);
    transport.openSocket({});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.first().at(2).value<Failure>().network, NetworkProblem::Timeout);
}

void TestNetworkTransport::droppingIsSilent() {
    SocketServer server;
    NetworkTransport transport(server.url());
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy closed(&transport, &Transport::socketClosed);
    transport.openSocket({});
    QVERIFY(opened.wait());
    QTRY_VERIFY(server.peer);
    QSignalSpy gone(server.peer, &QWebSocket::disconnected);
    transport.dropSocket();
    QVERIFY(gone.count() > 0 || gone.wait());
    QCOMPARE(closed.count(), 0);
}

void TestNetworkTransport::aSecondOpeningReplacesTheFirst() {
    SocketServer server;
    NetworkTransport transport(server.url());
    QSignalSpy opened(&transport, &Transport::socketOpened);
    QSignalSpy closed(&transport, &Transport::socketClosed);
    transport.openSocket(u"one"_s);
    transport.openSocket(u"two"_s);
    QTRY_VERIFY(server.peer && server.peer->request().rawHeader("Authorization") == "Bearer two");
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(closed.count(), 0);
}

QTEST_GUILESS_MAIN(TestNetworkTransport)
#include "tst_network_transport.moc"
