// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/sqlite.h"
#include "shared/models.h"

/// Rows of the cache as values: shared by its write side and its readers. Internal to parlor_client.
namespace parlor::rows {

inline constexpr QLatin1StringView messageColumns{
    "room, seq, change_seq, id, sender, type, content, created_at, edited_at, deleted_at, reply_to, more"};
inline constexpr int messageColumnCount = 12;
/// From a row that begins with messageColumns.
Message message(const QSqlQuery& row);
/// What is kept beside them, to be looked for by.
inline constexpr QLatin1StringView messageKeys{"thread_root, pinned_at, mentions_me"};
/// For messageColumns, then messageKeys; `self` is the cache's user.
QVariantList values(const Message& message, const UserId& self);
/// The search finds it: a text that is not deleted.
bool isSearched(const Message& message);

inline constexpr QLatin1StringView userColumns{
    "id, username, display_name, deleted, deactivated, status_text, time_zone"};
User user(const QSqlQuery& row);

/// The ids one after the other; NULL for none.
QVariant fromUsers(const QList<UserId>& users);
QList<UserId> toUsers(const QVariant& value);
int fromKind(RoomKind kind);
RoomKind toKind(int value);
int fromRole(RoomRole role);
RoomRole toRole(int value);

} // namespace parlor::rows
