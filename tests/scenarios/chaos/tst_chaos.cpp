// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/chaos/database_verdict.h"
#include "tests/scenarios/chaos/faults.h"
#include "tests/scenarios/crash/crowd.h"
#include "tests/scenarios/crash/verdict.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace parlor;
using namespace parlor::chaos;
using namespace std::chrono_literals;

/// A few hundred clients talk, read, join, leave and reconnect while one thing after another of a cluster is
/// killed or paused, and started again: gateways, workers, brokers, PostgreSQL, nginx. Then every client and
/// the database must agree on what was acknowledged.
///
/// PARLOR_CHAOS_ROUNDS: how many things happen, 9 unless set, which is each once (about 2 minutes).
/// PARLOR_CHAOS_SEED: repeats the random choices of another run. PARLOR_CHAOS_CLIENTS: how many, 240 unless
/// set. PARLOR_CHAOS_ENOUGH: how many acknowledgements there must be for the run to count.
/// PARLOR_CHAOS_FAULTS: only these, by their names in faults.cpp.
///
/// PARLOR_CHAOS_EXPECT=duplicates: the test of this test. The server is one whose deduplication is taken out,
/// and duplicates must be found.
class TestChaos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everybodyAgrees();

private:
    void brew(World& world, crash::Crowd& crowd, int rounds);
    void expectDuplicates(World& world, crash::Crowd& crowd, int rounds);
};

namespace {

int fromEnvironment(const char* name, int otherwise) {
    bool good = false;
    const int value = qEnvironmentVariableIntValue(name, &good);
    return good ? value : otherwise;
}

void letTimePass(int milliseconds) {
    test::waitUntil([] { return false; }, std::chrono::milliseconds(milliseconds));
}

/// Every third person has a second device, every fourth one passes from room to room, a few only read.
crash::CrowdPlan largeCrowd(int clients) {
    crash::CrowdPlan plan;
    for (int devices = 0, i = 0; devices < clients; ++i) {
        const bool passes = i > 0 && i % 4 == 3;
        const int own = !passes && i % 3 == 0 ? 2 : 1;
        plan.people.append({QStringLiteral("user%1").arg(i), own, i % 10 != 9, passes});
        devices += own;
    }
    plan.rooms = std::max(4, clients / 10);
    plan.roomsOfEach = 3;
    plan.passingRooms = 4;
    plan.window = 2;
    plan.sendOneIn = 80;
    plan.resendOneIn = 60;
    plan.passOneIn = 300;
    plan.reconnectAfter = {100, 1500};
    plan.readableAtOnce = false;
    return plan;
}

QByteArray firstOf(const QStringList& problems) {
    return (QString::number(problems.size()) + QStringLiteral(" problems:\n") +
            problems.mid(0, 30).join(QLatin1Char('\n')))
        .toUtf8();
}

} // namespace

void TestChaos::brew(World& world, crash::Crowd& crowd, int rounds) {
    QList<Fault> faults;
    for (int round = 1; round <= rounds; ++round) {
        if (faults.isEmpty()) { // each as often as the others, in another order every time
            faults = faultsNamed(qEnvironmentVariable("PARLOR_CHAOS_FAULTS"));
            std::shuffle(faults.begin(), faults.end(), crowd.random());
        }
        const int before = crowd.tally().acknowledged;
        QElapsedTimer time;
        time.start();
        QList<Fault> struck{faults.takeLast()};
        QString told = strike(world, struck.constFirst(), crowd.random());
        // A pause that is over before its broker is given up for dead lets it do what was sent to it again
        // meanwhile.
        letTimePass(crowd.random().bounded(300, 2600));
        if (!faults.isEmpty() && crowd.random().bounded(4) == 0) { // it never rains but it pours
            struck.append(faults.takeLast());
            told += QStringLiteral(", ") + strike(world, struck.constLast(), crowd.random());
            letTimePass(crowd.random().bounded(300, 1500));
        }
        const qint64 down = time.elapsed();
        QVERIFY2(repair(world, struck), qPrintable(told + QLatin1Char('\n') + world.problem()));
        const qint64 up = time.elapsed();
        letTimePass(crowd.random().bounded(500, 2500));
        qInfo("round %d: %s for %lld ms, all ready after %lld ms, %d acknowledged in %lld ms", round,
              qPrintable(told), down, up, crowd.tally().acknowledged - before, time.elapsed());
        QVERIFY2(crowd.problems().isEmpty(), firstOf(crowd.problems()).constData());
    }
}

