// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms and their members, by HTTP, for FakeServer.
#include "client/core/fake_server_answers.h"
#include "client/core/fake_server_private.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;
using namespace fake;

FakeServer::Private::Answer FakeServer::Private::handleRooms(const QStringList& path, const QUrlQuery& query,
                                                             const HttpRequest& request, const UserId& user) {
    if (path.isEmpty() && request.method == "POST") {
        const auto form = decodeBody<CreateRoomRequest>(request.body);
        if (!form)
            return fail(form.error());
        const Room room =
            q->addRoom(form->name, QList<UserId>{user} + form->members, form->kind, form->topic);
        notice(rooms[room.id], user, {SystemKind::RoomCreated, std::nullopt, room.name});
        return ok(view(rooms.value(room.id), user), 201);
    }
    if (path.isEmpty()) {
        Page<RoomView> page;
        for (const Place& place : std::as_const(rooms)) {
            if (place.members.contains(user))
                page.items.append(view(place, user));
        }
        return ok(page);
    }
    if (path.first() == "direct"_L1)
        return directRoom(request, user);
    if (path.size() == 1 && path.first() == "public"_L1) {
        const QString wanted = text(query, u"q"_s);
        QList<PublicRoom> found;
        for (const Place& place : std::as_const(rooms)) {
            if (place.room.kind == RoomKind::Public && place.room.name.contains(wanted, Qt::CaseInsensitive))
                found.append({place.room, int(place.members.size()), place.members.contains(user)});
        }
        std::sort(found.begin(), found.end(),
                  [](const PublicRoom& a, const PublicRoom& b) { return a.room.name < b.room.name; });
        return ok(paged(found, query));
    }
    const auto id = RoomId::parse(path.first());
    const auto place = id ? rooms.find(*id) : rooms.end();
    if (place == rooms.end())
        return fail(ErrorCode::NotFound);
    if (path.value(1) == "join"_L1 && place->room.kind == RoomKind::Public) {
        if (const auto member = admit(*place, user, user); !member)
            return fail(member.error());
        return ok(view(*place, user));
    }
    if (!place->members.contains(user))
        return fail(ErrorCode::NotFound);
    return handleRoom(*place, path.mid(1), query, request, user);
}

FakeServer::Private::Answer FakeServer::Private::directRoom(const HttpRequest& request, const UserId& user) {
    const auto form = decodeBody<AddMemberRequest>(request.body);
    if (!form)
        return fail(form.error());
    if (!people.contains(form->userId))
        return fail(ErrorCode::NotFound, {}, u"userId"_s);
    const qsizetype before = rooms.size();
    const Room room = q->addDirect(user, form->userId);
    return ok(view(rooms.value(room.id), user), rooms.size() > before ? 201 : 200);
}

