// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/sqlite.h"
#include "shared/models.h"

/// Rows of the cache as values: shared by its write side and its readers. Internal to parlor_client.
namespace parlor::rows {

inline constexpr QLatin1StringView messageColumns{
    "room, seq, change_seq, id, sender, type, content, created_at, edited_at, deleted_at, reply_to, more"};
/// From a row that begins with messageColumns.
Message message(const QSqlQuery& row);
QVariantList values(const Message& message);

inline constexpr QLatin1StringView userColumns{"id, username, display_name, deleted"};
User user(const QSqlQuery& row);

int fromKind(RoomKind kind);
RoomKind toKind(int value);
int fromRole(RoomRole role);
RoomRole toRole(int value);

} // namespace parlor::rows
