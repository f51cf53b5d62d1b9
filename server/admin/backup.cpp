// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/backup.h"

#include "server/admin/backup_manifest.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace parlor::admin {

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;

tl::unexpected<Error> cannotWrite(const QString& path) {
    return fail(
        ErrorCode::Io,
        QStringLiteral("%1 cannot be written. Is there room, and the right to write there?").arg(path));
}

Result<void> checkTarget(const QString& target) {
    const QFileInfo info(target);
    if (info.exists() &&
        !(info.isDir() && QDir(target).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))) {
        return fail(
            ErrorCode::Taken,
            QStringLiteral("%1 exists. A backup goes into a new directory: name another one.").arg(target));
    }
    return {};
}

Result<void> copyStore(const Backend& backend, const QString& from, const QString& to) {
    const auto store = backend.makeStore(from);
    if (auto opened = store->open(); !opened)
        return opened;
    return store->backupTo(to);
}

/// The store first: then the log's copy has every record that the store's copy lacks.
Result<QStringList> copyAll(const DataDirectory& data, const Backend& backend, const QString& to) {
    const auto path = [&to](const QString& name) { return to + QLatin1Char('/') + name; };
    QStringList names{DataDirectory::storeName};
    if (const auto copied = copyStore(backend, data.storeFile(), path(DataDirectory::storeName)); !copied)
        return fail(copied.error());
    if (QFileInfo::exists(data.logFile())) {
        if (const auto copied = backend.copyLog(data.logFile(), path(DataDirectory::logName)); !copied)
            return fail(copied.error());
        names.append(DataDirectory::logName);
    }
    if (QFileInfo::exists(data.secretFile())) {
        if (!QFile::copy(data.secretFile(), path(DataDirectory::secretName)))
            return cannotWrite(path(DataDirectory::secretName));
        names.append(DataDirectory::secretName);
    }
    return names;
}

/// Completes the copied store from the copied log, and starts its new epoch on a new log.
Result<void> finish(const DataDirectory& data, const Backend& backend) {
    const QDir directory(data.restoreDirectory());
    const QString logFile = directory.filePath(DataDirectory::logName);
    const QString oldLogFile = directory.filePath(QStringLiteral("old-") + DataDirectory::logName);
    if (QFileInfo::exists(logFile) && !QFile::rename(logFile, oldLogFile))
        return cannotWrite(oldLogFile);
    const auto store = backend.makeStore(directory.filePath(DataDirectory::storeName));
    if (auto opened = store->open(); !opened)
        return opened;
    const auto newLog = backend.openLog(logFile);
    if (!newLog)
        return fail(newLog.error());
    if (!QFileInfo::exists(oldLogFile)) { // the backup is of a server whose log is elsewhere
        const auto epoch = backend.beginEpoch(*store, **newLog);
        (*newLog)->close();
        return epoch ? Result<void>() : fail(epoch.error());
    }
    const auto oldLog = backend.openLog(oldLogFile);
    if (!oldLog)
        return fail(oldLog.error());
    auto finished = backend.finishRestore(*store, **oldLog, **newLog);
    (*oldLog)->close();
    (*newLog)->close();
    return finished;
}

void removeOldLog(const QString& directory) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        QFile::remove(directory + QStringLiteral("/old-") + DataDirectory::logName +
                      QLatin1StringView(suffix));
    }
}

Result<void> move(const QString& name, const QString& from, const QString& to) {
    if (!QFile::rename(from + QLatin1Char('/') + name, to + QLatin1Char('/') + name))
        return fail(ErrorCode::Io, QStringLiteral("%1 cannot be moved from %2 to %3.").arg(name, from, to));
    return {};
}

