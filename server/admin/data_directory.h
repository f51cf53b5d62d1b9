// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QLockFile)

namespace parlor::admin {

/// The directory in which a server keeps everything. Files of others in it are left alone. Move-only; one
/// thread.
class DataDirectory {
public:
    /// Makes the directory, for its owner only, if it is not there, and checks that files can be made in it.
    /// Io with the reason and the setting to change otherwise.
    static Result<DataDirectory> open(const QString& path);
    /// Reads only, and makes nothing: NotFound when no server has ever run there.
    static Result<DataDirectory> openExisting(const QString& path);

    DataDirectory(DataDirectory&&) noexcept;
    DataDirectory& operator=(DataDirectory&&) noexcept;
    /// Gives the lock back.
    ~DataDirectory();

    /// Takes the directory for this process, until it ends in whatever way. Locked, with the other's process
    /// id.
    Result<void> lock();

    const QString& path() const { return m_path; }
    QString file(const QString& name) const;
    QString storeFile() const { return file(storeName); }
    QString logFile() const { return file(logName); }
    QString secretFile() const { return file(secretName); }
    /// Where `restore` puts things together. Its presence tells that one was interrupted.
    QString restoreDirectory() const { return file(restoreName); }

    /// The secret that signs access tokens: that of the file, which is made if absent. Corrupt when the file
    /// holds less than 32 characters.
    Result<QByteArray> jwtSecret() const;
    /// Files of the store, the log and the secret that are there, with SQLite's files beside them: names.
    QStringList ownFiles() const;
    /// Run by root in a directory of somebody else (`sudo parlord user add …`): gives Parlor's files to the
    /// directory's owner, so that the server can use them.
    void handOverToOwner() const;

    static const QString storeName;   ///< "store.db"
    static const QString logName;     ///< "log.db"
    static const QString secretName;  ///< "jwt-secret"
    static const QString lockName;    ///< "parlord.lock"
    static const QString restoreName; ///< "restore-unfinished"

private:
    explicit DataDirectory(QString path);

    QString m_path;
    int m_lockDescriptor = -1;
    std::unique_ptr<QLockFile> m_lockFile; ///< where there is no flock()
};

} // namespace parlor::admin
