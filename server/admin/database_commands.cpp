// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/database_commands.h"

#include "server/admin/backup.h"
#include "server/admin/backup_manifest.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace parlor::admin {

namespace {

Result<void> requireDatabase(const Settings& settings) {
    if (!settings.databaseUrl.isEmpty())
        return {};
    return fail(ErrorCode::Invalid,
                QStringLiteral("database_url is not set. Name the PostgreSQL database that this is about."),
                QStringLiteral("database_url"));
}

Result<void> requireBrokers(const Settings& settings) {
    if (!settings.kafka.brokers.isEmpty())
        return {};
    return fail(ErrorCode::Invalid,
                QStringLiteral("kafka_brokers is not set. Name the brokers of the cluster's event log."),
                QStringLiteral("kafka_brokers"));
}

Result<std::unique_ptr<store::Store>> openStore(const Backend& backend, const Settings& settings) {
    if (auto named = requireDatabase(settings); !named)
        return fail(named.error());
    auto store = backend.makeConfiguredStore(settings, {});
    if (auto opened = store->open(); !opened)
        return fail(opened.error());
    return store;
}

Result<std::unique_ptr<log::Log>> openLog(const Backend& backend, const Settings& settings) {
    if (auto named = requireBrokers(settings); !named)
        return fail(named.error());
    return backend.openConfiguredLog(settings, {});
}

/// Completes the copies in `directory` (a store, and the embedded log that it belongs to, if any) and puts
/// them into the database, on `log`.
Result<void> putIntoDatabase(const Backend& backend, store::Store& database, log::Log& log,
                             const QString& directory) {
    const QString logFile = directory + QLatin1Char('/') + DataDirectory::logName;
    const auto copy = backend.makeStore(directory + QLatin1Char('/') + DataDirectory::storeName);
    if (auto opened = copy->open(); !opened)
        return opened;
    if (QFileInfo::exists(logFile)) {
        const auto oldLog = backend.openLog(logFile);
        if (!oldLog)
            return fail(oldLog.error());
        auto finished = backend.finishRestore(*copy, **oldLog, log);
        (*oldLog)->close();
        if (!finished)
            return finished;
    } else if (const auto epoch = backend.beginEpoch(*copy, log); !epoch) {
        return fail(epoch.error());
    }
    return backend.copyStore(*copy, database);
}

Result<void> requireEmpty(const log::Log& log) {
    const auto begin = log.begin();
    const auto end = begin ? log.end() : begin;
    if (!end)
        return fail(end.error());
    if (*begin == *end)
        return {};
    return fail(ErrorCode::Conflict,
                QStringLiteral("The topics hold records already, which are not of the server that is to be "
                               "moved. Choose other topics (kafka_topics), or delete these."));
}

} // namespace

Result<QString> migrateStore(const Backend& backend, const Settings& settings) {
    const auto store = openStore(backend, settings);
    if (!store)
        return fail(store.error());
    return QStringLiteral("The schema of %1 is up to date.\n")
        .arg(settings.databaseUrl.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

Result<QString> backUpDatabase(const Backend& backend, const Settings& settings, const QString& target) {
    const auto store = openStore(backend, settings);
    if (!store)
        return fail(store.error());
    const auto written = writeBackupOf(target, [&](const QString& directory) -> Result<QStringList> {
        if (auto copied = (*store)->backupTo(directory + QLatin1Char('/') + DataDirectory::storeName);
            !copied)
            return fail(copied.error());
        return QStringList{DataDirectory::storeName};
    });
    if (!written)
        return fail(written.error());
    return QStringLiteral("Wrote the backup %1. It holds everything that is stored: keep it safe. What the "
                          "brokers have and the store has not yet is not in it.\n")
        .arg(target);
}

Result<QString> restoreIntoDatabase(const Backend& backend, const Settings& settings, const QString& source) {
    const auto names =
        checkManifest(source, {DataDirectory::storeName, DataDirectory::logName, DataDirectory::secretName});
    if (!names)
        return fail(names.error());
    const QTemporaryDir workplace;
    for (const QString& name : *names) {
        const QString copy = workplace.filePath(name);
        if (!QFile::copy(source + QLatin1Char('/') + name, copy) ||
            !QFile::setPermissions(copy, QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
            return fail(ErrorCode::Io, QStringLiteral("%1 cannot be written. Is there room?").arg(copy));
        }
    }
    const auto store = openStore(backend, settings);
    if (!store)
        return fail(store.error());
    const auto log = openLog(backend, settings);
    if (!log)
        return fail(log.error());
    auto done = putIntoDatabase(backend, **store, **log, workplace.path());
    (*log)->close();
    if (!done)
        return fail(done.error());
    return QStringLiteral("Restored into %1. Clients notice and fetch their history again.\n")
        .arg(settings.databaseUrl.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

Result<QString> importDataDirectory(const Backend& backend, const Settings& settings, const QString& source) {
    auto data = DataDirectory::openExisting(source);
    if (!data)
        return fail(data.error());
    if (auto locked = data->lock(); !locked)
        return fail(locked.error());
    if (auto named = requireDatabase(settings); !named)
        return fail(named.error());
    {
        const auto log = openLog(backend, settings);
        if (!log)
            return fail(log.error());
        auto empty = requireEmpty(**log);
        (*log)->close();
        if (!empty)
            return fail(empty.error());
    }
    const QTemporaryDir workplace;
    const QString copy = workplace.filePath(QStringLiteral("copy"));
    if (auto written = writeBackup(*data, backend, copy); !written)
        return fail(written.error());
    auto restored = restoreIntoDatabase(backend, settings, copy);
    if (!restored)
        return restored;
    return QStringLiteral(
               "Moved %1 into %2. The directory is as it was; do not start a server on it again.\n"
               "With the secret in its file jwt-secret as jwt_secret, nobody has to wait for a new "
               "access token.\n")
        .arg(source, settings.databaseUrl.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

Result<QString> beginEpoch(const Backend& backend, const Settings& settings) {
    const auto store = openStore(backend, settings);
    if (!store)
        return fail(store.error());
    const auto log = openLog(backend, settings);
    if (!log)
        return fail(log.error());
    const auto epoch = backend.beginEpoch(**store, **log);
    (*log)->close();
    if (!epoch)
        return fail(epoch.error());
    return QStringLiteral("Epoch %1 begins on %2. Clients notice and fetch their history again.\n")
        .arg(epoch->number)
        .arg(epoch->logIdentity);
}

} // namespace parlor::admin
