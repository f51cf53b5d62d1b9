// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/parked_records.h"

#include "shared/codec.h"

#include <QFile>
#include <QJsonObject>
#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace parlor::worker {

namespace {

bool synchronise(QFile& file) {
#ifdef Q_OS_UNIX
    return file.flush() && ::fsync(file.handle()) == 0;
#else
    return file.flush();
#endif
}

} // namespace

Result<void> ParkedRecords::park(const log::Record& record, const Error& reason) {
    qCritical("Record %lld of %s cannot be read and is parked in %s: %s",
              static_cast<long long>(record.offset), qUtf8Printable(log::topicName(record.where.topic)),
              qUtf8Printable(m_file), qUtf8Printable(reason.message()));
    const QJsonObject line{
        {QStringLiteral("topic"), log::topicName(record.where.topic)},
        {QStringLiteral("partition"), record.where.partition},
        {QStringLiteral("offset"), record.offset},
        {QStringLiteral("reason"), reason.message()},
        {QStringLiteral("parkedAt"), toString(utcNow())},
        {QStringLiteral("key"), QString::fromLatin1(record.key.toBase64())},
        {QStringLiteral("value"), QString::fromLatin1(record.value.toBase64())},
    };
    const QByteArray bytes = toBytes(line) + '\n';
    QFile file(m_file);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append) || file.write(bytes) != bytes.size() ||
        !synchronise(file)) {
        return fail(ErrorCode::Io, QStringLiteral("An unreadable record cannot be parked in %1: %2.")
                                       .arg(m_file, file.errorString()));
    }
    ++m_count;
    return {};
}

} // namespace parlor::worker
