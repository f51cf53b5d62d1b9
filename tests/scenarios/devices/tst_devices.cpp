// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/devices/comparison.h"
#include "tests/support/wait.h"

#include <QRandomGenerator>
#include <QTest>

#include <cstdio>

using namespace parlor;
using namespace parlor::devices;

/// Several people with several devices each do at random all that one can do in rooms, while connections are
/// lost and the server is killed. In the end every device shows what a fresh login fetches: state after live
/// events = state refetched.
///
/// PARLOR_DEVICES_TARGET: "parlord" unless set, or "cluster". PARLOR_DEVICES_ROUNDS: the server is killed
/// after each but the last, 3 unless set. PARLOR_DEVICES_ACTS: of one round, 800 unless set.
/// PARLOR_DEVICES_SEED: repeats the random choices of another run.
class TestDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allShowTheSame();
};

namespace {

int fromEnvironment(const char* name, int otherwise) {
    bool good = false;
    const int value = qEnvironmentVariableIntValue(name, &good);
    return good ? value : otherwise;
}

QString asText(const QMap<QString, int>& counts) {
    QStringList items;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        items.append(QStringLiteral("%1 %2").arg(it.key()).arg(*it));
    return items.join(QStringLiteral(", "));
}

} // namespace

void TestDevices::allShowTheSame() {
    const int rounds = fromEnvironment("PARLOR_DEVICES_ROUNDS", 3);
    const int acts = fromEnvironment("PARLOR_DEVICES_ACTS", 800);
    const auto seed = quint32(
        fromEnvironment("PARLOR_DEVICES_SEED", int(QRandomGenerator::global()->bounded(1, 1'000'000))));
    const QByteArray again = "PARLOR_DEVICES_SEED=" + QByteArray::number(seed) + ' ';
    qInfo("%d rounds of %d acts, %s", rounds, acts, again.constData());

    const auto target =
        scenario::makeTarget(qEnvironmentVariable("PARLOR_DEVICES_TARGET", QStringLiteral("parlord")));
    try {
        target->start();
        Company company(*target, seed);
        company.assemble();
        QString difference;
        for (int round = 1; round <= rounds; ++round) {
            for (int i = 0; i < acts; ++i)
                company.act();
            if (round < rounds) { // amid all that is under way
                target->kill();
                target->start();
                company.serverIsBack();
            }
            const bool settled = test::waitUntil([&] { return company.settle(); }, 2 * test::patience);
            QVERIFY2(settled, (again + "not all was answered, or not all devices are in step").constData());
            // What was answered a moment ago may still be on its way to somebody.
            const bool same = test::waitUntil([&] {
                difference = firstDifference(company);
                return difference.isEmpty();
            });
            if (!same) { // Qt Test would cut it short
                std::fprintf(stderr, "round %d: %s\n%s\n", round, qPrintable(difference),
                             target->output().constData());
            }
            QVERIFY2(same,
                     (again + "round " + QByteArray::number(round) + ": " + difference.toUtf8()).constData());
        }
        const QStringList problems = company.problems();
        QVERIFY2(problems.isEmpty(), (again + problems.join(QLatin1Char('\n')).toUtf8()).constData());
        qInfo().noquote() << "done:" << asText(company.done()) << "\nrefused:" << asText(company.refused())
                          << "\nconnections lost:" << company.lostConnections();
        // A test whose acts are all refused shows nothing.
        for (const char* act : {"send", "send by HTTP", "reply", "edit", "delete", "react", "unreact", "pin",
                                "unpin", "seen", "delivered", "mark", "join", "leave", "change topic"})
            QVERIFY2(company.done().value(QLatin1String(act)) > 0, act);
    } catch (const scenario::PlayError& error) {
        QFAIL((again + error.what() + '\n' + target->output()).constData());
    }
}

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
