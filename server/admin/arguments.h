// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QMap>
#include <QSet>
#include <QStringList>

namespace parlor::admin {

/// One option of a verb.
struct Option {
    QString name;      ///< with its dashes: "--email"
    QString valueName; ///< empty: the option takes no value
    QString meaning;
};

/// A command line taken apart.
struct Arguments {
    QStringList positional;
    QMap<QString, QString> values; ///< of options with a value
    QSet<QString> switches;        ///< options without

    bool has(const QString& name) const { return switches.contains(name); }
};

/// Takes `--name value`, `--name=value`, `--switch` and positional arguments in any order; after `--`
/// everything is positional. Invalid for an unknown option (with the one that it resembles), a value that is
/// missing or too much, and an option that is given twice. Pure.
Result<Arguments> parseArguments(const QStringList& arguments, const QList<Option>& options);

} // namespace parlor::admin