void TestChaos::expectDuplicates(World& world, crash::Crowd& crowd, int rounds) {
    const auto found = [&] { return crowd.problems().filter(QStringLiteral("has seq")); };
    for (int round = 1; round <= rounds && found().isEmpty(); ++round) {
        strike(world, Fault::BrokerPaused, crowd.random());
        letTimePass(crowd.random().bounded(1800, 2800));
        QVERIFY2(repair(world, {Fault::BrokerPaused}), qPrintable(world.problem()));
        letTimePass(1500);
        qInfo("round %d: %lld duplicates, %d acknowledged", round, qint64(found().size()),
              crowd.tally().acknowledged);
    }
    QVERIFY2(!found().isEmpty(), "a server without deduplication passes: this test would notice nothing");
}

void TestChaos::everybodyAgrees() {
    const int rounds = fromEnvironment("PARLOR_CHAOS_ROUNDS", int(faultsNamed().size()));
    const auto seed =
        quint32(fromEnvironment("PARLOR_CHAOS_SEED", int(QRandomGenerator::global()->bounded(1, 1'000'000))));
    const bool careless = qEnvironmentVariable("PARLOR_CHAOS_EXPECT") == QLatin1String("duplicates");
    qInfo("%d rounds, PARLOR_CHAOS_SEED=%u", rounds, seed);
    QElapsedTimer time;
    time.start();

    // So short that a paused broker is asked again while it is only slow, not dead.
    QString options = QStringLiteral("socket.timeout.ms=1600");
    if (careless)
        options += QStringLiteral(",enable.idempotence=false");
    World world(options);
    const auto tell = qScopeGuard([&] { // Qt Test would cut it short
        if (QTest::currentTestFailed())
            std::fputs(world.output().constData(), stderr);
    });
    QVERIFY2(world.start(), qPrintable(world.problem()));
    qInfo("%lld ms: the cluster is up", time.elapsed());
    crash::Crowd crowd(largeCrowd(fromEnvironment("PARLOR_CHAOS_CLIENTS", 240)), seed);
    QVERIFY2(crowd.assemble(world.cluster().url()), firstOf(crowd.problems()).constData());
    qInfo("%lld ms: %zu clients have accounts and rooms", time.elapsed(), crowd.members().size());
    crowd.serverIsUp();
    QVERIFY2(test::waitUntil([&] { return crowd.isQuiet(); }, 60s), qPrintable(crowd.unrest()));
    qInfo("%lld ms: all are connected", time.elapsed());
    crowd.setTalking(true);
    letTimePass(2000);

    if (careless) {
        expectDuplicates(world, crowd, rounds);
        return;
    }
    brew(world, crowd, rounds);
    if (QTest::currentTestFailed())
        return;

    crowd.setTalking(false);
    const bool quiet = test::waitUntil([&] { return crowd.isQuiet(); }, 120s);
    qInfo("%lld ms: %s", time.elapsed(), quiet ? "all is quiet" : "not all is quiet");
    const crash::Tally& tally = crowd.tally();
    qInfo("%d acknowledged, %d retries, %d connections dropped, %d lost, %d cursors confirmed, %d read back, "
          "%d refusals, %d passages",
          tally.acknowledged, tally.retries, tally.drops, tally.lostConnections, tally.seenConfirmed,
          tally.readBack, tally.refusals, tally.passages);
    QVERIFY2(quiet, qPrintable(crowd.unrest()));
    QStringList problems = crash::judge(crowd) + judgeDatabase(crowd, world.cluster().database().url());
    QVERIFY2(problems.isEmpty(), firstOf(problems).constData());

    // And once more by processes that know only what was written down.
    world.cluster().kill9();
    QVERIFY2(world.start(), qPrintable(world.problem()));
    QVERIFY2(test::waitUntil([&] { return crowd.isQuiet(); }, 120s), qPrintable(crowd.unrest()));
    problems = crash::judge(crowd);
    QVERIFY2(problems.isEmpty(), firstOf(problems).constData());
    qInfo("%lld ms: all agree", time.elapsed());

    // So that it cannot pass because nothing happened.
    const int enough = fromEnvironment("PARLOR_CHAOS_ENOUGH", 150 * rounds);
    QVERIFY2(tally.acknowledged >= enough, "too few acknowledged messages to tell anything");
    QVERIFY2(tally.retries >= 5 * rounds, "too few retries to tell anything");
    QVERIFY2(tally.lostConnections >= 5 * rounds, "too few connections were lost");
    QVERIFY2(tally.passages >= 5 * rounds, "too few joined and left");
    QVERIFY2(tally.readBack >= rounds, "too few acknowledged messages were read back");
}

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
