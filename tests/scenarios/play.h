// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <stdexcept>

namespace parlor::scenario {

/// What is wrong with a play or with the server that it is played against; ends the play.
class PlayError : public std::runtime_error {
public:
    explicit PlayError(const QString& text)
        : std::runtime_error(text.toStdString()) {}
    QString text() const { return QString::fromStdString(what()); }
};

struct PlayLine {
    int number = 0; ///< in the file, from 1
    QString text;   ///< without the colon that announces a block
    bool hasBlock = false;
    QStringList block; ///< the indented lines that follow, trimmed
};

/// A script in the form that README.md beside this file describes.
struct Play {
    QString file;
    QMap<QString, QStringList> cast; ///< person to devices; a person without named ones has one, ""
    QList<PlayLine> lines;
};

/// Reads `file`; throws PlayError with "file:line: what" for anything that is not a play.
Play readPlay(const QString& file);
Play parsePlay(const QString& file, const QString& text);

} // namespace parlor::scenario
