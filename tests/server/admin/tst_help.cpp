// SPDX-License-Identifier: GPL-3.0-or-later
// What parlord says about itself.
#include "tests/server/admin/parlord_runner.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace parlor::test;

class TestHelp : public QObject {
    Q_OBJECT

    ParlordOutcome run(const QStringList& arguments) const {
        return runParlord(
            {arguments,
             {{QStringLiteral("PARLOR_DATA_DIR"), m_directory.filePath(QStringLiteral("data"))}},
             {},
             {}});
    }
    QTemporaryDir m_directory;

private Q_SLOTS:
    void says_data();
    void says();
    void standsInColumns();
};

void TestHelp::says_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* line, const char* says) {
        QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')) << QByteArray(says);
    };
    row("--help", "Usage: parlord VERB");
    row("-h", "Usage: parlord VERB");
    row("help", "Exit status: 0 done, 1 failed, 2");
    row("serve --help", "parlord ready on");
    row("help serve", "--data-dir");
    row("config --help", "parlord config > parlord.conf");
    row("user add --help", "--password-stdin");
    row("help user add", "Usage: parlord user add NAME [options]");
    row("user password --help", "end the user's sessions");
    row("user list --help", "List all accounts");
    row("backup --help", "Usage: parlord backup DIRECTORY");
    row("restore --help", "--force");
    row("doctor --help", "Exit status 1 if a check failed");
    row("version --help", "Print the version");
    row("restore x --nonsense --help", "--force");
}

void TestHelp::says() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const auto outcome = run(arguments);
    QVERIFY2(outcome.status == 0, outcome.describe().constData());
    QVERIFY2(outcome.out.contains(says), outcome.out.constData());
    QVERIFY2(outcome.err.isEmpty(), outcome.err.constData());
    QVERIFY(!QFileInfo::exists(m_directory.filePath(QStringLiteral("data"))));
}

void TestHelp::standsInColumns() {
    // However long a name is: what it means stands apart from it, and below the one before.
    const QRegularExpression head(QStringLiteral("^  \\S+( \\S+)*  +(?=\\S)"));
    for (const QString& verb :
         {QString(), QStringLiteral("serve"), QStringLiteral("user add"), QStringLiteral("restore")}) {
        const auto outcome =
            run(QStringLiteral("help %1").arg(verb).split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QVERIFY2(outcome.status == 0, outcome.describe().constData());
        qsizetype column = 0; // of the list that a line is in
        int rows = 0;
        for (const QString& line : QString::fromUtf8(outcome.out).split(QLatin1Char('\n'))) {
            if (!line.startsWith(QLatin1StringView("  "))) {
                column = 0;
                continue;
            }
            const QRegularExpressionMatch match = head.match(line);
            QVERIFY2(match.hasMatch(), qPrintable(line));
            if (column == 0)
                column = match.capturedLength();
            QVERIFY2(match.capturedLength() == column, qPrintable(line));
            ++rows;
        }
        QVERIFY2(rows > 10, outcome.out.constData());
    }
}

QTEST_GUILESS_MAIN(TestHelp)
#include "tst_help.moc"
