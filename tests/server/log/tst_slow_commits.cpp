// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_log.h"
#include "tests/contracts/log_helpers.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

using namespace parlor;
using log::EmbeddedLogOptions;
using log::openEmbeddedLog;
using log::Topic;
using namespace std::chrono_literals;

namespace {

constexpr const char* vfsName = "slow-test";

QStringList warnings;

void note(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    if (type == QtWarningMsg && qstrcmp(context.category, "parlor.log") == 0)
        warnings.append(text);
}

EmbeddedLogOptions options() {
    EmbeddedLogOptions options;
    options.vfs = vfsName;
    options.slowCommit = 20ms;
    return options;
}

bool append(log::Log& log) {
    return test::appendOne(log, Topic::Messages, "room", "x").has_value();
}

} // namespace

/// An admin is told why everybody waits.
class tst_SlowCommits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        warnings.clear();
        m_former = qInstallMessageHandler(note);
    }
    void cleanup() { qInstallMessageHandler(m_former); }

    void aSlowDiskIsTold();
    void butNotForEachCommit();
    void aQuickOneIsNot();

private:
    QtMessageHandler m_former = nullptr;
};

void tst_SlowCommits::aSlowDiskIsTold() {
    test::ForgetfulVfs vfs(vfsName);
    auto log = openEmbeddedLog(QStringLiteral("log.db"), options());
    QVERIFY(log);
    vfs.setSyncTime(25ms);
    QVERIFY(append(**log));
    (*log)->close();
    QCOMPARE(warnings.size(), 1);
    const QString& told = warnings.constFirst();
    static const QRegularExpression took(QStringLiteral(R"(the disk (\d+) ms to make 1 records)"));
    const auto match = took.match(told);
    QVERIFY2(match.hasMatch() && match.captured(1).toInt() >= 25, qUtf8Printable(told));
    QVERIFY2(told.contains(QLatin1StringView("log.db")), qUtf8Printable(told));
}

void tst_SlowCommits::butNotForEachCommit() {
    test::ForgetfulVfs vfs(vfsName);
    EmbeddedLogOptions often = options();
    often.slowCommitPause = 0ms;
    for (const auto& [how, count] : {std::pair(options(), 1), std::pair(often, 3)}) {
        warnings.clear();
        auto log = openEmbeddedLog(QStringLiteral("log.db"), how);
        QVERIFY(log);
        vfs.setSyncTime(25ms);
        for (int i = 0; i < 3; ++i)
            QVERIFY(append(**log));
        (*log)->close();
        QCOMPARE(warnings.size(), count);
        vfs.setSyncTime(0ms);
    }
}

void tst_SlowCommits::aQuickOneIsNot() {
    test::ForgetfulVfs vfs(vfsName);
    EmbeddedLogOptions patient = options();
    patient.slowCommit = 1h;
    auto log = openEmbeddedLog(QStringLiteral("log.db"), patient);
    QVERIFY(log);
    vfs.setSyncTime(25ms);
    QVERIFY(append(**log));
    (*log)->close();
    QVERIFY2(warnings.isEmpty(), qUtf8Printable(warnings.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(tst_SlowCommits)
#include "tst_slow_commits.moc"