FakeServer::Private::Answer FakeServer::Private::handleRoom(Place& place, const QStringList& path,
                                                            const QUrlQuery& query,
                                                            const HttpRequest& request, const UserId& user) {
    const QString what = path.value(0);
    const RoomId room = place.room.id;
    if (what.isEmpty()) {
        if (request.method == "PATCH" || request.method == "PUT")
            return updateRoom(place, request, user);
        if (request.method != "DELETE")
            return ok(view(place, user));
        if (const auto may = allow(Act::DeleteRoom, place.room, place.members.value(user)); !may)
            return fail(may.error());
        q->deleteRoom(room);
        return nothing();
    }
    if (what == "leave"_L1) {
        if (place.room.kind == RoomKind::Direct)
            return fail(ErrorCode::Conflict);
        if (const auto left = expel(place, user, user, SystemKind::MemberLeft); !left)
            return fail(left.error());
        return nothing();
    }
    if (what == "messages"_L1 && request.method == "POST") {
        const auto form = decodeBody<SendMessageRequest>(request.body);
        if (!form)
            return fail(form.error());
        client::MessageNew frame;
        frame.roomId = room;
        frame.content = form->content;
        frame.tempId = form->tempId;
        frame.retry = form->retry;
        frame.replyTo = form->replyTo;
        const auto saved = take(user, frame);
        if (!saved)
            return fail(saved.error());
        return ok(*saved, 201);
    }
    if (what == "messages"_L1)
        return history(place.messages, query);
    if (what == "pins"_L1) {
        QList<Message> pinned;
        for (const Message& message : std::as_const(place.messages)) {
            if (message.pinned)
                pinned.append(message);
        }
        std::stable_sort(pinned.begin(), pinned.end(),
                         [](const Message& a, const Message& b) { return a.pinned->at > b.pinned->at; });
        return list(pinned);
    }
    if (what == "cursors"_L1) {
        if (place.members.size() > limits::statusRoomMax)
            return fail(ErrorCode::Conflict);
        QList<MemberCursor> cursors;
        for (auto member = place.members.cbegin(); member != place.members.cend(); ++member) {
            MemberCursor cursor = place.cursors.value(member.key());
            cursor.userId = member.key();
            cursors.append(cursor);
        }
        return list(cursors);
    }
    if (what == "seen"_L1 || what == "mark"_L1 || what == "delivered"_L1) {
        const auto form = decodeBody<CursorRequest>(request.body);
        if (!form)
            return fail(form.error());
        if (what == "delivered"_L1) {
            moveCursor(place, user, form->seq, 0);
            return nothing();
        }
        moveMarker(place, user, form->seq, what == "mark"_L1);
        return ok(read(place, user));
    }
    if (what == "bans"_L1)
        return handleBans(place, path.mid(1), request, user);
    if (what == "members"_L1)
        return handleMembers(place, path.mid(1), query, request, user);
    return fail(ErrorCode::NotFound);
}

FakeServer::Private::Answer FakeServer::Private::updateRoom(Place& place, const HttpRequest& request,
                                                            const UserId& user) {
    const auto form = decodeBody<UpdateRoomRequest>(request.body);
    if (!form)
        return fail(form.error());
    const RoomRole role = place.members.value(user);
    QList<Act> acts;
    if (form->name || form->topic)
        acts.append(Act::ChangeRoom);
    if (form->kind)
        acts.append(Act::ChangeKind);
    if (form->archived)
        acts.append(Act::Archive);
    // What it is opened again for may come in the same request.
    Room judged = place.room;
    judged.archived = judged.archived && form->archived.value_or(true);
    for (const Act act : std::as_const(acts)) {
        if (const auto may = allow(act, judged, role); !may)
            return fail(may.error());
    }
    Room changed = place.room;
    changed.name = form->name.value_or(changed.name);
    changed.topic = form->topic.value_or(changed.topic);
    changed.kind = form->kind.value_or(changed.kind);
    changed.archived = form->archived.value_or(changed.archived);
    const Room before = std::exchange(place.room, changed);
    if (changed == before)
        return ok(view(place, user));
    ++place.room.version;
    deliver(place, server::RoomUpdate{place.room});
    if (changed.name != before.name)
        notice(place, user, {SystemKind::RoomRenamed, std::nullopt, changed.name});
    if (changed.topic != before.topic)
        notice(place, user, {SystemKind::TopicChanged, std::nullopt, changed.topic});
    if (changed.kind != before.kind)
        notice(place, user, {SystemKind::KindChanged, std::nullopt, toString(changed.kind)});
    if (changed.archived != before.archived) {
        notice(place, user,
               {changed.archived ? SystemKind::RoomArchived : SystemKind::RoomUnarchived, std::nullopt, {}});
    }
    return ok(view(place, user));
}

