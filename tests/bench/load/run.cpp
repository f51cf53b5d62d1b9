// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/run.h"

#include "tests/bench/load/abuse.h"
#include "tests/bench/load/driver.h"
#include "tests/bench/load/process_meter.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace parlor::load {

namespace {

constexpr uint32_t connectingAtOnce = 256; // below the backlog of every server
constexpr double connectPatience = 120;    // seconds
constexpr double drainPatience = 5;        // seconds of silence after which what is missing is lost

QJsonObject describe(const Plan& plan) {
    QJsonObject report{{QStringLiteral("scenario"), QString::fromStdString(plan.scenario)},
                       {QStringLiteral("server"), QString::fromStdString(plan.server)},
                       {QStringLiteral("clients"), int(plan.layout.clients)},
                       {QStringLiteral("rooms"), int(plan.layout.rooms)},
                       {QStringLiteral("idle"), int(plan.layout.idle)},
                       {QStringLiteral("bytes"), int(plan.layout.bytes)},
                       {QStringLiteral("seconds"), plan.seconds}};
    if (plan.rate > 0)
        report.insert(QStringLiteral("rate"), plan.rate);
    else
        report.insert(QStringLiteral("inFlight"), int(plan.inFlight));
    for (const auto& [name, value] : plan.settings)
        report.insert(QString::fromStdString(name), QString::fromStdString(value));
    return report;
}

QJsonObject cpuBetween(const Usage& before, const Usage& after) {
    return {{QStringLiteral("seconds"), rounded(after.cpu - before.cpu, 4)},
            {QStringLiteral("user"), rounded(after.user - before.user, 2)},
            {QStringLiteral("system"), rounded(after.system - before.system, 2)}};
}

void talk(Driver& driver, const Plan& plan, double seconds) {
    if (plan.rate > 0)
        driver.openLoop(plan.rate, seconds);
    else
        driver.closedLoop(plan.inFlight, seconds);
    driver.drain(drainPatience);
}

void reportMessages(QJsonObject& report, const Ledger& ledger, bool acknowledges, double seconds) {
    const Ledger::Times& times = ledger.times(1);
    const Ledger::Totals totals = ledger.totals();
    report.insert(QStringLiteral("sent"), qint64(times.sent));
    if (acknowledges) {
        report.insert(QStringLiteral("acknowledged"), qint64(times.acknowledged));
        report.insert(QStringLiteral("refused"), qint64(times.refused));
        report.insert(QStringLiteral("acknowledgementMs"), milliseconds(times.acknowledgement));
    }
    report.insert(QStringLiteral("delivered"), qint64(times.delivered));
    report.insert(QStringLiteral("lost"), qint64(totals.lost));
    report.insert(QStringLiteral("doubled"), qint64(totals.doubled));
    report.insert(QStringLiteral("strays"), qint64(totals.strays));
    report.insert(QStringLiteral("messagesPerSecond"), rounded(double(times.sent) / seconds, 1));
    report.insert(QStringLiteral("deliveriesPerSecond"), rounded(double(times.delivered) / seconds, 0));
    report.insert(QStringLiteral("deliveryMs"), milliseconds(times.delivery));
}

} // namespace

double rounded(double value, int digits) {
    const double scale = std::pow(10, digits);
    return std::round(value * scale) / scale;
}

QJsonObject milliseconds(const Latency& times) {
    const auto value = [](int64_t time) { return rounded(double(time) / 1e6, 3); };
    return {{QStringLiteral("p50"), value(times.percentile(0.5))},
            {QStringLiteral("p90"), value(times.percentile(0.9))},
            {QStringLiteral("p99"), value(times.percentile(0.99))},
            {QStringLiteral("p999"), value(times.percentile(0.999))},
            {QStringLiteral("max"), value(times.maximum())}};
}

