// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/faults/healthy_pair.h"
#include "tests/support/parlord_process.h"
#include "tests/support/raw_socket.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <memory>
#include <vector>

using namespace parlor;
using namespace std::chrono_literals;
using test::RawSocket;

/// Hostile, broken and slow peers against a real parlord, while two people chat all along and must not
/// notice.
class TestFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

    void requestsThatAreSmuggledOrMalformed_data();
    void requestsThatAreSmuggledOrMalformed();
    void bodiesThatAreWrong_data();
    void bodiesThatAreWrong();
    void roomsThatAreNotTheirs();
    void endlessHeader();
    void endlessBody();
    void clientsThatResetDuringTheReply();
    void framesThatBreakTheProtocol_data();
    void framesThatBreakTheProtocol();
    void endlessMessage();
    void webSocketsThatNeverRead();
    void slowPeersAreDropped();

private:
    test::TestAccount newAccount(const QString& name);
    QByteArray bearer(const test::TestAccount& account) const {
        return "Authorization: Bearer " + account.tokens.accessToken.toLatin1() + "\r\n";
    }

    test::ParlordProcess m_parlord;
    faults::HealthyPair m_pair;
    std::vector<std::unique_ptr<RawSocket>> m_slow; ///< one byte at a time, from the beginning
    QTimer m_drip;
};

test::TestAccount TestFaults::newAccount(const QString& name) {
    test::TestAccount account;
    account.username = name;
    account.password = QStringLiteral("correct horse battery");
    test::HttpTestClient http(m_parlord.url());
    test::registerAccount(http, account);
    return account;
}

