// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/comparison.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace parlor::load {

namespace {

/// What is compared of a run: where it is in the report, what it is called, how many digits it needs.
struct Measure {
    const char* scenario; ///< that the measure is for; empty: for each that talks
    const char* path;     ///< "a" or "a.b"
    const char* name;
    int digits;
};
constexpr Measure measures[] = {
    {"talk", "microsecondsPerDelivery", "CPU per delivery, us", 2},
    {"talk", "deliveryMs.p50", "p50, ms", 2},
    {"talk", "deliveryMs.p99", "p99, ms", 2},
    {"peak", "deliveriesPerSecond", "deliveries/s", 0},
    {"peak", "microsecondsPerDelivery", "CPU per delivery, us", 2},
    {"idle", "kilobytesPerConnection", "KB per connection", 2},
    {"idle", "cpuPercentAtRest", "CPU at rest, %", 2},
    {"", "diskSyncMs.p99", "the disk's fdatasync p99, ms", 2},
};
const char* const servers[] = {"parlord", "inspircd", "floor"};

bool holds(const Measure& measure, const QString& scenario) {
    const QLatin1String wanted(measure.scenario);
    const bool peak = scenario.startsWith(QLatin1String("peak"));
    const bool idle = scenario.startsWith(QLatin1String("idle"));
    return wanted.isEmpty() || (wanted == QLatin1String("peak") && peak) ||
           (wanted == QLatin1String("idle") && idle) || (wanted == QLatin1String("talk") && !peak && !idle);
}

QJsonObject runOnce(const QString& scenario, const QString& server, double seconds) {
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  {scenario, QStringLiteral("--server"), server, QStringLiteral("--seconds"),
                   QString::number(seconds)});
    process.waitForFinished(-1);
    const QByteArray line = process.readAllStandardOutput();
    fputs(line.constData(), stdout);
    fflush(stdout);
    return QJsonDocument::fromJson(line).object();
}

double valueOf(const QJsonObject& report, const char* path) {
    QJsonValue value = report;
    for (const QString& name : QString::fromLatin1(path).split(QLatin1Char('.')))
        value = value.toObject().value(name);
    return value.toDouble();
}

struct Values {
    std::vector<double> all;
    double median() const {
        std::vector<double> sorted = all;
        std::sort(sorted.begin(), sorted.end());
        return sorted.at(sorted.size() / 2);
    }
    QString text(int digits) const {
        const auto [least, most] = std::minmax_element(all.begin(), all.end());
        return QStringLiteral("%1 (%2 to %3)")
            .arg(median(), 0, 'f', digits)
            .arg(*least, 0, 'f', digits)
            .arg(*most, 0, 'f', digits);
    }
};

QString ratio(const Values& of, const Values& to) {
    return to.median() > 0 ? QString::number(of.median() / to.median(), 'f', 2) : QString();
}

} // namespace

bool compare(const Comparison& comparison) {
    QStringList scenarios = comparison.scenarios;
    if (scenarios.isEmpty())
        scenarios = {QStringLiteral("one-room"),  QStringLiteral("many-rooms"),
                     QStringLiteral("peak-one"),  QStringLiteral("peak-one-1000"),
                     QStringLiteral("peak-many"), QStringLiteral("idle")};
    bool sound = true;
    QString table =
        QStringLiteral("| scenario | what | parlord | InspIRCd | C floor | to InspIRCd | to the floor |\n"
                       "| --- | --- | --- | --- | --- | --- | --- |\n");
    for (const QString& scenario : scenarios) {
        QMap<QString, QList<QJsonObject>> reports;
        for (int run = 0; run < comparison.runs; ++run) {
            for (const char* const name : servers) {
                const QString server = QString::fromLatin1(name);
                const QJsonObject report = runOnce(scenario, server, comparison.seconds);
                sound = sound && !report.isEmpty() && valueOf(report, "lost") == 0 &&
                        valueOf(report, "doubled") == 0;
                reports[server].append(report);
            }
        }
        for (const Measure& measure : measures) {
            if (!holds(measure, scenario))
                continue;
            std::vector<Values> values;
            for (const char* const name : servers) {
                Values& of = values.emplace_back();
                for (const QJsonObject& report : std::as_const(reports[QString::fromLatin1(name)]))
                    of.all.push_back(valueOf(report, measure.path));
            }
            table += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n")
                         .arg(scenario, QString::fromLatin1(measure.name), values[0].text(measure.digits),
                              values[1].text(measure.digits), values[2].text(measure.digits),
                              ratio(values[0], values[1]), ratio(values[0], values[2]));
        }
    }
    printf("\n%s", qPrintable(table));
    return sound;
}

} // namespace parlor::load
