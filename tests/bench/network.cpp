// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/load_client.h"
#include "tests/bench/measured_process.h"

// The network layer alone against the floor: fan-out, echo beside idle connections, memory of idle
// connections.
namespace parlor::bench {

namespace {

constexpr int roomSize = 1000;
constexpr int messageSize = 300;
constexpr double ratioGoal = 1.3;

/// Microseconds of the server's time per delivered message.
double fanOut(const MeasuredProcess& server, LoadClient& clients, int coalesced, int rounds) {
    const QList<QByteArray> burst(coalesced, QByteArray(messageSize, 'b'));
    double before = 0;
    for (int i = -rounds / 10; i < rounds; ++i) { // the first tenth warms up
        if (i == 0)
            before = server.cpu();
        clients.send(0, burst);
        clients.await(int64_t(coalesced) * roomSize);
    }
    return (server.cpu() - before) / (double(rounds) * coalesced * roomSize);
}

/// Microseconds of the server's time per echoed frame.
double echo(const MeasuredProcess& server, LoadClient& clients) {
    constexpr int rounds = 4000;
    double before = 0;
    for (int i = -rounds / 10; i < rounds; ++i) {
        if (i == 0)
            before = server.cpu();
        clients.send(0, {QByteArrayLiteral("ping")});
        clients.await(1);
    }
    return (server.cpu() - before) / rounds;
}

Row ratioRow(const QString& what, const std::vector<double>& net, const std::vector<double>& floor) {
    std::vector<double> ratios;
    for (size_t i = 0; i < net.size(); ++i)
        ratios.push_back(net.at(i) / floor.at(i));
    const double ratio = median(ratios);
    return {what,
            QStringLiteral("%1 us").arg(median(net), 0, 'f', 2),
            QStringLiteral("%1 us").arg(median(floor), 0, 'f', 2),
            QString::number(ratio, 'f', 2),
            QStringLiteral("<= %1").arg(ratioGoal),
            ratio > ratioGoal};
}

void measureFanOut(QList<Row>& rows, int repeats) {
    const MeasuredProcess net(QStringLiteral("net_server"));
    const MeasuredProcess floor(QStringLiteral("floor_server"));
    LoadClient netClients(net.port());
    LoadClient floorClients(floor.port());
    netClients.open(roomSize);
    floorClients.open(roomSize);
    for (const int coalesced : {1, 8}) {
        std::vector<double> netTimes;
        std::vector<double> floorTimes;
        for (int i = 0; i < repeats; ++i) { // in turn, so that what disturbs one disturbs the other
            floorTimes.push_back(fanOut(floor, floorClients, coalesced, coalesced == 1 ? 300 : 150));
            netTimes.push_back(fanOut(net, netClients, coalesced, coalesced == 1 ? 300 : 150));
        }
        rows.append(ratioRow(coalesced == 1
                                 ? QStringLiteral("network layer: CPU per delivery, 1 message to 1,000")
                                 : QStringLiteral("network layer: CPU per delivery, 8 coalesced to 1,000"),
                             netTimes, floorTimes));
    }
}

void measureIdle(QList<Row>& rows, int repeats) {
    const MeasuredProcess net(QStringLiteral("net_server"));
    LoadClient clients(net.port());
    clients.open(1);
    const auto measure = [&] {
        std::vector<double> times;
        for (int i = 0; i < repeats; ++i)
            times.push_back(echo(net, clients));
        return times;
    };
    const std::vector<double> alone = measure();
    const qint64 memoryBefore = net.memory();
    for (const int idle : {1000, 10'000}) {
        clients.open(idle + 1 - clients.size());
        rows.append(ratioRow(
            QStringLiteral("network layer: CPU per echo, %1 idle connections (against none)").arg(idle),
            measure(), alone));
    }
    const double perConnection = double(net.memory() - memoryBefore) / 1024 / (clients.size() - 1);
    rows.append({QStringLiteral("network layer: memory per idle connection"),
                 QStringLiteral("%1 KiB").arg(perConnection, 0, 'f', 1),
                 {},
                 {},
                 QStringLiteral("<= 2 KiB"),
                 perConnection > 2});
}

} // namespace

QList<Row> measureNetwork(int repeats) {
    QList<Row> rows;
    measureFanOut(rows, repeats);
    measureIdle(rows, repeats);
    return rows;
}

} // namespace parlor::bench
