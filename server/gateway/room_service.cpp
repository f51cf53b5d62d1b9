// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_service.h"

#include "shared/codec.h"

namespace parlor::gateway {

namespace {

tl::unexpected<Error> noSuchRoom() {
    return fail(ErrorCode::NotFound, QStringLiteral("There is no such room here."));
}

} // namespace

RoomService::RoomService(store::Store& store, Publisher& publisher, RoomReader& reader,
                         std::chrono::milliseconds maxLag)
    : m_store(store)
    , m_publisher(publisher)
    , m_reader(reader)
    , m_maxLag(maxLag) {}

Result<RoomView> RoomService::create(const UserId& user, const CreateRoomRequest& request) {
    const Room room{RoomId::create(), request.name, request.kind, request.topic, 1, utcNow()};
    if (auto writable = m_publisher.checkWritable(room.id, m_maxLag); !writable)
        return fail(writable.error());
    auto created = m_store.createRoom(room, user);
    if (!created)
        return fail(created.error());
    if (auto published = m_publisher.publish(created->outbox); !published)
        return fail(published.error());
    return m_reader.view(user, room.id);
}

Result<RoomView> RoomService::join(const UserId& user, const RoomId& room) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    auto visible = visibleRoom(user, room);
    if (!visible)
        return fail(visible.error());
    auto member = m_store.membership(room, user);
    if (!member)
        return fail(member.error());
    if (!*member) {
        auto joined = m_store.setMember(room, user, RoomRole::Member);
        if (!joined)
            return fail(joined.error());
        if (auto published = m_publisher.publish(joined->outbox); !published)
            return fail(published.error());
    }
    return m_reader.view(user, room);
}

Result<void> RoomService::leave(const UserId& user, const RoomId& room) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return writable;
    auto visible = visibleRoom(user, room);
    if (!visible)
        return fail(visible.error());
    auto left = m_store.removeMember(room, user);
    if (!left)
        return fail(left.error());
    return m_publisher.publish(left->outbox);
}

Result<Member> RoomService::addMember(const UserId& actor, const RoomId& room, const UserId& user) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    auto membership = requireMember(actor, room);
    if (!membership)
        return fail(membership.error());
    auto known = m_store.room(room);
    if (!known)
        return fail(known.error());
    if (known->kind == RoomKind::Direct ||
        (known->kind == RoomKind::Private && membership->role == RoomRole::Member))
        return fail(ErrorCode::Forbidden,
                    QStringLiteral("Only the room's owners and moderators may add people to it."));
    auto account = m_store.account(user);
    if (!account)
        return fail(account.error().withField(QStringLiteral("userId")));
    if (account->user.deleted || !account->active)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no such user."), QStringLiteral("userId"));
    auto existing = m_store.membership(room, user);
    if (!existing)
        return fail(existing.error());
    if (*existing)
        return Member{account->user, (*existing)->role};
    auto added = m_store.setMember(room, user, RoomRole::Member);
    if (!added)
        return fail(added.error());
    if (auto published = m_publisher.publish(added->outbox); !published)
        return fail(published.error());
    return Member{account->user, added->value.role};
}

Result<Room> RoomService::visibleRoom(const UserId& user, const RoomId& room) {
    auto found = m_store.room(room);
    if (!found)
        return found.error().code() == ErrorCode::NotFound ? Result<Room>(noSuchRoom()) : fail(found.error());
    if (found->kind == RoomKind::Public)
        return found;
    auto member = m_store.membership(room, user);
    if (!member)
        return fail(member.error());
    if (!*member)
        return noSuchRoom();
    return found;
}

Result<store::Membership> RoomService::requireMember(const UserId& user, const RoomId& room) {
    auto member = m_store.membership(room, user);
    if (!member)
        return fail(member.error());
    if (!*member)
        return noSuchRoom();
    return **member;
}

} // namespace parlor::gateway
