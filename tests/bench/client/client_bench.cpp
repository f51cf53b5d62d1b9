// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the installed desktop client from outside: its binary under an Xvfb of our own, driven by xdotool.
// What it prints is told of in docs/performance.md.
#include "shared/codec.h"
#include "tests/bench/bench.h"
#include "tests/bench/client/filled_profile.h"
#include "tests/bench/client/measured_window.h"
#include "tests/bench/measured_process.h"
#include "tests/support/chat_device.h"
#include "tests/support/parlord_process.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTextStream>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace parlor::bench {

namespace {

constexpr int rooms = 200;
constexpr int messages = 100'000;
constexpr qint64 frameBudget = 16'000; // microseconds: sixty frames in a second
constexpr double switchGoalMs = 30;
constexpr double memoryGoalMb = 120;

[[noreturn]] void die(const QString& what) {
    fprintf(stderr, "client_bench: %s\n", qPrintable(what));
    exit(1);
}

QString milliseconds(double microseconds) {
    return u"%1 ms"_s.arg(microseconds / 1000, 0, 'f', 1);
}

double percentile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values.at(static_cast<size_t>(part * double(values.size() - 1)));
}

// --- the first frame ---

QList<Row> measureStart(const Screen& screen, const QString& parlor, int repeats) {
    const QTemporaryDir data;
    fillProfile(data.path(), rooms, messages);
    const QString empty = QCoreApplication::applicationDirPath() + u"/empty_window"_s;
    std::vector<double> ours, theirs, oursCpu, theirsCpu;
    // In turns, so that whatever else the machine does meets both; the first pair only warms the disk's
    // cache.
    for (int i = 0; i <= repeats; ++i) {
        for (const bool own : {false, true}) {
            MeasuredWindow window(screen, own ? parlor : empty,
                                  own ? QStringList{u"--profile"_s, u"bench"_s} : QStringList(), data.path());
            const LogLine content = window.waitForContent();
            if (i == 0)
                continue;
            (own ? ours : theirs).push_back(double(content.at - window.startedAt()));
            (own ? oursCpu : theirsCpu).push_back(double(content.cost));
        }
    }
    const auto row = [](const QString& what, const std::vector<double>& mine,
                        const std::vector<double>& floor) {
        const double ratio = median(mine) / median(floor);
        return Row{what,
                   milliseconds(median(mine)),
                   milliseconds(median(floor)),
                   u"%1x"_s.arg(ratio, 0, 'f', 2),
                   u"<= 2x"_s,
                   ratio > 2};
    };
    return {
        row(u"first frame with rooms and messages, %1 rooms, %2 messages cached, against an empty window"_s
                .arg(rooms)
                .arg(messages),
            ours, theirs),
        row(u"processor time until then"_s, oursCpu, theirsCpu)};
}

// --- a server with something to read ---

/// A parlord and two users; `reader` is who sits at the client.
struct Office {
    test::ParlordProcess server;
    test::HttpTestClient http;
    test::TestAccount reader{u"reader"_s, u"correct horse battery"_s, {}};
    test::TestAccount writer{u"writer"_s, u"correct horse battery"_s, {}};
    test::WsTestClient socket;
    QList<RoomId> ids;

    explicit Office(int count) {
        if (!server.start())
            die(u"parlord did not start: "_s + QString::fromUtf8(server.errorOutput()));
        http.setBase(server.url());
        for (test::TestAccount* account : {&reader, &writer}) {
            const auto answer = test::registerAccount(http, *account);
            if (account->tokens.accessToken.isEmpty())
                die(answer.describe());
        }
        for (int i = 0; i < count; ++i) {
            http.setToken(writer.tokens.accessToken);
            CreateRoomRequest request;
            request.name = u"room-%1"_s.arg(i, 3, 10, QChar(u'0'));
            request.members = {reader.tokens.user.id};
            const auto room = decodeBody<RoomView>(http.post("/api/v1/rooms", toJson(request)).body);
            if (!room)
                die(u"no room: "_s + room.error().message());
            ids.append(room->room.id);
        }
        if (!socket.openAndAuthenticate(server.url(), writer.tokens.accessToken))
            die(u"no socket"_s);
        socket.setKeepsEvents(false);
    }

