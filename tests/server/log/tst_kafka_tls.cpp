// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/kafka_log.h"
#include "tests/support/wait.h"

#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryFile>
#include <QTest>

#include <future>

using namespace parlor;
using namespace parlor::log;
using namespace parlor::test;
using namespace std::chrono_literals;

namespace {

// Of 127.0.0.1, signed by itself, valid until 2126; made for this test with
// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=127.0.0.1
//     -addext subjectAltName=IP:127.0.0.1
const QByteArray certificate = "-----BEGIN CERTIFICATE-----\n"
                               "MIIBkTCCATagAwIBAgIUPXwhtHPXWuqH3P61b/IM79M6WokwCgYIKoZIzj0EAwIw\n"
                               "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTExNTI0MVoYDzIxMjYxMDI4\n"
                               "MTE1MjQxWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"
                               "PQMBBwNCAAQ0xjNrHeLz/DHjS6seH6gpIvehYSLe1UOq/WdUGwWe9XOLBEgZAc25\n"
                               "5Z9M7r9IPlRNMW2bABJiaVBPIBuaZvaHo2QwYjAdBgNVHQ4EFgQU8ZdOwjTtWv8u\n"
                               "eAEgO+rQwuGVV10wHwYDVR0jBBgwFoAU8ZdOwjTtWv8ueAEgO+rQwuGVV10wDwYD\n"
                               "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC\n"
                               "IQCAg+E2JcOlZ0VDUK5f4ha8GLZahaQcoN4CSTp+DNddLQIhAPSSb/+4JPlhOwle\n"
                               "3NsQA2lJk7P72XuVbFwiuNTMQYbM\n"
                               "-----END CERTIFICATE-----\n";
const QByteArray privateKey = "-----BEGIN PRIVATE KEY-----\n"
                              "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvJAdRpjGGyv6CH9S\n"
                              "u6o8mMrzGIKPdDIJUXEXxYbTHeShRANCAAQ0xjNrHeLz/DHjS6seH6gpIvehYSLe\n"
                              "1UOq/WdUGwWe9XOLBEgZAc255Z9M7r9IPlRNMW2bABJiaVBPIBuaZvaH\n"
                              "-----END PRIVATE KEY-----\n";

std::unique_ptr<QTemporaryFile> fileWith(const QByteArray& content) {
    auto file = std::make_unique<QTemporaryFile>();
    if (!file->open() || file->write(content) != content.size() || !file->flush())
        qFatal("A file cannot be written.");
    return file;
}

} // namespace

/// That the settings for TLS take effect, on a server that speaks TLS and nothing else.
class TestKafkaTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aBrokerWithoutTrustIsRefused();
    void certificatesAreUsedBothWays();

private:
    Result<std::unique_ptr<Log>> open();

    std::unique_ptr<QSslServer> m_server;
    KafkaOptions m_options;
    QByteArray m_received;
    QByteArray m_peer; ///< the client's certificate
};

void TestKafkaTls::init() {
    QSslConfiguration configuration;
    configuration.setLocalCertificate(QSslCertificate(certificate));
    configuration.setPrivateKey(QSslKey(privateKey, QSsl::Ec));
    configuration.setCaCertificates({QSslCertificate(certificate)});
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    m_server = std::make_unique<QSslServer>();
    m_server->setSslConfiguration(configuration);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        auto* socket = qobject_cast<QSslSocket*>(m_server->nextPendingConnection());
        connect(socket, &QIODevice::readyRead, this, [this, socket] {
            m_received += socket->readAll();
            m_peer = socket->peerCertificate().toPem();
        });
    });
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_options = KafkaOptions();
    m_options.brokers = QStringLiteral("127.0.0.1:%1").arg(m_server->serverPort());
    m_options.security = QStringLiteral("ssl");
    m_options.openTimeout = 2s;
    m_received.clear();
    m_peer.clear();
}

/// openKafkaLog() blocks, and the server needs this thread's event loop.
Result<std::unique_ptr<Log>> TestKafkaTls::open() {
    auto opening = std::async(std::launch::async, [this] { return openKafkaLog(m_options); });
    const bool done = QTest::qWaitFor([&] { return opening.wait_for(0s) == std::future_status::ready; },
                                      int(patience.count()));
    if (!done)
        qWarning("openKafkaLog() does not end.");
    return opening.get();
}

void TestKafkaTls::aBrokerWithoutTrustIsRefused() {
    const auto log = open();
    QVERIFY(!log);
    QCOMPARE(log.error().code(), ErrorCode::Invalid);
    QCOMPARE(log.error().field(), QStringLiteral("kafka_ca"));
    QVERIFY(m_received.isEmpty());
}

void TestKafkaTls::certificatesAreUsedBothWays() {
    const auto trusted = fileWith(certificate);
    const auto key = fileWith(privateKey);
    m_options.caFile = trusted->fileName();
    m_options.certificateFile = trusted->fileName();
    m_options.keyFile = key->fileName();
    const auto log = open();
    QVERIFY(!log); // the server never answers
    QCOMPARE(log.error().code(), ErrorCode::Unavailable);
    constexpr char apiVersions = 18; // Kafka's first request: its length, then its number
    QVERIFY(m_received.size() > 6);
    QCOMPARE(m_received.at(5), apiVersions);
    QCOMPARE(m_peer, QSslCertificate(certificate).toPem());
}

QTEST_GUILESS_MAIN(TestKafkaTls)
#include "tst_kafka_tls.moc"
