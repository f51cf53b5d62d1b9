// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Core for rooms and their members.
#include "client/core/core_private.h"
#include "shared/codec.h"

namespace parlor {

void Core::createRoom(const CreateRoomRequest& request, QObject* context, Done<Room> done) {
    for (const Result<void>& checked : {checkRoomName(request.name), checkTopic(request.topic)}) {
        if (!checked) {
            d->refuse(checked.error(), context, std::move(done));
            return;
        }
    }
    d->run([request, report = d->here(context, std::move(done))](Engine& engine) {
        engine.createRoom(request, report);
    });
}

void Core::publicRooms(const QString& search, const std::optional<QString>& cursor, QObject* context,
                       Done<Page<PublicRoom>> done) {
    d->run([search, cursor, report = d->here(context, std::move(done))](Engine& engine) {
        engine.publicRooms(search, cursor, report);
    });
}

void Core::joinRoom(const RoomId& room, QObject* context, Done<RoomId> done) {
    d->run([room, report = d->here(context, std::move(done))](Engine& engine) {
        engine.joinRoom(room, report);
    });
}

void Core::leaveRoom(const RoomId& room, QObject* context, Done<RoomId> done) {
    d->run([room, report = d->here(context, std::move(done))](Engine& engine) {
        engine.leaveRoom(room, report);
    });
}

void Core::members(const RoomId& room, const std::optional<QString>& cursor, QObject* context,
                   Done<Page<Member>> done) {
    d->run([room, cursor, report = d->here(context, std::move(done))](Engine& engine) {
        engine.members(room, cursor, report);
    });
}

void Core::addMember(const RoomId& room, const UserId& user, QObject* context, Done<Member> done) {
    d->run([room, user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.addMember(room, user, report);
    });
}

} // namespace parlor