    /// Sends `count` messages to `room`, many at once, and waits until all are acknowledged.
    void say(const RoomId& room, int count) {
        constexpr int atOnce = 200;
        int saved = 0;
        int sent = 0;
        const auto watching =
            QObject::connect(&socket, &test::WsTestClient::eventReceived, [&](const ServerEvent& event) {
                if (std::holds_alternative<server::MessageSaved>(event.frame))
                    ++saved;
                else if (const auto* refused = std::get_if<server::Failure>(&event.frame))
                    die(u"a message was refused: "_s + refused->error.message());
            });
        while (saved < count) {
            for (; sent < count && sent - saved < atOnce; ++sent) {
                client::MessageNew frame;
                frame.roomId = room;
                frame.tempId = TempId::create();
                frame.content =
                    u"Message number %1 of this room, which says about as much as people say in a line or two of chat."_s
                        .arg(sent);
                socket.send(frame);
            }
            const int before = saved;
            if (!test::waitUntil([&] { return saved > before; }))
                die(u"messages are not acknowledged"_s);
        }
        QObject::disconnect(watching);
    }
};

struct Costs {
    std::vector<double> frames;
    int over = 0;
    void add(const QList<LogLine>& log, qsizetype from) {
        for (qsizetype i = from; i < log.size(); ++i) {
            if (log.at(i).what != "frame"_L1)
                continue;
            frames.push_back(double(log.at(i).cost));
            over += log.at(i).cost > frameBudget ? 1 : 0;
        }
    }
};

// --- scrolling, switching, typing ---

QList<Row> measureUse(const Screen& screen, const QString& parlor) {
    Office office(20);
    fprintf(stderr, "filling a room with %d messages…\n", messages);
    office.say(office.ids.first(), messages);
    for (const RoomId& room : office.ids.mid(1))
        office.say(room, 200);
    const QTemporaryDir data;
    signedInProfile(data.path(), office.server.url(), office.reader.tokens);
    MeasuredWindow window(screen, parlor, {u"--profile"_s, u"bench"_s}, data.path());
    (void)window.waitForContent();
    window.settle(1500);

    QList<Row> rows;
    // Every room once, so that each is cached and laid out as in the middle of a day.
    window.act({u"key"_s, u"--repeat"_s, u"42"_s, u"--delay"_s, u"150"_s, u"alt+Down"_s});
    window.settle();

    std::vector<double> switches;
    for (int i = 0; i < 40; ++i) {
        const qsizetype from = window.log().size();
        window.act({u"key"_s, u"alt+Up"_s});
        window.settle(150);
        const QList<LogLine> log = window.log();
        // Alt, then Up; then the first frame that had something to do.
        std::optional<qint64> pressed;
        for (qsizetype line = from; line < log.size(); ++line) {
            if (log.at(line).what == "key"_L1)
                pressed = log.at(line).at;
            else if (pressed) {
                switches.push_back(double(log.at(line).at - *pressed));
                break;
            }
        }
    }
    if (switches.empty())
        die(u"the keys did not reach the window"_s);
    rows.append({u"switching rooms, from the key to the frame, median"_s,
                 milliseconds(median(switches)),
                 {},
                 {},
                 u"< 30 ms"_s,
                 median(switches) / 1000 >= switchGoalMs});
    rows.append({u"the same, slowest of %1"_s.arg(switches.size()),
                 milliseconds(percentile(switches, 1)),
                 {},
                 {},
                 {},
                 false});

    qsizetype from = window.log().size();
    window.act({u"type"_s, u"--delay"_s, u"30"_s,
                u"The quick brown fox jumps over the lazy dog, again and again and again."_s});
    window.settle();
    Costs typing;
    typing.add(window.log(), from);
    rows.append({u"frames while typing, slowest of %1, processor time"_s.arg(typing.frames.size()),
                 milliseconds(percentile(typing.frames, 1)),
                 {},
                 {},
                 u"<= 16 ms"_s,
                 typing.over > 0});
    window.act({u"key"_s, u"ctrl+a"_s, u"key"_s, u"BackSpace"_s});

    // The deep room, by its name, then upwards through its past.
    window.act({u"key"_s, u"ctrl+k"_s, u"sleep"_s, u"0.3"_s, u"type"_s, u"room-000"_s});
    window.settle();
    window.act({u"key"_s, u"Return"_s});
    window.settle(1000);
    window.act({u"mousemove"_s, u"800"_s, u"400"_s});
    from = window.log().size();
    window.act({u"click"_s, u"--repeat"_s, u"3000"_s, u"--delay"_s, u"8"_s, u"4"_s});
    window.settle();
    Costs scrolling;
    scrolling.add(window.log(), from);
    rows.append({u"frames while scrolling upwards in a room of %1, 99 of 100 (%2 frames), processor time"_s
                     .arg(messages)
                     .arg(scrolling.frames.size()),
                 milliseconds(percentile(scrolling.frames, 0.99)),
                 {},
                 {},
                 {},
                 false});
    rows.append({u"the slowest of them; %1 over 16 ms"_s.arg(scrolling.over),
                 milliseconds(percentile(scrolling.frames, 1)),
                 {},
                 {},
                 u"<= 16 ms"_s,
                 scrolling.over > 0});
    return rows;
}

