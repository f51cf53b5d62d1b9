// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/steps_message.h"

#include "tests/scenarios/step_table.h"

// Lines about sending and receiving.
namespace parlor::scenario {

namespace {

QByteArray messagesPath(const RoomId& room) {
    return "/api/v1/rooms/" + room.toString().toLatin1() + "/messages";
}

void remember(Stage& s, Role& role, const QString& words, const TempId& tempId) {
    s.nameMessage(words, {role.device.outgoing(tempId)->room, tempId, {}, 0});
}

/// Waits for the acknowledgement of what the device has sent last under this tempId, and notes it; a second
/// one must tell the same.
void awaitSaved(Stage& s, Role& role, const QString& words, qsizetype eventsFrom = 0) {
    KnownMessage& known = s.message(words);
    const TempId tempId = known.tempId;
    const auto* saved = role.device.socket().waitFor<server::MessageSaved>(
        eventsFrom, [&](const server::MessageSaved& f) { return f.tempId == tempId; });
    const auto* out = role.device.outgoing(tempId);
    if (!saved)
        Stage::fail(
            QStringLiteral("it was not acknowledged") +
            (out && out->refused ? QStringLiteral(" but refused: ") + out->refused->message() : QString()));
    if (!known.id.isNull() && (known.id != saved->id || known.seq != saved->seq))
        Stage::fail(QStringLiteral("it was acknowledged with seq %1, and before with %2")
                        .arg(saved->seq)
                        .arg(known.seq));
    known.id = saved->id;
    known.seq = saved->seq;
}

} // namespace

void sendAndWait(Stage& s, Role& role, const QString& words, const RoomId& room,
                 const std::optional<MessageId>& replyTo) {
    const TempId tempId = role.device.sendMessage(room, words, replyTo);
    remember(s, role, words, tempId);
    awaitSaved(s, role, words);
}

namespace {

test::HttpAnswer sendByHttp(Role& role, const RoomId& room, const QString& words, const TempId& tempId,
                            bool retry) {
    SendMessageRequest request;
    request.content = words;
    request.tempId = tempId;
    request.retry = retry;
    return role.device.http().post(messagesPath(room), toJson(request));
}

void noteHttp(Stage& s, Role& role, const QString& words, const test::HttpAnswer& answer) {
    const auto message = decodeBody<Message>(answer.body);
    if (!message)
        Stage::fail(QStringLiteral("the message cannot be read: ") + message.error().message() +
                    message.error().field());
    KnownMessage& known = s.message(words);
    if (message->id != messageIdFor(role.device.userId(), known.room, known.tempId))
        Stage::fail(QStringLiteral("it has an id that the client does not compute"));
    if (!known.id.isNull() && (known.id != message->id || known.seq != message->seq))
        Stage::fail(QStringLiteral("it has seq %1, and had %2").arg(message->seq).arg(known.seq));
    known.id = message->id;
    known.seq = message->seq;
}

void addRetrySteps(StepTable& table) {
    table.add(QStringLiteral("{actor} sends {text} again"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const qsizetype from = role.device.socket().events().size();
        role.device.resend(s.message(a[1]).tempId);
        awaitSaved(s, role, a[1], from);
    });
    table.add(QStringLiteral("{actor} sends {text} again by HTTP"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const KnownMessage known = s.message(a[1]);
        const auto answer = sendByHttp(role, known.room, a[1], known.tempId, true);
        Stage::expectStatus(answer, {200, 201});
        noteHttp(s, role, a[1], answer);
    });
    table.add(QStringLiteral("{actor} sends {text} under the tempId of {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  const KnownMessage known = s.message(a[2]);
                  client::MessageNew frame;
                  frame.roomId = known.room;
                  frame.content = a[1];
                  frame.tempId = known.tempId;
                  frame.retry = true; // as the protocol asks for every sending but the first
                  Stage::expectRefused(role.device.socket().ask(frame), a[3]);
              });
    table.add(QStringLiteral("{actor} sends all that was not acknowledged again"), [](Stage& s,
                                                                                      const StepArgs& a) {
        Role& role = s.role(a[0]);
        role.device.resendUnanswered();
        Stage::expect(
            [&] { return role.device.unanswered() == 0; },
            [&] { return QStringLiteral("%1 messages are not acknowledged").arg(role.device.unanswered()); });
        for (const auto& out : role.device.outbox())
            awaitSaved(s, role, out.content);
    });
}

void addHttpSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} sends {text} to {text} by HTTP"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const TempId tempId = TempId::create();
        const auto answer = sendByHttp(role, s.room(a[2]), a[1], tempId, false);
        Stage::expectStatus(answer, {201});
        s.nameMessage(a[1], {s.room(a[2]), tempId, {}, 0});
        noteHttp(s, role, a[1], answer);
    });
    table.add(QStringLiteral("{actor} sends {text} to {text} by HTTP and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(sendByHttp(s.role(a[0]), s.room(a[2]), a[1], TempId::create(), false),
                                       a[3]);
              });
}

} // namespace

void addMessageSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} sends {text} to {text}"),
              [](Stage& s, const StepArgs& a) { sendAndWait(s, s.role(a[0]), a[1], s.room(a[2])); });
    table.add(QStringLiteral("{actor} sends {text} to {text} without waiting"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  remember(s, role, a[1], role.device.sendMessage(s.room(a[2]), a[1]));
              });
    table.add(QStringLiteral("{actor}'s {text} is acknowledged"),
              [](Stage& s, const StepArgs& a) { awaitSaved(s, s.role(a[0]), a[1]); });
    table.add(QStringLiteral("{actor} sends {number} messages to {text}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        for (int i = 1; i <= a.number(1); ++i) {
            const QString words = QStringLiteral("%1 of %2").arg(i).arg(a.number(1));
            remember(s, role, words, role.device.sendMessage(s.room(a[2]), words));
        }
        for (int i = 1; i <= a.number(1); ++i)
            awaitSaved(s, role, QStringLiteral("%1 of %2").arg(i).arg(a.number(1)));
    });
    table.add(QStringLiteral("{actor} sends {text} to {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  client::MessageNew frame;
                  frame.roomId = s.room(a[2]);
                  frame.content = a[1];
                  frame.tempId = TempId::create();
                  Stage::expectRefused(s.role(a[0]).device.socket().ask(frame), a[3]);
              });
    table.add(QStringLiteral("{actor} receives message {text} from {person} in {text}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  const RoomId room = s.room(a[3]);
                  const UserId sender = s.userOf(a[2]);
                  const UserId self = role.device.userId();
                  // What the actor said meanwhile is told by its own lines, if at all.
                  const auto frame = s.next<server::MessageNew>(
                      role, QStringLiteral("message:new ") + a[3],
                      [&](const server::MessageNew& f) {
                          return f.message.roomId == room && f.message.type == MessageType::Text &&
                                 (f.message.sender != self || sender == self);
                      },
                      QStringLiteral("message:new"));
                  if (frame.message.content != a[1] || frame.message.sender != sender)
                      Stage::fail(QStringLiteral("the next message is ") +
                                  s.asLines({frame.message}).constFirst());
                  const KnownMessage& known = s.message(a[1]);
                  if (!known.id.isNull() && (frame.message.id != known.id || frame.message.seq != known.seq))
                      Stage::fail(QStringLiteral("it has seq %1, but its sender was told %2")
                                      .arg(frame.message.seq)
                                      .arg(known.seq));
              });
    addRetrySteps(table);
    addHttpSteps(table);
}

} // namespace parlor::scenario
