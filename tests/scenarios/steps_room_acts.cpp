// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/notices.h"
#include "tests/scenarios/step_table.h"

#include <QUrl>

// Lines about what is done to rooms and members, and what everybody is told of it.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

QByteArray path(const RoomId& room, const QByteArray& rest = {}) {
    return "/api/v1/rooms/" + room.toString().toLatin1() + rest;
}
QByteArray path(const RoomId& room, const char* list, const UserId& user) {
    return path(room, QByteArray(list) + user.toString().toLatin1());
}

using Act = std::function<HttpAnswer(Stage&, const StepArgs&)>;

/// A line that does something by HTTP, and the same line with "and is refused {word}".
void addAct(StepTable& table, const QString& pattern, const QList<int>& statuses, const Act& act) {
    table.add(pattern,
              [statuses, act](Stage& s, const StepArgs& a) { Stage::expectStatus(act(s, a), statuses); });
    table.add(pattern + QStringLiteral(" and is refused {word}"),
              [act](Stage& s, const StepArgs& a) { Stage::expectRefused(act(s, a), a.values.constLast()); });
}

HttpAnswer patch(Stage& s, const StepArgs& a, const UpdateRoomRequest& request) {
    return s.role(a[0]).device.http().request("PATCH", path(s.room(a[1])), toBytes(toJson(request)),
                                              "application/json");
}

void addRoomActs(StepTable& table) {
    addAct(table, QStringLiteral("{actor} renames {text} to {text}"), {200}, [](Stage& s, const StepArgs& a) {
        return patch(s, a, {a[2], {}, {}, {}});
    });
    addAct(table, QStringLiteral("{actor} sets the topic of {text} to {text}"), {200},
           [](Stage& s, const StepArgs& a) {
               return patch(s, a, {{}, a[2], {}, {}});
           });
    addAct(table, QStringLiteral("{actor} makes the room {text} private"), {200},
           [](Stage& s, const StepArgs& a) {
               return patch(s, a, {{}, {}, RoomKind::Private, {}});
           });
    addAct(table, QStringLiteral("{actor} makes the room {text} public"), {200},
           [](Stage& s, const StepArgs& a) {
               return patch(s, a, {{}, {}, RoomKind::Public, {}});
           });
    addAct(table, QStringLiteral("{actor} archives {text}"), {200}, [](Stage& s, const StepArgs& a) {
        return patch(s, a, {{}, {}, {}, true});
    });
    addAct(table, QStringLiteral("{actor} opens {text} again"), {200}, [](Stage& s, const StepArgs& a) {
        return patch(s, a, {{}, {}, {}, false});
    });
    addAct(table, QStringLiteral("{actor} deletes the room {text}"), {204}, [](Stage& s, const StepArgs& a) {
        return s.role(a[0]).device.http().request("DELETE", path(s.room(a[1])));
    });
}

void addMemberActs(StepTable& table) {
    addAct(table, QStringLiteral("{actor} makes {person} {word} of {text}"), {200},
           [](Stage& s, const StepArgs& a) {
               return s.role(a[0]).device.http().request(
                   "PATCH", path(s.room(a[3]), "/members/", s.userOf(a[1])),
                   toBytes(QJsonObject{{QStringLiteral("role"), a[2]}}), "application/json");
           });
    addAct(table, QStringLiteral("{actor} removes {person} from {text}"), {204},
           [](Stage& s, const StepArgs& a) {
               return s.role(a[0]).device.http().request("DELETE",
                                                         path(s.room(a[2]), "/members/", s.userOf(a[1])));
           });
    addAct(table, QStringLiteral("{actor} bans {person} from {text}"), {201},
           [](Stage& s, const StepArgs& a) {
               return s.role(a[0]).device.http().post(path(s.room(a[2]), "/bans"),
                                                      toJson(AddMemberRequest{s.userOf(a[1])}));
           });
    addAct(table, QStringLiteral("{actor} lifts the ban of {person} from {text}"), {204},
           [](Stage& s, const StepArgs& a) {
               return s.role(a[0]).device.http().request("DELETE",
                                                         path(s.room(a[2]), "/bans/", s.userOf(a[1])));
           });
    addAct(table, QStringLiteral("{actor} leaves {text} by HTTP"), {204}, [](Stage& s, const StepArgs& a) {
        return s.role(a[0]).device.http().post(path(s.room(a[1]), "/leave"));
    });
    addAct(table, QStringLiteral("{actor} asks who is banned from {text}"), {200},
           [](Stage& s, const StepArgs& a) {
               return s.role(a[0]).device.http().get(path(s.room(a[1]), "/bans"));
           });
    table.addWithBlock(
        QStringLiteral("the banned of {text} for {actor} are"), [](Stage& s, const StepArgs& a) {
            const HttpAnswer answer = s.role(a[1]).device.http().get(path(s.room(a[0]), "/bans"));
            Stage::expectStatus(answer, {200});
            const auto json = parseObject(answer.body);
            const auto page = json ? pageFromJson<Ban>(*json) : parlor::fail(json.error());
            if (!page)
                Stage::fail(QStringLiteral("the list cannot be read: ") + page.error().message());
            QStringList lines;
            for (const Ban& ban : page->items)
                lines.append(QStringLiteral("%1, by %2").arg(s.personOf(ban.user.id), s.personOf(ban.by)));
            Stage::expectLines(a.block, lines);
        });
}

