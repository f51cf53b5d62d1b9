// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/crash/crowd.h"
#include "tests/scenarios/crash/verdict.h"
#include "tests/scenarios/target.h"

#include <QTest>

using namespace parlor;
using namespace parlor::crash;
using namespace std::chrono_literals;

/// A crowd talks while parlord is killed with SIGKILL at random moments, again and again; then every promise
/// is checked from what the clients were told. (A kill does not test fsync: that is the embedded log's own
/// test.)
///
/// PARLOR_CRASH_TARGET: what is killed, "parlord" unless set; "cluster": every parlord of one at once.
/// PARLOR_CRASH_ROUNDS: how often it is killed, 15 unless set. PARLOR_CRASH_SEED: repeats the random choices
/// of another run.
class TestCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsItsPromises();
};

namespace {

int fromEnvironment(const char* name, int otherwise) {
    bool good = false;
    const int value = qEnvironmentVariableIntValue(name, &good);
    return good ? value : otherwise;
}

void letTimePass(std::chrono::milliseconds time) {
    test::waitUntil([] { return false; }, time);
}

} // namespace

void TestCrash::keepsItsPromises() {
    const int rounds = fromEnvironment("PARLOR_CRASH_ROUNDS", 15);
    const auto seed =
        quint32(fromEnvironment("PARLOR_CRASH_SEED", int(QRandomGenerator::global()->bounded(1, 1'000'000))));
    qInfo("%d rounds, PARLOR_CRASH_SEED=%u", rounds, seed);

    const auto target =
        scenario::makeTarget(qEnvironmentVariable("PARLOR_CRASH_TARGET", QStringLiteral("parlord")));
    const auto starts = [&] {
        try {
            target->start();
        } catch (const scenario::PlayError& error) {
            qWarning("%s\n%s", error.what(), target->output().constData());
            return false;
        }
        return true;
    };
    QVERIFY(starts());
    Crowd crowd(smallCrowd(), seed);
    QVERIFY2(crowd.assemble(target->url()), qPrintable(crowd.problems().join(QLatin1Char('\n'))));
    crowd.serverIsUp();

    for (int round = 1; round <= rounds; ++round) {
        crowd.setTalking(true);
        // Mostly in full flow, sometimes while clients are still catching up or the server has just become
        // ready.
        const int moment = crowd.random().bounded(4) == 0 ? crowd.random().bounded(0, 400)
                                                          : crowd.random().bounded(1500, 4500);
        const int before = crowd.tally().acknowledged;
        letTimePass(std::chrono::milliseconds(moment));
        target->kill();
        crowd.serverIsDown();
        qInfo("round %d: killed after %d ms, %d acknowledged in it", round, moment,
              crowd.tally().acknowledged - before);
        QVERIFY(starts());
        crowd.serverIsUp();
        QVERIFY2(crowd.problems().isEmpty(), qPrintable(crowd.problems().join(QLatin1Char('\n'))));
    }
    crowd.setTalking(false);
    QVERIFY2(test::waitUntil([&] { return crowd.isQuiet(); }, 60s), "the crowd never came to rest");

    const Tally& tally = crowd.tally();
    qInfo("%d acknowledged, %d retries, %d connections dropped, %d lost, %d cursors confirmed, %d read back, "
          "%d refusals",
          tally.acknowledged, tally.retries, tally.drops, tally.lostConnections, tally.seenConfirmed,
          tally.readBack, tally.refusals);
    QStringList problems = judge(crowd);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.mid(0, 30).join(QLatin1Char('\n'))));

    // And once more from the store and the log alone.
    target->kill();
    crowd.serverIsDown();
    QVERIFY(starts());
    crowd.serverIsUp();
    QVERIFY(test::waitUntil([&] { return crowd.isQuiet(); }, 60s));
    problems = judge(crowd);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.mid(0, 30).join(QLatin1Char('\n'))));

    // So that it cannot pass because nothing happened.
    QVERIFY2(tally.acknowledged >= 330 * rounds, "too few acknowledged messages to tell anything");
    QVERIFY2(tally.retries >= 5 * rounds, "too few retries to tell anything");
    QVERIFY2(tally.lostConnections >= 3 * rounds, "too few connections were cut by the kills");
    QVERIFY2(tally.seenConfirmed >= 10 * rounds, "too few read cursors");
    QVERIFY2(tally.readBack >= 2 * rounds, "too few acknowledged messages were read back");
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
