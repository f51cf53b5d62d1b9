// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "client/core/sqlite.h"

#include <memory>

namespace parlor {

/// What the user keeps on this device and no server knows: drafts, and preferences of rooms, in an SQLite
/// file of their own (local.sqlite) that outlives the cache. A commit survives the end of the process; a loss
/// of power may undo the last seconds of typing. Core's thread.
class LocalStore {
public:
    /// What more is typed is cut: nobody could send it.
    static constexpr int draftMax = 64 * 1024; ///< UTF-16 code units

    /// Errors: Io, NewerFormat. A damaged file is renamed to local.damaged-<time> and begun anew: see lost().
    static Result<std::unique_ptr<LocalStore>> open(const QString& directory);
    static QString fileName() { return QStringLiteral("local.sqlite"); }

    bool lost() const { return m_lost; }

    /// True if there was none before, or there is none now. Empty text forgets the draft.
    Result<bool> setDraft(const RoomId& room, const std::optional<MessageId>& thread, const QString& text);
    /// True if they are not as they were.
    Result<bool> setPreferences(const RoomId& room, const RoomPreferences& preferences);
    /// Drafts and preferences: the user is no longer in the room.
    Result<void> forgetRoom(const RoomId& room);

private:
    LocalStore() = default;

    std::unique_ptr<Sqlite> m_db;
    bool m_lost = false;
};

namespace rows {
/// Of local.preferences, in this order.
inline constexpr QLatin1StringView preferenceColumns{"favourite, muted, notify"};
/// From `row`, where preferenceColumns begin at `first`; defaults where they are NULL.
RoomPreferences preferences(const QSqlQuery& row, int first);
/// A draft's column `thread`: empty for the room itself.
QByteArray threadKey(const std::optional<MessageId>& thread);
} // namespace rows

} // namespace parlor