FakeServer::Private::Answer FakeServer::Private::handleMembers(Place& place, const QStringList& path,
                                                               const QUrlQuery& query,
                                                               const HttpRequest& request,
                                                               const UserId& user) {
    const RoomRole role = place.members.value(user);
    if (path.isEmpty() && request.method == "POST") {
        const auto form = decodeBody<AddMemberRequest>(request.body);
        if (!form)
            return fail(form.error());
        if (!people.contains(form->userId))
            return fail(ErrorCode::NotFound, {}, u"userId"_s);
        if (const auto may = allow(Act::AddMembers, place.room, role); !may)
            return fail(may.error());
        const bool there = place.members.contains(form->userId);
        const auto member = admit(place, user, form->userId);
        if (!member)
            return fail(member.error());
        return ok(*member, there ? 200 : 201);
    }
    if (path.isEmpty()) {
        QList<Member> all;
        const QString search = text(query, u"q"_s);
        for (auto member = place.members.cbegin(); member != place.members.cend(); ++member) {
            const User one = people.value(member.key()).user;
            if (one.username.contains(search, Qt::CaseInsensitive) ||
                one.displayName.contains(search, Qt::CaseInsensitive))
                all.append({one, member.value()});
        }
        std::sort(all.begin(), all.end(),
                  [](const Member& a, const Member& b) { return a.user.username < b.user.username; });
        return ok(paged(all, query));
    }
    const auto whom = UserId::parse(path.first());
    if (!whom || (!place.members.contains(*whom) && request.method != "DELETE"))
        return fail(ErrorCode::NotFound);
    const RoomRole theirs = place.members.value(*whom);
    if (request.method == "PATCH" || request.method == "PUT") {
        const auto form = decodeBody<RoleRequest>(request.body);
        if (!form)
            return fail(form.error());
        if (const auto may = allow(Act::ChangeRoles, place.room, role); !may)
            return fail(may.error());
        const auto owners = std::count(place.members.cbegin(), place.members.cend(), RoomRole::Owner);
        if (theirs == RoomRole::Owner && form->role != RoomRole::Owner && owners == 1)
            return fail(ErrorCode::Conflict);
        if (theirs != form->role) {
            q->setRole(place.room.id, *whom, form->role);
            notice(place, user, {SystemKind::RoleChanged, *whom, toString(form->role)});
        }
    } else if (request.method == "DELETE") {
        const Act act = theirs == RoomRole::Member ? Act::RemoveMembers : Act::RemoveStaff;
        const bool leaves = *whom == user;
        if (const auto may = allow(leaves ? Act::Leave : act, place.room, role); !may)
            return fail(may.error());
        const auto how = leaves ? SystemKind::MemberLeft : SystemKind::MemberRemoved;
        if (const auto out = expel(place, user, *whom, how); !out)
            return fail(out.error());
        return nothing();
    }
    return ok(Member{people.value(*whom).user, place.members.value(*whom)});
}

FakeServer::Private::Answer FakeServer::Private::handleBans(Place& place, const QStringList& path,
                                                            const HttpRequest& request, const UserId& user) {
    const RoomRole role = place.members.value(user);
    if (const auto may = allow(Act::RemoveMembers, place.room, role); !may)
        return fail(may.error());
    if (request.method == "POST") {
        const auto form = decodeBody<AddMemberRequest>(request.body);
        if (!form)
            return fail(form.error());
        if (form->userId == user)
            return fail(ErrorCode::Invalid, {}, u"userId"_s);
        if (!people.contains(form->userId))
            return fail(ErrorCode::NotFound, {}, u"userId"_s);
        const bool staff = place.members.value(form->userId) != RoomRole::Member;
        if (const auto may = allow(staff ? Act::RemoveStaff : Act::RemoveMembers, place.room, role); !may)
            return fail(may.error());
        const bool known = place.bans.contains(form->userId);
        if (!known)
            place.bans.insert(form->userId, {people.value(form->userId).user, user, now()});
        if (const auto out = expel(place, user, form->userId, SystemKind::MemberBanned); !out)
            return fail(out.error());
        return ok(place.bans.value(form->userId), known ? 200 : 201);
    }
    if (request.method == "DELETE") {
        if (const auto whom = UserId::parse(path.value(0)))
            place.bans.remove(*whom);
        return nothing();
    }
    QList<Ban> bans = place.bans.values();
    std::sort(bans.begin(), bans.end(),
              [](const Ban& a, const Ban& b) { return a.user.username < b.user.username; });
    return ok(Page<Ban>{bans, {}});
}

} // namespace parlor
