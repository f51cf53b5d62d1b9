// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/local_checks.h"

#include "server/admin/data_directory.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QSslCertificate>
#include <QStorageInfo>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

#include <chrono>
#include <limits>

namespace parlor::admin {

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 littleRoom = 1024 * mebibyte; // some days of messages of a busy server
constexpr qint64 noRoom = 64 * mebibyte;       // SQLite's logs and a checkpoint need that much
// A connection is a descriptor; the rest are files, database, brokers (descriptorReserve of the listener).
constexpr quint64 descriptorReserve = 128;
constexpr quint64 fewDescriptors = 4096;
constexpr int certificateDays = 14; // time to renew one without haste
// A base64 secret of 32 characters has about 22 different ones; fewer than this is a typed word or a pattern.
constexpr int differentCharacters = 12;

bool isLoopbackOnly(const QHostAddress& address) {
    return address.isLoopback();
}

bool allowsEverybody(const QList<QPair<QHostAddress, int>>& subnets) {
    return std::any_of(subnets.begin(), subnets.end(), [](const auto& subnet) { return subnet.second == 0; });
}

Finding roomFinding(const QStorageInfo& storage) {
    constexpr char subject[] = "disk space";
    const qint64 free = storage.bytesAvailable();
    const QString text = QStringLiteral("%1 MiB free on %2").arg(free / mebibyte).arg(storage.rootPath());
    if (free < noRoom)
        return failed(subject, text + QStringLiteral(": messages will be refused; make room"));
    if (free < littleRoom)
        return warning(subject, text + QStringLiteral(": make room, or lower log_retention_days"));
    return fine(subject, text);
}

} // namespace

Findings checkDataDirectory(const Settings& settings) {
    constexpr char subject[] = "data directory";
    if (settings.role != Role::All)
        return {}; // such a process keeps nothing on the disk
    const QString& path = settings.dataDir;
    QFileInfo place(path);
    const bool there = place.exists();
    if (there && !place.isDir())
        return {failed(subject, QStringLiteral("%1 is no directory: correct data_dir").arg(path))};
    while (!place.exists()) // the nearest one that is there
        place = QFileInfo(place.absolutePath());
    if (!place.isWritable()) {
        return {failed(subject, QStringLiteral("%1 cannot be written by this user: run this as the user who "
                                               "runs the server, or correct data_dir")
                                    .arg(place.absoluteFilePath()))};
    }
    Findings findings;
    const QStorageInfo storage(place.absoluteFilePath());
    const QByteArray type = storage.fileSystemType();
    const bool remote = type.startsWith("nfs") || type == "cifs" || type.startsWith("smb") || type == "9p" ||
                        type == "fuse.sshfs" || type.startsWith("fuse.gluster");
    if (QFileInfo::exists(path + QLatin1Char('/') + DataDirectory::restoreName)) {
        findings.append(failed(subject, QStringLiteral("a restore into %1 was interrupted: run `parlord "
                                                       "restore` again")
                                            .arg(path)));
    } else if (remote) {
        findings.append(warning(subject, QStringLiteral("%1 is on a network file system (%2), where SQLite's "
                                                        "locks may not hold: use a local disk")
                                             .arg(path, QString::fromUtf8(type))));
    } else {
        findings.append(fine(subject, there ? path : path + QStringLiteral(" is made at the first start")));
    }
    findings.append(roomFinding(storage));
    return findings;
}

Findings checkSecret(const Settings& settings) {
    constexpr char subject[] = "jwt_secret";
    QByteArray secret = settings.jwtSecret;
    if (secret.isEmpty()) {
        QFile file(settings.dataDir + QLatin1Char('/') + DataDirectory::secretName);
        if (!file.exists())
            return {fine(subject, QStringLiteral("is made at the first start"))};
        if (!file.open(QIODevice::ReadOnly)) {
            return {
                failed(subject, QStringLiteral("%1 cannot be read: run this as the user who runs the server")
                                    .arg(file.fileName()))};
        }
        if (file.permissions() & (QFile::ReadGroup | QFile::ReadOther)) {
            return {warning(subject, QStringLiteral("%1 can be read by others, who could be anybody then: "
                                                    "chmod 600 it")
                                         .arg(file.fileName()))};
        }
        secret = file.readAll().trimmed();
    }
    if (QSet<char>(secret.begin(), secret.end()).size() < differentCharacters) {
        return {
            warning(subject, QStringLiteral("is easy to guess, and who guesses it can be anybody: make one "
                                            "with `openssl rand -base64 48`; everybody logs in again then"))};
    }
    return {fine(subject, QStringLiteral("is long and varied enough"))};
}

std::pair<quint64, quint64> currentDescriptorLimits() {
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        return {limit.rlim_cur, limit.rlim_max};
#endif
    return {std::numeric_limits<quint64>::max(), std::numeric_limits<quint64>::max()};
}

