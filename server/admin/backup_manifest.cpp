// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/backup_manifest.h"

#include "shared/codec.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstring>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace parlor::admin {

const QString manifestName = QStringLiteral("parlor-backup.json");

namespace {

constexpr qint64 manifestSizeMax = 64 * 1024;

Result<QString> hashOf(const QString& path) {
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return fail(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return QString::fromLatin1(hash.result().toHex());
}

tl::unexpected<Error> damaged(const QString& directory, const QString& what) {
    return fail(ErrorCode::Corrupt, QStringLiteral("The backup in %1 is damaged: %2.").arg(directory, what));
}

Result<QJsonObject> readManifest(const QString& directory) {
    QFile file(directory + QLatin1Char('/') + manifestName);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound,
                    QStringLiteral("%1 is not a backup: it has no %2.").arg(directory, manifestName));
    auto manifest = parseObject(file.read(manifestSizeMax));
    if (!manifest)
        return damaged(directory, QStringLiteral("%1 is not readable").arg(manifestName));
    const int format = manifest->value(QLatin1StringView("format")).toInt();
    if (format > backupFormat) {
        return fail(ErrorCode::NewerFormat,
                    QStringLiteral(
                        "The backup in %1 was written by a newer Parlor (%2). Restore it with that version.")
                        .arg(directory, manifest->value(QLatin1StringView("version")).toString().left(32)));
    }
    if (format < 1)
        return damaged(directory, QStringLiteral("%1 names no format").arg(manifestName));
    return manifest;
}

} // namespace

Result<void> syncToDisk(const QString& path) {
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return fail(ErrorCode::Io, QStringLiteral("%1 cannot be written to the disk: %2.")
                                       .arg(path, QString::fromLocal8Bit(std::strerror(reason))));
#else
    Q_UNUSED(path)
#endif
    return {};
}

Result<void> writeManifest(const QString& directory, const QStringList& names) {
    QJsonArray files;
    for (const QString& name : names) {
        const QString path = directory + QLatin1Char('/') + name;
        if (auto synced = syncToDisk(path); !synced)
            return synced;
        const auto hash = hashOf(path);
        if (!hash)
            return fail(hash.error());
        files.append(QJsonObject{{QStringLiteral("name"), name},
                                 {QStringLiteral("size"), QFileInfo(path).size()},
                                 {QStringLiteral("sha256"), *hash}});
    }
    const QJsonObject manifest{{QStringLiteral("format"), backupFormat},
                               {QStringLiteral("version"), QCoreApplication::applicationVersion()},
                               {QStringLiteral("createdAt"), toString(utcNow())},
                               {QStringLiteral("files"), files}};
    QSaveFile file(directory + QLatin1Char('/') + manifestName);
    const QByteArray text = toBytes(manifest);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return fail(ErrorCode::Io,
                    QStringLiteral("%1 cannot be written: %2.").arg(file.fileName(), file.errorString()));
    return syncToDisk(directory);
}

Result<QStringList> checkManifest(const QString& directory, const QStringList& allowed) {
    const auto manifest = readManifest(directory);
    if (!manifest)
        return fail(manifest.error());
    QStringList names;
    const QJsonArray files = manifest->value(QLatin1StringView("files")).toArray();
    for (const auto& value : files) {
        const QJsonObject entry = value.toObject();
        const QString name = entry.value(QLatin1StringView("name")).toString();
        // A name decides where a file is written: only those that we write ourselves.
        if (!allowed.contains(name) || names.contains(name))
            return damaged(directory, QStringLiteral("\"%1\" is no file of a backup").arg(name.left(64)));
        const QString path = directory + QLatin1Char('/') + name;
        if (QFileInfo(path).size() != entry.value(QLatin1StringView("size")).toInteger(-1))
            return damaged(directory, QStringLiteral("%1 is missing or has another size").arg(name));
        const auto hash = hashOf(path);
        if (!hash)
            return fail(hash.error());
        if (*hash != entry.value(QLatin1StringView("sha256")).toString())
            return damaged(directory, QStringLiteral("%1 is not as it was written").arg(name));
        names.append(name);
    }
    return names;
}

} // namespace parlor::admin