HttpAnswer openDirect(Stage& s, const StepArgs& a) {
    return s.role(a[0]).device.http().post("/api/v1/rooms/direct", toJson(AddMemberRequest{s.userOf(a[1])}));
}

RoomView readRoom(const HttpAnswer& answer, int status) {
    Stage::expectStatus(answer, {status});
    const auto view = decodeBody<RoomView>(answer.body);
    if (!view)
        Stage::fail(QStringLiteral("the room cannot be read: ") + view.error().message() +
                    view.error().field());
    return *view;
}

void addMakingSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} opens a direct room with {person}, called {text}"),
              [](Stage& s, const StepArgs& a) {
                  const RoomView view = readRoom(openDirect(s, a), 201);
                  if (view.room.kind != RoomKind::Direct || !view.room.direct.contains(s.userOf(a[1])))
                      Stage::fail(QStringLiteral("that is no direct room with ") + a[1]);
                  s.nameRoom(a[2], view.room.id);
              });
    table.add(QStringLiteral("{actor} finds the direct room with {person}, called {text}"),
              [](Stage& s, const StepArgs& a) {
                  if (readRoom(openDirect(s, a), 200).room.id != s.room(a[2]))
                      Stage::fail(QStringLiteral("that is another room"));
              });
    table.add(QStringLiteral("{actor} opens a direct room with {person} and is refused {word}"),
              [](Stage& s, const StepArgs& a) { Stage::expectRefused(openDirect(s, a), a[2]); });
    table.addWithBlock(
        QStringLiteral("{actor} creates {word} room {text} with"), [](Stage& s, const StepArgs& a) {
            QJsonArray members;
            for (const QString& person : a.block)
                members.append(s.userOf(person).toString());
            const HttpAnswer answer =
                s.role(a[0]).device.http().post("/api/v1/rooms", {{QStringLiteral("name"), a[2]},
                                                                  {QStringLiteral("kind"), a[1]},
                                                                  {QStringLiteral("members"), members}});
            const RoomView view = readRoom(answer, 201);
            if (view.memberCount != 1 + a.block.size())
                Stage::fail(QStringLiteral("it has %1 members").arg(view.memberCount));
            s.nameRoom(a[2], view.room.id);
        });
}

Room nextUpdate(Stage& s, const StepArgs& a) {
    const RoomId room = s.room(a[1]);
    return s
        .next<server::RoomUpdate>(
            s.role(a[0]), QStringLiteral("room:update ") + a[1],
            // A room that was just made is told of by its record, too.
            [&](const server::RoomUpdate& f) { return f.room.id == room && f.room.version > 1; },
            QStringLiteral("room:update"))
        .room;
}

/// The room that a frame is about; null for others.
RoomId roomOf(const ServerFrame& frame) {
    if (const auto* message = std::get_if<server::MessageNew>(&frame))
        return message->message.roomId;
    if (const auto* joined = std::get_if<server::RoomJoin>(&frame))
        return joined->roomId;
    if (const auto* left = std::get_if<server::RoomLeave>(&frame))
        return left->roomId;
    if (const auto* made = std::get_if<server::RoomNew>(&frame))
        return made->room.room.id;
    if (const auto* update = std::get_if<server::RoomUpdate>(&frame))
        return update->room.id;
    if (const auto* deleted = std::get_if<server::RoomDelete>(&frame))
        return deleted->roomId;
    return {};
}

