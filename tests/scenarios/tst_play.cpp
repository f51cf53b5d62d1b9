// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/play.h"
#include "tests/scenarios/step_table.h"

#include <QTest>

using namespace parlor::scenario;

namespace {

/// The target of plays that never get as far as needing one.
class NoTarget : public Target {
public:
    QUrl url() const override { return {}; }
    void set(const QString&, const QString&) override {}
    void start() override {}
    void kill() override {}
    void requestStop() override {}
    int waitForEnd() override { return 0; }
    void loseLog() override {}
    QString nameSuffix() const override { return {}; }
    QByteArray output() const override { return {}; }
};

} // namespace

class TestPlay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsCastLinesAndBlocks() {
        const Play play =
            parsePlay(QStringLiteral("a.play"), QStringLiteral("# a comment\n"
                                                               "Cast: Alice, Bob (laptop, phone)\n"
                                                               "\n"
                                                               "Alice registers\n"
                                                               "Bob's timeline of \"x\" is:\n"
                                                               "    Alice: one\n"
                                                               "    Alice: two\n"));
        QCOMPARE(play.cast.value(QStringLiteral("Alice")), QStringList{QString()});
        QCOMPARE(play.cast.value(QStringLiteral("Bob")),
                 (QStringList{QStringLiteral("laptop"), QStringLiteral("phone")}));
        QCOMPARE(play.lines.size(), 2);
        QCOMPARE(play.lines.at(0).number, 4);
        QCOMPARE(play.lines.at(1).text, QStringLiteral("Bob's timeline of \"x\" is"));
        QCOMPARE(play.lines.at(1).block,
                 (QStringList{QStringLiteral("Alice: one"), QStringLiteral("Alice: two")}));
    }

    void refusesWhatIsNoPlay_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        QTest::newRow("empty") << QString() << QStringLiteral("p:1: no cast");
        QTest::newRow("no lines") << QStringLiteral("Cast: Alice\n")
                                  << QStringLiteral("p:1: nothing happens");
        QTest::newRow("bad cast") << QStringLiteral("Cast: alice\nx") << QStringLiteral("p:1: the cast is");
        QTest::newRow("twice in the cast")
            << QStringLiteral("Cast: Alice, Alice\nx") << QStringLiteral("p:1: Alice is in");
        QTest::newRow("second cast") << QStringLiteral("Cast: Alice\nCast: Bob\nx")
                                     << QStringLiteral("p:2: the cast is told");
        QTest::newRow("stray block") << QStringLiteral("Cast: Alice\nAlice registers\n  x\n")
                                     << QStringLiteral("p:3: an indented");
    }
    void refusesWhatIsNoPlay() {
        QFETCH(QString, text);
        QFETCH(QString, error);
        try {
            parsePlay(QStringLiteral("p"), text);
            QFAIL("it was taken for a play");
        } catch (const PlayError& found) {
            QVERIFY2(found.text().startsWith(error), found.what());
        }
    }

    void refusesUnknownLinesAndActors_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("unknown") << QStringLiteral("Alice flies to the moon");
        QTest::newRow("almost known") << QStringLiteral("Alice sends \"Hello\" to \"design\" quickly");
        QTest::newRow("missing block") << QStringLiteral("Alice's timeline of \"design\" is");
        QTest::newRow("unexpected block") << QStringLiteral("Alice registers:");
        QTest::newRow("not in the cast") << QStringLiteral("Zoe logs out");
        QTest::newRow("unknown device") << QStringLiteral("Alice (watch) logs out");
        QTest::newRow("unknown room") << QStringLiteral("Alice sends \"Hello\" to \"nowhere\"");
        QTest::newRow("unknown message") << QStringLiteral("Alice has seen \"nothing\"");
    }
    void refusesUnknownLinesAndActors() {
        QFETCH(QString, line);
        NoTarget target;
        const Play play = parsePlay(QStringLiteral("p"), QStringLiteral("Cast: Alice\n") + line);
        Stage stage(target, play.cast);
        QVERIFY_THROWS_EXCEPTION(PlayError, StepTable().play(stage, play.lines.constFirst()));
    }

    /// Two patterns for one line would mean that the first one hides the other.
    void everyPatternHasOneMeaning() {
        const QStringList patterns = StepTable().patterns();
        QCOMPARE(QSet<QString>(patterns.cbegin(), patterns.cend()).size(), patterns.size());
        QVERIFY(patterns.size() > 50);
    }
};

QTEST_GUILESS_MAIN(TestPlay)
#include "tst_play.moc"
