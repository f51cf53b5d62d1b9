// SPDX-License-Identifier: GPL-3.0-or-later
#include "net_fixture.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace parlor;
using namespace parlor::net;
using namespace parlor::net::test;

using namespace std::chrono_literals;

/// HTTP clients that are slow, gone or hostile, and handlers that are late.
class TestHttpFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void aClientResetsWhileItsReplyIsDelayed();
    void aClientResetsDuringAFile();
    void sendsAFileByteForByteWithBoundedMemory();
    void sendsFilesOfEverySize_data();
    void sendsFilesOfEverySize();
    void aFileThatCannotBeReadIs500();
    void aClientThatNeverReadsIsDropped();
    void aPipeliningClientThatNeverReadsIsHeldBack();
    void aSlowRequestTimesOut_data();
    void aSlowRequestTimesOut();
    void aSilentConnectionIsDropped();
    void anIdleConnectionIsDropped();
    void aLateHandlerIs503();
    void aFullPoolIs503();

private:
    void make(ServerConfig config = testConfig()) { m_server = std::make_unique<TestServer>(config); }
    QString randomFile(qint64 size);

    std::unique_ptr<TestServer> m_server;
    QTemporaryDir m_dir;
    QSemaphore m_gate;
};

void TestHttpFaults::cleanup() {
    m_gate.release(100000); // whatever still waits
    m_server.reset();
    m_gate.acquire(m_gate.available());
}

QString TestHttpFaults::randomFile(qint64 size) {
    const QString name = m_dir.filePath(QString::number(size));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    QByteArray block(1024 * 1024, Qt::Uninitialized);
    for (qint64 left = size; left > 0; left -= block.size()) {
        QRandomGenerator::global()->fillRange(reinterpret_cast<quint32*>(block.data()), block.size() / 4);
        file.write(block.constData(), std::min<qint64>(left, block.size()));
    }
    return name;
}

/// QTBUG-105202: in Qt 6.4 this kills the process.
void TestHttpFaults::aClientResetsWhileItsReplyIsDelayed() {
    make();
    std::atomic<int> running{0};
    std::vector<HttpReply> kept;
    QMutex mutex;
    m_server->router.add(Method::Get, "/wait", [&](auto&, auto&) {
        ++running;
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->router.addAsync(Method::Get, "/keep",
                              [&](auto&, auto&, const HttpReply& done) {
                                  const QMutexLocker lock(&mutex);
                                  kept.push_back(done);
                                  ++running;
                              },
                              {RunOn::NetworkThread, 0, true});
    m_server->start();
    for (int round = 0; round < 20; ++round) {
        running = 0;
        RawClient waiting(m_server->port());
        RawClient keeping(m_server->port());
        waiting.send(get("/wait"));
        keeping.send(get("/keep"));
        QTRY_COMPARE(running.load(), 2);
        waiting.reset();
        keeping.reset();
        QTRY_COMPARE(m_server->server().connectionCount(), 0);
        m_gate.release();
        const QMutexLocker lock(&mutex);
        for (const HttpReply& done : kept)
            done(HttpResponse::noContent());
        kept.clear();
    }
    RawClient alive(m_server->port());
    QCOMPARE(alive.request(get("/nowhere")).status, 404);
}

void TestHttpFaults::aClientResetsDuringAFile() {
    make();
    const QString name = randomFile(8 * 1024 * 1024);
    m_server->router.add(Method::Get, "/file", [name](auto&, auto&) {
        HttpResponse response;
        response.file = name;
        return response;
    });
    m_server->start();
    for (int round = 0; round < 10; ++round) {
        RawClient client(m_server->port(), 4096);
        client.send(get("/file"));
        QVERIFY(client.read(1000).size() >= 1000);
        client.reset();
        QTRY_COMPARE(m_server->server().connectionCount(), 0);
    }
}

void TestHttpFaults::sendsAFileByteForByteWithBoundedMemory() {
    constexpr qint64 size = 64 * 1024 * 1024;
    make();
    const QString name = randomFile(size);
    m_server->router.add(Method::Get, "/file", [name](auto&, auto&) {
        HttpResponse response;
        response.contentType = "application/octet-stream";
        response.file = name;
        return response;
    });
    m_server->start();
    RawClient client(m_server->port(), 256 * 1024);
    const qint64 before = heapBytes();
    client.send(get("/file"));
    const Reply head = client.reply(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), QByteArray::number(size));
    // Holds the reader back at first, so that what the server would buffer has time to pile up.
    QTRY_VERIFY(client.socket().bytesAvailable() >= 200 * 1024);
    QCryptographicHash got(QCryptographicHash::Sha256);
    qint64 received = 0;
    qint64 most = 0;
    while (received < size) {
        const QByteArray part = client.read(std::min<qint64>(256 * 1024, size - received));
        QVERIFY(!part.isEmpty());
        got.addData(part);
        received += part.size();
        most = std::max(most, heapBytes());
    }
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCryptographicHash sent(QCryptographicHash::Sha256);
    QVERIFY(sent.addData(&file));
    QCOMPARE(got.result(), sent.result());
    QVERIFY2(most - before < 16 * 1024 * 1024, qPrintable(QString::number(most - before)));
    QCOMPARE(client.request(get("/nowhere")).status, 404); // the connection is still good
}

void TestHttpFaults::sendsFilesOfEverySize_data() {
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65535, 65536, 65537, 262144, 1048576, 3000000})
        QTest::addRow("%d", size) << size;
}

