// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/data_directory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>
#include <utility>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace parlor::admin {

Q_LOGGING_CATEGORY(lcData, "parlor.data")

const QString DataDirectory::storeName = QStringLiteral("store.db");
const QString DataDirectory::logName = QStringLiteral("log.db");
const QString DataDirectory::secretName = QStringLiteral("jwt-secret");
const QString DataDirectory::lockName = QStringLiteral("parlord.lock");
const QString DataDirectory::restoreName = QStringLiteral("restore-unfinished");

namespace {

constexpr qsizetype secretMinimum = 32;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;

tl::unexpected<Error> unusable(const QString& path, const QString& reason) {
    return fail(ErrorCode::Io,
                QStringLiteral("The data directory %1 cannot be used: %2. Choose another with --data-dir or "
                               "PARLOR_DATA_DIR, or give this user the right to write there.")
                    .arg(path, reason),
                QStringLiteral("data_dir"));
}

QString reasonOf(int number) {
    return QString::fromLocal8Bit(std::strerror(number)).toLower();
}

Result<void> makeDirectory(const QString& path) {
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        return unusable(path, QStringLiteral("it is a file"));
    if (info.exists()) {
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        if (info.permissions() & others)
            qCWarning(lcData).noquote() << "other users of this machine may list the data directory" << path
                                        << "(chmod 700 ends that)";
        return {};
    }
    // Parents as usual, the directory itself for its owner only from the first moment on.
    if (!QDir().mkpath(info.path()))
        return unusable(path, QStringLiteral("%1 cannot be made (%2)").arg(info.path(), reasonOf(errno)));
    if (!QDir().mkdir(path, ownerOnly))
        return unusable(path, QStringLiteral("it cannot be made (%1)").arg(reasonOf(errno)));
    return {};
}

Result<void> checkWritable(const QString& path) {
    QTemporaryFile probe(path + QStringLiteral("/.parlord-probe-XXXXXX"));
    if (!probe.open())
        return unusable(path, QStringLiteral("no file can be made in it (%1)").arg(probe.errorString()));
    if (probe.write(QByteArray(4096, ' ')) != 4096 || !probe.flush())
        return unusable(path, QStringLiteral("nothing can be written in it (%1)").arg(probe.errorString()));
    return {};
}

tl::unexpected<Error> inUse(const QString& path, const QByteArray& owner) {
    const QString by = owner.isEmpty() ? QStringLiteral("another process")
                                       : QStringLiteral("process %1").arg(QString::fromLatin1(owner));
    return fail(
        ErrorCode::Locked,
        QStringLiteral("The data directory %1 is in use by %2. Stop that server first, or choose another "
                       "directory with --data-dir or PARLOR_DATA_DIR.")
            .arg(path, by),
        QStringLiteral("data_dir"));
}

} // namespace

DataDirectory::DataDirectory(QString path)
    : m_path(std::move(path)) {}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_lockDescriptor(std::exchange(other.m_lockDescriptor, -1))
    , m_lockFile(std::move(other.m_lockFile)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_lockDescriptor, other.m_lockDescriptor);
    std::swap(m_lockFile, other.m_lockFile);
    return *this;
}

DataDirectory::~DataDirectory() {
#ifdef Q_OS_UNIX
    if (m_lockDescriptor >= 0)
        ::close(m_lockDescriptor);
#endif
}

Result<DataDirectory> DataDirectory::open(const QString& path) {
    if (const auto made = makeDirectory(path); !made)
        return fail(made.error());
    if (const auto writable = checkWritable(path); !writable)
        return fail(writable.error());
    return DataDirectory(path);
}

Result<DataDirectory> DataDirectory::openExisting(const QString& path) {
    DataDirectory directory(path);
    if (!QFileInfo::exists(directory.storeFile())) {
        return fail(
            ErrorCode::NotFound,
            QStringLiteral("There is no Parlor server's data in %1. Name its directory with --data-dir or "
                           "PARLOR_DATA_DIR.")
                .arg(path),
            QStringLiteral("data_dir"));
    }
    return directory;
}

