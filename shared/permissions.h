// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"
#include "shared/result.h"

/// Who may do what in a room: the table of docs/protocol.md ("Who may do what"), in code. It speaks of
/// members only: to everybody else a room is NotFound. Pure functions, any thread.
namespace parlor {

enum class Act {
    Read,          ///< history, members, pins, receipts, searching
    Write,         ///< sending, replying, typing
    React,         ///< reactions
    Pin,           ///< pinning and unpinning
    EditOwn,       ///< editing one's own messages
    DeleteOwn,     ///< deleting one's own messages
    EditOthers,    ///< nobody may
    DeleteOthers,  ///< deleting messages of others
    Leave,         ///< not being a member any more
    AddMembers,    ///< making others members
    ChangeRoom,    ///< name and topic
    RemoveMembers, ///< removing, banning and unbanning plain members
    RemoveStaff,   ///< removing and banning moderators and owners
    ChangeRoles,
    ChangeKind, ///< public, private
    Archive,    ///< archiving and unarchiving
    DeleteRoom,
};

/// Whether a member with `role` may do that in a room of that kind. In a direct room the role says nothing.
bool mayDo(Act act, RoomKind kind, RoomRole role);

/// What a member whose act is refused is told: Forbidden, with who may do it.
QString refusalOf(Act act, RoomKind kind);

/// Whether that changes an archived room, which can be read, left, unarchived and deleted but not written:
/// Conflict then.
bool refusedInArchive(Act act);

/// All of it in one: Forbidden with refusalOf(), or Conflict in an archived room.
Result<void> allow(Act act, const Room& room, RoomRole role);

} // namespace parlor
