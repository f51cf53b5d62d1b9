// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "tests/contracts/log_helpers.h"

#include <QMap>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace parlor;

/// A process that is killed loses nothing that it has acknowledged.
class tst_LogKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acknowledgedSurvivesSigkill();
};

void tst_LogKill::acknowledgedSurvivesSigkill() {
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("log.db"));
    QMap<qint64, QByteArray> acknowledged;
    std::mt19937 random(4);
    for (int round = 0; round < 8; ++round) {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QStringLiteral(LOG_APPENDER), {file, QString::number(round)});
        QVERIFY(child.waitForStarted());
        // Killed after a random number of acknowledgements, in the midst of others.
        const qsizetype wanted = qsizetype(random() % 60'000);
        QByteArray output;
        while (output.size() <= wanted) {
            QVERIFY2(child.waitForReadyRead(30'000), qPrintable(child.errorString()));
            output += child.readAllStandardOutput();
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        output += child.readAllStandardOutput();
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        for (const QByteArray& line : output.split('\n')) {
            const qsizetype space = line.indexOf(' ');
            if (space < 0 || line.count('.') != 2)
                continue;
            const qint64 offset = line.left(space).toLongLong();
            QVERIFY2(!acknowledged.contains(offset), "an offset was given twice");
            acknowledged[offset] = line.mid(space + 1);
        }
        // The last line may be cut off in the pipe: a value that lacks its end proves nothing.
        if (!output.endsWith('\n') && !acknowledged.isEmpty())
            acknowledged.remove(acknowledged.lastKey());

        auto log = log::openEmbeddedLog(file);
        QVERIFY2(log, qPrintable(log ? QString() : log.error().message()));
        QMap<qint64, QByteArray> found;
        for (const log::Record& record : test::readAll(**log))
            found[record.offset] = record.value;
        for (auto it = acknowledged.begin(); it != acknowledged.end(); ++it)
            QVERIFY2(found.value(it.key()) == it.value(), it.value().constData());
    }
    QVERIFY(acknowledged.size() > 1000);
}

QTEST_GUILESS_MAIN(tst_LogKill)
#include "tst_log_kill.moc"