Findings checkDescriptors(const Settings& settings, quint64 softLimit, quint64 hardLimit) {
    constexpr char subject[] = "descriptors";
    if (settings.role == Role::Worker)
        return {};
    // The server raises the one to the other by itself.
    const quint64 limit = std::max(softLimit, hardLimit);
    const QString raise = QStringLiteral("raise it: LimitNOFILE= in the systemd unit, or ulimit -Hn");
    const auto wanted = quint64(std::max(settings.maxConnections, 0));
    if (wanted > 0 && wanted + descriptorReserve > limit) {
        return {failed(subject, QStringLiteral("max_connections is %1, and the limit of open files %2; %3 or "
                                               "lower max_connections")
                                    .arg(wanted)
                                    .arg(limit)
                                    .arg(raise + QLatin1Char(',')))};
    }
    if (wanted == 0 && limit < fewDescriptors) {
        return {
            warning(subject, QStringLiteral("the limit of open files is %1, and every connection is one; %2")
                                 .arg(limit)
                                 .arg(raise))};
    }
    return {fine(subject, QStringLiteral("the limit of open files is %1").arg(limit))};
}

Finding checkCertificate(const char* subject, const QString& file, const QDateTime& now) {
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(file);
    if (!QFileInfo(file).isReadable())
        return failed(subject, QStringLiteral("%1 cannot be read").arg(file));
    if (chain.isEmpty())
        return failed(subject, QStringLiteral("%1 holds no certificate in PEM form").arg(file));
    for (const QSslCertificate& one : chain) {
        const QString name = one.subjectDisplayName();
        const QString until = one.expiryDate().toUTC().toString(Qt::ISODate);
        if (now < one.effectiveDate()) {
            return failed(subject, QStringLiteral("%1 (%2) is not valid before %3: check the clock")
                                       .arg(file, name, one.effectiveDate().toUTC().toString(Qt::ISODate)));
        }
        if (now > one.expiryDate())
            return failed(subject,
                          QStringLiteral("%1 (%2) was valid until %3: renew it, and restart the server")
                              .arg(file, name, until));
        if (now.daysTo(one.expiryDate()) < certificateDays)
            return warning(subject,
                           QStringLiteral("%1 (%2) is valid until %3 only: renew it, and restart the server")
                               .arg(file, name, until));
    }
    return fine(subject, QStringLiteral("%1 (%2) is valid until %3")
                             .arg(file, chain.first().subjectDisplayName(),
                                  chain.first().expiryDate().toUTC().toString(Qt::ISODate)));
}

Findings checkExposure(const Settings& settings) {
    constexpr char subject[] = "exposure";
    Findings findings;
    if (allowsEverybody(settings.metricsAllow)) {
        findings.append(warning("metrics_allow", QStringLiteral("everybody who reaches the port may read "
                                                                "/metrics: name the machines that collect "
                                                                "them")));
    }
    if (allowsEverybody(settings.trustedProxies)) {
        findings.append(
            warning("trusted_proxies", QStringLiteral("everybody is believed to be a proxy, and "
                                                      "may claim any address: name the proxies")));
    }
    if (settings.role == Role::Worker)
        return findings;
    const bool tls = !settings.tlsCertificate.isEmpty();
    const bool local = isLoopbackOnly(settings.listenAddress);
    if (!tls && !local && settings.trustedProxies.isEmpty()) {
        findings.append(
            warning(subject, QStringLiteral("the server listens to other machines without TLS, and "
                                            "passwords are readable on the way: set "
                                            "tls_certificate and tls_key, or put a reverse proxy "
                                            "in front and name it in trusted_proxies")));
    } else if (!tls && local && settings.trustedProxies.isEmpty()) {
        findings.append(
            warning(subject, QStringLiteral("the server listens to this machine only. If a reverse "
                                            "proxy is in front, name it in trusted_proxies "
                                            "(127.0.0.1), or all clients share one rate limit")));
    } else {
        findings.append(fine(subject, tls ? QStringLiteral("speaks TLS")
                                          : QStringLiteral("behind the reverse proxies of trusted_proxies")));
    }
    return findings;
}

Finding checkClock(const QDateTime& now) {
    constexpr char subject[] = "local clock";
    using namespace std::chrono;
    const auto before = steady_clock::now();
    const qint64 wall = QDateTime::currentMSecsSinceEpoch();
    const auto after = steady_clock::now();
    if (after < before || wall <= 0)
        return failed(subject,
                      QStringLiteral("runs backwards: look at the machine's or its host's time source"));
    // Older than this source: a machine without a battery, before NTP has set it.
    if (now.date() < QDate(2025, 1, 1)) {
        return failed(subject,
                      QStringLiteral("it says %1: set it (NTP: chrony, systemd-timesyncd), or no token "
                                     "and no certificate will be valid")
                          .arg(now.toUTC().toString(Qt::ISODate)));
    }
    return fine(subject, now.toUTC().toString(Qt::ISODate));
}

} // namespace parlor::admin
