// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/configuration.h"

#include <QFile>
#include <QStringDecoder>

#include <algorithm>

namespace parlor::admin {

namespace {

using FileValues = QMap<QString, QPair<QString, int>>;

constexpr qint64 fileSizeMax =
    256 * 1024; // a file of settings is a few kilobytes; anything larger is another file
constexpr QLatin1StringView configVariable("PARLOR_CONFIG");

QStringList settingNames() {
    QStringList names;
    for (const SettingRow& row : settingRows())
        names.append(row.key());
    return names;
}

QString suggestion(const QString& word, const QStringList& known) {
    const QString near = nearest(word, known);
    return near.isEmpty() ? QString() : QStringLiteral(" Did you mean %1?").arg(near);
}

Result<FileValues> readFile(const QString& fileName) {
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            ErrorCode::Io,
            QStringLiteral("The file of settings %1 cannot be read: %2.").arg(fileName, file.errorString()));
    const QByteArray text = file.read(fileSizeMax + 1);
    if (text.size() > fileSizeMax)
        return fail(ErrorCode::Invalid,
                    QStringLiteral("%1 is too large for a file of settings.").arg(fileName));
    return parseConfigurationFile(text, fileName);
}

SettingValue valueOf(const SettingRow& row, const ConfigurationInput& input, const FileValues& file,
                     const QString& fileName) {
    const QString name = row.key();
    if (const auto flag = input.flags.constFind(name); flag != input.flags.constEnd())
        return {&row, flag->trimmed(), row.flag()};
    const QString variable = row.environmentName();
    if (const QString text = input.environment.value(variable).trimmed(); !text.isEmpty())
        return {&row, text, QStringLiteral("%1 in the environment").arg(variable)};
    if (const auto line = file.constFind(name); line != file.constEnd())
        return {&row, line->first, QStringLiteral("line %1 of %2").arg(line->second).arg(fileName)};
    return {&row, row.defaultText(), QStringLiteral("the default")};
}

QString wrongValue(const SettingValue& value, const QString& problem) {
    const SettingRow& row = *value.row;
    const QString shown = row.secret ? QStringLiteral("the value") : QStringLiteral("\"%1\"").arg(value.text);
    const QString reason = problem.isEmpty() ? QString() : QStringLiteral(": ") + problem;
    return QStringLiteral("Setting %1: %2 (from %3) cannot be used%4. It must be %5.")
        .arg(row.key(), shown, value.origin, reason, QString::fromUtf8(row.allowed));
}

/// None of them would survive being written into a file of settings.
bool hasControlCharacters(const QString& text) {
    return std::any_of(text.cbegin(), text.cend(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

/// Misspelt variables would otherwise be ignored in silence.
QStringList unknownVariables(const QProcessEnvironment& environment) {
    QStringList known{QString(configVariable)};
    for (const SettingRow& row : settingRows())
        known.append(row.environmentName());
    QStringList warnings;
    for (const QString& variable : environment.keys()) {
        if (variable.startsWith(QLatin1StringView("PARLOR_")) && !known.contains(variable)) {
            warnings.append(
                QStringLiteral("%1 in the environment is not a setting of parlord.").arg(variable) +
                suggestion(variable, known));
        }
    }
    return warnings;
}

QString wrapped(const QString& text) {
    QString lines;
    QString line;
    for (const QString& word : text.split(QLatin1Char(' '))) {
        if (!line.isEmpty() && line.size() + word.size() > 96) {
            lines += QStringLiteral("# ") + line + QLatin1Char('\n');
            line.clear();
        }
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    return lines + QStringLiteral("# ") + line + QLatin1Char('\n');
}

} // namespace

Result<FileValues> parseConfigurationFile(const QByteArray& text, const QString& fileName) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(text);
    if (decoder.hasError() || decoded.contains(QChar(0)))
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a text file in UTF-8.").arg(fileName));
    FileValues values;
    int number = 0;
    for (const QString& line : decoded.split(QLatin1Char('\n'))) {
        ++number;
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QLatin1Char('#')))
            continue;
        const QString where = QStringLiteral("Line %1 of %2").arg(number).arg(fileName);
        const qsizetype equals = trimmed.indexOf(QLatin1Char('='));
        if (equals < 0)
            return fail(ErrorCode::Invalid,
                        QStringLiteral("%1 is not of the form: name = value.").arg(where));
        const QString name = trimmed.left(equals).trimmed();
        if (!findSetting(name)) {
            return fail(ErrorCode::Invalid,
                        QStringLiteral("%1: there is no setting \"%2\".").arg(where, name.left(64)) +
                            suggestion(name, settingNames()));
        }
        if (const auto earlier = values.constFind(name); earlier != values.constEnd())
            return fail(
                ErrorCode::Invalid,
                QStringLiteral("%1 sets %2 again, after line %3.").arg(where, name).arg(earlier->second),
                name);
        values.insert(name, {trimmed.mid(equals + 1).trimmed(), number});
    }
    return values;
}

Result<Configuration> loadConfiguration(const ConfigurationInput& input) {
    const QString fileName =
        input.file.isEmpty() ? input.environment.value(QString(configVariable)) : input.file;
    FileValues file;
    if (!fileName.isEmpty()) {
        auto read = readFile(fileName);
        if (!read)
            return fail(read.error());
        file = *std::move(read);
    }
    Configuration configuration;
    configuration.warnings = unknownVariables(input.environment);
    for (const SettingRow& row : settingRows()) {
        const SettingValue value = valueOf(row, input, file, fileName);
        if (hasControlCharacters(value.text))
            return fail(ErrorCode::Invalid, wrongValue(value, QStringLiteral("it holds a control character")),
                        row.key());
        if (const auto read = row.read(value.text, configuration.settings); !read)
            return fail(ErrorCode::Invalid, wrongValue(value, read.error().message()), row.key());
        configuration.values.append(value);
    }
    if (const auto checked = checkTogether(configuration.settings); !checked)
        return fail(checked.error());
    return configuration;
}

QString describeConfiguration(const Configuration& configuration) {
    QString text = wrapped(QStringLiteral("Settings of parlord. A setting comes from its flag, else from its "
                                          "environment variable, else from a file like this "
                                          "one (--config FILE or PARLOR_CONFIG), else it has its default. "
                                          "What follows are the values in force."));
    for (const SettingValue& value : configuration.values) {
        const SettingRow& row = *value.row;
        const QString standard = row.defaultText();
        text += QLatin1Char('\n') + wrapped(QString::fromUtf8(row.meaning));
        text += wrapped(QStringLiteral("Must be %1.").arg(QString::fromUtf8(row.allowed)));
        text += QStringLiteral("# Flag %1, environment %2, default: %3\n")
                    .arg(row.flag(), row.environmentName(),
                         standard.isEmpty() ? QStringLiteral("(empty)") : standard);
        text += QStringLiteral("# From %1.\n").arg(value.origin);
        if (row.secret && (value.text.isEmpty() || value.text != standard)) // a default is no secret
            text +=
                QStringLiteral("#%1 = %2\n")
                    .arg(row.key(), value.text.isEmpty() ? QString() : QStringLiteral("(set; not shown)"));
        else
            text += QStringLiteral("%1 = %2\n").arg(row.key(), value.text);
    }
    return text;
}

} // namespace parlor::admin