Result<void> DataDirectory::lock() {
    const QString name = file(lockName);
#ifdef Q_OS_UNIX
    // The kernel gives a flock() back when the process ends, even by SIGKILL; QLockFile has to guess from
    // process ids and host names, which repeat and change in containers.
    const int descriptor = ::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return unusable(m_path, QStringLiteral("%1 cannot be opened (%2)").arg(lockName, reasonOf(errno)));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        char owner[16] = {};
        const auto length = ::read(descriptor, owner, sizeof owner - 1);
        ::close(descriptor);
        if (reason != EWOULDBLOCK)
            return unusable(m_path, QStringLiteral("it cannot be locked (%1)").arg(reasonOf(reason)));
        return inUse(m_path, length > 0 ? QByteArray(owner).trimmed() : QByteArray());
    }
    const QByteArray self = QByteArray::number(qint64(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) != 0 ||
        ::write(descriptor, self.constData(), size_t(self.size())) != self.size()) {
        const int reason = errno;
        ::close(descriptor);
        return unusable(m_path, QStringLiteral("%1 cannot be written (%2)").arg(lockName, reasonOf(reason)));
    }
    m_lockDescriptor = descriptor;
#else
    auto lockFile = std::make_unique<QLockFile>(name);
    lockFile->setStaleLockTime(0);
    if (!lockFile->tryLock(0)) {
        qint64 pid = 0;
        QString host;
        QString application;
        lockFile->getLockInfo(&pid, &host, &application);
        return inUse(m_path, pid > 0 ? QByteArray::number(pid) : QByteArray());
    }
    m_lockFile = std::move(lockFile);
#endif
    return {};
}

QString DataDirectory::file(const QString& name) const {
    return m_path + QLatin1Char('/') + name;
}

Result<QByteArray> DataDirectory::jwtSecret() const {
    const QString name = secretFile();
    QFile existing(name);
    if (existing.exists()) {
        if (!existing.open(QIODevice::ReadOnly))
            return unusable(m_path,
                            QStringLiteral("%1 cannot be read (%2)").arg(secretName, existing.errorString()));
        if (existing.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
            qCWarning(lcData).noquote() << "other users of this machine can read" << name
                                        << "and so be anybody (chmod 600 ends that)";
        const QByteArray secret = existing.read(4096).trimmed();
        if (secret.size() < secretMinimum) {
            return fail(ErrorCode::Corrupt,
                        QStringLiteral(
                            "%1 holds fewer than 32 characters. Bring it back from a backup, or delete it: a "
                            "new one is made, and everybody signs in again.")
                            .arg(name));
        }
        return secret;
    }
    quint32 words[8];
    QRandomGenerator::system()->fillRange(words);
    const QByteArray secret = QByteArray(reinterpret_cast<const char*>(words), sizeof words).toHex();
    QSaveFile file(name);
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(secret + '\n') > 0 && file.commit();
    if (!written)
        return unusable(m_path,
                        QStringLiteral("%1 cannot be written (%2)").arg(secretName, file.errorString()));
    return secret;
}

QStringList DataDirectory::ownFiles() const {
    QStringList names;
    for (const QString& database : {storeName, logName}) {
        for (const char* suffix : {"", "-wal", "-shm", "-journal"})
            names.append(database + QLatin1StringView(suffix));
    }
    names.append(secretName);
    names.removeIf([this](const QString& name) { return !QFileInfo::exists(file(name)); });
    return names;
}

void DataDirectory::handOverToOwner() const {
#ifdef Q_OS_UNIX
    struct stat info = {};
    if (::geteuid() != 0 || ::stat(QFile::encodeName(m_path).constData(), &info) != 0 || info.st_uid == 0)
        return;
    QStringList names = ownFiles();
    names.append(lockName);
    for (const QString& name : std::as_const(names)) {
        // lchown: the owner of the directory may have put a link to a file of somebody else there.
        if (::lchown(QFile::encodeName(file(name)).constData(), info.st_uid, info.st_gid) != 0 &&
            errno != ENOENT)
            qCWarning(lcData).noquote()
                << "cannot give" << file(name) << "to the owner of the data directory:" << reasonOf(errno);
    }
#endif
}

} // namespace parlor::admin
