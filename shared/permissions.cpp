// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/permissions.h"

namespace parlor {

namespace {

struct Row {
    Act act;
    bool direct;
    bool publicMember;
    bool privateMember;
    bool moderator;
    bool owner;
    bool inArchive; ///< in an archived room, too
};

constexpr Row table[] = {
    // act              direct public private moderator owner  archived
    {Act::Read, true, true, true, true, true, true},
    {Act::Write, true, true, true, true, true, false},
    {Act::React, true, true, true, true, true, false},
    {Act::Pin, true, true, true, true, true, false},
    {Act::EditOwn, true, true, true, true, true, false},
    {Act::DeleteOwn, true, true, true, true, true, false},
    {Act::EditOthers, false, false, false, false, false, false},
    {Act::DeleteOthers, false, false, false, true, true, false},
    {Act::Leave, false, true, true, true, true, true},
    {Act::AddMembers, false, true, false, true, true, false},
    {Act::ChangeRoom, false, false, false, true, true, false},
    {Act::RemoveMembers, false, false, false, true, true, false},
    {Act::RemoveStaff, false, false, false, false, true, false},
    {Act::ChangeRoles, false, false, false, false, true, false},
    {Act::ChangeKind, false, false, false, false, true, false},
    {Act::Archive, false, false, false, false, true, true},
    {Act::DeleteRoom, false, false, false, false, true, true},
};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < std::size(table); ++i) {
        if (table[i].act != static_cast<Act>(i))
            return false;
    }
    return std::size(table) == static_cast<std::size_t>(Act::DeleteRoom) + 1;
}
static_assert(inOrder(), "A row for every act, in the order of the enumeration.");

constexpr const Row& rowOf(Act act) {
    return table[static_cast<std::size_t>(act)];
}

} // namespace

bool mayDo(Act act, RoomKind kind, RoomRole role) {
    const Row& row = rowOf(act);
    if (kind == RoomKind::Direct)
        return row.direct;
    switch (role) {
    case RoomRole::Owner:
        return row.owner;
    case RoomRole::Moderator:
        return row.moderator;
    case RoomRole::Member:
        return kind == RoomKind::Public ? row.publicMember : row.privateMember;
    }
    return false;
}

QString refusalOf(Act act, RoomKind kind) {
    if (act == Act::EditOthers)
        return QStringLiteral("Only its author may edit a message.");
    if (kind == RoomKind::Direct)
        return QStringLiteral("A direct room stays as it is.");
    if (rowOf(act).moderator)
        return QStringLiteral("Only the room's owners and moderators may do that.");
    return QStringLiteral("Only the room's owners may do that.");
}

bool refusedInArchive(Act act) {
    return !rowOf(act).inArchive;
}

Result<void> allow(Act act, const Room& room, RoomRole role) {
    if (!mayDo(act, room.kind, role))
        return fail(ErrorCode::Forbidden, refusalOf(act, room.kind));
    if (room.archived && refusedInArchive(act))
        return fail(ErrorCode::Conflict, QStringLiteral("This room is archived: it can only be read."));
    return {};
}

} // namespace parlor
