// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the installed desktop client from outside: its binary under an Xvfb of our own, driven by xdotool.
// What it prints is told of in docs/performance.md.
#include "tests/bench/client/filled_profile.h"
#include "tests/bench/client/parts.h"
#include "tests/bench/client/stop.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace parlor::bench {

namespace {

constexpr int rooms = 200;
constexpr int messages = 100'000;

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
    const QCommandLineOption pace(
        u"pace"_s, u"How long a minute of the hour takes; 0, the default: as fast as it goes."_s,
        u"seconds"_s, u"0"_s);
    const QCommandLineOption deep(u"messages"_s, u"In the room that is scrolled through."_s, u"N"_s,
                                  QString::number(messages));
    parser.addOptions({binary, repeats, strict, pace, deep});
    parser.process(app);
    if (!qEnvironmentVariableIsSet("PARLORD"))
        qputenv("PARLORD",
                QFile::encodeName(QCoreApplication::applicationDirPath() + u"/../../../server/parlord"_s));

    try {
        const Screen screen;
        const QString parlor = parser.value(binary);
        const QStringList parts = parser.positionalArguments();
        const auto wanted = [&](const QString& part) { return parts.isEmpty() || parts.contains(part); };
        QList<Row> rows;
        if (wanted(u"start"_s))
            rows += measureStart(screen, parlor, std::max(1, parser.value(repeats).toInt()));
        if (wanted(u"use"_s))
            rows += measureUse(screen, parlor, std::max(1000, parser.value(deep).toInt()));
        if (wanted(u"hour"_s))
            rows += measureHour(screen, parlor, parser.value(pace).toInt());
        return printTable(rows) && parser.isSet(strict) ? 1 : 0;
    } catch (const Stopped&) {
        return 1;
    }
}
