// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"
#include "tests/scenarios/steps_message.h"

#include <QJsonDocument>
#include <QUrl>

// Lines about what becomes of messages: edits, deletions, reactions, pins, threads, mentions. A message is
// spoken of by the words that it was sent with, whatever it says now.
namespace parlor::scenario {

namespace {

QByteArray messagePath(const MessageId& id, const QByteArray& what = {}) {
    return "/api/v1/messages/" + id.toString().toLatin1() + what;
}

void expectOk(const std::optional<ServerFrame>& answer) {
    const auto* ok = answer ? std::get_if<server::Ok>(&*answer) : nullptr;
    if (!ok)
        Stage::fail(QStringLiteral("expected ok, but the answer is ") +
                    (answer ? QString::fromUtf8(encode(*answer)) : QStringLiteral("nothing")));
    if (ok->data.value(QLatin1StringView("changeSeq")).toDouble() <= 0)
        Stage::fail(QStringLiteral("the answer has no changeSeq"));
}

test::HttpAnswer request(Role& role, const QByteArray& method, const QByteArray& path,
                         const QJsonObject& body = {}) {
    return role.device.http().request(method, path,
                                      body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(),
                                      body.isEmpty() ? QByteArray() : QByteArrayLiteral("application/json"));
}

Message read(const test::HttpAnswer& answer) {
    Stage::expectStatus(answer, {200});
    const auto message = decodeBody<Message>(answer.body);
    if (!message)
        Stage::fail(QStringLiteral("the message cannot be read: ") + message.error().message() +
                    message.error().field());
    return *message;
}

QList<Message> readList(const test::HttpAnswer& answer) {
    Stage::expectStatus(answer, {200});
    const auto json = parseObject(answer.body);
    const auto page = json ? pageFromJson<Message>(*json) : parlor::fail(json.error());
    if (!page)
        Stage::fail(QStringLiteral("the list cannot be read: ") + page.error().message());
    return page->items;
}

client::MessageEdit edit(const KnownMessage& known, const QString& content) {
    return {known.room, known.id, content, OpId::create(), false};
}

/// What the device has of it; a message with seq 0 if it has nothing.
Message cached(Role& role, const KnownMessage& known) {
    const auto room = role.device.rooms().constFind(known.room);
    return room == role.device.rooms().cend() ? Message() : room->timeline.value(known.seq);
}

/// Waits until the device has what `is` asks for, and says what it has else.
void expectCached(Role& role, const KnownMessage& known, const std::function<bool(const Message&)>& is) {
    Stage::expect([&] { return is(cached(role, known)); },
                  [&] {
                      return QStringLiteral("the device has ") +
                             QString::fromUtf8(QJsonDocument(toJson(cached(role, known))).toJson());
                  });
}

QString asText(Stage& s, const QList<Reaction>& reactions) {
    QStringList parts;
    for (const Reaction& reaction : reactions) {
        QStringList people;
        for (const UserId& user : reaction.users)
            people.append(s.personOf(user));
        parts.append(reaction.emoji + u' ' + people.join(QStringLiteral(" and ")));
    }
    return parts.join(QStringLiteral(", "));
}

ReadState readState(Role& role, const RoomId& room) {
    const auto answer = role.device.http().get("/api/v1/rooms/" + room.toString().toLatin1());
    Stage::expectStatus(answer, {200});
    const auto view = decodeBody<RoomView>(answer.body);
    if (!view)
        Stage::fail(QStringLiteral("the room cannot be read: ") + view.error().message());
    return view->read;
}

void addEditSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} edits {text} to {text}"), [](Stage& s, const StepArgs& a) {
        expectOk(s.role(a[0]).device.socket().ask(edit(s.message(a[1]), a[2])));
    });
    table.add(QStringLiteral("{actor} edits {text} to {text} by HTTP"), [](Stage& s, const StepArgs& a) {
        const Message message = read(request(s.role(a[0]), "PATCH", messagePath(s.message(a[1]).id),
                                             toJson(EditMessageRequest{a[2], OpId::create(), false})));
        if (message.content != a[2] || !message.editedAt)
            Stage::fail(QStringLiteral("the answer says ") + message.content);
    });
    table.add(QStringLiteral("{actor} edits {text} to {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  const KnownMessage& known = s.message(a[1]);
                  Stage::expectRefused(s.role(a[0]).device.socket().ask(edit(known, a[2])), a[3]);
                  Stage::expectRefused(request(s.role(a[0]), "PATCH", messagePath(known.id),
                                               toJson(EditMessageRequest{a[2], {}, false})),
                                       a[3]);
              });
    table.add(QStringLiteral("{actor} deletes {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        expectOk(s.role(a[0]).device.socket().ask(client::MessageDelete{known.room, known.id}));
    });
    table.add(QStringLiteral("{actor} deletes {text} by HTTP"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(request(s.role(a[0]), "DELETE", messagePath(s.message(a[1]).id)), {204});
    });
    table.add(QStringLiteral("{actor} deletes {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  const KnownMessage& known = s.message(a[1]);
                  Stage::expectRefused(
                      s.role(a[0]).device.socket().ask(client::MessageDelete{known.room, known.id}), a[2]);
                  Stage::expectRefused(request(s.role(a[0]), "DELETE", messagePath(known.id)), a[2]);
              });
    table.add(QStringLiteral("{actor} reads {text} as {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage known = s.message(a[1]);
        expectCached(s.role(a[0]), known, [&](const Message& m) { return m.content == a[2] && m.editedAt; });
        const Message told = read(request(s.role(a[0]), "GET", messagePath(known.id)));
        if (told.content != a[2])
            Stage::fail(QStringLiteral("the server says ") + told.content);
    });
    table.add(QStringLiteral("{actor} finds {text} deleted"), [](Stage& s, const StepArgs& a) {
        const KnownMessage known = s.message(a[1]);
        expectCached(s.role(a[0]), known,
                     [](const Message& m) { return m.deletedAt && m.content.isEmpty(); });
        const Message told = read(request(s.role(a[0]), "GET", messagePath(known.id)));
        if (!told.deletedAt || !told.content.isEmpty())
            Stage::fail(QStringLiteral("the server says ") + told.content);
    });
    table.addWithBlock(
        QStringLiteral("{actor} finds that {text} was before"), [](Stage& s, const StepArgs& a) {
            const auto answer = request(s.role(a[0]), "GET", messagePath(s.message(a[1]).id, "/versions"));
            Stage::expectStatus(answer, {200});
            QStringList said;
            for (const QJsonValue& item : answer.json().value(QLatin1StringView("items")).toArray())
                said.append(item.toObject().value(QLatin1StringView("content")).toString());
            Stage::expectLines(a.block, said);
        });
}

void addReactionSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} reacts to {text} with {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        expectOk(s.role(a[0]).device.socket().ask(client::ReactionAdd{known.room, known.id, a[2]}));
    });
    table.add(QStringLiteral("{actor} reacts to {text} with {text} by HTTP"),
              [](Stage& s, const StepArgs& a) {
                  read(request(s.role(a[0]), "POST", messagePath(s.message(a[1]).id, "/reactions"),
                               toJson(ReactionRequest{a[2]})));
              });
    table.add(QStringLiteral("{actor} reacts to {text} with {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  const KnownMessage& known = s.message(a[1]);
                  Stage::expectRefused(
                      s.role(a[0]).device.socket().ask(client::ReactionAdd{known.room, known.id, a[2]}),
                      a[3]);
              });
    table.add(QStringLiteral("{actor} takes {text} back from {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[2]);
        expectOk(s.role(a[0]).device.socket().ask(client::ReactionRemove{known.room, known.id, a[1]}));
    });
    table.add(QStringLiteral("{actor} takes {text} back from {text} by HTTP"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectStatus(
                      request(s.role(a[0]), "DELETE",
                              messagePath(s.message(a[2]).id, "/reactions/" + QUrl::toPercentEncoding(a[1]))),
                      {204});
              });
    table.add(QStringLiteral("{actor} sees {text} on {text}"), [](Stage& s, const StepArgs& a) {
        expectCached(s.role(a[0]), s.message(a[2]),
                     [&](const Message& m) { return asText(s, m.reactions) == a[1]; });
    });
    table.add(QStringLiteral("{actor} sees no reactions on {text}"), [](Stage& s, const StepArgs& a) {
        expectCached(s.role(a[0]), s.message(a[1]), [](const Message& m) { return m.reactions.isEmpty(); });
    });
}

void addPinSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} pins {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        expectOk(s.role(a[0]).device.socket().ask(client::MessagePin{known.room, known.id}));
    });
    table.add(QStringLiteral("{actor} pins {text} by HTTP"), [](Stage& s, const StepArgs& a) {
        read(request(s.role(a[0]), "POST", messagePath(s.message(a[1]).id, "/pin")));
    });
    table.add(QStringLiteral("{actor} unpins {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        expectOk(s.role(a[0]).device.socket().ask(client::MessageUnpin{known.room, known.id}));
    });
    table.add(QStringLiteral("{actor} pins {text} and is refused {word}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        Stage::expectRefused(s.role(a[0]).device.socket().ask(client::MessagePin{known.room, known.id}),
                             a[2]);
    });
    table.addWithBlock(QStringLiteral("the pins of {text} for {actor} are"), [](Stage& s, const StepArgs& a) {
        const auto answer =
            request(s.role(a[1]), "GET", "/api/v1/rooms/" + s.room(a[0]).toString().toLatin1() + "/pins");
        Stage::expectLines(a.block, s.asLines(readList(answer)));
    });
    table.add(QStringLiteral("{actor} is told that {person} pinned {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage known = s.message(a[2]);
        const UserId by = s.userOf(a[1]);
        s.next<server::MessageNew>(
            s.role(a[0]), QStringLiteral("pin notice ") + a[2],
            [&](const server::MessageNew& f) {
                return f.message.roomId == known.room && f.message.sender == by && f.message.system &&
                       f.message.system->kind == SystemKind::MessagePinned &&
                       f.message.system->text == known.id.toString();
            },
            QStringLiteral("the system message"));
        expectCached(s.role(a[0]), known, [&](const Message& m) { return m.pinned && m.pinned->by == by; });
    });
}

void addThreadSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} answers {text} with {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage known = s.message(a[1]);
        sendAndWait(s, s.role(a[0]), a[2], known.room, known.id);
    });
    table.add(QStringLiteral("{actor} answers {text} with {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  const KnownMessage known = s.message(a[1]);
                  Stage::expectRefused(
                      s.role(a[0]).device.socket().ask(client::MessageNew{known.room, MessageType::Text, a[2],
                                                                          TempId::create(), false, known.id}),
                      a[3]);
              });
    table.addWithBlock(
        QStringLiteral("the thread of {text} for {actor} is"), [](Stage& s, const StepArgs& a) {
            const auto answer = request(s.role(a[1]), "GET", messagePath(s.message(a[0]).id, "/thread"));
            QStringList lines;
            for (const QString& line : s.asLines(readList(answer)))
                lines.append(line.trimmed()); // as a play has the line of a deleted one
            Stage::expectLines(a.block, lines);
        });
    table.add(QStringLiteral("{actor} sees {number} replies to {text}"), [](Stage& s, const StepArgs& a) {
        expectCached(s.role(a[0]), s.message(a[2]),
                     [&](const Message& m) { return m.thread && m.thread->count == a.number(1); });
    });
    table.add(QStringLiteral("{actor} sees that the last reply to {text} is {text}"),
              [](Stage& s, const StepArgs& a) {
                  const qint64 last = s.message(a[2]).seq;
                  expectCached(s.role(a[0]), s.message(a[1]),
                               [&](const Message& m) { return m.thread && m.thread->lastSeq == last; });
              });
}

void addMentionSteps(StepTable& table) {
    table.add(QStringLiteral("{actor}'s mentions in {text} is {number}"), [](Stage& s, const StepArgs& a) {
        const int mentions = readState(s.role(a[0]), s.room(a[1])).mentions;
        if (mentions != a.number(2))
            Stage::fail(QStringLiteral("it is %1").arg(mentions));
    });
    table.add(QStringLiteral("{actor}'s device shows mentions {number} in {text}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  Stage::expect(
                      [&] {
                          const ReadState* state = role.device.readState(s.room(a[2]));
                          return state && state->mentions == a.number(1);
                      },
                      [&] {
                          const ReadState* state = role.device.readState(s.room(a[2]));
                          return QStringLiteral("it shows %1").arg(state ? state->mentions : -1);
                      });
              });
    table.add(QStringLiteral("{actor} sees that {text} calls {person}"), [](Stage& s, const StepArgs& a) {
        const UserId user = s.userOf(a[2]);
        expectCached(s.role(a[0]), s.message(a[1]),
                     [&](const Message& m) { return m.mentions.users.contains(user); });
    });
    table.add(QStringLiteral("{actor} sees that {text} calls everybody"), [](Stage& s, const StepArgs& a) {
        expectCached(s.role(a[0]), s.message(a[1]), [](const Message& m) { return m.mentions.room; });
    });
    table.add(QStringLiteral("{actor} sees that {text} calls nobody"), [](Stage& s, const StepArgs& a) {
        expectCached(s.role(a[0]), s.message(a[1]),
                     [](const Message& m) { return m.seq > 0 && m.mentions.isEmpty(); });
    });
}

} // namespace

void addChangeSteps(StepTable& table) {
    addEditSteps(table);
    addReactionSteps(table);
    addPinSteps(table);
    addThreadSteps(table);
    addMentionSteps(table);
}

} // namespace parlor::scenario
