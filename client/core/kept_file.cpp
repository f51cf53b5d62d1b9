// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/kept_file.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcKept, "parlor.client.files", QtInfoMsg)

} // namespace

Result<KeptFile> KeptFile::open(const QString& directory, const QString& name, Sqlite::Durability durability,
                                std::initializer_list<Sqlite::Step> steps) {
    if (!QDir().mkpath(directory))
        return fail(ErrorCode::Io, u"cannot make "_s + directory);
    const QDir dir(directory);
    const QString fileName = name + u".sqlite"_s;
    KeptFile file;
    for (int attempt = 0;; ++attempt) {
        auto opened = [&]() -> Result<void> {
            auto db = Sqlite::open(dir.filePath(fileName), Sqlite::Access::ReadWrite, durability);
            if (!db)
                return fail(db.error());
            file.db = std::move(*db);
            if (auto checked = file.db->check(); !checked)
                return checked;
            return file.db->migrate(steps);
        }();
        if (opened)
            return file;
        file.db.reset();
        if (attempt > 0 || opened.error().code() != ErrorCode::Corrupt)
            return fail(opened.error());
        const QString aside =
            name + u".damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddTHHmmsszzz"_s);
        qCWarning(lcKept) << fileName << "is damaged; it is kept as" << aside << opened.error();
        for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::rename(dir.filePath(fileName + suffix), dir.filePath(aside + suffix));
        file.lost = true;
    }
}

} // namespace parlor
