// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"
#include "tests/bench/measured_process.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

using namespace parlor::bench;

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Measures what docs/performance.md tells of. Run it on a quiet machine."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("parts"),
                                 QStringLiteral("network, parlord, log, tail, projection, delivery, history, "
                                                "members, growth, search; all of them if none is named."),
                                 QStringLiteral("[PART...]"));
    const QCommandLineOption repeats(QStringLiteral("repeats"),
                                     QStringLiteral("How often each figure is taken; the median counts."),
                                     QStringLiteral("N"), QStringLiteral("5"));
    const QCommandLineOption strict(QStringLiteral("strict"),
                                    QStringLiteral("Exit with status 1 if a goal is missed."));
    parser.addOptions({repeats, strict});
    parser.process(app);

    raiseDescriptorLimit();
    if (!qEnvironmentVariableIsSet("PARLORD"))
        qputenv("PARLORD", QFile::encodeName(QCoreApplication::applicationDirPath() +
                                             QStringLiteral("/../../server/parlord")));

    const QStringList parts = parser.positionalArguments();
    const int count = std::max(1, parser.value(repeats).toInt());
    const auto wanted = [&](const char* part) {
        return parts.isEmpty() || parts.contains(QLatin1String(part));
    };
    QList<Row> rows;
    if (wanted("network"))
        rows += measureNetwork(count);
    if (wanted("parlord"))
        rows += measureParlord(count);
    if (wanted("log"))
        rows += measureLog(count);
    if (wanted("tail"))
        rows += measureTail(count);
    if (wanted("projection"))
        rows += measureProjection(count);
    if (wanted("delivery"))
        rows += measureDelivery(count);
    if (const RoomParts rooms{wanted("history"), wanted("members"), wanted("growth")};
        rooms.history || rooms.members || rooms.growth)
        rows += measureRooms(count, rooms);
    if (wanted("search"))
        rows += measureSearch(count);

    return printTable(rows) && parser.isSet(strict) ? 1 : 0;
}
