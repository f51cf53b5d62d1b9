// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

// Lines about what administrators of the server do.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

HttpAnswer change(Stage& s, Role& role, const QString& person, const QJsonObject& what) {
    return role.device.http().request("PATCH", "/api/v1/users/" + s.userOf(person).toString().toLatin1(),
                                      toBytes(what), "application/json");
}

HttpAnswer remove(Stage& s, Role& role, const QString& person) {
    return role.device.http().request("DELETE", "/api/v1/users/" + s.userOf(person).toString().toLatin1());
}

HttpAnswer create(Stage& s, Role& role, const QString& person) {
    CreateUserRequest request;
    request.username = s.username(person);
    request.email = request.username + QStringLiteral("@example.org");
    request.password = QStringLiteral("the password of ") + person;
    return role.device.http().post("/api/v1/users", toJson(request));
}

/// The line's words, and what they ask for.
void addChange(StepTable& table, const QString& pattern, const QJsonObject& what) {
    table.add(pattern, [what](Stage& s, const StepArgs& a) {
        Stage::expectStatus(change(s, s.role(a[0]), a[1], what), {200});
    });
    table.add(pattern + QStringLiteral(" and is refused {word}"), [what](Stage& s, const StepArgs& a) {
        Stage::expectRefused(change(s, s.role(a[0]), a[1], what), a[2]);
    });
}

/// "Alice: user.create Bob", the newest first.
QStringList auditLines(Stage& s, Role& role) {
    QStringList lines;
    QByteArray before;
    do {
        const HttpAnswer answer = role.device.http().get("/api/v1/audit?limit=2" + before);
        Stage::expectStatus(answer, {200});
        const auto object = parseObject(answer.body);
        const auto page = object ? pageFromJson<AuditEntry>(*object) : fail(object.error());
        if (!page)
            Stage::fail(QStringLiteral("that is no page of the audit log: ") + answer.describe());
        for (const AuditEntry& entry : page->items) {
            const auto target = UserId::parse(entry.target);
            lines.append(QStringLiteral("%1: %2 %3")
                             .arg(entry.actor ? s.personOf(*entry.actor) : QStringLiteral("parlord"),
                                  entry.action, target ? s.personOf(*target) : entry.target));
        }
        before = page->next ? "&before=" + page->next->toLatin1() : QByteArray();
    } while (!before.isEmpty() && lines.size() < 100);
    return lines;
}

} // namespace

void addAdministrationSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} makes an account for {person}"), [](Stage& s, const StepArgs& a) {
        const HttpAnswer answer = create(s, s.role(a[0]), a[1]);
        Stage::expectStatus(answer, {201});
        const auto account = decodeBody<AccountInfo>(answer.body);
        if (!account)
            Stage::fail(QStringLiteral("the account cannot be read: ") + answer.describe());
        for (Role* role : s.roles()) {
            if (role->person == a[1])
                role->account.tokens.user = account->user;
        }
    });
    table.add(QStringLiteral("{actor} makes an account for {person} and is refused {word}"),
              [](Stage& s, const StepArgs& a) { Stage::expectRefused(create(s, s.role(a[0]), a[1]), a[2]); });
    addChange(table, QStringLiteral("{actor} makes {person} an administrator"),
              {{QStringLiteral("administrator"), true}});
    addChange(table, QStringLiteral("{actor} makes {person} no administrator"),
              {{QStringLiteral("administrator"), false}});
    addChange(table, QStringLiteral("{actor} deactivates {person}"), {{QStringLiteral("active"), false}});
    addChange(table, QStringLiteral("{actor} activates {person}"), {{QStringLiteral("active"), true}});
    table.add(QStringLiteral("{actor} names {person} {text}"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(change(s, s.role(a[0]), a[1], {{QStringLiteral("displayName"), a[2]}}), {200});
    });
    table.add(QStringLiteral("{actor} gives {person} the password {text}"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(change(s, s.role(a[0]), a[1], {{QStringLiteral("password"), a[2]}}), {200});
        for (Role* role : s.roles()) {
            if (role->person == a[1])
                role->account.password = a[2];
        }
    });
    table.add(QStringLiteral("{actor} deletes the account of {person}"),
              [](Stage& s, const StepArgs& a) { Stage::expectStatus(remove(s, s.role(a[0]), a[1]), {204}); });
    table.add(QStringLiteral("{actor} deletes the account of {person} and is refused {word}"),
              [](Stage& s, const StepArgs& a) { Stage::expectRefused(remove(s, s.role(a[0]), a[1]), a[2]); });
    table.addWithBlock(QStringLiteral("the audit log for {actor} is"), [](Stage& s, const StepArgs& a) {
        Stage::expectLines(a.block, auditLines(s, s.role(a[0])));
    });
    table.add(QStringLiteral("{actor} reads the audit log and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(s.role(a[0]).device.http().get("/api/v1/audit"), a[1]);
              });
}

} // namespace parlor::scenario
