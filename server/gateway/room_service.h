// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/publisher.h"
#include "server/gateway/room_reader.h"
#include "shared/requests.h"

namespace parlor::gateway {

/// What changes rooms and members, for HTTP and sockets alike. Every function blocks (call it on the pool),
/// checks what the acting user may do, and returns when this gateway's tail has met the change, so that what
/// it caused is on its way. Errors beside those named: Unavailable.
class RoomService {
public:
    RoomService(store::Store& store, Publisher& publisher, RoomReader& reader,
                std::chrono::milliseconds maxLag);

    /// Any user may; they become owner and member.
    Result<RoomView> create(const UserId& user, const CreateRoomRequest& request);
    /// Public rooms only; to anybody else a room is NotFound. Idempotent.
    Result<RoomView> join(const UserId& user, const RoomId& room);
    /// Idempotent. Conflict for the last owner as long as others are there.
    Result<void> leave(const UserId& user, const RoomId& room);
    /// Owners and moderators may; in a public room every member. NotFound (room, or user with field
    /// "userId"), Forbidden.
    Result<Member> addMember(const UserId& actor, const RoomId& room, const UserId& user);
    /// The room if it is public or `user` is in it, else NotFound.
    Result<Room> visibleRoom(const UserId& user, const RoomId& room);
    /// NotFound unless `user` is a member.
    Result<store::Membership> requireMember(const UserId& user, const RoomId& room);

private:
    store::Store& m_store;
    Publisher& m_publisher;
    RoomReader& m_reader;
    const std::chrono::milliseconds m_maxLag;
};

} // namespace parlor::gateway