Result<QString> moveAside(const DataDirectory& data, const QStringList& names) {
    const QString aside = data.file(QStringLiteral("replaced-") + QDateTime::currentDateTimeUtc().toString(
                                                                      QStringLiteral("yyyyMMdd-HHmmss-zzz")));
    if (!QDir().mkdir(aside, ownerOnly))
        return cannotWrite(aside);
    for (const QString& name : names) {
        if (const auto moved = move(name, data.path(), aside); !moved)
            return fail(moved.error());
    }
    return aside;
}

} // namespace

Result<void> writeBackup(const DataDirectory& data, const Backend& backend, const QString& target) {
    return writeBackupOf(target, [&](const QString& directory) { return copyAll(data, backend, directory); });
}

Result<void> writeBackupOf(const QString& target,
                           const std::function<Result<QStringList>(const QString& directory)>& copy) {
    if (auto checked = checkTarget(target); !checked)
        return checked;
    const QString clean = QDir::cleanPath(QDir(target).absolutePath());
    const QString unfinished = clean + QStringLiteral(".unfinished");
    QDir(unfinished).removeRecursively();
    if (!QDir().mkpath(QFileInfo(clean).path()) || !QDir().mkdir(unfinished, ownerOnly))
        return cannotWrite(unfinished);
    const auto names = copy(unfinished);
    const auto written = names ? writeManifest(unfinished, *names) : Result<void>(fail(names.error()));
    QDir().rmdir(clean); // where an empty directory was named
    if (!written || !QDir().rename(unfinished, clean)) {
        QDir(unfinished).removeRecursively();
        return written ? cannotWrite(clean) : written;
    }
    return syncToDisk(QFileInfo(clean).path());
}

Result<QString> restoreBackup(const DataDirectory& data, const Backend& backend, const QString& source,
                              bool replace) {
    const auto names =
        checkManifest(source, {DataDirectory::storeName, DataDirectory::logName, DataDirectory::secretName});
    if (!names)
        return fail(names.error());
    if (!names->contains(DataDirectory::storeName))
        return fail(ErrorCode::Corrupt, QStringLiteral("The backup in %1 has no store.").arg(source));
    const QString workplace = data.restoreDirectory();
    const bool interrupted = QFileInfo::exists(workplace);
    const QStringList present = data.ownFiles();
    if (!present.isEmpty() && !replace && !interrupted) {
        return fail(
            ErrorCode::Taken,
            QStringLiteral(
                "%1 has the data of a server already. Restore into another directory (--data-dir), or "
                "use --force, which moves what is there aside.")
                .arg(data.path()));
    }

    // All that can fail is done beside the old files; the marker directory stays until the new ones are in
    // place, and a server does not start while it is there.
    QDir(workplace).removeRecursively();
    if (!QDir().mkdir(workplace, ownerOnly))
        return cannotWrite(workplace);
    const auto giveUp = [&workplace](const Error& error) {
        QDir(workplace).removeRecursively();
        return fail(error);
    };
    for (const QString& name : *names) {
        const QString copy = workplace + QLatin1Char('/') + name;
        if (!QFile::copy(source + QLatin1Char('/') + name, copy) ||
            !QFile::setPermissions(copy, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return giveUp(cannotWrite(copy).value());
    }
    if (const auto finished = finish(data, backend); !finished)
        return giveUp(finished.error());
    removeOldLog(workplace);

    QString aside;
    if (!present.isEmpty()) {
        auto moved = moveAside(data, present);
        if (!moved)
            return fail(moved.error());
        aside = *std::move(moved);
    }
    const QStringList made = QDir(workplace).entryList(QDir::Files | QDir::Hidden);
    for (const QString& name : made) {
        if (const auto synced = syncToDisk(workplace + QLatin1Char('/') + name); !synced)
            return fail(synced.error());
        if (const auto moved = move(name, workplace, data.path()); !moved)
            return fail(moved.error());
    }
    if (const auto synced = syncToDisk(data.path()); !synced)
        return fail(synced.error());
    QDir().rmdir(workplace);
    return aside;
}

} // namespace parlor::admin
