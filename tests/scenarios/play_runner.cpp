// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/play.h"
#include "tests/scenarios/step_table.h"
#include "tests/scenarios/target.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace parlor::scenario;

namespace {

QTextStream& out() {
    static QTextStream stream(stdout);
    return stream;
}

/// Whatever the lines asked, no device may have seen the server break the protocol.
void expectNoBreaches(Stage& stage) {
    QStringList found;
    for (Role* role : stage.roles()) {
        found += role->device.breaches();
        for (const QString& text : role->device.socket().undecodable())
            found.append(role->device.name() + QStringLiteral(" received what is no frame: ") + text);
    }
    if (!found.isEmpty())
        throw PlayError(QStringLiteral("the protocol was broken:\n    ") +
                        found.join(QLatin1String("\n    ")));
}

bool run(const StepTable& table, const Play& play, const QString& targetName, bool verbose) {
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<Target> target = makeTarget(targetName);
    int line = 0;
    try {
        Stage stage(*target, play.cast);
        for (const PlayLine& each : play.lines) {
            line = each.number;
            if (verbose)
                out() << qSetFieldWidth(7) << timer.elapsed() << qSetFieldWidth(0) << " ms  " << each.text
                      << Qt::endl;
            table.play(stage, each);
        }
        expectNoBreaches(stage);
    } catch (const PlayError& error) {
        out() << play.file << ':' << line << ": " << error.text() << "\n--- what the server wrote ---\n"
              << QString::fromUtf8(target->output()) << Qt::endl;
        return false;
    }
    out() << "played " << play.file << ", " << play.lines.size() << " lines, " << timer.elapsed() << " ms"
          << Qt::endl;
    return true;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Plays scenarios against a real server."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("plays"), QStringLiteral("Files to play."),
                                 QStringLiteral("FILE.play..."));
    const QCommandLineOption target(
        QStringLiteral("target"),
        QStringLiteral(
            "\"parlord\": a process of the binary named by PARLORD; \"cluster\": several of them "
            "behind nginx, on a Kafka and a PostgreSQL that run; or the URL of a server that runs."),
        QStringLiteral("TARGET"), QStringLiteral("parlord"));
    const QCommandLineOption verbose(QStringLiteral("verbose"),
                                     QStringLiteral("Tell each line as it is played."));
    const QCommandLineOption steps(QStringLiteral("steps"),
                                   QStringLiteral("List the lines that a play may hold."));
    parser.addOptions({target, verbose, steps});
    parser.process(app);

    const StepTable table;
    if (parser.isSet(steps)) {
        out() << table.patterns().join(QLatin1Char('\n')) << Qt::endl;
        return 0;
    }
    if (parser.positionalArguments().isEmpty())
        parser.showHelp(2);
    bool good = true;
    try {
        const QStringList files = parser.positionalArguments();
        for (const QString& file : files)
            good = run(table, readPlay(file), parser.value(target), parser.isSet(verbose)) && good;
    } catch (const PlayError& error) {
        out() << error.text() << Qt::endl;
        good = false;
    }
    return good ? 0 : 1;
}
