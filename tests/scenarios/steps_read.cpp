// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/limits.h"
#include "tests/scenarios/step_table.h"

// Lines about read cursors and unread counts.
namespace parlor::scenario {

namespace {

/// The server's own answer, by HTTP.
ReadState readState(Role& role, const RoomId& room) {
    const auto answer = role.device.http().get("/api/v1/rooms/" + room.toString().toLatin1());
    Stage::expectStatus(answer, {200});
    const auto view = decodeBody<RoomView>(answer.body);
    if (!view)
        Stage::fail(QStringLiteral("the room cannot be read: ") + view.error().message() +
                    view.error().field());
    return view->read;
}

void expectAnswered(const std::optional<ServerFrame>& answer) {
    if (!answer || !std::holds_alternative<server::Ok>(*answer))
        Stage::fail(QStringLiteral("expected ok, but the answer is ") +
                    (answer ? QString::fromUtf8(encode(*answer)) : QStringLiteral("nothing")));
}

} // namespace

void addReadSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} has seen {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        expectAnswered(s.role(a[0]).device.socket().ask(client::MessageSeen{known.room, known.seq}));
    });
    table.add(QStringLiteral("{actor} claims to have seen more of {text} than there is"),
              [](Stage& s, const StepArgs& a) {
                  expectAnswered(s.role(a[0]).device.socket().ask(
                      client::MessageSeen{s.room(a[1]), limits::integerMax}));
              });
    table.add(QStringLiteral("{actor} claims to have seen {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  const KnownMessage& known = s.message(a[1]);
                  Stage::expectRefused(
                      s.role(a[0]).device.socket().ask(client::MessageSeen{known.room, known.seq}), a[2]);
              });
    table.add(QStringLiteral("{actor}'s unread in {text} is {number}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const int unread = readState(role, s.room(a[1])).unread;
        if (unread != a.number(2))
            Stage::fail(QStringLiteral("it is %1").arg(unread));
    });
    table.add(QStringLiteral("{actor} has read {text} up to {text}"), [](Stage& s, const StepArgs& a) {
        const qint64 seen = readState(s.role(a[0]), s.room(a[1])).seenSeq;
        const qint64 expected = s.message(a[2]).seq;
        if (seen != expected)
            Stage::fail(QStringLiteral("the cursor is at %1, the message at %2").arg(seen).arg(expected));
    });
    table.add(QStringLiteral("{actor} has read nothing of {text}"), [](Stage& s, const StepArgs& a) {
        const qint64 seen = readState(s.role(a[0]), s.room(a[1])).seenSeq;
        if (seen != 0)
            Stage::fail(QStringLiteral("the cursor is at %1").arg(seen));
    });
    table.add(
        QStringLiteral("{actor} is told that {text} is read up to {text} and unread is {number}"),
        [](Stage& s, const StepArgs& a) {
            const RoomId room = s.room(a[1]);
            const auto frame = s.next<server::RoomRead>(
                s.role(a[0]), QStringLiteral("room:read ") + a[1],
                [&](const server::RoomRead& f) { return f.roomId == room; }, QStringLiteral("room:read"));
            const qint64 expected = s.message(a[2]).seq;
            if (frame.read.seenSeq != expected || frame.read.unread != a.number(3))
                Stage::fail(QStringLiteral("told: read up to %1 (the message is at %2), unread %3, as of %4")
                                .arg(frame.read.seenSeq)
                                .arg(expected)
                                .arg(frame.read.unread)
                                .arg(frame.read.asOf));
            if (frame.read.asOf < frame.read.seenSeq)
                Stage::fail(
                    QStringLiteral("counts as of %1 for a cursor at %2").arg(frame.read.asOf).arg(expected));
        });
    table.add(QStringLiteral("{actor}'s device shows unread {number} in {text}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  const ReadState* state = role.device.readState(s.room(a[2]));
                  if (!state || state->unread != a.number(1))
                      Stage::fail(QStringLiteral("it shows %1").arg(state ? state->unread : -1));
              });
}

} // namespace parlor::scenario
