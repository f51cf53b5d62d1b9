// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/filled_profile.h"
#include "tests/bench/client/office.h"
#include "tests/bench/client/parts.h"
#include "tests/bench/client/stop.h"

#include <cstdio>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int otherRooms = 20;
constexpr int messagesOfOthers = 200;
constexpr int switches = 40;
constexpr int clicks = 3000; // of the wheel
constexpr int chatterPerSecond = 100;
constexpr qint64 frameBudget = 16'000;  // microseconds: sixty frames in a second
constexpr qint64 switchBudget = 30'000; // microseconds
constexpr auto sentence = "The quick brown fox jumps over the lazy dog, again and again and again.";

/// Frames between two moments, by the processor time that each took.
struct Frames {
    std::vector<double> costs;
    int over = 0;

    Frames(const QList<LogLine>& log, qsizetype from) {
        for (const LogLine& line : log.mid(from)) {
            if (line.what != "frame"_L1)
                continue;
            costs.push_back(double(line.cost));
            over += line.cost > frameBudget ? 1 : 0;
        }
        if (costs.empty())
            stop(u"no frame came: what was done did not reach the window"_s);
    }
    QList<Row> rows(const QString& what) const {
        return {{u"frames while %1: 99 of 100 of %2, processor time"_s.arg(what).arg(costs.size()),
                 milliseconds(percentile(costs, 0.99)),
                 {},
                 {},
                 {},
                 false},
                {u"the slowest of them; %1 over 16 ms"_s.arg(over),
                 milliseconds(percentile(costs, 1)),
                 {},
                 {},
                 u"<= 16 ms"_s,
                 over > 0}};
    }
};

/// From each press of a key, as the X server noted it, to the end of the next frame, microseconds.
std::vector<double> answers(const QList<LogLine>& log, qsizetype from) {
    std::vector<double> times;
    std::optional<qint64> pressed;
    for (const LogLine& line : log.mid(from)) {
        if (line.what == "key"_L1) {
            if (!pressed)
                pressed = line.at - line.cost;
        } else if (line.what == "frame"_L1 && pressed) {
            times.push_back(double(line.at - *pressed));
            pressed.reset();
        }
    }
    if (times.empty())
        stop(u"the keys did not reach the window"_s);
    return times;
}

QList<Row> switching(MeasuredWindow& window) {
    const auto step = [&](const QString& key) {
        const qsizetype from = window.log().size();
        window.act({u"key"_s, key});
        window.waitForAnswer(from);
        window.settle(150);
        return answers(window.log(), from).front();
    };
    // Every room once, so that each is cached and laid out as in the middle of a day.
    for (int i = 0; i <= otherRooms; ++i)
        (void)step(u"alt+Down"_s);
    const qsizetype begin = window.log().size();
    std::vector<double> times;
    times.reserve(switches);
    for (int i = 0; i < switches; ++i)
        times.push_back(step(i % 30 < 15 ? u"alt+Up"_s : u"alt+Down"_s));
    const Frames frames(window.log(), begin);
    return {{u"switching rooms, from the key to the frame, median of %1"_s.arg(times.size()),
             milliseconds(median(times)),
             {},
             {},
             u"< 30 ms"_s,
             median(times) >= double(switchBudget)},
            {u"the slowest of them"_s,
             milliseconds(percentile(times, 1)),
             {},
             {},
             u"< 30 ms"_s,
             percentile(times, 1) >= double(switchBudget)},
            {u"frames meanwhile, the slowest of %1, processor time"_s.arg(frames.costs.size()),
             milliseconds(percentile(frames.costs, 1)),
             {},
             {},
             {},
             false}};
}

QList<Row> typing(MeasuredWindow& window, const QString& when) {
    const qsizetype from = window.log().size();
    window.type(QString::fromLatin1(sentence), 30);
    window.act({u"sleep"_s, u"0.3"_s});
    const std::vector<double> times = answers(window.log(), from);
    const Frames frames(window.log(), from);
    window.act({u"key"_s, u"ctrl+a"_s, u"key"_s, u"BackSpace"_s});
    QList<Row> rows{{u"typing%1: from the key to the frame, median of %2"_s.arg(when).arg(times.size()),
                     milliseconds(median(times)),
                     {},
                     {},
                     {},
                     false},
                    {u"the slowest of them"_s, milliseconds(percentile(times, 1)), {}, {}, {}, false}};
    rows += frames.rows(u"typing"_s + when);
    return rows;
}

/// Opens the deep room by its name, at its newest message.
void enter(MeasuredWindow& window) {
    window.act({u"key"_s, u"ctrl+k"_s, u"sleep"_s, u"0.3"_s});
    window.type(u"room-000"_s, 10);
    window.settle();
    window.act({u"key"_s, u"Return"_s});
    window.settle();
}

} // namespace

QList<Row> measureUse(const Screen& screen, const QString& parlor, int messages) {
    const auto tell = [](const char* what) { fprintf(stderr, "%s…\n", what); };
    Office office(1 + otherRooms);
    tell("filling a room with messages");
    office.fill(office.rooms().first(), messages);
    for (const RoomId& room : office.rooms().mid(1))
        office.fill(room, messagesOfOthers);
    const QTemporaryDir data;
    signedInProfile(data.path(), office.url(), office.reader());
    MeasuredWindow window(screen, parlor, {u"--profile"_s, u"bench"_s}, data.path());
    (void)window.waitForContent();
    window.settle();

    QList<Row> rows;
    tell("switching rooms");
    rows += switching(window);
    enter(window);
    tell("typing");
    rows += typing(window, {});
    tell("scrolling upwards, where history comes from the server");
    qsizetype from = window.log().size();
    window.wheel(true, clicks, 8);
    window.settle();
    rows += Frames(window.log(), from).rows(u"scrolling upwards in a room of %L1"_s.arg(messages));
    tell("scrolling downwards, where it is cached");
    from = window.log().size();
    window.wheel(false, clicks / 2, 8);
    window.settle();
    rows += Frames(window.log(), from).rows(u"scrolling back down"_s);
    tell("typing while messages arrive");
    enter(window);
    office.chatter(office.rooms().first(6), chatterPerSecond);
    rows += typing(window, u" while %1 messages arrive per second"_s.arg(chatterPerSecond));
    office.hush();
    return rows;
}

} // namespace parlor::bench
