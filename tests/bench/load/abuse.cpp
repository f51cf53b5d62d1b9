// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/abuse.h"

#include "tests/bench/load/driver.h"
#include "tests/bench/load/process_meter.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace parlor::load {

namespace {

constexpr size_t calm = 1;
constexpr size_t abused = 2;

/// Rates of one user as they are by default. Registering and connecting come from a handful of addresses
/// here, as they never do.
Settings withRateLimits(Settings settings) {
    settings.insert(settings.begin(), {{"PARLOR_RATE_LIMITS", "on"},
                                       {"PARLOR_RATE_LOGINS", "100000/s burst 100000"},
                                       {"PARLOR_RATE_ADDRESSES", "100000/s burst 100000"}});
    return settings;
}

} // namespace

QJsonObject carryOutAbuse(const Plan& plan, Abuser& abuser) {
    ParlordSubject parlord(withRateLimits(plan.settings));
    parlord.start();
    abuser.prepare(parlord); // first: that takes long, and whoever is connected must answer pings meanwhile
    Ledger ledger(true);
    const std::unique_ptr<Dialect> dialect = parlord.populate(ledger, plan.layout);
    Engine engine(*dialect, parlord.port());
    Driver driver(engine, ledger, *dialect);
    engine.add(plan.layout.clients);
    if (!engine.connect(0, plan.layout.clients, 256, 120)) {
        fprintf(stderr, "parlor-load: %u of %u clients could connect\n", engine.ready(), engine.size());
        exit(1);
    }
    driver.settle(1, 20);
    driver.openLoop(plan.rate, plan.warmUp);
    driver.drain(5);

    forgetPeak(parlord.pid());
    ledger.beginPhase(calm);
    driver.openLoop(plan.rate, plan.seconds);
    driver.drain(5);
    const Usage before = usageOf(parlord.pid());

    forgetPeak(parlord.pid());
    ledger.beginPhase(abused);
    const int64_t droppedBefore = droppedPackets();
    std::atomic<bool> over = false;
    std::thread thread([&] { abuser.abuse(over); });
    driver.openLoop(plan.rate, plan.seconds);
    driver.drain(5);
    const Usage after = usageOf(parlord.pid());
    const int64_t dropped = droppedPackets() - droppedBefore;
    over = true;
    thread.join();

    const Ledger::Totals totals = ledger.totals();
    const auto p99 = [&](size_t phase) { return double(ledger.times(phase).delivery.percentile(0.99)); };
    return {{QStringLiteral("scenario"), QString::fromStdString(plan.scenario)},
            {QStringLiteral("server"), QStringLiteral("parlord")},
            {QStringLiteral("clients"), int(plan.layout.clients)},
            {QStringLiteral("rooms"), int(plan.layout.rooms)},
            {QStringLiteral("rate"), plan.rate},
            {QStringLiteral("seconds"), plan.seconds},
            {QStringLiteral("calmMs"), milliseconds(ledger.times(calm).delivery)},
            {QStringLiteral("abusedMs"), milliseconds(ledger.times(abused).delivery)},
            {QStringLiteral("ratioP99"), rounded(p99(abused) / p99(calm), 2)},
            {QStringLiteral("sent"), qint64(ledger.times(calm).sent + ledger.times(abused).sent)},
            {QStringLiteral("refused"), qint64(ledger.times(calm).refused + ledger.times(abused).refused)},
            {QStringLiteral("lost"), qint64(totals.lost)},
            {QStringLiteral("doubled"), qint64(totals.doubled)},
            {QStringLiteral("strays"), qint64(totals.strays)},
            {QStringLiteral("closedByServer"), int(engine.lost())},
            {QStringLiteral("serverCpuSeconds"), rounded(after.cpu - before.cpu, 2)},
            {QStringLiteral("calmPeakKb"), qint64(before.peak / 1024)},
            {QStringLiteral("abusedPeakKb"), qint64(after.peak / 1024)},
            {QStringLiteral("droppedPackets"), qint64(dropped)},
            {QStringLiteral("slowClientsClosed"),
             parlord.metric(parlord.metrics(), "parlor_slow_clients_closed_total")},
            {QStringLiteral("abuser"), abuser.report()}};
}

} // namespace parlor::load
