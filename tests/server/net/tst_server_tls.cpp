// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QProcess>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

using namespace std::chrono_literals;

/// The server with a certificate of its own.
class TestServerTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_server.reset(); }

    void badTlsFilesAreNamed_data();
    void badTlsFilesAreNamed();
    void speaksTls();
    void plainHttpOnTlsIsDropped();

private:
    std::unique_ptr<TestServer> m_server;
    QTemporaryDir m_dir;
    QByteArray m_certificate;
    QByteArray m_key;
};

void TestServerTls::initTestCase() {
    m_certificate = QFile::encodeName(m_dir.filePath(QStringLiteral("cert.pem")));
    m_key = QFile::encodeName(m_dir.filePath(QStringLiteral("key.pem")));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                   QStringLiteral("-keyout"), QFile::decodeName(m_key), QStringLiteral("-out"),
                   QFile::decodeName(m_certificate), QStringLiteral("-days"), QStringLiteral("2"),
                   QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                   QStringLiteral("subjectAltName=DNS:localhost")});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
}

void TestServerTls::badTlsFilesAreNamed_data() {
    QTest::addColumn<bool>("certificate"); // which of the two is bad
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no certificate file") << true << QByteArray() << ErrorCode::Io;
    QTest::newRow("no key file") << false << QByteArray() << ErrorCode::Io;
    QTest::newRow("certificate is not one") << true << QByteArray("hello") << ErrorCode::Corrupt;
    QTest::newRow("key is not one") << false << QByteArray("hello") << ErrorCode::Corrupt;
}

void TestServerTls::badTlsFilesAreNamed() {
    QFETCH(const bool, certificate);
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorCode, code);
    QTemporaryDir dir;
    const QString bad = dir.filePath(QStringLiteral("bad.pem"));
    if (!content.isEmpty()) {
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    ServerConfig config = testConfig();
    config.tlsCertificateFile = certificate ? QFile::encodeName(bad) : m_certificate;
    config.tlsKeyFile = certificate ? m_key : QFile::encodeName(bad);
    Router router;
    TestFactory factory;
    QThreadPool pool;
    Server server(config, router, factory, pool);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code(), code);
    QVERIFY(started.error().message().contains(bad));
}

void TestServerTls::speaksTls() {
    ServerConfig config = testConfig();
    config.tlsCertificateFile = m_certificate;
    config.tlsKeyFile = m_key;
    m_server = std::make_unique<TestServer>(config);
    const QByteArray big(3'000'000, 'x');
    m_server->router.add(Method::Get, "/big", [&big](const HttpRequest& request, auto&) {
        HttpResponse response;
        response.body = request.secure ? big : QByteArray();
        return response;
    });
    m_server->factory.onText = [](WebSocketConnection& connection, const QByteArray& text) {
        for (int i = 0; i < 100; ++i)
            connection.send(SharedFrame::text(text + ' ' + QByteArray::number(i)));
    };
    m_server->start();

    const auto connectTo = [this](QSslSocket& socket) {
        QSslConfiguration trust = socket.sslConfiguration();
        trust.setCaCertificates(QSslCertificate::fromPath(QFile::decodeName(m_certificate)));
        socket.setSslConfiguration(trust);
        socket.setPeerVerifyName(QStringLiteral("localhost"));
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->port());
        return socket.waitForEncrypted();
    };
    QSslSocket http;
    QVERIFY2(connectTo(http), qPrintable(http.errorString()));
    http.write(get("/big", "Connection: close\r\n"));
    QByteArray received;
    while (http.state() == QAbstractSocket::ConnectedState && http.waitForReadyRead())
        received += http.readAll();
    received += http.readAll();
    QVERIFY(received.startsWith("HTTP/1.1 200"));
    QVERIFY(received.endsWith(big));

    QSslSocket socket;
    QVERIFY(connectTo(socket));
    socket.write(RawWebSocket::handshakeRequest("/ws") + RawWebSocket::frame(0x81, "hello"));
    QByteArray expected;
    for (int i = 0; i < 100; ++i)
        expected += SharedFrame::text("hello " + QByteArray::number(i)).bytes();
    received.clear();
    while (!received.endsWith(expected) && socket.waitForReadyRead())
        received += socket.readAll();
    QVERIFY(received.startsWith("HTTP/1.1 101"));
    QVERIFY(received.endsWith(expected));
    QVERIFY(m_server->factory.connection(0)->request().secure);
}

void TestServerTls::plainHttpOnTlsIsDropped() {
    ServerConfig config = testConfig();
    config.tlsCertificateFile = m_certificate;
    config.tlsKeyFile = m_key;
    config.handshakeDeadline = 300ms;
    m_server = std::make_unique<TestServer>(config);
    m_server->start();
    RawClient plain(m_server->port());
    plain.send(get("/nowhere"));
    QVERIFY(plain.waitForEnd());
    RawClient silent(m_server->port()); // never begins its handshake
    QVERIFY(silent.waitForEnd());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

QTEST_GUILESS_MAIN(TestServerTls)
#include "tst_server_tls.moc"
