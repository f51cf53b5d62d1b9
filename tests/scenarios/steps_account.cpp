// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

// Lines about accounts and logging in.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

void prepare(Stage& s, Role& role) {
    role.account.username = s.username(role.person);
    if (role.account.password.isEmpty())
        role.account.password = QStringLiteral("the password of ") + role.person;
    role.device.http().setBase(s.target().url());
    role.device.http().setToken({});
}

HttpAnswer tryRegister(Stage& s, Role& role) {
    prepare(s, role);
    return test::registerAccount(role.device.http(), role.account);
}

void adopt(Stage& s, Role& role) {
    role.device.setAccount(s.target().url(), role.account);
    role.spentRefreshTokens.clear();
}

void registerRole(Stage& s, Role& role) {
    const HttpAnswer answer = tryRegister(s, role);
    Stage::expectStatus(answer, {200, 201});
    if (!answer.problem.isEmpty())
        Stage::fail(QStringLiteral("the answer cannot be read: ") + answer.problem);
    adopt(s, role);
}

void logInRole(Stage& s, Role& role) {
    prepare(s, role);
    Stage::expectStatus(test::logIn(role.device.http(), role.account), {200});
    adopt(s, role);
}

} // namespace

void addAccountSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} registers"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        registerRole(s, role);
        s.connectDevice(role);
    });
    table.add(QStringLiteral("{actor} registers without connecting"),
              [](Stage& s, const StepArgs& a) { registerRole(s, s.role(a[0])); });
    table.add(QStringLiteral("{actor} registers and is refused {word}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        Stage::expectRefused(tryRegister(s, role), a[1]);
    });
    table.add(QStringLiteral("{actor} registers with password {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  role.account.password = a[1];
                  const HttpAnswer answer = tryRegister(s, role);
                  role.account.password.clear();
                  Stage::expectRefused(answer, a[2]);
              });
    table.add(QStringLiteral("{actor} logs in"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        logInRole(s, role);
        s.connectDevice(role);
    });
    table.add(QStringLiteral("{actor} logs in without connecting"),
              [](Stage& s, const StepArgs& a) { logInRole(s, s.role(a[0])); });
    table.add(QStringLiteral("{actor} logs in with password {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  test::TestAccount account;
                  account.username = s.username(s.role(a[0]).person);
                  account.password = a[1];
                  test::HttpTestClient http(s.target().url());
                  Stage::expectRefused(test::logIn(http, account), a[2]);
              });
    table.add(QStringLiteral("{actor} logs out"), [](Stage& s, const StepArgs& a) {
        Stage::expectStatus(s.role(a[0]).device.http().post("/api/v1/auth/logout"), {200, 204});
    });
    table.add(QStringLiteral("{actor}'s token is refused {word}"), [](Stage& s, const StepArgs& a) {
        Stage::expectRefused(s.role(a[0]).device.http().get("/api/v1/auth/me"), a[1]);
    });
    table.add(QStringLiteral("{actor}'s token is accepted"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        const HttpAnswer answer = role.device.http().get("/api/v1/auth/me");
        Stage::expectStatus(answer, {200});
        const auto user = decodeBody<User>(answer.body);
        if (!user || user->id != role.device.userId())
            Stage::fail(QStringLiteral("\"me\" is not the user: ") + answer.describe());
    });
}

} // namespace parlor::scenario