void TestFaults::initTestCase() {
    QVERIFY2(m_parlord.start(), m_parlord.errorOutput().constData());
    QVERIFY2(m_pair.start(m_parlord.url()), m_parlord.errorOutput().constData());
    // Slow peers stay until the last test looks at them: their deadlines pass while the others run.
    static const QByteArray beginnings[] = {
        "", "G", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: 100000\r\n\r\n{"};
    for (int i = 0; i < 100; ++i) {
        m_slow.push_back(std::make_unique<RawSocket>(m_parlord.url()));
        m_slow.back()->send(beginnings[i % 4]);
    }
    connect(&m_drip, &QTimer::timeout, this, [this] {
        for (size_t i = 0; i < m_slow.size(); ++i) {
            if (i % 4 >= 2) // the others stay silent altogether
                m_slow[i]->send("a");
        }
    });
    m_drip.start(250ms);
}

void TestFaults::cleanup() {
    QVERIFY2(m_parlord.isRunning(), m_parlord.errorOutput().constData());
    QVERIFY2(m_pair.keepTalking(), "the healthy pair has stopped talking");
    QVERIFY2(m_pair.complaints().isEmpty(), qPrintable(m_pair.complaints().join(QLatin1Char('\n'))));
    QVERIFY2(m_pair.longestWait() < 5000,
             qPrintable(QStringLiteral("an answer took %1 ms").arg(m_pair.longestWait())));
}

void TestFaults::cleanupTestCase() {
    qInfo("the healthy pair exchanged %d messages; the longest wait was %lld ms", m_pair.messages(),
          m_pair.longestWait());
    QVERIFY(m_pair.messages() > 1000);
    QCOMPARE(m_parlord.terminate(), 0);
}

void TestFaults::requestsThatAreSmuggledOrMalformed_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    // What follows each of them must never be taken for a request of its own.
    const auto row = [](const char* name, const QByteArray& head, const QByteArray& body = {},
                        int status = 400) {
        QTest::newRow(name) << head + "\r\n" + body + "GET /api/v1/server HTTP/1.1\r\nHost: x\r\n\r\n"
                            << status;
    };
    const QByteArray post =
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    row("two different lengths", post + "Content-Length: 2\r\nContent-Length: 6\r\n", "{}");
    row("two equal lengths", post + "Content-Length: 2\r\nContent-Length: 2\r\n", "{}");
    row("list of lengths", post + "Content-Length: 2, 2\r\n", "{}");
    row("length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n", 411);
    row("chunked", post + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 411);
    row("chunked in disguise", post + "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n", 411);
    row("negative length", post + "Content-Length: -1\r\n");
    row("length with a sign", post + "Content-Length: +2\r\n", "{}");
    row("length in hexadecimal", post + "Content-Length: 0x2\r\n", "{}");
    row("length beyond 64 bits", post + "Content-Length: 99999999999999999999999\r\n", {}, 0);
    row("blank before the colon", post + "Content-Length : 2\r\n", "{}");
    row("folded header", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n");
    row("no host", "GET /api/v1/server HTTP/1.1\r\n");
    row("two hosts", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\nHost: y\r\n");
    row("another version", "GET /api/v1/server HTTP/9.9\r\nHost: x\r\n", {}, 0);
    row("no version", "GET /api/v1/server\r\nHost: x\r\n", {}, 0);
    row("null byte in a header", QByteArray("GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n", 48));
    row("bare carriage return", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-A: b\rX-B: c\r\n");
    row("header without a name", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\n: value\r\n");
    row("unknown method", "BREW /coffee HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", {}, 0);
    row("no request at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {}, 0);
    row("long target", "GET /" + QByteArray(20'000, 'a') + " HTTP/1.1\r\nHost: x\r\n", {}, 414);
    row("many headers", "GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-A: " + QByteArray(60'000, 'a') + "\r\n",
        {}, 431);
}

void TestFaults::requestsThatAreSmuggledOrMalformed() {
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RawSocket socket(m_parlord.url());
    socket.send(request);
    QVERIFY2(socket.waitClosed(), "the connection was kept after a request that cannot be trusted");
    const QByteArray answer = socket.received();
    static const QRegularExpression statusLine(QStringLiteral("HTTP/1\\.[01] [0-9]{3} "));
    QVERIFY2(QString::fromLatin1(answer).count(statusLine) <= 1,
             "what follows the bad request was taken for another one");
    if (status == 0) { // whatever it says, it is no success
        QVERIFY(answer.isEmpty() || answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"));
    } else if (!answer.isEmpty() ||
               request.size() < 10'000) { // a reset may overtake the answer to what was not read
        QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status)), answer.left(200).constData());
    }
}

void TestFaults::bodiesThatAreWrong_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    const QByteArray json = "application/json";
    QTest::newRow("empty") << QByteArray() << json << 400;
    QTest::newRow("no JSON") << QByteArray("hello") << json << 400;
    QTest::newRow("array") << QByteArray("[]") << json << 400;
    QTest::newRow("wrong type") << QByteArray(R"({"login":7,"password":"xxxxxxxx"})") << json << 400;
    QTest::newRow("missing field") << QByteArray(R"({"login":"somebody"})") << json << 400;
    QTest::newRow("deep") << QByteArray(100'000, '[') << json << 400;
    QTest::newRow("invalid UTF-8") << QByteArray("{\"login\":\"\xff\xfe\",\"password\":\"xxxxxxxx\"}") << json
                                   << 400;
    QTest::newRow("half a surrogate pair")
        << QByteArray(R"({"login":"\ud800","password":"xxxxxxxx"})") << json << 400;
    QTest::newRow("too large") << QByteArray(300'000, ' ') << json << 413;
    QTest::newRow("another type") << QByteArray("login=a") << QByteArray("application/x-www-form-urlencoded")
                                  << 415;
}

void TestFaults::bodiesThatAreWrong() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    test::HttpTestClient http(m_parlord.url());
    const auto answer = http.request("POST", "/api/v1/auth/login", body, type);
    if (status == 413 && answer.status == 0)
        return; // closed before all of it was sent
    QVERIFY2(answer.status == status, qPrintable(answer.describe()));
    QVERIFY2(!answer.errorCode().isEmpty(), qPrintable(answer.describe()));
}

void TestFaults::roomsThatAreNotTheirs() {
    const test::TestAccount mallory = newAccount(QStringLiteral("room.guesser"));
    test::HttpTestClient http(m_parlord.url());
    http.setToken(mallory.tokens.accessToken);
    const QByteArray theirs = m_pair.room().toString().toLatin1();
    const QByteArray none = RoomId::create().toString().toLatin1();
    for (const char* path : {"", "/messages", "/members"}) {
        const auto real = http.get("/api/v1/rooms/" + theirs + path);
        const auto unreal = http.get("/api/v1/rooms/" + none + path);
        QCOMPARE(real.status, 404);
        QCOMPARE(unreal.status, 404);
        QCOMPARE(real.body, unreal.body); // nothing tells the two apart
        QCOMPARE(http.get(QByteArray("/api/v1/rooms/not-an-id") + path).status, 404);
        QCOMPARE(http.get(QByteArray("/api/v1/rooms/%2e%2e%2f") + path).status / 100, 4);
    }
}

void TestFaults::endlessHeader() {
    RawSocket socket(m_parlord.url());
    socket.send("GET /api/v1/server HTTP/1.1\r\nHost: x\r\nX-Long: ");
    for (int i = 0; i < 1000 && socket.isConnected(); ++i) {
        socket.send(QByteArray(16 * 1024, 'a'));
        socket.waitSent();
    }
    QVERIFY2(socket.waitClosed(), "16 MB of header were swallowed");
}

void TestFaults::endlessBody() {
    const qint64 before = m_parlord.residentBytes();
    std::vector<std::unique_ptr<RawSocket>> sockets;
    for (int i = 0; i < 20; ++i) {
        sockets.push_back(std::make_unique<RawSocket>(m_parlord.url()));
        sockets.back()->send(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 1000000000\r\n\r\n");
        sockets.back()->send(QByteArray(4 * 1024 * 1024, 'a'));
    }
    for (const auto& socket : sockets)
        QVERIFY2(socket->waitClosed(), "a body of a gigabyte was accepted");
    QVERIFY(m_parlord.residentBytes() - before < 40 * 1024 * 1024);
}

void TestFaults::clientsThatResetDuringTheReply() {
    const test::TestAccount account = newAccount(QStringLiteral("resetter"));
    const QByteArray get = " HTTP/1.1\r\nHost: x\r\n" + bearer(account) + "\r\n";
    for (int i = 0; i < 300; ++i) {
        RawSocket socket(m_parlord.url());
        // What is answered from the pool, by a worker that finds its client gone.
        const char* path = i % 3 == 0   ? "/api/v1/rooms"
                           : i % 3 == 1 ? "/api/v1/rooms/public"
                                        : "/api/v1/users";
        socket.send(QByteArray("GET ") + path + get);
        if (i % 2 == 0)
            socket.waitSent();
        socket.reset();
    }
    for (int i = 0; i < 50; ++i) { // and in the handshake and while a socket is being authenticated
        RawSocket socket(m_parlord.url());
        socket.upgrade(m_parlord.url(), bearer(account));
        socket.send(RawSocket::frame(1, R"({"type":"sync","data":{"epoch":0,"rooms":{}}})"));
        if (i % 2 == 0)
            socket.waitSent();
        socket.reset();
    }
    test::HttpTestClient http(m_parlord.url());
    QCOMPARE(http.get("/health/ready").status, 200);
}

void TestFaults::framesThatBreakTheProtocol_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QByteArray& bytes, CloseCode code) {
        QTest::newRow(name) << bytes << int(code);
    };
    row("invalid UTF-8", RawSocket::frame(1, "{\"type\":\"\xc3\x28\"}"), CloseCode::BadUtf8);
    row("binary", RawSocket::frame(2, "{}"), CloseCode::UnsupportedData);
    row("over the limit", RawSocket::frame(1, QByteArray(300 * 1024, ' ')), CloseCode::TooBig);
    row("claims to be huge", RawSocket::frame(1, "x", true, true, qint64(1) << 62), CloseCode::TooBig);
    row("unmasked", RawSocket::frame(1, "{}", true, false), CloseCode::ProtocolError);
    row("reserved opcode", RawSocket::frame(3, "{}"), CloseCode::ProtocolError);
    row("continues nothing", RawSocket::frame(0, "{}"), CloseCode::ProtocolError);
    row("fragmented ping", RawSocket::frame(9, "x", false), CloseCode::ProtocolError);
    row("long ping", RawSocket::frame(9, QByteArray(200, 'x')), CloseCode::ProtocolError);
}

void TestFaults::framesThatBreakTheProtocol() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    static const test::TestAccount account = newAccount(QStringLiteral("breaker"));
    RawSocket socket(m_parlord.url());
    QVERIFY(socket.upgrade(m_parlord.url(), bearer(account)));
    QVERIFY(socket.waitForBytes("authenticated"));
    socket.send(bytes);
    QVERIFY2(test::waitUntil([&] { return socket.closeCode() != 0 || !socket.isConnected(); }),
             "no close frame came");
    QCOMPARE(socket.closeCode(), code);
    // The peer never answers the close: the server must end the connection by itself.
    QVERIFY2(socket.waitClosed(), "the server waits for ever for the peer's close");
}

void TestFaults::endlessMessage() {
    const test::TestAccount account = newAccount(QStringLiteral("endless"));
    RawSocket socket(m_parlord.url());
    QVERIFY(socket.upgrade(m_parlord.url(), bearer(account)));
    const qint64 before = m_parlord.residentBytes();
    socket.send(RawSocket::frame(1, "{", false));
    for (int i = 0; i < 1000 && socket.isConnected() && socket.closeCode() == 0; ++i) {
        socket.send(RawSocket::frame(0, QByteArray(32 * 1024, ' '), false));
        socket.waitSent();
    }
    QVERIFY(test::waitUntil([&] { return socket.closeCode() != 0 || !socket.isConnected(); }));
    QVERIFY(socket.closeCode() == int(CloseCode::TooBig) || socket.closeCode() == 0);
    QVERIFY(socket.waitClosed());
    QVERIFY(m_parlord.residentBytes() - before < 40 * 1024 * 1024);
}

void TestFaults::webSocketsThatNeverRead() {
    constexpr int deaf = 20;
    constexpr int contentSize = 8000;
    constexpr int messages = 2000; // 16 MB to each: far beyond the cap of 4 MiB and the kernel's buffers
    const test::TestAccount speaker = newAccount(QStringLiteral("loud.speaker"));
    test::ChatDevice device(QStringLiteral("speaker"));
    device.setAccount(m_parlord.url(), speaker);
    device.socket().setKeepsEvents(false);
    device.connectNow();
    QVERIFY(test::waitUntil([&] { return device.isLive(); }));
    const auto room = decodeBody<RoomView>(
        device.http()
            .post("/api/v1/rooms", toJson(CreateRoomRequest{QStringLiteral("loud"), RoomKind::Public, {}}))
            .body);
    QVERIFY(room);
    QVERIFY(test::waitUntil([&] { return device.rooms().contains(room->room.id) && device.isLive(); }));

    std::vector<std::unique_ptr<RawSocket>> sockets;
    for (int i = 0; i < deaf; ++i) {
        const test::TestAccount account = newAccount(QStringLiteral("deaf%1").arg(i));
        test::HttpTestClient http(m_parlord.url());
        http.setToken(account.tokens.accessToken);
        QCOMPARE(http.post("/api/v1/rooms/" + room->room.id.toString().toLatin1() + "/join").status, 200);
        sockets.push_back(std::make_unique<RawSocket>(m_parlord.url()));
        QVERIFY(sockets.back()->upgrade(m_parlord.url(), bearer(account)));
        QVERIFY(sockets.back()->waitForBytes("authenticated"));
        sockets.back()->stopReading();
    }

    const qint64 before = m_parlord.residentBytes();
    qint64 peak = before;
    const QString content(contentSize, QLatin1Char('!'));
    for (int sent = 0; sent < messages; ++sent) {
        device.sendMessage(room->room.id, content);
        QVERIFY(test::waitUntil([&] { return device.unanswered() < 8; }));
        if (sent % 50 == 0)
            peak = std::max(peak, m_parlord.residentBytes());
    }
    QVERIFY(test::waitUntil([&] { return device.unanswered() == 0; }));
    peak = std::max(peak, m_parlord.residentBytes());
    qInfo("%d deaf sockets, %d MB for each: parlord grew by %lld MB", deaf,
          messages * contentSize / 1'000'000, (peak - before) / 1'000'000);
    // 4 MiB for each of the deaf, the log's and the tail's copies of the newest records, and something to
    // breathe. Without caps it would be 320 MB for the queues alone.
    QVERIFY(peak - before < 240 * 1024 * 1024);
    // They have been cut off: what is left in the kernel's buffers ends with the end of the connection.
    for (const auto& socket : sockets) {
        socket->resumeReading();
        QVERIFY2(socket->waitClosed(), "a socket that never reads is still served");
    }
    QVERIFY2(device.breaches().isEmpty(), qPrintable(device.breaches().join(QLatin1Char('\n'))));
}

void TestFaults::slowPeersAreDropped() {
    for (const auto& socket : m_slow)
        QVERIFY2(socket->waitClosed(60s), "a slow peer may stay for ever");
    m_drip.stop();
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
