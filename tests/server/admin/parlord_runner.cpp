// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/admin/parlord_runner.h"

#include "tests/support/wait.h"

#include <QProcess>

namespace parlor::test {

ParlordOutcome runParlord(const ParlordRun& run) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString& name : names) {
        if (name.startsWith(QLatin1String("PARLOR_")))
            environment.remove(name);
    }
    for (auto it = run.environment.cbegin(); it != run.environment.cend(); ++it)
        environment.insert(it.key(), it.value());
    QProcess process;
    process.setProcessEnvironment(environment);
    if (run.inChild)
        process.setChildProcessModifier(run.inChild);
    process.start(qEnvironmentVariable("PARLORD"), run.arguments);
    process.write(run.input);
    process.closeWriteChannel();
    ParlordOutcome outcome;
    if (!process.waitForFinished(int(patience.count()))) {
        outcome.err = process.errorString().toUtf8();
        process.kill();
        process.waitForFinished(-1);
        return outcome;
    }
    if (process.exitStatus() == QProcess::NormalExit)
        outcome.status = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

} // namespace parlor::test
