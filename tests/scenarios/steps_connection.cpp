// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

// Lines about connections, catching up, and raw frames.
namespace parlor::scenario {

namespace {

void connectBy(Stage& s, const QString& actor, test::TokenBy by) {
    Role& role = s.role(actor);
    role.device.setTokenBy(by);
    s.connectDevice(role);
    role.device.setTokenBy(test::TokenBy::Header);
}

void syncNow(Role& role) {
    const qsizetype from = role.device.socket().events().size();
    role.device.sync();
    if (!role.device.socket().waitFor<server::Synced>(from))
        Stage::fail(QStringLiteral("synced never came"));
    Stage::expect([&] { return role.device.isLive(); },
                  [] { return QStringLiteral("the device never got in step"); });
}

int newGaps(Role& role, const RoomId& room) {
    const int total = role.device.rooms().value(room).gaps;
    return total - std::exchange(role.gapsBefore[room], total);
}

void sendRaw(Role& role, const QString& text) {
    role.rawFrom = role.device.socket().events().size();
    role.device.socket().sendRaw(text);
}

const server::Failure& awaitFailure(Role& role, const QString& code) {
    const auto* failure = role.device.socket().waitFor<server::Failure>(role.rawFrom);
    if (!failure)
        Stage::fail(QStringLiteral("no error came"));
    const QString actual = QString::fromLatin1(errorInfo(failure->error.code()).name);
    if (actual != code)
        Stage::fail(QStringLiteral("the error is %1: %2").arg(actual, failure->error.message()));
    return *failure;
}

void addRawFrameSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} sends the frame {text}"),
              [](Stage& s, const StepArgs& a) { sendRaw(s.role(a[0]), a[1]); });
    table.add(QStringLiteral("{actor} sends a frame of {number} bytes"), [](Stage& s, const StepArgs& a) {
        sendRaw(s.role(a[0]), QString(a.number(1), QLatin1Char('x')));
    });
    table.add(QStringLiteral("{actor} is answered {word}"),
              [](Stage& s, const StepArgs& a) { awaitFailure(s.role(a[0]), a[1]); });
    table.add(QStringLiteral("{actor} is answered {word} for {text}"), [](Stage& s, const StepArgs& a) {
        const auto& failure = awaitFailure(s.role(a[0]), a[1]);
        if (failure.error.field() != a[2])
            Stage::fail(QStringLiteral("the error names the field \"%1\"").arg(failure.error.field()));
    });
    table.add(QStringLiteral("{actor} is answered with ref {text}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        if (!role.device.socket().waitForAnswer(a[1]))
            Stage::fail(QStringLiteral("nothing came with that ref"));
    });
    table.add(QStringLiteral("{actor}'s socket lives"), [](Stage& s, const StepArgs& a) {
        const auto answer = s.role(a[0]).device.socket().ask(client::Ping{});
        if (!answer || !std::holds_alternative<server::Ok>(*answer))
            Stage::fail(QStringLiteral("a ping is not answered"));
    });
}

} // namespace

void addConnectionSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} loses the connection"),
              [](Stage& s, const StepArgs& a) { s.role(a[0]).device.drop(); });
    table.add(QStringLiteral("{actor} reconnects and syncs"),
              [](Stage& s, const StepArgs& a) { s.connectDevice(s.role(a[0])); });
    table.add(QStringLiteral("{actor} reconnects without syncing"),
              [](Stage& s, const StepArgs& a) { s.connectDevice(s.role(a[0]), false); });
    table.add(QStringLiteral("{actor} connects by header"),
              [](Stage& s, const StepArgs& a) { connectBy(s, a[0], test::TokenBy::Header); });
    table.add(QStringLiteral("{actor} connects by query"),
              [](Stage& s, const StepArgs& a) { connectBy(s, a[0], test::TokenBy::Query); });
    table.add(QStringLiteral("{actor} connects by first frame"),
              [](Stage& s, const StepArgs& a) { connectBy(s, a[0], test::TokenBy::FirstFrame); });
    table.add(QStringLiteral("{actor} opens a socket without a token"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        role.device.socket().open(s.target().url(), {}, test::TokenBy::Nothing);
        Stage::expect([&] { return role.device.socket().isOpen(); },
                      [] { return QStringLiteral("it does not open"); });
    });
    table.add(QStringLiteral("{actor} authenticates on it"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        role.device.socket().send(client::Authenticate{role.account.tokens.accessToken});
        Stage::expect([&] { return role.device.isAuthenticated(); },
                      [] { return QStringLiteral("authenticated never came"); });
    });
    table.add(QStringLiteral("{actor} syncs"), [](Stage& s, const StepArgs& a) { syncNow(s.role(a[0])); });
    table.add(QStringLiteral("{actor} forgets everything"),
              [](Stage& s, const StepArgs& a) { s.role(a[0]).device.forgetCache(); });
    table.add(QStringLiteral("{actor} remembers another epoch"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        if (role.device.epoch() < 1)
            Stage::fail(QStringLiteral("the device has no epoch yet"));
        role.device.setEpoch(role.device.epoch() - 1);
    });
    table.add(QStringLiteral("{actor} remembers a cursor above the head of {text}"), [](Stage& s,
                                                                                        const StepArgs& a) {
        Role& role = s.role(a[0]);
        role.device.setCursor(s.room(a[1]), role.device.rooms().value(s.room(a[1])).cursor + 1'000'000);
    });
    table.add(QStringLiteral("{actor} was told of a gap in {text}"), [](Stage& s, const StepArgs& a) {
        if (newGaps(s.role(a[0]), s.room(a[1])) == 0)
            Stage::fail(QStringLiteral("there was none"));
    });
    table.add(QStringLiteral("{actor} was told of no gap in {text}"), [](Stage& s, const StepArgs& a) {
        if (newGaps(s.role(a[0]), s.room(a[1])) != 0)
            Stage::fail(QStringLiteral("there was one"));
    });
    addRawFrameSteps(table);
}

} // namespace parlor::scenario
