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
    searchMembers(room, {}, cursor, context, std::move(done));
}

void Core::searchMembers(const RoomId& room, const QString& text, const std::optional<QString>& cursor,
                         QObject* context, Done<Page<Member>> done) {
    d->run([room, text, cursor, report = d->here(context, std::move(done))](Engine& engine) {
        engine.members(room, text, cursor, report);
    });
}

void Core::addMember(const RoomId& room, const UserId& user, QObject* context, Done<Member> done) {
    d->run([room, user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.addMember(room, user, report);
    });
}

// --- direct rooms, and what moderators and owners do ---

void Core::openDirect(const UserId& user, QObject* context, Done<RoomId> done) {
    d->run([user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.openDirect(user, report);
    });
}

void Core::updateRoom(const RoomId& room, const UpdateRoomRequest& request, QObject* context,
                      Done<Room> done) {
    for (const Result<void>& checked : {request.name ? checkRoomName(*request.name) : Result<void>(),
                                        request.topic ? checkTopic(*request.topic) : Result<void>()}) {
        if (!checked) {
            d->refuse(checked.error(), context, std::move(done));
            return;
        }
    }
    d->run([room, request, report = d->here(context, std::move(done))](Engine& engine) {
        engine.updateRoom(room, request, report);
    });
}

void Core::deleteRoom(const RoomId& room, QObject* context, Done<RoomId> done) {
    d->run([room, report = d->here(context, std::move(done))](Engine& engine) {
        engine.deleteRoom(room, report);
    });
}

void Core::setRole(const RoomId& room, const UserId& user, RoomRole role, QObject* context,
                   Done<Member> done) {
    d->run([room, user, role, report = d->here(context, std::move(done))](Engine& engine) {
        engine.setRole(room, user, role, report);
    });
}

void Core::removeMember(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done) {
    d->run([room, user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.removeMember(room, user, report);
    });
}

void Core::ban(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done) {
    d->run([room, user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.ban(room, user, report);
    });
}

void Core::unban(const RoomId& room, const UserId& user, QObject* context, Done<UserId> done) {
    d->run([room, user, report = d->here(context, std::move(done))](Engine& engine) {
        engine.unban(room, user, report);
    });
}

void Core::bans(const RoomId& room, const std::optional<QString>& cursor, QObject* context,
                Done<Page<Ban>> done) {
    d->run([room, cursor, report = d->here(context, std::move(done))](Engine& engine) {
        engine.bans(room, cursor, report);
    });
}

} // namespace parlor
