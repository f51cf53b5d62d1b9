// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

#include <QJsonArray>

// Lines about how far others have come, who is there and who is typing.
namespace parlor::scenario {

namespace {

void expectAnswered(const std::optional<ServerFrame>& answer) {
    if (!answer || !std::holds_alternative<server::Ok>(*answer))
        Stage::fail(QStringLiteral("expected ok, but the answer is ") +
                    (answer ? QString::fromUtf8(encode(*answer)) : QStringLiteral("nothing")));
}

void ask(Stage& s, const QString& actor, const ClientFrame& frame) {
    expectAnswered(s.role(actor).device.socket().ask(frame));
}

QByteArray roomPath(const RoomId& room, const char* what) {
    return "/api/v1/rooms/" + room.toString().toLatin1() + what;
}

void moveByHttp(Stage& s, const QString& actor, const QString& words, const char* what, int status) {
    const KnownMessage& known = s.message(words);
    Stage::expectStatus(
        s.role(actor).device.http().post(roomPath(known.room, what), {{QStringLiteral("seq"), known.seq}}),
        {status});
}

/// Waits until the merged cursors of `person` that the device was told of are so.
void expectStatus(Stage& s, const QString& actor, const QString& person, const QString& words, bool seen) {
    Role& role = s.role(actor);
    const UserId user = s.userOf(person);
    const KnownMessage& known = s.message(words);
    const auto cursor = [&] {
        MemberCursor result{user, 0, 0};
        for (const ServerEvent& event : role.device.socket().events()) {
            const auto* status = std::get_if<server::MessageStatus>(&event.frame);
            if (!status || status->roomId != known.room)
                continue;
            for (const MemberCursor& one : status->cursors) {
                if (one.userId == user) {
                    result.delivered = std::max(result.delivered, one.delivered);
                    result.seen = std::max(result.seen, one.seen);
                }
            }
        }
        return result;
    };
    Stage::expect([&] { return (seen ? cursor().seen : cursor().delivered) >= known.seq; },
                  [&] {
                      return QStringLiteral("told: got up to %1, seen up to %2; the message is at %3")
                          .arg(cursor().delivered)
                          .arg(cursor().seen)
                          .arg(known.seq);
                  });
}

MessageReceipts receiptsOf(Stage& s, const QString& actor, const QString& words) {
    const test::HttpAnswer answer = s.role(actor).device.http().get(
        "/api/v1/messages/" + s.message(words).id.toString().toLatin1() + "/receipts");
    Stage::expectStatus(answer, {200});
    const auto receipts = decodeBody<MessageReceipts>(answer.body);
    if (!receipts)
        Stage::fail(QStringLiteral("receipts that cannot be read: ") + receipts.error().message());
    return *receipts;
}

template <typename Frame>
void expectTyping(Stage& s, const StepArgs& a, const char* name) {
    const UserId user = s.userOf(a[1]);
    const RoomId room = s.room(a[2]);
    s.next<Frame>(
        s.role(a[0]), QLatin1String(name) + a[1] + a[2],
        [&](const Frame& frame) { return frame.roomId == room && frame.userId == user; },
        QLatin1String(name) + u' ' + a[1]);
}

/// The next frame of presence that names `person`, of whichever kind.
void expectPresence(Stage& s, const QString& actor, const QString& person, const QString& status) {
    Role& role = s.role(actor);
    const UserId user = s.userOf(person);
    qsizetype& at = role.consumed[QStringLiteral("presence ") + person];
    at = std::max(at, role.connectedAt);
    const auto named = [&](const QList<Presence>& users) {
        return std::any_of(users.cbegin(), users.cend(), [&](const Presence& one) {
            return one.userId == user && toString(one.status) == status;
        });
    };
    Stage::expect(
        [&] {
            const auto& events = role.device.socket().events();
            for (; at < events.size(); ++at) {
                const ServerFrame& frame = events.at(at).frame;
                const auto* online = std::get_if<server::PresenceOnline>(&frame);
                const auto* offline = std::get_if<server::PresenceOffline>(&frame);
                const auto* update = std::get_if<server::PresenceUpdate>(&frame);
                if ((online && named(online->users)) || (offline && named(offline->users)) ||
                    (update && named(update->users))) {
                    ++at;
                    return true;
                }
            }
            return false;
        },
        [&] { return QStringLiteral("%1 never heard that %2 is %3").arg(actor, person, status); });
}

/// The status of `person` as the server answers `actor`; empty if it leaves them out.
QString statusOf(Stage& s, const QString& actor, const QString& person) {
    const auto answer = s.role(actor).device.socket().ask(client::PresenceGet{{s.userOf(person)}});
    expectAnswered(answer);
    const QJsonArray users = std::get<server::Ok>(*answer).data.value(QLatin1String("users")).toArray();
    return users.isEmpty() ? QString() : users.at(0).toObject().value(QLatin1String("status")).toString();
}

void addCursorSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} has got {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        ask(s, a[0], client::MessageDelivered{known.room, known.seq});
    });
    table.add(QStringLiteral("{actor} has got {text}, says HTTP"),
              [](Stage& s, const StepArgs& a) { moveByHttp(s, a[0], a[1], "/delivered", 204); });
    table.add(QStringLiteral("{actor} has seen {text}, says HTTP"),
              [](Stage& s, const StepArgs& a) { moveByHttp(s, a[0], a[1], "/seen", 200); });
    table.add(QStringLiteral("{actor} puts the marker at {text}"), [](Stage& s, const StepArgs& a) {
        const KnownMessage& known = s.message(a[1]);
        ask(s, a[0], client::RoomMark{known.room, known.seq});
    });
    table.add(QStringLiteral("{actor} puts the marker at {text}, says HTTP"),
              [](Stage& s, const StepArgs& a) { moveByHttp(s, a[0], a[1], "/mark", 200); });
    table.add(QStringLiteral("{actor} puts the marker before all of {text}"),
              [](Stage& s, const StepArgs& a) {
                  ask(s, a[0], client::RoomMark{s.room(a[1]), 0});
              });
    table.add(QStringLiteral("{actor} is told that {person} has got {text}"),
              [](Stage& s, const StepArgs& a) { expectStatus(s, a[0], a[1], a[2], false); });
    table.add(QStringLiteral("{actor} is told that {person} has seen {text}"),
              [](Stage& s, const StepArgs& a) { expectStatus(s, a[0], a[1], a[2], true); });
    table.add(QStringLiteral("for {actor} {text} was got by {number} and seen by {number}"),
              [](Stage& s, const StepArgs& a) {
                  const MessageReceipts receipts = receiptsOf(s, a[0], a[1]);
                  if (receipts.delivered != a.number(2) || receipts.seen != a.number(3))
                      Stage::fail(QStringLiteral("it was got by %1 and seen by %2 of %3")
                                      .arg(receipts.delivered)
                                      .arg(receipts.seen)
                                      .arg(receipts.members));
              });
    table.add(QStringLiteral("{actor} asks who has seen {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(
                      s.role(a[0]).device.http().get("/api/v1/messages/" +
                                                     s.message(a[1]).id.toString().toLatin1() + "/receipts"),
                      a[2]);
              });
    table.add(QStringLiteral("{actor} asks how far the members of {text} are and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(s.role(a[0]).device.http().get(roomPath(s.room(a[1]), "/cursors")),
                                       a[2]);
              });
}

} // namespace

