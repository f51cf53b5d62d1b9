// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/rows.h"

/// Changes of rooms and members within a transaction: what members.cpp, bans.cpp and room_changes.cpp have in
/// common. Whoever changes a room holds its row, so that its membership has one order; whoever adds users
/// holds theirs before that, so that none is deleted meanwhile.
namespace parlor::store {

struct LockedRoom {
    Room room;
    qint64 membershipVersion = 0;
    qint64 head = 0;
    int memberCount = 0;
};
/// The room, held until the transaction ends; nullopt if there is none or it is deleted.
std::optional<LockedRoom> lockRoom(Transaction& t, const RoomId& room);
tl::unexpected<Error> noSuchRoom();
tl::unexpected<Error> noSuchMember();

/// A user who can be made a member, held until the transaction ends. NotFound (field "userId") for one who
/// is unknown, deleted or deactivated.
Result<User> lockUser(Transaction& t, const UserId& id);
std::optional<User> findUser(Transaction& t, const UserId& id);
std::optional<Membership> readMembership(Transaction& t, const RoomId& room, const UserId& user);
bool hasOtherOwner(Transaction& t, const RoomId& room, const UserId& user);
bool isBanned(Transaction& t, const RoomId& room, const UserId& user);

/// The ban that the record tells of, in the place of one that is there.
void putBan(Transaction& t, const log::BanRecord& record);
/// How many there were.
int dropBan(Transaction& t, const RoomId& room, const UserId& user);

/// What the actor's judge says of the room as it is now; about `target`, if the act is about somebody.
Result<void> judge(Transaction& t, const Actor& actor, const LockedRoom& room,
                   const std::optional<UserId>& target = {});

/// Gives the rows of a member the user's present name.
void renameMember(Transaction& t, const User& user);
/// Takes the row of a member away, but remembers when they went. How many rows there were.
int dropMember(Transaction& t, const RoomId& room, const UserId& user, qint64 version);

/// One change of a room's members: the rows, the count, the version, and the record in `outbox`.
void insertMember(Transaction& t, LockedRoom& room, const User& user, RoomRole role,
                  QList<OutboxRow>& outbox);
void changeRole(Transaction& t, LockedRoom& room, const User& user, RoomRole role, QList<OutboxRow>& outbox);
void eraseMember(Transaction& t, LockedRoom& room, const User& user, QList<OutboxRow>& outbox);
/// Removes a member who is there. Conflict for the last owner as long as others are there. A private room
/// that nobody is left in is deleted: nobody could ever enter it again.
Result<void> takeOut(Transaction& t, LockedRoom& room, const User& user, const SystemEvent& notice,
                     const Actor& actor, QList<OutboxRow>& outbox);

/// Writes the room's row with the next version, and its record.
void writeRoom(Transaction& t, Room& room, bool deleted, QList<OutboxRow>& outbox);

/// The system message that tells of an act, as a record of a message. None for acts of the server itself and
/// in direct rooms; who comes and goes is told in rooms up to limits::joinNoticeRoomMax only.
void putNotice(Transaction& t, const LockedRoom& room, const UserId& actor, const SystemEvent& event,
               QList<OutboxRow>& outbox);

/// What becomes of the rooms of a user who is being deleted, in the same transaction, after the user's own
/// row was changed: they are taken out of every room, where they were the last owner the longest-serving
/// moderator, else the longest-serving member, becomes one, and their direct rooms stay with the others,
/// archived.
void dropEverywhere(Transaction& t, const User& user, QList<OutboxRow>& outbox);

} // namespace parlor::store