Plan planFor(const std::string& scenario) {
    Plan plan;
    plan.scenario = scenario;
    if (scenario == "one-room") {
        plan.layout = {1000, 1, 0, 300};
        plan.rate = 20;
    } else if (scenario == "many-rooms") {
        plan.layout = {1000, 200, 0, 300};
        plan.rate = 2000;
    } else if (scenario == "many-rooms-1000") {
        plan.layout = {5000, 1000, 0, 300};
        plan.rate = 2000;
    } else if (scenario == "peak-one") {
        plan.layout = {1000, 1, 0, 300};
        plan.inFlight = 128;
    } else if (scenario == "peak-one-1000") {
        plan.layout = {1000, 1, 0, 300};
        plan.inFlight = 1000;
    } else if (scenario == "peak-many") {
        plan.layout = {1000, 200, 0, 300};
        plan.inFlight = 1000;
    } else if (scenario == "idle") {
        plan.layout = {0, 0, 10'000, 300};
    } else if (scenario == "idle-20000") {
        plan.layout = {0, 0, 20'000, 300};
        plan.seconds = 30; // long enough for a ping to each
    } else if (scenario == "many-rooms-idle") {
        plan.layout = {1000, 200, 10'000, 300};
        plan.rate = 2000;
    } else if (makeAbuser(scenario, 0)) {
        plan.layout = {1000, 200, 0, 300};
        plan.rate = 2000;
        plan.abuse = true;
    } else {
        plan.scenario.clear();
    }
    return plan;
}

QJsonObject carryOut(const Plan& plan) {
    if (plan.abuse)
        return carryOutAbuse(plan, *makeAbuser(plan.scenario, plan.abusers));
    QJsonObject report = describe(plan);
    const std::unique_ptr<Subject> subject = makeSubject(plan.server, plan.settings);
    if (!subject) {
        fprintf(stderr, "parlor-load: no server of the name %s\n", plan.server.c_str());
        exit(2);
    }
    subject->start();
    const DiskSync disk = measureDiskSync(subject->folder().c_str());
    report.insert(QStringLiteral("diskSyncMs"),
                  QJsonObject{{QStringLiteral("p50"), rounded(double(disk.p50) / 1e6, 3)},
                              {QStringLiteral("p99"), rounded(double(disk.p99) / 1e6, 3)}});

    Ledger ledger(subject->echoes());
    const std::unique_ptr<Dialect> dialect = subject->populate(ledger, plan.layout);
    Engine engine(*dialect, subject->port());
    Driver driver(engine, ledger, *dialect);
    const uint32_t count = plan.layout.clients + plan.layout.idle;
    engine.add(count);
    // One first: what the server sets up once is not a matter of each connection.
    const bool first = engine.connect(count - 1, 1, 1, connectPatience);
    driver.settle(0.5, 5);
    const Usage unconnected = usageOf(subject->pid());
    if (!first || !engine.connect(0, count - 1, connectingAtOnce, connectPatience)) {
        fprintf(stderr, "parlor-load: %u of %u clients could connect\n", engine.ready(), count);
        exit(1);
    }
    driver.settle(1, 20);
    const Usage connected = usageOf(subject->pid());
    report.insert(QStringLiteral("kilobytesPerConnection"),
                  rounded(double(connected.resident - unconnected.resident) / 1024 / (count - 1), 2));
    report.insert(QStringLiteral("connectMicroseconds"),
                  rounded((connected.cpu - unconnected.cpu) * 1e6 / (count - 1), 1));

    const bool silent = plan.rate <= 0 && plan.inFlight == 0;
    if (!silent && plan.warmUp > 0)
        talk(driver, plan, plan.warmUp);
    subject->catchUp(ledger.times(0).acknowledged);
    forgetPeak(subject->pid());
    const Usage before = usageOf(subject->pid());
    const Usage ownBefore = usageOf(getpid());
    const int64_t slowBefore = subject->slowAppends();
    const int64_t droppedBefore = droppedPackets();
    const double stolenBefore = stolenSeconds();
    const int64_t begin = now();
    ledger.beginPhase(1);
    if (silent)
        driver.idle(plan.seconds);
    else
        talk(driver, plan, plan.seconds);
    const Usage ownAfter = usageOf(getpid());
    const Usage atRest = usageOf(subject->pid()); // to ask for metrics is work
    const double seconds = double((silent ? now() : ledger.times(1).lastDelivery) - begin) / 1e9;
    report.insert(QStringLiteral("catchUpSeconds"),
                  rounded(subject->catchUp(ledger.times(1).acknowledged), 2));
    const Usage after = silent ? atRest : usageOf(subject->pid());

    // What makes a run an outlier and is not the server's doing.
    report.insert(QStringLiteral("slowAppends"), qint64(subject->slowAppends() - slowBefore));
    report.insert(QStringLiteral("droppedPackets"), qint64(droppedPackets() - droppedBefore));
    report.insert(QStringLiteral("stolenSeconds"), rounded(stolenSeconds() - stolenBefore, 2));

    const double cpu = after.cpu - before.cpu;
    if (silent) {
        report.insert(QStringLiteral("cpuPercentAtRest"), rounded(cpu / seconds * 100, 3));
    } else {
        reportMessages(report, ledger, dialect->acknowledges(), seconds);
        const Ledger::Times& times = ledger.times(1);
        report.insert(QStringLiteral("microsecondsPerDelivery"),
                      rounded(cpu * 1e6 / double(times.delivered), 3));
        report.insert(QStringLiteral("microsecondsPerMessage"), rounded(cpu * 1e6 / double(times.sent), 2));
    }
    report.insert(QStringLiteral("serverCpu"), cpuBetween(before, after));
    report.insert(QStringLiteral("toolCpu"), cpuBetween(ownBefore, ownAfter));
    report.insert(QStringLiteral("residentKb"), qint64(after.resident / 1024));
    report.insert(QStringLiteral("peakKb"), qint64(after.peak / 1024));
    report.insert(QStringLiteral("closedByServer"), int(engine.lost()));
    return report;
}

} // namespace parlor::load
