// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

#include <QUrl>

// Lines about rooms and their members.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

QByteArray roomPath(const RoomId& room, const char* rest = "") {
    return "/api/v1/rooms/" + room.toString().toLatin1() + rest;
}

void expectOk(const std::optional<ServerFrame>& answer) {
    if (!answer || !std::holds_alternative<server::Ok>(*answer))
        Stage::fail(QStringLiteral("expected ok, but the answer is ") +
                    (answer ? QString::fromUtf8(encode(*answer)) : QStringLiteral("nothing")));
}

HttpAnswer createRoom(Role& role, const QString& kind, const QString& name) {
    return role.device.http().post("/api/v1/rooms",
                                   {{QStringLiteral("name"), name}, {QStringLiteral("kind"), kind}});
}

/// GET of a list, all its pages.
template <typename T>
QList<T> getAll(test::HttpTestClient& http, const QByteArray& path, const char* parameter) {
    QList<T> result;
    QByteArray query;
    for (;;) {
        const HttpAnswer answer = http.get(path + query);
        Stage::expectStatus(answer, {200});
        const auto json = parseObject(answer.body);
        const auto page = json ? pageFromJson<T>(*json) : parlor::fail(json.error());
        if (!page)
            Stage::fail(QStringLiteral("the list cannot be read: ") + page.error().message() +
                        page.error().field());
        result += page->items;
        if (!page->next)
            return result;
        query = QByteArray("?") + parameter + '=' + QUrl::toPercentEncoding(*page->next);
    }
}

QStringList quoted(QStringList names) {
    names.sort();
    for (QString& name : names)
        name = QLatin1Char('"') + name + QLatin1Char('"');
    return names;
}

void expectRooms(Stage& s, Role& role, const QStringList& expected) {
    QStringList byHttp;
    for (const RoomView& view : getAll<RoomView>(role.device.http(), "/api/v1/rooms", "before"))
        byHttp.append(s.roomName(view.room.id));
    Stage::expectLines(quoted(expected), quoted(byHttp));
    const auto cached = [&] {
        QStringList names;
        for (auto it = role.device.rooms().cbegin(); it != role.device.rooms().cend(); ++it)
            names.append(s.roomName(it.key()));
        return quoted(names);
    };
    if (role.device.isAuthenticated())
        Stage::expect([&] { return cached() == quoted(expected); },
                      [&] {
                          return QStringLiteral("the device shows the rooms ") +
                                 cached().join(QLatin1String(", "));
                      });
}

void addMembershipSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} joins {text}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const RoomId room = s.room(a[1]);
        expectOk(role.device.socket().ask(client::RoomJoin{room}));
        Stage::expect([&] { return role.device.rooms().contains(room) && role.device.isLive(); },
                      [&] { return QStringLiteral("the device never got the room"); });
    });
    table.add(QStringLiteral("{actor} joins {text} by HTTP"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().post(roomPath(s.room(a[1]), "/join")),
                            {200, 201, 204});
    });
    table.add(QStringLiteral("{actor} joins {text} and is refused {word}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        Stage::expectRefused(role.device.socket().ask(client::RoomJoin{s.room(a[1])}), a[2]);
        Stage::expectRefused(role.device.http().post(roomPath(s.room(a[1]), "/join")), a[2]);
    });
    table.add(QStringLiteral("{actor} leaves {text}"), [](Stage& s, const StepArgs& a) {
        expectOk(s.role(a[0]).device.socket().ask(client::RoomLeave{s.room(a[1])}));
    });
    table.add(QStringLiteral("{actor} leaves {text} and is refused {word}"), [](Stage& s, const StepArgs& a) {
        Stage::expectRefused(s.role(a[0]).device.socket().ask(client::RoomLeave{s.room(a[1])}), a[2]);
    });
    table.add(QStringLiteral("{actor} adds {person} to {text}"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().post(roomPath(s.room(a[2]), "/members"),
                                                            toJson(AddMemberRequest{s.userOf(a[1])})),
                            {200, 201, 204});
    });
    table.add(QStringLiteral("{actor} adds {person} to {text} and is refused {word}"), [](Stage& s,
                                                                                          const StepArgs& a) {
        Stage::expectRefused(s.role(a[0]).device.http().post(roomPath(s.room(a[2]), "/members"),
                                                             toJson(AddMemberRequest{s.userOf(a[1])})),
                             a[3]);
    });
    table.add(QStringLiteral("{actor} is told of the room {text}"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[1]);
        const auto frame = s.next<server::RoomNew>(
            s.role(a[0]), QStringLiteral("room:new ") + a[1],
            [&](const server::RoomNew& f) { return f.room.room.id == room; }, QStringLiteral("room:new"));
        if (frame.room.room.name != a[1])
            Stage::fail(QStringLiteral("it is called \"%1\"").arg(frame.room.room.name));
    });
    table.add(QStringLiteral("{actor} sees {person} join {text}"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[2]);
        const UserId user = s.userOf(a[1]);
        Role& role = s.role(a[0]);
        const UserId self = role.device.userId(); // that one joined oneself need not be told
        const auto frame = s.next<server::RoomJoin>(
            role, QStringLiteral("room:join ") + a[2],
            [&](const server::RoomJoin& f) {
                return f.roomId == room && (f.member.user.id != self || user == self);
            },
            QStringLiteral("room:join"));
        if (frame.member.user.id != user)
            Stage::fail(s.personOf(frame.member.user.id) + QStringLiteral(" joined instead"));
    });
    table.add(QStringLiteral("{actor} sees {person} leave {text}"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[2]);
        const UserId user = s.userOf(a[1]);
        const auto frame = s.next<server::RoomLeave>(
            s.role(a[0]), QStringLiteral("room:leave ") + a[2],
            [&](const server::RoomLeave& f) { return f.roomId == room; }, QStringLiteral("room:leave"));
        if (frame.userId != user)
            Stage::fail(s.personOf(frame.userId) + QStringLiteral(" left instead"));
    });
}

} // namespace

void addRoomSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} creates {word} room {text}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const HttpAnswer answer = createRoom(role, a[1], a[2]);
        Stage::expectStatus(answer, {201});
        const auto view = decodeBody<RoomView>(answer.body);
        if (!view)
            Stage::fail(QStringLiteral("the room cannot be read: ") + view.error().message() +
                        view.error().field());
        if (view->role != RoomRole::Owner || view->room.name != a[2] || toString(view->room.kind) != a[1])
            Stage::fail(QStringLiteral("another room was made: ") + answer.describe());
        s.nameRoom(a[2], view->room.id);
        if (role.device.isAuthenticated())
            Stage::expect([&] { return role.device.rooms().contains(view->room.id) && role.device.isLive(); },
                          [&] { return QStringLiteral("room:new never came"); });
    });
    table.add(QStringLiteral("{actor} creates {word} room {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(createRoom(s.role(a[0]), a[1], a[2]), a[3]);
              });
    addMembershipSteps(table);
    table.addWithBlock(QStringLiteral("{actor} is in the rooms"),
                       [](Stage& s, const StepArgs& a) { expectRooms(s, s.role(a[0]), a.block); });
    table.add(QStringLiteral("{actor} is in no room"),
              [](Stage& s, const StepArgs& a) { expectRooms(s, s.role(a[0]), {}); });
    table.addWithBlock(QStringLiteral("the public rooms for {actor} are"), [](Stage& s, const StepArgs& a) {
        QStringList names;
        for (const PublicRoom& room :
             getAll<PublicRoom>(s.role(a[0]).device.http(), "/api/v1/rooms/public", "after"))
            names.append(room.room.name);
        Stage::expectLines(quoted(a.block), quoted(names));
    });
    table.addWithBlock(
        QStringLiteral("the members of {text} for {actor} are"), [](Stage& s, const StepArgs& a) {
            QStringList names;
            for (const Member& member :
                 getAll<Member>(s.role(a[1]).device.http(), roomPath(s.room(a[0]), "/members"), "after"))
                names.append(QStringLiteral("%1, %2").arg(s.personOf(member.user.id), toString(member.role)));
            Stage::expectLines(quoted(a.block), quoted(names));
        });
    table.add(QStringLiteral("{actor} looks at {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  Stage::expectRefused(role.device.http().get(roomPath(s.room(a[1]))), a[2]);
                  Stage::expectRefused(role.device.http().get(roomPath(s.room(a[1]), "/members")), a[2]);
              });
}

} // namespace parlor::scenario
