// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/bench/bench.h"
#include "tests/bench/load_client.h"
#include "tests/bench/measured_process.h"
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"

#include <cstdio>
#include <cstdlib>

// The whole server, with everything that the network layer alone does not have: JSON, permissions, a durable
// log, the projection into the store.
namespace parlor::bench {

namespace {

constexpr int roomSize = 1000;
constexpr int socketsPerUser = 30; // below the limit of sockets that one user may have

[[noreturn]] void die(const QString& what) {
    fprintf(stderr, "bench: %s\n", qPrintable(what));
    exit(1);
}

QList<QByteArray> registerUsers(const QUrl& url, int count, QList<test::TestAccount>& accounts) {
    QList<QByteArray> tokens;
    test::HttpTestClient http(url);
    for (int i = 0; i < count; ++i) {
        test::TestAccount account;
        account.username = QStringLiteral("user%1").arg(accounts.size());
        account.password = QStringLiteral("correct horse battery");
        const auto answer = test::registerAccount(http, account);
        if (account.tokens.accessToken.isEmpty())
            die(QStringLiteral("no account: ") + answer.describe());
        accounts.append(account);
        tokens.append(account.tokens.accessToken.toLatin1());
    }
    return tokens;
}

RoomId makeRoom(const QUrl& url, const QList<test::TestAccount>& accounts) {
    test::HttpTestClient http(url);
    http.setToken(accounts.constFirst().tokens.accessToken);
    const auto room = decodeBody<RoomView>(
        http.post("/api/v1/rooms", toJson(CreateRoomRequest{QStringLiteral("bench"), RoomKind::Public, {}}))
            .body);
    if (!room)
        die(QStringLiteral("no room: ") + room.error().message());
    for (const test::TestAccount& account : accounts) {
        http.setToken(account.tokens.accessToken);
        const auto answer = http.post("/api/v1/rooms/" + room->room.id.toString().toLatin1() + "/join");
        if (answer.status != 200)
            die(QStringLiteral("cannot join: ") + answer.describe());
    }
    return room->room.id;
}

void measureFanOut(QList<Row>& rows, int repeats) {
    test::ParlordProcess parlord;
    if (!parlord.start())
        die(QString::fromUtf8(parlord.errorOutput()));
    QList<test::TestAccount> accounts;
    const QList<QByteArray> tokens =
        registerUsers(parlord.url(), (roomSize + socketsPerUser - 1) / socketsPerUser, accounts);
    const RoomId room = makeRoom(parlord.url(), accounts);
    LoadClient clients(uint16_t(parlord.url().port()));
    clients.open(roomSize, tokens, 1);
    for (const int coalesced : {1, 8}) {
        std::vector<double> times;
        const int rounds = coalesced == 1 ? 200 : 60;
        for (int repeat = 0; repeat < repeats; ++repeat) {
            double before = 0;
            for (int i = -rounds / 10; i < rounds; ++i) {
                if (i == 0)
                    before = cpuMicroseconds(parlord.pid());
                QList<QByteArray> burst;
                for (int j = 0; j < coalesced; ++j) {
                    client::MessageNew frame;
                    frame.roomId = room;
                    frame.content = QString(300, QLatin1Char('m'));
                    frame.tempId = TempId::create();
                    burst.append(encode(frame));
                }
                clients.send(0, burst);
                clients.await(int64_t(coalesced) *
                              (roomSize + 1)); // message:new to all, message:saved to one
            }
            times.push_back((cpuMicroseconds(parlord.pid()) - before) /
                            (double(rounds) * coalesced * roomSize));
        }
        rows.append({coalesced == 1 ? QStringLiteral("parlord: CPU per delivery, 1 durable message to 1,000")
                                    : QStringLiteral("parlord: CPU per delivery, 8 at once to 1,000"),
                     QStringLiteral("%1 us").arg(median(times), 0, 'f', 2),
                     {},
                     {},
                     {},
                     false});
    }
}

void measureIdle(QList<Row>& rows, int repeats) {
    test::ParlordProcess parlord;
    if (!parlord.start())
        die(QString::fromUtf8(parlord.errorOutput()));
    QList<test::TestAccount> accounts;
    const QList<QByteArray> tokens = registerUsers(parlord.url(), 10'000 / socketsPerUser + 1, accounts);
    LoadClient clients(uint16_t(parlord.url().port()));
    clients.open(1, tokens, 1);
    const QByteArray ping = encode(client::Ping{});
    const auto measure = [&] {
        std::vector<double> times;
        constexpr int rounds = 3000;
        // Many short takes: the server's own pings to idle sessions (every 30 s) then disturb a few, not the
        // median.
        for (int repeat = 0; repeat < std::max(repeats, 9); ++repeat) {
            double before = 0;
            for (int i = -rounds / 10; i < rounds; ++i) {
                if (i == 0)
                    before = cpuMicroseconds(parlord.pid());
                clients.send(0, {ping});
                clients.await(1);
            }
            times.push_back((cpuMicroseconds(parlord.pid()) - before) / rounds);
        }
        return median(times);
    };
    const double alone = measure();
    const qint64 memoryBefore = parlord.residentBytes();
    const auto report = [&](int idle) {
        const double time = measure();
        rows.append({QStringLiteral("parlord: CPU per ping, %1 idle sessions (against none)").arg(idle),
                     QStringLiteral("%1 us").arg(time, 0, 'f', 2),
                     QStringLiteral("%1 us").arg(alone, 0, 'f', 2), QString::number(time / alone, 'f', 2),
                     QStringLiteral("<= 1.3"), time / alone > 1.3});
    };
    clients.open(1000, tokens, 1);
    report(1000);
    clients.open(10'000 + 1 - clients.size(), tokens, 1);
    report(10'000);
    const double perConnection = double(parlord.residentBytes() - memoryBefore) / 1024 / (clients.size() - 1);
    rows.append({QStringLiteral("parlord: memory per idle session"),
                 QStringLiteral("%1 KiB").arg(perConnection, 0, 'f', 1),
                 {},
                 {},
                 QStringLiteral("<= 4 KiB"),
                 perConnection > 4});
}

} // namespace

QList<Row> measureParlord(int repeats) {
    QList<Row> rows;
    measureFanOut(rows, repeats);
    measureIdle(rows, repeats);
    return rows;
}

} // namespace parlor::bench
