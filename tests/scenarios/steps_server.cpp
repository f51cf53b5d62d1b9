// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

// Lines about the server itself.
namespace parlor::scenario {

void addServerSteps(StepTable& table) {
    table.add(
        QStringLiteral("the server has {word} set to {text}"),
        [](Stage& s, const StepArgs& a) { s.target().set(a[0], a[1]); }, false);
    table.add(QStringLiteral("the server is killed"), [](Stage& s, const StepArgs&) { s.target().kill(); });
    table.add(QStringLiteral("the server is told to stop"),
              [](Stage& s, const StepArgs&) { s.target().requestStop(); });
    table.add(QStringLiteral("the server has ended cleanly"), [](Stage& s, const StepArgs&) {
        const int status = s.target().waitForEnd();
        if (status != 0)
            Stage::fail(QStringLiteral("it ended with status %1").arg(status));
    });
    table.add(QStringLiteral("the server starts again"),
              [](Stage& s, const StepArgs&) { s.target().start(); });
    table.add(QStringLiteral("the server's event log is lost"),
              [](Stage& s, const StepArgs&) { s.target().loseLog(); });
    table.add(QStringLiteral("the server is ready"), [](Stage& s, const StepArgs&) {
        test::HttpTestClient http(s.target().url());
        Stage::expectStatus(http.get("/health/live"), {200});
        Stage::expectStatus(http.get("/health/ready"), {200});
    });
    table.add(QStringLiteral("the server says that registration is {word}"), [](Stage& s, const StepArgs& a) {
        test::HttpTestClient http(s.target().url());
        const auto answer = http.get("/api/v1/server");
        Stage::expectStatus(answer, {200});
        const auto info = decodeBody<ServerInfo>(answer.body);
        if (!info || toString(info->registration) != a[0])
            Stage::fail(QStringLiteral("it says ") + answer.describe());
    });
}

} // namespace parlor::scenario
