// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/room_service.h"

#include "shared/codec.h"

namespace parlor::gateway {

namespace {

/// Whether all that `request` asks for is allowed.
Result<void> allowUpdate(const store::RoomScene& scene, const UpdateRoomRequest& request) {
    if (!scene.actor)
        return noSuchRoom();
    Room room = scene.room;
    if (request.archived) {
        if (auto allowed = allow(Act::Archive, room, *scene.actor); !allowed)
            return allowed;
        // A request may open a room again and change it.
        room.archived = room.archived && *request.archived;
    }
    if (request.kind) {
        if (auto allowed = allow(Act::ChangeKind, room, *scene.actor); !allowed)
            return allowed;
    }
    return request.name || request.topic ? allow(Act::ChangeRoom, room, *scene.actor) : Result<void>();
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
    if (auto created = published(m_store.createRoom(room, user, request.members)); !created)
        return created;
    return m_reader.view(user, room.id);
}

Result<RoomService::Direct> RoomService::direct(const UserId& user, const UserId& other) {
    const RoomId id = RoomId::create();
    if (auto writable = m_publisher.checkWritable(id, m_maxLag); !writable)
        return fail(writable.error());
    const auto room = published(m_store.directRoom(id, utcNow(), user, other));
    if (!room)
        return fail(room.error());
    const auto view = m_reader.view(user, room->room.id);
    if (!view)
        return fail(view.error());
    return Direct{*view, room->made};
}

Result<RoomView> RoomService::update(const UserId& actor, const RoomId& room,
                                     const UpdateRoomRequest& request) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return fail(writable.error());
    const store::Actor by{actor,
                          [request](const store::RoomScene& scene) { return allowUpdate(scene, request); }};
    const store::RoomChange change{request.name, request.topic, request.kind, request.archived};
    if (auto updated = published(m_store.updateRoom(room, change, by)); !updated)
        return fail(updated.error());
    return m_reader.view(actor, room);
}

Result<void> RoomService::remove(const UserId& actor, const RoomId& room) {
    if (auto writable = m_publisher.checkWritable(room, m_maxLag); !writable)
        return writable;
    const store::Actor by{actor, [](const store::RoomScene& scene) -> Result<void> {
                              return scene.actor ? allow(Act::DeleteRoom, scene.room, *scene.actor)
                                                 : noSuchRoom();
                          }};
    auto removed = published(m_store.deleteRoom(room, by));
    return removed ? Result<void>() : fail(removed.error());
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