void addPresenceSteps(StepTable& table) {
    addCursorSteps(table);
    table.add(QStringLiteral("{actor} begins to type in {text}"),
              [](Stage& s, const StepArgs& a) { ask(s, a[0], client::TypingStart{s.room(a[1])}); });
    table.add(QStringLiteral("{actor} stops typing in {text}"),
              [](Stage& s, const StepArgs& a) { ask(s, a[0], client::TypingStop{s.room(a[1])}); });
    table.add(QStringLiteral("{actor} begins to type in {text}, says HTTP"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().post(roomPath(s.room(a[1]), "/typing"),
                                                            {{QStringLiteral("typing"), true}}),
                            {204});
    });
    table.add(QStringLiteral("{actor} begins to type in {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(s.role(a[0]).device.socket().ask(client::TypingStart{s.room(a[1])}),
                                       a[2]);
              });
    table.add(QStringLiteral("{actor} sees {person} typing in {text}"),
              [](Stage& s, const StepArgs& a) { expectTyping<server::TypingStart>(s, a, "typing:start"); });
    table.add(QStringLiteral("{actor} sees {person} typing no more in {text}"),
              [](Stage& s, const StepArgs& a) { expectTyping<server::TypingStop>(s, a, "typing:stop"); });
    table.add(QStringLiteral("{actor} wants to be {word}"), [](Stage& s, const StepArgs& a) {
        const auto status = presenceStatusFromString(a[1]);
        if (!status)
            Stage::fail(QStringLiteral("there is no such status"));
        ask(s, a[0], client::PresenceSet{*status});
    });
    table.add(QStringLiteral("{actor} wants to be {word}, says HTTP"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().request("PATCH", "/api/v1/users/me/presence",
                                                               toBytes({{QStringLiteral("status"), a[1]}}),
                                                               "application/json"),
                            {200});
    });
    table.add(QStringLiteral("{actor} hears that {person} is {word}"),
              [](Stage& s, const StepArgs& a) { expectPresence(s, a[0], a[1], a[2]); });
    table.add(QStringLiteral("{actor} finds {person} {word}"), [](Stage& s, const StepArgs& a) {
        Stage::expect([&] { return statusOf(s, a[0], a[1]) == a[2]; },
                      [&] { return QStringLiteral("it is ") + statusOf(s, a[0], a[1]); });
    });
    table.add(QStringLiteral("{actor} is told nothing of where {person} is"),
              [](Stage& s, const StepArgs& a) {
                  const QString status = statusOf(s, a[0], a[1]);
                  if (!status.isEmpty())
                      Stage::fail(QStringLiteral("it is ") + status);
              });
}

} // namespace parlor::scenario
