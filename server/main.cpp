// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/command_line.h"
#include "server/log/embedded_log.h"
#include "server/serve.h"
#include "server/storage.h"
#include "server/store/sql_store.h"
#include "server/store/store_copy.h"
#include "server/worker/epoch_keeper.h"
#include "server/worker/restore.h"

#include <QCoreApplication>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace {

using namespace parlor;

admin::Backend backend() {
    admin::Backend parts;
    parts.makeStore = store::makeSqliteStore;
    parts.openLog = [](const QString& file) { return log::openEmbeddedLog(file); };
    parts.copyLog = log::backupEmbeddedLog;
    parts.finishRestore = [](store::Store& store, log::Log& oldLog, log::Log& newLog) -> Result<void> {
        if (const auto epoch = worker::finishRestore(store, oldLog, newLog); !epoch)
            return fail(epoch.error());
        return {};
    };
    parts.makeConfiguredStore = makeConfiguredStore;
    parts.openConfiguredLog = openConfiguredLog;
    parts.copyStore = store::copyStore;
    parts.beginEpoch = worker::beginEpoch;
    parts.diagnoseStore = diagnoseConfiguredStore;
    parts.diagnoseLog = diagnoseConfiguredLog;
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
