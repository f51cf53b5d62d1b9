// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/play.h"

#include <QFile>
#include <QRegularExpression>

namespace parlor::scenario {

namespace {

[[noreturn]] void wrong(const QString& file, int line, const QString& what) {
    throw PlayError(QStringLiteral("%1:%2: %3").arg(file).arg(line).arg(what));
}

/// "Alice, Bob (laptop, phone), Mallory"
void parseCast(Play& play, const QString& text, int line) {
    static const QRegularExpression one(
        QStringLiteral("\\G\\s*([A-Z][a-z]+)(?:\\s*\\(([a-z, ]+)\\))?\\s*(?:,|$)"));
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match = one.match(text, at);
        if (!match.hasMatch())
            wrong(play.file, line,
                  QStringLiteral("the cast is a list of names like: Alice, Bob (laptop, phone)"));
        QStringList devices;
        const QStringList named = match.captured(2).split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString& device : named)
            devices.append(device.trimmed());
        if (devices.isEmpty())
            devices.append(QString());
        if (play.cast.contains(match.captured(1)))
            wrong(play.file, line, match.captured(1) + QStringLiteral(" is in the cast twice"));
        play.cast.insert(match.captured(1), devices);
        at = match.capturedEnd();
    }
}

} // namespace

Play parsePlay(const QString& file, const QString& text) {
    Play play;
    play.file = file;
    const QStringList rows = text.split(QLatin1Char('\n'));
    bool castSeen = false;
    for (int i = 0; i < rows.size(); ++i) {
        const QString trimmed = rows.at(i).trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QLatin1Char('#')))
            continue;
        const bool indented = rows.at(i).front().isSpace();
        if (indented) {
            if (play.lines.isEmpty() || !play.lines.constLast().hasBlock)
                wrong(file, i + 1, QStringLiteral("an indented line must follow one that ends with a colon"));
            play.lines.last().block.append(trimmed);
            continue;
        }
        if (trimmed.startsWith(QLatin1String("Cast:"))) {
            if (castSeen || !play.lines.isEmpty())
                wrong(file, i + 1, QStringLiteral("the cast is told once, at the beginning"));
            castSeen = true;
            parseCast(play, trimmed.mid(5).trimmed(), i + 1);
            continue;
        }
        PlayLine line;
        line.number = i + 1;
        line.hasBlock = trimmed.endsWith(QLatin1Char(':'));
        line.text = line.hasBlock ? trimmed.chopped(1) : trimmed;
        play.lines.append(line);
    }
    if (play.cast.isEmpty())
        wrong(file, 1, QStringLiteral("no cast: the play begins with a line like \"Cast: Alice, Bob\""));
    if (play.lines.isEmpty())
        wrong(file, 1, QStringLiteral("nothing happens in this play"));
    return play;
}

Play readPlay(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        throw PlayError(file + QStringLiteral(": ") + in.errorString());
    return parsePlay(file, QString::fromUtf8(in.readAll()));
}

} // namespace parlor::scenario
