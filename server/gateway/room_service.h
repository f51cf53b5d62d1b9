// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/publisher.h"
#include "server/gateway/room_reader.h"
#include "shared/permissions.h"
#include "shared/requests.h"

namespace parlor::gateway {

/// What changes rooms and members, for HTTP and sockets alike. Every function blocks (call it on the pool)
/// and returns when this gateway's tail has met the change, so that what it caused is on its way. What the
/// acting user may do is judged by permissions.h in the very transaction that makes the change. Errors beside
/// those named: Unavailable; NotFound for a room that the actor is not in, or that is not there; Forbidden by
/// role; Conflict in an archived room.
class RoomService {
public:
    RoomService(store::Store& store, Publisher& publisher, RoomReader& reader,
                std::chrono::milliseconds maxLag);

    // --- room_service.cpp: rooms ---
    /// Any user may; they become owner and member. NotFound with field "members".
    Result<RoomView> create(const UserId& user, const CreateRoomRequest& request);
    struct Direct {
        RoomView view;
        bool made = false;
    };
    /// The direct room with `other`, found or made. NotFound with field "userId".
    Result<Direct> direct(const UserId& user, const UserId& other);
    Result<RoomView> update(const UserId& actor, const RoomId& room, const UpdateRoomRequest& request);
    Result<void> remove(const UserId& actor, const RoomId& room);
    /// The room if it is public or `user` is in it, else NotFound.
    Result<Room> visibleRoom(const UserId& user, const RoomId& room);
    /// NotFound unless `user` is a member.
    Result<store::Membership> requireMember(const UserId& user, const RoomId& room);

    // --- room_members.cpp: members and bans ---
    /// Public rooms only; to anybody else a room is NotFound. Idempotent. Forbidden for who is banned.
    Result<RoomView> join(const UserId& user, const RoomId& room);
    /// Idempotent in public rooms. Conflict for the last owner as long as others are there.
    Result<void> leave(const UserId& user, const RoomId& room);
    struct Added {
        Member member;
        bool added = false; ///< they were not in the room before
    };
    /// NotFound with field "userId"; Conflict for who is banned.
    Result<Added> addMember(const UserId& actor, const RoomId& room, const UserId& user);
    /// NotFound for who is not in the room. Conflict when the last owner would step down.
    Result<Member> setRole(const UserId& actor, const RoomId& room, const UserId& user, RoomRole role);
    /// Idempotent. To remove oneself is to leave.
    Result<void> removeMember(const UserId& actor, const RoomId& room, const UserId& user);
    struct Banned {
        Ban ban;
        bool banned = false; ///< they were not before
    };
    /// NotFound with field "userId"; Invalid for oneself.
    Result<Banned> ban(const UserId& actor, const RoomId& room, const UserId& user);
    /// Idempotent.
    Result<void> unban(const UserId& actor, const RoomId& room, const UserId& user);
    /// For those who may ban.
    Result<Page<Ban>> bans(const UserId& actor, const RoomId& room, const std::optional<QString>& cursor,
                           int limit);

private:
    /// Publishes what the store has committed; the value.
    template <typename T>
    Result<T> published(Result<store::Committed<T>> committed) {
        if (!committed)
            return fail(committed.error());
        if (auto done = m_publisher.publish(committed->outbox); !done)
            return fail(done.error());
        return std::move(committed->value);
    }

    store::Store& m_store;
    Publisher& m_publisher;
    RoomReader& m_reader;
    const std::chrono::milliseconds m_maxLag;
};

/// What a room is to those who are not in it.
inline tl::unexpected<Error> noSuchRoom() {
    return fail(ErrorCode::NotFound, QStringLiteral("There is no such room here."));
}

} // namespace parlor::gateway
