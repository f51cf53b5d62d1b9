// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/command_line.h"

#include "server/admin/console.h"
#include "server/admin/verbs.h"

#include <algorithm>
#include <utility>

namespace parlor::admin {

namespace {

const QString helpOption = QStringLiteral("--help");
const QString configOption = QStringLiteral("--config");

/// `parlord config` tells the rest.
QString firstSentence(const QString& text) {
    const qsizetype end = text.indexOf(QLatin1StringView(". "));
    return end < 0 ? text : text.left(end + 1);
}

QList<Option> settingOptions() {
    QList<Option> options{
        {configOption, QStringLiteral("FILE"),
         QStringLiteral("A file of settings: name = value lines, # comments. Also PARLOR_CONFIG.")}};
    for (const SettingRow& row : settingRows())
        options.append({row.flag(), QStringLiteral("VALUE"), firstSentence(QString::fromUtf8(row.meaning))});
    return options;
}

QString nameOf(const Verb& verb) {
    return QString::fromLatin1(verb.name);
}

/// What one writes, and what it means.
using HelpRow = std::pair<QString, QString>;

QList<HelpRow> helpRows(const QList<Option>& options) {
    QList<HelpRow> rows;
    for (const Option& option : options)
        rows.append(
            {option.valueName.isEmpty() ? option.name : option.name + QLatin1Char(' ') + option.valueName,
             option.meaning});
    return rows;
}

/// The meanings stand below each other, behind the longest of what one writes.
QString helpTable(const QList<HelpRow>& rows) {
    qsizetype widest = 0;
    for (const HelpRow& row : rows)
        widest = std::max(widest, row.first.size());
    QString text;
    for (const auto& [head, meaning] : rows)
        text += QStringLiteral("  %1  %2\n").arg(head.leftJustified(widest), meaning);
    return text;
}

QString generalHelp() {
    QString text = QStringLiteral("parlord: the server of Parlor\n\nUsage: parlord VERB [options]\n\n");
    QList<HelpRow> rows;
    for (const Verb& verb : verbs()) {
        const QString head = nameOf(verb) + QLatin1Char(' ') + QString::fromLatin1(verb.operands);
        rows.append({head.trimmed(), QString::fromUtf8(verb.summary)});
    }
    return text + helpTable(rows) +
           QStringLiteral("\n`parlord VERB --help` tells more; `parlord config` explains every setting.\n"
                          "Exit status: 0 done, 1 failed, 2 wrong command line or setting.\n");
}

QString helpOf(const Verb& verb) {
    QString text = QStringLiteral("Usage: parlord %1\n\n%2\n")
                       .arg(QStringLiteral("%1 %2 [options]")
                                .arg(nameOf(verb), QString::fromLatin1(verb.operands))
                                .simplified(),
                            QString::fromUtf8(verb.summary));
    if (*verb.details)
        text += QString::fromUtf8(verb.details) + QLatin1Char('\n');
    if (const QList<Option> options = verb.options(); !options.isEmpty())
        text += QStringLiteral("\nOptions:\n") + helpTable(helpRows(options));
    return text + QStringLiteral("\nSettings (`parlord config` shows their values):\n") +
           helpTable(helpRows(settingOptions()));
}

int usageError(const QString& message) {
    printError(QStringLiteral("parlord: %1\n`parlord help` shows what there is.\n").arg(message));
    return exitUsage;
}

/// The verb that the first words name; `rest` becomes what follows it.
const Verb* takeVerb(const QStringList& arguments, QStringList& rest) {
    for (const Verb& verb : verbs()) {
        const QStringList words = nameOf(verb).split(QLatin1Char(' '));
        if (arguments.mid(0, words.size()) == words) {
            rest = arguments.mid(words.size());
            return &verb;
        }
    }
    return nullptr;
}

int unknownVerb(const QStringList& arguments) {
    QStringList names;
    for (const Verb& verb : verbs())
        names.append(nameOf(verb));
    const QString& first = arguments.first();
    if (first == QLatin1StringView("user")) {
        const QStringList known = names.filter(QStringLiteral("user "));
        return usageError(
            QStringLiteral("what about users? One of: %1.").arg(known.join(QLatin1StringView(", "))));
    }
    const QString near = nearest(first, names);
    return usageError(QStringLiteral("there is no verb %1.").arg(first.left(64)) +
                      (near.isEmpty() ? QString() : QStringLiteral(" Did you mean %1?").arg(near)));
}

ConfigurationInput configurationInput(const Arguments& arguments) {
    ConfigurationInput input;
    input.environment = QProcessEnvironment::systemEnvironment();
    input.file = arguments.values.value(configOption);
    for (const SettingRow& row : settingRows()) {
        if (const auto value = arguments.values.constFind(row.flag()); value != arguments.values.constEnd())
            input.flags.insert(row.key(), *value);
    }
    return input;
}

int runVerb(const Verb& verb, const QStringList& rest, const Backend& backend) {
    if (rest.contains(helpOption) || rest.contains(QStringLiteral("-h"))) {
        printOut(helpOf(verb));
        return exitOk;
    }
    const auto arguments = parseArguments(rest, verb.options() + settingOptions());
    if (!arguments)
        return usageError(arguments.error().message());
    if (arguments->positional.size() != verb.operandCount)
        return usageError(QStringLiteral("usage: parlord %1 %2")
                              .arg(nameOf(verb), QString::fromLatin1(verb.operands))
                              .trimmed());
    const auto configuration = loadConfiguration(configurationInput(*arguments));
    if (!configuration) {
        printError(QStringLiteral("parlord: %1\n").arg(configuration.error().message()));
        return exitUsage;
    }
    for (const QString& warning : configuration->warnings)
        printError(QStringLiteral("parlord: warning: %1\n").arg(warning));
    const auto outcome = verb.run({*arguments, *configuration, backend});
    if (!outcome) {
        const Error& error = outcome.error();
        printError(QStringLiteral("parlord: %1\n").arg(error.message()));
        return error.code() == ErrorCode::Invalid ? exitUsage : exitFailure;
    }
    printOut(*outcome);
    return exitOk;
}

} // namespace

int runCommandLine(const QStringList& arguments, const Backend& backend) {
    if (arguments.isEmpty()) {
        printError(generalHelp());
        return exitUsage;
    }
    const QString& first = arguments.first();
    if (first == helpOption || first == QLatin1StringView("-h") ||
        (first == QLatin1StringView("help") && arguments.size() == 1)) {
        printOut(generalHelp());
        return exitOk;
    }
    if (first == QLatin1StringView("help"))
        return runCommandLine(arguments.mid(1) + QStringList{helpOption}, backend);
    QStringList rest;
    const Verb* verb = takeVerb(
        first == QLatin1StringView("--version") ? QStringList{QStringLiteral("version")} : arguments, rest);
    return verb ? runVerb(*verb, rest, backend) : unknownVerb(arguments);
}

} // namespace parlor::admin
