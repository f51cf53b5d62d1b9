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

void Engine::members(const RoomId& room, const std::optional<QString>& cursor, Done<Page<Member>> done) {
    QString path = roomPath(room, u"/members?limit=%1"_s.arg(limits::pageMax));
    if (cursor)
        path += u"&after="_s + queryText(*cursor);
    call("GET", path, {}, [this, done](const Outcome<QByteArray>& body) {
        const auto page = decodePage<Member>(body);
        if (page && m_files) {
            QList<User> users;
            for (const Member& member : page->items)
                users.append(member.user);
            m_files->sync->learnUsers(users);
        }
        done(page);
    });
}

void Engine::addMember(const RoomId& room, const UserId& user, Done<Member> done) {
    call("POST", roomPath(room, u"/members"_s), toBytes(toJson(AddMemberRequest{user})),
         [done](const Outcome<QByteArray>& body) { done(decodeResponse<Member>(body)); });
}

} // namespace parlor
