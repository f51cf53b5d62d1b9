// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache_reader.h"
#include "client/core/cache_rows.h"

/// What the files of CacheReader share.
namespace parlor {

struct CacheReader::Private {
    UserId self;
    std::unique_ptr<Sqlite> db;
    std::function<void()> damaged;
    mutable qint64 statements = 0;
    bool still = false;
    mutable QHash<RoomId, std::optional<RoomSummary>> rooms; ///< read while still

    void read(const QString& sql, const QVariantList& values,
              const std::function<void(const QSqlQuery&)>& row) const;
    /// `rest` follows "FROM main.messages".
    QList<Message> messages(const QString& rest, const QVariantList& values) const;
};

} // namespace parlor
