// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine for rooms and their members.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

namespace parlor {

using namespace Qt::StringLiterals;

void Engine::takeRoom(const Outcome<QByteArray>& body,
                      const std::function<void(const Outcome<RoomView>&)>& done) {
    const auto view = decodeResponse<RoomView>(body);
    if (view && m_files)
        m_files->sync->learnRoom(*view);
    done(view);
}

void Engine::createRoom(const CreateRoomRequest& request, Done<Room> done) {
    call("POST", u"/api/v1/rooms"_s, toBytes(toJson(request)), [this, done](const Outcome<QByteArray>& body) {
        takeRoom(body, [done](const Outcome<RoomView>& view) {
            done(view.map([](const RoomView& known) { return known.room; }));
        });
    });
}

void Engine::publicRooms(const QString& search, const std::optional<QString>& cursor,
                         Done<Page<PublicRoom>> done) {
    QString path = u"/api/v1/rooms/public?q="_s + queryText(search);
    if (cursor)
        path += u"&after="_s + queryText(*cursor);
    call("GET", path, {}, [done](const Outcome<QByteArray>& body) { done(decodePage<PublicRoom>(body)); });
}

void Engine::joinRoom(const RoomId& room, Done<RoomId> done) {
    call("POST", roomPath(room, u"/join"_s), {}, [this, done](const Outcome<QByteArray>& body) {
        takeRoom(body, [done](const Outcome<RoomView>& view) {
            done(view.map([](const RoomView& known) { return known.room.id; }));
        });
    });
}

void Engine::leaveRoom(const RoomId& room, Done<RoomId> done) {
    call("POST", roomPath(room, u"/leave"_s), {}, [this, room, done](const Outcome<QByteArray>& body) {
        if (!body) {
            done(tl::unexpected(body.error()));
            return;
        }
        if (m_files) {
            m_files->outbox->discardRoom(room);
            m_files->sync->loseRoom(room);
        }
        done(room);
    });
}

void Engine::members(const RoomId& room, const QString& search, const std::optional<QString>& cursor,
                     Done<Page<Member>> done) {
    QString path = roomPath(room, u"/members?limit=%1"_s.arg(limits::pageMax));
    if (!search.isEmpty())
        path += u"&q="_s + queryText(search);
    if (cursor)
        path += u"&after="_s + queryText(*cursor);
    call("GET", path, {}, [this, room, done](const Outcome<QByteArray>& body) {
        const auto page = decodePage<Member>(body);
        if (page && m_files)
            m_files->sync->learnMembers(room, page->items);
        done(page);
    });
}

void Engine::addMember(const RoomId& room, const UserId& user, Done<Member> done) {
    call("POST", roomPath(room, u"/members"_s), toBytes(toJson(AddMemberRequest{user})),
         [done](const Outcome<QByteArray>& body) { done(decodeResponse<Member>(body)); });
}

// --- direct rooms, and what moderators and owners do ---

void Engine::openDirect(const UserId& user, Done<RoomId> done) {
    call("POST", u"/api/v1/rooms/direct"_s, toBytes(toJson(AddMemberRequest{user})),
         [this, done](const Outcome<QByteArray>& body) {
             takeRoom(body, [done](const Outcome<RoomView>& view) {
                 done(view.map([](const RoomView& known) { return known.room.id; }));
             });
         });
}

void Engine::updateRoom(const RoomId& room, const UpdateRoomRequest& request, Done<Room> done) {
    call("PATCH", roomPath(room), toBytes(toJson(request)), [this, done](const Outcome<QByteArray>& body) {
        takeRoom(body, [done](const Outcome<RoomView>& view) {
            done(view.map([](const RoomView& known) { return known.room; }));
        });
    });
}

void Engine::deleteRoom(const RoomId& room, Done<RoomId> done) {
    call("DELETE", roomPath(room), {}, [this, room, done](const Outcome<QByteArray>& body) {
        if (body && m_files) {
            m_files->outbox->discardRoom(room);
            m_files->sync->loseRoom(room);
        }
        done(body.map([room](const QByteArray&) { return room; }));
    });
}

void Engine::setRole(const RoomId& room, const UserId& user, RoomRole role, Done<Member> done) {
    call("PATCH", roomPath(room, u"/members/"_s + user.toString()), toBytes(toJson(RoleRequest{role})),
         [done](const Outcome<QByteArray>& body) { done(decodeResponse<Member>(body)); });
}

void Engine::removeMember(const RoomId& room, const UserId& user, Done<UserId> done) {
    call("DELETE", roomPath(room, u"/members/"_s + user.toString()), {},
         [user, done](const Outcome<QByteArray>& body) {
             done(body.map([user](const QByteArray&) { return user; }));
         });
}

void Engine::ban(const RoomId& room, const UserId& user, Done<UserId> done) {
    call("POST", roomPath(room, u"/bans"_s), toBytes(toJson(AddMemberRequest{user})),
         [user, done](const Outcome<QByteArray>& body) {
             done(decodeResponse<Ban>(body).map([user](const Ban&) { return user; }));
         });
}

void Engine::unban(const RoomId& room, const UserId& user, Done<UserId> done) {
    call("DELETE", roomPath(room, u"/bans/"_s + user.toString()), {},
         [user, done](const Outcome<QByteArray>& body) {
             done(body.map([user](const QByteArray&) { return user; }));
         });
}

void Engine::bans(const RoomId& room, const std::optional<QString>& cursor, Done<Page<Ban>> done) {
    QString path = roomPath(room, u"/bans?limit=%1"_s.arg(limits::pageMax));
    if (cursor)
        path += u"&after="_s + queryText(*cursor);
    call("GET", path, {}, [done](const Outcome<QByteArray>& body) { done(decodePage<Ban>(body)); });
}

} // namespace parlor