void TestHttpFaults::sendsFilesOfEverySize() {
    QFETCH(const int, size);
    make();
    const QString name = randomFile(size);
    m_server->router.add(Method::Get, "/file", [name](auto&, auto&) {
        HttpResponse response;
        response.file = name;
        return response;
    });
    m_server->start();
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray expected = file.readAll();
    QCOMPARE(expected.size(), size);
    RawClient client(m_server->port());
    for (int i = 0; i < 2; ++i) {
        const Reply reply = client.request(get("/file"));
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.body == expected);
    }
    client.send("HEAD /file HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(client.reply(true).header("content-length"), QByteArray::number(size));
    QCOMPARE(client.request(get("/nowhere")).status, 404);
}

void TestHttpFaults::aFileThatCannotBeReadIs500() {
    make();
    m_server->router.add(Method::Get, "/file", [this](auto&, auto&) {
        HttpResponse response;
        response.file = m_dir.filePath(QStringLiteral("absent"));
        return response;
    });
    m_server->start();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("^Cannot read .*absent")));
    RawClient client(m_server->port());
    QCOMPARE(client.request(get("/file")).status, 500);
    QCOMPARE(client.request(get("/nowhere")).status, 404);
}

void TestHttpFaults::aClientThatNeverReadsIsDropped() {
    ServerConfig config = testConfig();
    config.replyDeadline = 300ms;
    make(config);
    const QByteArray big(32 * 1024 * 1024, 'x'); // more than the kernel takes
    m_server->router.add(Method::Get, "/big", [&big](auto&, auto&) {
        HttpResponse response;
        response.body = big;
        return response;
    });
    m_server->start();
    RawClient client(m_server->port(), 4096);
    client.send(get("/big"));
    QTRY_COMPARE(m_server->server().connectionCount(), 1);
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestHttpFaults::aPipeliningClientThatNeverReadsIsHeldBack() {
    ServerConfig config = testConfig();
    config.replyDeadline = 500ms;
    make(config);
    std::atomic<int> calls{0};
    const QByteArray body(100 * 1024, 'x');
    m_server->router.add(Method::Get, "/",
                         [&](auto&, auto&) {
                             ++calls;
                             HttpResponse response;
                             response.body = body;
                             return response;
                         },
                         {RunOn::NetworkThread, 0, true});
    m_server->start();
    RawClient client(m_server->port(), 4096);
    constexpr int requests = 3000; // 300 MB of replies, did nobody hold back
    client.socket().write(get("/").repeated(requests));
    client.socket().flush();
    QTRY_VERIFY(calls > 0);
    QTRY_COMPARE(m_server->server().connectionCount(), 0); // no progress: dropped
    QVERIFY2(calls < requests / 4, qPrintable(QString::number(calls)));
}

void TestHttpFaults::aSlowRequestTimesOut_data() {
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("line") << QByteArray("GET / HT");
    QTest::newRow("headers") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n");
    QTest::newRow("body") << QByteArray(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
}

void TestHttpFaults::aSlowRequestTimesOut() {
    QFETCH(const QByteArray, part);
    ServerConfig config = testConfig();
    config.requestDeadline = 300ms;
    make(config);
    m_server->router.add(Method::Post, "/", [](auto&, auto&) { return HttpResponse::noContent(); });
    m_server->start();
    // A byte now and then must not prolong it.
    RawClient client(m_server->port());
    client.send(part.left(4));
    client.send(part.mid(4));
    const Reply reply = client.reply();
    QCOMPARE(reply.status, 408);
    QCOMPARE(reply.header("connection"), QByteArray("close"));
    QVERIFY(client.waitForEnd());
}

void TestHttpFaults::aSilentConnectionIsDropped() {
    ServerConfig config = testConfig();
    config.handshakeDeadline = 200ms;
    make(config);
    m_server->start();
    RawClient client(m_server->port());
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(m_server->server().connectionCount(), 0);
}

void TestHttpFaults::anIdleConnectionIsDropped() {
    ServerConfig config = testConfig();
    config.idleDeadline = 200ms;
    make(config);
    m_server->start();
    RawClient client(m_server->port());
    QCOMPARE(client.request(get("/nowhere")).status, 404);
    QVERIFY(client.waitForEnd());
}

void TestHttpFaults::aLateHandlerIs503() {
    ServerConfig config = testConfig();
    config.replyDeadline = 200ms;
    make(config);
    m_server->router.add(Method::Get, "/wait", [this](auto&, auto&) {
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->start();
    RawClient client(m_server->port());
    QCOMPARE(client.request(get("/wait")).status, 503);
    QVERIFY(client.readToEnd().isEmpty());
}

void TestHttpFaults::aFullPoolIs503() {
    make();
    m_server->pool.setMaxThreadCount(1);
    m_server->router.add(Method::Get, "/wait", [this](auto&, auto&) {
        m_gate.acquire();
        return HttpResponse::noContent();
    });
    m_server->start();
    // One runs and 1000 may wait; the rest are turned away at once.
    constexpr int tooMany = 9;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 1001 + tooMany; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_server->port()));
        clients.back()->send(get("/wait"));
    }
    const auto answered = [&clients] {
        return std::count_if(clients.begin(), clients.end(),
                             [](const auto& client) { return client->socket().bytesAvailable() > 0; });
    };
    QTRY_COMPARE(answered(), tooMany);
    for (const auto& client : clients) {
        if (client->socket().bytesAvailable() == 0)
            continue;
        const Reply reply = client->reply();
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.header("retry-after"), QByteArray("1"));
    }
    m_gate.release(2000);
    QTRY_COMPARE(answered(), 1001);
}

QTEST_GUILESS_MAIN(TestHttpFaults)
#include "tst_http_faults.moc"
