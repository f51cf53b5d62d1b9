// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/client/filled_profile.h"
#include "tests/bench/client/office.h"
#include "tests/bench/client/parts.h"
#include "tests/bench/measured_process.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>

#include <cstdio>

namespace parlor::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int minutes = 60;
constexpr int rooms = 30;
constexpr int messagesBefore = 300; // in each room
constexpr int arrivals = 6;         // rooms in which something is said in a minute
constexpr int messagesEach = 10;    // is said there
constexpr double goalMb = 120;
constexpr double flat = 1.02;

void press(MeasuredWindow& window, const QString& key) {
    window.act({u"key"_s, key, u"sleep"_s, u"0.15"_s});
}

/// What is not done every minute, one of them in turn.
void somethingElse(MeasuredWindow& window, int minute) {
    switch (minute % 6) {
    case 0: // search everywhere
        press(window, u"ctrl+shift+f"_s);
        window.type(u"berth"_s, 30);
        window.settle();
        press(window, u"Escape"_s);
        press(window, u"Escape"_s);
        break;
    case 1: // settings, and the sheet of keys
        press(window, u"ctrl+comma"_s);
        press(window, u"Down"_s);
        press(window, u"Down"_s);
        press(window, u"Escape"_s);
        press(window, u"ctrl+slash"_s);
        press(window, u"Escape"_s);
        break;
    case 2: // the switcher
        press(window, u"ctrl+k"_s);
        window.type(u"room-02"_s, 20);
        press(window, u"Down"_s);
        press(window, u"Return"_s);
        break;
    case 3: // an emoji by its name, and a draft that is left
        window.type(u"Well :thum"_s, 20);
        press(window, u"Tab"_s);
        press(window, u"alt+Down"_s);
        press(window, u"alt+Up"_s);
        press(window, u"ctrl+a"_s);
        press(window, u"BackSpace"_s);
        break;
    case 4: // a menu of the newest message, and a reaction to it
        window.act({u"mousemove"_s, u"700"_s, u"600"_s, u"click"_s, u"3"_s, u"sleep"_s, u"0.3"_s});
        press(window, u"Escape"_s);
        press(window, u"Escape"_s);
        break;
    case 5: // search in the room
        press(window, u"ctrl+f"_s);
        window.type(u"crane"_s, 30);
        window.settle();
        press(window, u"Escape"_s);
        press(window, u"Escape"_s);
        break;
    default:
        break;
    }
}

/// The line through `values` that is nearest to them: what it gains from the first to the last.
double gain(const std::vector<double>& values) {
    const auto count = double(values.size());
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumXY = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        const auto x = double(i);
        sumX += x;
        sumY += values[i];
        sumXX += x * x;
        sumXY += x * values[i];
    }
    const double slope = (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
    return slope * (count - 1);
}

} // namespace

QList<Row> measureHour(const Screen& screen, const QString& parlor, int pace) {
    Office office(rooms);
    fprintf(stderr, "filling %d rooms…\n", rooms);
    for (const RoomId& room : office.rooms())
        office.fill(room, messagesBefore);
    const QTemporaryDir data;
    signedInProfile(data.path(), office.url(), office.reader());
    MeasuredWindow window(screen, parlor, {u"--profile"_s, u"bench"_s}, data.path());
    (void)window.waitForContent();
    window.settle();
    std::vector<double> resident;
    for (int minute = 0; minute < minutes; ++minute) {
        QElapsedTimer passed;
        passed.start();
        for (int i = 0; i < arrivals; ++i)
            office.fill(office.rooms().at((minute * 7 + i * 5) % rooms), messagesEach);
        press(window, u"alt+shift+Down"_s);
        window.wheel(true, 60, 8);
        window.settle(200);
        window.wheel(false, 60, 8);
        window.act({u"key"_s, u"--repeat"_s, u"5"_s, u"--repeat-delay"_s, u"80"_s, u"alt+Down"_s});
        window.type(u"A line of mine in this minute.\n"_s, 5);
        somethingElse(window, minute);
        press(window, u"alt+shift+Up"_s);
        window.type(u"And **another** one, with `code`.\n"_s, 5);
        const qint64 rest = pace * 1000 - passed.elapsed();
        if (rest > 0)
            test::waitUntil([] { return false; }, std::chrono::milliseconds(rest));
        resident.push_back(double(residentBytes(window.pid())) / 1e6);
        fprintf(stderr, "minute %d: %.1f MB\n", minute + 1, resident.back());
    }
    const std::vector<double> half(resident.begin() + minutes / 2, resident.end());
    const double peak = *std::max_element(resident.begin(), resident.end());
    const double grown = gain(half);
    return {{u"resident after a scripted hour"_s,
             u"%1 MB"_s.arg(resident.back(), 0, 'f', 1),
             u"peak %1 MB"_s.arg(peak, 0, 'f', 1),
             {},
             u"< 120 MB"_s,
             resident.back() >= goalMb},
            {u"gained over its last half (the line nearest to its minutes)"_s,
             u"%1 MB"_s.arg(grown, 0, 'f', 1), u"median %1 MB"_s.arg(median(half), 0, 'f', 1),
             u"%1x"_s.arg(1 + grown / median(half), 0, 'f', 3), u"<= 1.02x"_s,
             grown > (flat - 1) * median(half)}};
}

} // namespace parlor::bench