void expectSilence(Role& role, const RoomId& room) {
    role.device.socket().ask(client::Ping{}); // what was on its way before has come then
    bool out = false;
    for (const ServerEvent& event : role.device.socket().events()) {
        const auto* left = std::get_if<server::RoomLeave>(&event.frame);
        if (left && left->roomId == room && left->userId == role.device.userId())
            out = true;
        else if (out && roomOf(event.frame) == room)
            Stage::fail(QStringLiteral("after leaving came ") + QString::fromUtf8(encode(event.frame)));
    }
    if (!out)
        Stage::fail(QStringLiteral("room:leave never came"));
}

void addTellingSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} sees that {text} is now called {text}"),
              [](Stage& s, const StepArgs& a) {
                  if (const Room room = nextUpdate(s, a); room.name != a[2])
                      Stage::fail(QStringLiteral("it is called \"%1\"").arg(room.name));
              });
    table.add(QStringLiteral("{actor} sees that {text} is now about {text}"),
              [](Stage& s, const StepArgs& a) {
                  if (const Room room = nextUpdate(s, a); room.topic != a[2])
                      Stage::fail(QStringLiteral("it is about \"%1\"").arg(room.topic));
              });
    table.add(QStringLiteral("{actor} sees that {text} is now {word}"), [](Stage& s, const StepArgs& a) {
        const Room room = nextUpdate(s, a);
        const QString state = room.archived ? QStringLiteral("archived") : toString(room.kind);
        if (state != a[2])
            Stage::fail(QStringLiteral("it is ") + state);
    });
    table.add(QStringLiteral("{actor} sees that {text} is gone"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[1]);
        s.next<server::RoomDelete>(
            s.role(a[0]), QStringLiteral("room:delete ") + a[1],
            [&](const server::RoomDelete& f) { return f.roomId == room; }, QStringLiteral("room:delete"));
    });
    table.add(
        QStringLiteral("{actor} sees {person} become {word} of {text}"), [](Stage& s, const StepArgs& a) {
            const RoomId room = s.room(a[3]);
            const UserId user = s.userOf(a[1]);
            s.next<server::RoomJoin>(
                s.role(a[0]), QStringLiteral("room:join ") + a[3],
                [&](const server::RoomJoin& f) {
                    return f.roomId == room && f.member.user.id == user && toString(f.member.role) == a[2];
                },
                QStringLiteral("room:join"));
        });
    table.add(QStringLiteral("{actor} is told of the direct room {text}"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[1]);
        s.next<server::RoomNew>(
            s.role(a[0]), QStringLiteral("room:new ") + a[1],
            [&](const server::RoomNew& f) {
                return f.room.room.id == room && f.room.room.kind == RoomKind::Direct;
            },
            QStringLiteral("room:new"));
    });
    table.add(QStringLiteral("{actor} hears nothing of {text} after leaving"),
              [](Stage& s, const StepArgs& a) { expectSilence(s.role(a[0]), s.room(a[1])); });
    table.addWithBlock(QStringLiteral("the notices of {text} for {actor} are"), [](Stage& s,
                                                                                   const StepArgs& a) {
        const HttpAnswer answer = s.role(a[1]).device.http().get(path(s.room(a[0]), "/messages?limit=100"));
        Stage::expectStatus(answer, {200});
        const auto json = parseObject(answer.body);
        const auto page = json ? pageFromJson<Message>(*json) : parlor::fail(json.error());
        if (!page)
            Stage::fail(QStringLiteral("the history cannot be read: ") + page.error().message());
        QStringList lines;
        for (const Message& message : page->items) {
            if (message.type != MessageType::System)
                continue;
            if (!message.system)
                Stage::fail(QStringLiteral("a system message says nothing: ") + message.content);
            const QString sender = s.personOf(message.sender);
            const QString user = message.system->user ? s.personOf(*message.system->user) : QString();
            lines.append(noticeText(*message.system, sender, user));
            // Nobody of the cast has another display name than the username.
            if (message.content != noticeText(*message.system, s.username(sender), s.username(user)))
                Stage::fail(QStringLiteral("its English words are: ") + message.content);
        }
        Stage::expectLines(a.block, lines);
    });
}

} // namespace

void addRoomActSteps(StepTable& table) {
    addMakingSteps(table);
    addRoomActs(table);
    addMemberActs(table);
    addTellingSteps(table);
}

} // namespace parlor::scenario