// --- memory ---

QList<Row> measureHour(const Screen& screen, const QString& parlor) {
    constexpr int minutes = 60;
    Office office(30);
    for (const RoomId& room : office.ids)
        office.say(room, 300);
    const QTemporaryDir data;
    signedInProfile(data.path(), office.server.url(), office.reader.tokens);
    MeasuredWindow window(screen, parlor, {u"--profile"_s, u"bench"_s}, data.path());
    (void)window.waitForContent();
    window.settle(1500);
    std::vector<double> resident;
    for (int minute = 0; minute < minutes; ++minute) {
        // What an hour in a busy team has, without its pauses: 60 messages come, six rooms are read, two
        // written to.
        for (int i = 0; i < 6; ++i)
            office.say(office.ids.at((minute * 7 + i * 5) % office.ids.size()), 10);
        window.act({u"key"_s,
                    u"alt+shift+Down"_s,
                    u"sleep"_s,
                    u"0.1"_s,
                    u"mousemove"_s,
                    u"800"_s,
                    u"400"_s,
                    u"click"_s,
                    u"--repeat"_s,
                    u"30"_s,
                    u"--delay"_s,
                    u"8"_s,
                    u"4"_s,
                    u"key"_s,
                    u"--repeat"_s,
                    u"5"_s,
                    u"--delay"_s,
                    u"60"_s,
                    u"alt+Down"_s,
                    u"type"_s,
                    u"--delay"_s,
                    u"5"_s,
                    u"A line of mine in this minute.\n"_s,
                    u"key"_s,
                    u"alt+shift+Up"_s,
                    u"type"_s,
                    u"--delay"_s,
                    u"5"_s,
                    u"And another one.\n"_s});
        resident.push_back(double(residentBytes(window.pid())) / 1e6);
        fprintf(stderr, "minute %d: %.1f MB\n", minute + 1, resident.back());
    }
    const std::vector<double> third(resident.begin() + minutes / 2, resident.begin() + minutes * 3 / 4);
    const std::vector<double> last(resident.begin() + minutes * 3 / 4, resident.end());
    const double growth = median(last) / median(third);
    return {{u"resident after a scripted hour"_s,
             u"%1 MB"_s.arg(resident.back(), 0, 'f', 1),
             {},
             {},
             u"< 120 MB"_s,
             resident.back() >= memoryGoalMb},
            {u"its last quarter against the one before"_s, u"%1 MB"_s.arg(median(last), 0, 'f', 1),
             u"%1 MB"_s.arg(median(third), 0, 'f', 1), u"%1x"_s.arg(growth, 0, 'f', 3), u"<= 1.02x"_s,
             growth > 1.02}};
}

} // namespace

} // namespace parlor::bench

using namespace parlor::bench;

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures the desktop client. Run it on a quiet machine."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"parts"_s, u"start, use, hour; all of them if none is named."_s,
                                 u"[PART...]"_s);
    const QCommandLineOption binary(u"parlor"_s, u"The installed client."_s, u"file"_s, u"parlor"_s);
    const QCommandLineOption repeats(u"repeats"_s, u"How often each start is taken; the median counts."_s,
                                     u"N"_s, u"10"_s);
    const QCommandLineOption strict(u"strict"_s, u"Exit with status 1 if a goal is missed."_s);
    parser.addOptions({binary, repeats, strict});
    parser.process(app);
    if (!qEnvironmentVariableIsSet("PARLORD"))
        qputenv("PARLORD",
                QFile::encodeName(QCoreApplication::applicationDirPath() + u"/../../../server/parlord"_s));

    const Screen screen;
    const QString parlor = parser.value(binary);
    const QStringList parts = parser.positionalArguments();
    const auto wanted = [&](const QString& part) { return parts.isEmpty() || parts.contains(part); };
    QList<Row> rows;
    if (wanted(u"start"_s))
        rows += measureStart(screen, parlor, std::max(1, parser.value(repeats).toInt()));
    if (wanted(u"use"_s))
        rows += measureUse(screen, parlor);
    if (wanted(u"hour"_s))
        rows += measureHour(screen, parlor);
    return printTable(rows) && parser.isSet(strict) ? 1 : 0;
}
