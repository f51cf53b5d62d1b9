// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/support/chat_device.h"
#include "tests/support/cluster_process.h"
#include "tests/support/local_server.h"
#include "tests/support/parlord_process.h"
#include "tests/support/ws_test_client.h"

#include <QTimer>

#include <chrono>
#include <cstdio>
#include <cstdlib>

// How long a message takes from its sender's hand to another member's, at 1,000 messages a second in twenty
// rooms: over the embedded log, and over Kafka with PostgreSQL and a worker behind it. Open loop: each
// message is counted from the moment when it was due, whatever happens to those before it.
namespace parlor::bench {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int roomCount = 20;
constexpr double rate = 1000; // messages a second, all rooms together
constexpr auto warmUp = 5s;   // a JVM that has just started answers slowly
constexpr auto measured = 10s;

[[noreturn]] void stop(const QString& why) {
    fprintf(stderr, "bench: %s\n", qPrintable(why));
    exit(1);
}

qint64 nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

struct Pair {
    test::WsTestClient sender;
    test::WsTestClient receiver;
    RoomId room;
};

std::vector<std::unique_ptr<Pair>> makePairs(const QUrl& url) {
    std::vector<std::unique_ptr<Pair>> pairs;
    test::HttpTestClient http(url);
    for (int i = 0; i < roomCount; ++i) {
        auto pair = std::make_unique<Pair>();
        QStringList tokens;
        for (const char* part : {"from", "to"}) {
            test::TestAccount account{QStringLiteral("%1%2").arg(QLatin1StringView(part)).arg(i),
                                      QStringLiteral("correct horse battery"),
                                      {}};
            const auto answer = test::registerAccount(http, account);
            if (account.tokens.accessToken.isEmpty())
                stop(answer.describe());
            tokens.append(account.tokens.accessToken);
        }
        http.setToken(tokens.at(0));
        const auto room = decodeBody<RoomView>(
            http.post("/api/v1/rooms",
                      toJson(CreateRoomRequest{QStringLiteral("room"), RoomKind::Public, {}}))
                .body);
        if (!room)
            stop(room.error().message());
        pair->room = room->room.id;
        http.setToken(tokens.at(1));
        if (http.post("/api/v1/rooms/" + pair->room.toString().toLatin1() + "/join").status != 200)
            stop(QStringLiteral("cannot join"));
        for (test::WsTestClient* client : {&pair->sender, &pair->receiver}) {
            client->setKeepsEvents(false);
            client->open(url, tokens.at(client == &pair->sender ? 0 : 1));
        }
        pairs.push_back(std::move(pair));
    }
    if (!test::waitUntil([&] {
            return std::all_of(pairs.begin(), pairs.end(), [](const auto& pair) {
                return pair->sender.isOpen() && pair->receiver.isOpen();
            });
        }))
        stop(QStringLiteral("not everybody could connect"));
    return pairs;
}

struct Latencies {
    double p50 = 0; ///< milliseconds
    double p99 = 0;
};

Latencies measure(const QUrl& url) {
    const auto pairs = makePairs(url);
    std::vector<double> waits;
    qint64 countFrom = 0;
    int underWay = 0;
    for (const auto& pair : pairs) {
        QObject::connect(&pair->receiver, &test::WsTestClient::eventReceived, &pair->receiver,
                         [&](const ServerEvent& event) {
                             const auto* message = std::get_if<server::MessageNew>(&event.frame);
                             if (!message || message->message.type != MessageType::Text)
                                 return;
                             --underWay;
                             const qint64 due = message->message.content.section(u' ', 0, 0).toLongLong();
                             if (due >= countFrom)
                                 waits.push_back(double(nowNs() - due) / 1e6);
                         });
    }
    const QString padding = QString(280, QLatin1Char('m'));
    const qint64 began = nowNs();
    countFrom = began + std::chrono::nanoseconds(warmUp).count();
    const qint64 until = countFrom + std::chrono::nanoseconds(measured).count();
    qint64 sent = 0;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        while (true) {
            const qint64 due = began + qint64(double(sent) * 1e9 / rate);
            if (due > nowNs() || due >= until)
                return;
            Pair& pair = *pairs.at(std::size_t(sent % roomCount));
            client::MessageNew frame;
            frame.roomId = pair.room;
            frame.tempId = TempId::create();
            frame.content = QString::number(due) + u' ' + padding;
            pair.sender.send(frame);
            ++sent;
            ++underWay;
        }
    });
    timer.start(1);
    const auto whole = warmUp + measured;
    if (!test::waitUntil([&] { return nowNs() >= until && underWay == 0; }, whole + 30s))
        stop(QStringLiteral("%1 messages were not delivered").arg(underWay));
    std::sort(waits.begin(), waits.end());
    return {waits.at(waits.size() / 2), waits.at(waits.size() * 99 / 100)};
}

QString inMs(const Latencies& latencies) {
    return QStringLiteral("p50 %1 ms, p99 %2 ms").arg(latencies.p50, 0, 'f', 2).arg(latencies.p99, 0, 'f', 2);
}

Latencies onEmbedded() {
    test::ParlordProcess parlord;
    if (!parlord.start())
        stop(QString::fromUtf8(parlord.errorOutput()));
    return measure(parlord.url());
}

Latencies onCluster(const QString& kafka, const QString& postgres, int brokers) {
    test::ClusterPlan plan;
    plan.gateways = 1;
    plan.replication = brokers;
    plan.kafka = kafka;
    plan.postgres = postgres;
    test::ClusterProcess cluster(plan);
    if (!cluster.start())
        stop(QString::fromUtf8(cluster.errorOutput()));
    // Past nginx, which is no part of what is compared.
    return measure(cluster.gateways().front()->url());
}

} // namespace

QList<Row> measureDelivery(int repeats) {
    QList<Row> rows;
    test::LocalServer postgres(test::LocalServer::Kind::Postgres);
    if (!postgres.start())
        stop(postgres.output());
    for (const int brokers : {1, 3}) {
        test::LocalServer kafka(test::LocalServer::Kind::Kafka);
        if (!kafka.start({QStringLiteral("--nodes"), QString::number(brokers)}))
            stop(kafka.output());
        std::vector<double> added;
        Latencies embedded;
        Latencies cluster;
        for (int i = 0; i < repeats; ++i) {
            embedded = onEmbedded();
            cluster = onCluster(kafka.address(), postgres.address(), brokers);
            added.push_back(cluster.p50 - embedded.p50);
        }
        const double more = median(added);
        rows.append(
            {QStringLiteral("send to delivery at 1,000 messages/s on Kafka, %1 broker(s) (against the "
                            "embedded log)")
                 .arg(brokers),
             inMs(cluster), inMs(embedded), QStringLiteral("+ %1 ms").arg(more, 0, 'f', 2),
             QStringLiteral("< 1.5 ms more"), more >= 1.5});
    }
    return rows;
}

} // namespace parlor::bench
