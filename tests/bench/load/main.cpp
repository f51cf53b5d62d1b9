// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/comparison.h"
#include "tests/bench/load/engine.h"
#include "tests/bench/load/run.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>

// parlor-load: thousands of real clients from one process, against parlord, InspIRCd or the C floor, each
// started here on a port and in a folder of its own. One JSON line per run on the standard output;
// docs/performance.md ("The load tool") tells what is in it.

using namespace parlor::load;

namespace {

// Of the limit that the server has, too: it takes no more connections than leave it 128 for its files
// (server/net/listener.cpp).
constexpr uint32_t descriptorsKept = 200;

const char* const description =
    "Loads a chat server with thousands of real clients and prints one JSON line per run.\n\n"
    "Scenarios:\n"
    "  one-room    1,000 clients in one room, 20 messages/s\n"
    "  many-rooms  1,000 clients in 200 rooms of 5, 2,000 messages/s\n"
    "  many-rooms-1000  5,000 clients in 1,000 rooms of 5, 2,000 messages/s\n"
    "  peak-one    as one-room, closed loop: 128 messages under way\n"
    "  peak-one-1000   the same with 1,000 under way\n"
    "  peak-many   as many-rooms, closed loop: 1,000 messages under way\n"
    "  idle        10,000 connections that say nothing: memory of each, CPU at rest\n"
    "  idle-20000  20,000 of them, or as many as descriptors are allowed\n"
    "  many-rooms-idle  many-rooms beside 10,000 connections that say nothing\n"
    "Beside somebody who makes it hard for them, with rate limits on; parlord only:\n"
    "  slow-readers, flood, big-room, reconnect   what clients as in many-rooms notice\n"
    "  compare     all of the above up to idle on parlord, InspIRCd and the C floor in turn, and a table\n\n"
    "PARLORD and FLOOR_SERVER name the binaries (those of the same build if it is not set).";

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromLatin1(description));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("scenarios"),
                                 QStringLiteral("One or more; compare if none is named."),
                                 QStringLiteral("[SCENARIO...]"));
    const auto option = [&](const char* name, const char* text, const char* value) {
        const QCommandLineOption made(QString::fromLatin1(name), QString::fromLatin1(text),
                                      QString::fromLatin1(value));
        parser.addOption(made);
        return made;
    };
    const auto server = option("server", "parlord (default), inspircd or floor.", "NAME");
    const auto runs = option("runs", "How often each scenario is run, each time on a new server (1).", "N");
    const auto clients = option("clients", "Clients with a user each, spread over the rooms.", "N");
    const auto rooms = option("rooms", "Rooms.", "N");
    const auto idle = option("idle", "More connections that say and get nothing.", "N");
    const auto rate = option("rate", "Messages per second, open loop.", "N");
    const auto inFlight = option("in-flight", "Messages under way, closed loop.", "N");
    const auto abusers = option("abusers", "Connections of those who make it hard.", "N");
    const auto bytes = option("bytes", "Bytes of a message's text (300).", "N");
    const auto warmUp = option("warm-up", "Seconds of load before anything counts (2).", "N");
    const auto seconds = option("seconds", "Seconds that count (10).", "N");
    const auto set =
        option("set", "A setting of parlord, as PARLOR_SEARCH=on; may be repeated.", "NAME=VALUE");
    const QCommandLineOption search(QStringLiteral("search"),
                                    QStringLiteral("The same as --set PARLOR_SEARCH=on."));
    parser.addOption(search);
    parser.process(app);

    const uint64_t descriptors = raiseDescriptorLimit();
    if (!qEnvironmentVariableIsSet("PARLORD"))
        qputenv("PARLORD", QFile::encodeName(QCoreApplication::applicationDirPath() +
                                             QStringLiteral("/../../../server/parlord")));
    if (!qEnvironmentVariableIsSet("FLOOR_SERVER"))
        qputenv("FLOOR_SERVER", QFile::encodeName(QCoreApplication::applicationDirPath() +
                                                  QStringLiteral("/../floor_server")));
    const QStringList scenarios = parser.positionalArguments();
    const auto number = [&](const QCommandLineOption& which, auto& into) {
        if (parser.isSet(which))
            into = std::remove_reference_t<decltype(into)>(parser.value(which).toDouble());
    };
    if (scenarios.value(0, QStringLiteral("compare")) == QLatin1String("compare")) {
        for (const QCommandLineOption* of :
             {&server, &clients, &rooms, &idle, &rate, &inFlight, &abusers, &bytes, &warmUp, &set, &search}) {
            if (parser.isSet(*of)) {
                fprintf(stderr,
                        "parlor-load: compare takes --runs and --seconds only, and the scenario's own "
                        "clients, rooms and rate. Run each --server by itself for others.\n");
                return 2;
            }
        }
        Comparison comparison;
        comparison.scenarios = scenarios.mid(1);
        number(runs, comparison.runs);
        number(seconds, comparison.seconds);
        return compare(comparison) ? 0 : 1;
    }
    for (const QString& scenario : scenarios) {
        Plan plan = planFor(scenario.toStdString());
        if (plan.scenario.empty()) {
            fprintf(stderr, "parlor-load: no scenario of the name %s\n", qPrintable(scenario));
            return 2;
        }
        if (parser.isSet(server))
            plan.server = parser.value(server).toStdString();
        number(clients, plan.layout.clients);
        number(rooms, plan.layout.rooms);
        number(idle, plan.layout.idle);
        number(bytes, plan.layout.bytes);
        if (parser.isSet(inFlight))
            plan.rate = 0;
        number(inFlight, plan.inFlight);
        number(rate, plan.rate);
        number(abusers, plan.abusers);
        if (plan.layout.idle + descriptorsKept > descriptors)
            plan.layout.idle = uint32_t(descriptors) - descriptorsKept;
        number(warmUp, plan.warmUp);
        number(seconds, plan.seconds);
        if (parser.isSet(search))
            plan.settings.emplace_back("PARLOR_SEARCH", "on");
        const QStringList settings = parser.values(set);
        for (const QString& setting : settings)
            plan.settings.emplace_back(setting.section(QLatin1Char('='), 0, 0).toStdString(),
                                       setting.section(QLatin1Char('='), 1).toStdString());
        int times = 1;
        number(runs, times);
        for (int run = 0; run < times; ++run) {
            printf("%s\n", QJsonDocument(carryOut(plan)).toJson(QJsonDocument::Compact).constData());
            fflush(stdout);
        }
    }
    return 0;
}
