// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/command_line.h"
#include "server/admin/console.h"
#include "server/log/embedded_log.h"
#include "server/server_process.h"
#include "server/store/sql_store.h"
#include "server/termination.h"
#include "server/worker/restore.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace {

using namespace parlor;

Q_LOGGING_CATEGORY(lcMain, "parlor.server")

constexpr int stopDeadline = 9;      // seconds from being asked; ten are promised
constexpr int failureInterval = 500; // ms between two looks at whether the projector has given up

Result<void> serve(const admin::Configuration& configuration) {
    raiseFileLimit();
    const Termination termination([] {
        qCInfo(lcMain) << "asked to stop";
        endLatestIn(stopDeadline, admin::exitOk);
        QCoreApplication::quit();
    });
    ServerProcess process(configuration);
    if (auto started = process.start(); !started)
        return started;
    admin::printOut(QStringLiteral("parlord ready on %1\n").arg(process.url().toString()));

    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, qApp, [&process] {
        if (!process.failure())
            return;
        endLatestIn(stopDeadline, admin::exitFailure);
        QCoreApplication::quit();
    });
    watch.start(failureInterval);
    QCoreApplication::exec();
    process.stop();
    if (const auto failure = process.failure())
        return fail(*failure);
    qCInfo(lcMain) << "stopped";
    return {};
}

admin::Backend backend() {
    admin::Backend parts;
    parts.makeStore = store::makeSqliteStore;
    parts.openLog = [](const QString& file) { return log::openEmbeddedLog(file); };
    parts.copyLog = log::backupEmbeddedLog;
    parts.finishRestore = [](store::Store& store, log::Log& oldLog, log::Log& newLog,
                             const QString& parked) -> Result<void> {
        if (const auto epoch = worker::finishRestore(store, oldLog, newLog, parked); !epoch)
            return fail(epoch.error());
        return {};
    };
    parts.serve = serve;
    return parts;
}

} // namespace

int main(int argc, char** argv) {
#ifdef Q_OS_UNIX
    ::umask(077); // what the server writes is for its own user
#endif
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("parlord"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARLOR_VERSION));
    return admin::runCommandLine(application.arguments().mid(1), backend());
}
