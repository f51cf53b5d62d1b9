// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

#include <QUrl>

// Lines about one's own account, its devices, and the directory.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

HttpAnswer send(Role& role, const char* method, const QByteArray& path, const QJsonObject& body) {
    return role.device.http().request(method, path, toBytes(body), "application/json");
}

HttpAnswer setProfile(Role& role, const QString& field, const QString& value) {
    return send(role, "PATCH", "/api/v1/users/me", {{field, value}});
}

HttpAnswer changePassword(Role& role, const QString& from, const QString& to) {
    return send(role, "POST", "/api/v1/auth/password", toJson(ChangePasswordRequest{from, to}));
}

SessionInfo sessionOf(Role& role) {
    const HttpAnswer answer = role.device.http().get("/api/v1/auth/session");
    Stage::expectStatus(answer, {200});
    const auto session = decodeBody<SessionInfo>(answer.body);
    if (!session || !session->current)
        Stage::fail(QStringLiteral("that is not its session: ") + answer.describe());
    return *session;
}

HttpAnswer endSession(Role& role, const SessionId& session) {
    return role.device.http().request("DELETE", "/api/v1/auth/sessions/" + session.toString().toLatin1());
}

QList<SessionInfo> sessionsOf(Role& role) {
    const HttpAnswer answer = role.device.http().get("/api/v1/auth/sessions?limit=100");
    Stage::expectStatus(answer, {200});
    const auto object = parseObject(answer.body);
    const auto page = object ? pageFromJson<SessionInfo>(*object) : fail(object.error());
    if (!page)
        Stage::fail(QStringLiteral("the sessions cannot be read: ") + answer.describe());
    return page->items;
}

void expectSessions(Role& role, int count) {
    const QList<SessionInfo> sessions = sessionsOf(role);
    const SessionInfo own = sessionOf(role);
    const auto current = std::count_if(sessions.begin(), sessions.end(),
                                       [](const SessionInfo& session) { return session.current; });
    if (sessions.size() != count || current != 1 || !sessions.contains(own))
        Stage::fail(
            QStringLiteral("there are %1 sessions, %2 of them this one").arg(sessions.size()).arg(current));
}

User look(Stage& s, Role& role, const QString& person) {
    const HttpAnswer answer =
        role.device.http().get("/api/v1/users/" + s.userOf(person).toString().toLatin1());
    Stage::expectStatus(answer, {200});
    const auto user = decodeBody<User>(answer.body);
    if (!user)
        Stage::fail(QStringLiteral("the user cannot be read: ") + answer.describe());
    return *user;
}

/// How a user is shown: "Alice L., on holiday, in Europe/Berlin, deactivated".
QString shown(const User& user) {
    QString text = user.displayName;
    if (!user.statusText.isEmpty())
        text += QStringLiteral(", ") + user.statusText;
    if (!user.timeZone.isEmpty())
        text += QStringLiteral(", in ") + user.timeZone;
    if (user.deactivated)
        text += QStringLiteral(", deactivated");
    if (user.deleted)
        text += QStringLiteral(", deleted");
    return text;
}

UserId idOf(const User& user) {
    return user.id;
}
UserId idOf(const Member& member) {
    return member.user.id;
}

template <typename Person = User>
void expectFound(Stage& s, Role& role, const QByteArray& path, const QString& text,
                 const QStringList& lines) {
    QStringList names;
    QByteArray after;
    do { // in pages of two, so that paging is part of it
        const HttpAnswer answer =
            role.device.http().get(path + "?limit=2&q=" + QUrl::toPercentEncoding(text) + after);
        Stage::expectStatus(answer, {200});
        const auto object = parseObject(answer.body);
        const auto page = object ? pageFromJson<Person>(*object) : fail(object.error());
        if (!page || page->items.size() > 2)
            Stage::fail(QStringLiteral("that is no page of people: ") + answer.describe());
        for (const Person& person : page->items)
            names.append(s.personOf(idOf(person)));
        after = page->next ? "&after=" + QUrl::toPercentEncoding(*page->next) : QByteArray();
    } while (!after.isEmpty() && names.size() < 100);
    Stage::expectLines(lines, names);
}

void addSessionSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} logs out everywhere"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(send(s.role(a[0]), "POST", "/api/v1/auth/logout", toJson(LogoutRequest{true})),
                            {204});
    });
    table.add(QStringLiteral("{actor} is signed in on {number} devices"),
              [](Stage& s, const StepArgs& a) { expectSessions(s.role(a[0]), a.number(1)); });
    table.add(QStringLiteral("{actor} signed in from {text}"), [](Stage& s, const StepArgs& a) {
        const QString address = sessionOf(s.role(a[0])).address;
        if (address != a[1])
            Stage::fail(QStringLiteral("it was from ") + address);
    });
    table.add(QStringLiteral("{actor} ends the session of {actor}"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(endSession(s.role(a[0]), sessionOf(s.role(a[1])).id), {204});
    });
    table.add(QStringLiteral("{actor} ends the session of {actor} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(endSession(s.role(a[0]), sessionOf(s.role(a[1])).id), a[2]);
              });
    table.add(QStringLiteral("{actor} ends all other sessions"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().request("DELETE", "/api/v1/auth/sessions"), {204});
    });
    table.add(QStringLiteral("{actor} changes the password to {text}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        Stage::expectStatus(changePassword(role, role.account.password, a[1]), {204});
        for (Role* other : s.roles()) {
            if (other->person == role.person)
                other->account.password = a[1];
        }
    });
    table.add(
        QStringLiteral("{actor} changes the password from {text} to {text} and is refused {word} for {text}"),
        [](Stage& s, const StepArgs& a) {
            const HttpAnswer answer = changePassword(s.role(a[0]), a[1], a[2]);
            Stage::expectRefused(answer, a[3]);
            const QJsonObject error = answer.json().value(QLatin1String("error")).toObject();
            const QString field = error.value(QLatin1String("field")).toString();
            if (field != a[4])
                Stage::fail(QStringLiteral("the error names the field \"%1\"").arg(field));
        });
    table.add(QStringLiteral("{actor} is at the address {text}"), [](Stage& s, const StepArgs& a) {
        s.role(a[0]).device.http().setForwardedFor(a[1].toLatin1());
    });
    table.add(QStringLiteral("{actor} guesses the password of {person} {number} times"),
              [](Stage& s, const StepArgs& a) {
                  test::HttpTestClient& http = s.role(a[0]).device.http();
                  for (int i = 0; i < a.number(2); ++i) {
                      test::TestAccount account;
                      account.username = s.username(a[1]);
                      account.password = QStringLiteral("guess number %1").arg(i);
                      Stage::expectRefused(test::logIn(http, account), QStringLiteral("unauthenticated"));
                  }
              });
    table.add(QStringLiteral("{actor} guesses the password of {person} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  test::TestAccount account;
                  account.username = s.username(a[1]);
                  account.password = QStringLiteral("one more guess");
                  const HttpAnswer answer = test::logIn(s.role(a[0]).device.http(), account);
                  Stage::expectRefused(answer, a[2]);
                  if (a[2] == QLatin1String("rate_limited") && answer.header("retry-after").toInt() < 1)
                      Stage::fail(QStringLiteral("it is not told when to come back"));
              });
}

} // namespace

void addUserSteps(StepTable& table) {
    addSessionSteps(table);
    table.add(QStringLiteral("{actor} sets {word} to {text}"), [](Stage& s, const StepArgs& a) {
        const HttpAnswer answer = setProfile(s.role(a[0]), a[1], a[2]);
        Stage::expectStatus(answer, {200});
        if (answer.json().value(a[1]).toString() != a[2])
            Stage::fail(QStringLiteral("the answer is ") + answer.describe());
    });
    table.add(QStringLiteral("{actor} sets {word} to {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(setProfile(s.role(a[0]), a[1], a[2]), a[3]);
              });
    table.add(QStringLiteral("{actor} is told that {person} is {text}"), [](Stage& s, const StepArgs& a) {
        const UserId user = s.userOf(a[1]);
        const auto frame = s.next<server::UserUpdate>(
            s.role(a[0]), QStringLiteral("user:update ") + a[1],
            [&](const server::UserUpdate& f) { return f.user.id == user; }, QStringLiteral("user:update"));
        if (shown(frame.user) != a[2])
            Stage::fail(QStringLiteral("told: ") + shown(frame.user));
    });
    table.add(QStringLiteral("{actor} sees that {person} is {text}"), [](Stage& s, const StepArgs& a) {
        const QString seen = shown(look(s, s.role(a[0]), a[1]));
        if (seen != a[2])
            Stage::fail(QStringLiteral("seen: ") + seen);
    });
    table.addWithBlock(QStringLiteral("{actor} searches users by {text} and finds"),
                       [](Stage& s, const StepArgs& a) {
                           expectFound(s, s.role(a[0]), "/api/v1/users/search", a[1], a.block);
                       });
    table.addWithBlock(QStringLiteral("the directory for {actor} is"), [](Stage& s, const StepArgs& a) {
        expectFound(s, s.role(a[0]), "/api/v1/users", {}, a.block);
    });
    table.add(
        QStringLiteral("{actor} searches users by {text} and finds nobody"),
        [](Stage& s, const StepArgs& a) { expectFound(s, s.role(a[0]), "/api/v1/users/search", a[1], {}); });
    const auto membersPath = [](Stage& s, const QString& room) {
        return "/api/v1/rooms/" + s.room(room).toString().toLatin1() + "/members";
    };
    table.addWithBlock(QStringLiteral("{actor} searches the members of {text} by {text} and finds"),
                       [membersPath](Stage& s, const StepArgs& a) {
                           expectFound<Member>(s, s.role(a[0]), membersPath(s, a[1]), a[2], a.block);
                       });
    table.add(QStringLiteral("{actor} searches the members of {text} by {text} and finds nobody"),
              [membersPath](Stage& s, const StepArgs& a) {
                  expectFound<Member>(s, s.role(a[0]), membersPath(s, a[1]), a[2], {});
              });
}

} // namespace parlor::scenario
