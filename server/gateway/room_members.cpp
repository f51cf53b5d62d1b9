// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_service.h"
#include "shared/codec.h"

// The acts of RoomService that are about members.
namespace parlor::gateway {

namespace {

/// Removing and banning take more against moderators and owners.
Act removing(const store::RoomScene& scene) {
    return scene.target.value_or(RoomRole::Member) == RoomRole::Member ? Act::RemoveMembers
                                                                       : Act::RemoveStaff;
}

/// An actor who is judged by the one act that `actOf` names, as a member of the room.
store::Actor judged(const UserId& actor, std::function<Act(const store::RoomScene&)> actOf) {
    return {actor, [actOf = std::move(actOf)](const store::RoomScene& scene) -> Result<void> {
                return scene.actor ? allow(actOf(scene), scene.room, *scene.actor) : noSuchRoom();
            }};
}
store::Actor judged(const UserId& actor, Act act) {
    return judged(actor, [act](const store::RoomScene&) { return act; });
}

Result<void> allowJoin(const store::RoomScene& scene) {
    if (scene.actor)
        return {};
    if (scene.room.kind != RoomKind::Public)
        return noSuchRoom();
    if (scene.room.archived)
        return fail(ErrorCode::Conflict, QStringLiteral("This room is archived: nobody joins it."));
    return {};
}

Result<void> allowLeave(const store::RoomScene& scene) {
    if (scene.actor)
        return allow(Act::Leave, scene.room, *scene.actor);
    return scene.room.kind == RoomKind::Public ? Result<void>() : noSuchRoom();
}

} // namespace

Result<RoomView> RoomService::join(const UserId& user, const RoomId& room) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    auto member = m_store.membership(room, user);
    if (!member)
        return fail(member.error());
    if (!*member) {
        if (auto joined = published(m_store.addMember(room, user, {user, allowJoin})); !joined)
            return fail(joined.error());
    }
    return m_reader.view(user, room);
}

Result<void> RoomService::leave(const UserId& user, const RoomId& room) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return writable;
    auto left = published(m_store.removeMember(room, user, {user, allowLeave}));
    return left ? Result<void>() : fail(left.error());
}

Result<RoomService::Added> RoomService::addMember(const UserId& actor, const RoomId& room,
                                                  const UserId& user) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    auto committed = m_store.addMember(room, user, judged(actor, Act::AddMembers));
    const bool added = committed && !committed->outbox.isEmpty();
    if (auto done = published(std::move(committed)); !done)
        return fail(done.error());
    auto member = m_store.member(room, user);
    if (!member)
        return fail(member.error());
    return Added{std::move(*member), added};
}

Result<Member> RoomService::setRole(const UserId& actor, const RoomId& room, const UserId& user,
                                    RoomRole role) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    if (auto done = published(m_store.setRole(room, user, role, judged(actor, Act::ChangeRoles))); !done)
        return fail(done.error());
    return m_store.member(room, user);
}

Result<void> RoomService::removeMember(const UserId& actor, const RoomId& room, const UserId& user) {
    if (actor == user) {
        // Of a room that is not one's own there is nobody to remove, not even oneself.
        if (auto member = requireMember(actor, room); !member)
            return fail(member.error());
        return leave(actor, room);
    }
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return writable;
    auto removed = published(m_store.removeMember(room, user, judged(actor, removing)));
    return removed ? Result<void>() : fail(removed.error());
}

Result<RoomService::Banned> RoomService::ban(const UserId& actor, const RoomId& room, const UserId& user) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    store::Actor by = judged(actor, removing);
    if (actor == user) {
        by.judge = [judge = by.judge](const store::RoomScene& scene) -> Result<void> {
            if (auto allowed = judge(scene); !allowed)
                return allowed;
            return fail(ErrorCode::Invalid, QStringLiteral("Nobody bans themselves."),
                        QStringLiteral("userId"));
        };
    }
    auto committed = m_store.ban(room, user, utcNow(), by);
    const bool banned = committed && !committed->outbox.isEmpty();
    auto done = published(std::move(committed));
    if (!done)
        return fail(done.error());
    return Banned{std::move(*done), banned};
}

Result<void> RoomService::unban(const UserId& actor, const RoomId& room, const UserId& user) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return writable;
    auto lifted = published(m_store.unban(room, user, judged(actor, Act::RemoveMembers)));
    return lifted ? Result<void>() : fail(lifted.error());
}

Result<Page<Ban>> RoomService::bans(const UserId& actor, const RoomId& room,
                                    const std::optional<QString>& cursor, int limit) {
    const auto member = requireMember(actor, room);
    if (!member)
        return fail(member.error());
    const auto known = m_store.room(room);
    if (!known)
        return fail(known.error());
    if (!mayDo(Act::RemoveMembers, known->kind, member->role))
        return fail(ErrorCode::Forbidden, refusalOf(Act::RemoveMembers, known->kind));
    return m_store.bans(room, cursor, limit);
}

} // namespace parlor::gateway
