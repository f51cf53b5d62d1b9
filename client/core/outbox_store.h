// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/core/sqlite.h"

#include <memory>

namespace parlor {

/// The user's unacknowledged messages and changes of messages, in an SQLite file of their own (outbox.sqlite)
/// that nothing but the user discards. Every change is durable, also through a loss of power, when the call
/// returns. Core's thread.
class OutboxStore {
public:
    /// Errors: Io, NewerFormat. A damaged file is renamed to outbox.damaged-<time> and begun anew: see
    /// lost().
    static Result<std::unique_ptr<OutboxStore>> open(const QString& directory);
    static QString fileName() { return QStringLiteral("outbox.sqlite"); }

    /// The file was damaged: messages may have been lost.
    bool lost() const { return m_lost; }

    /// Keeps `entry`, giving it the next order.
    Result<OutboxEntry> add(OutboxEntry entry);
    /// From now on it counts as sent, perhaps.
    Result<void> setAttempted(const TempId& entry);
    /// Keeps that `entry` was refused, with its error and its content as they are now, and forgets what goes
    /// with it; in one step.
    Result<void> setFailed(const OutboxEntry& entry, const QList<TempId>& gone);
    /// Only for one that was never attempted, or was refused: what was sent once must not say something else.
    Result<void> setContent(const TempId& entry, const QString& content);
    /// Failed becomes Pending, behind all others. Nullopt if it is not there.
    Result<std::optional<OutboxEntry>> requeue(const TempId& entry);
    /// All or none of them.
    Result<void> remove(const QList<TempId>& entries);
    /// All of them, ascending order.
    Result<QList<OutboxEntry>> entries();

private:
    OutboxStore() = default;

    std::unique_ptr<Sqlite> m_db;
    bool m_lost = false;
};

namespace rows {
inline constexpr QLatin1StringView outboxColumns{
    "ord, temp_id, message_id, room, content, reply_to, created_at, state, attempted, error, kind, "
    "held_until"};
/// From a row that begins with outboxColumns.
OutboxEntry outboxEntry(const QSqlQuery& row);
} // namespace rows

} // namespace parlor
