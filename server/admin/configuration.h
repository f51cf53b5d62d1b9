// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/settings.h"

#include <QMap>
#include <QProcessEnvironment>
#include <QStringList>

namespace parlor::admin {

/// Where settings may come from. Beats what follows: a flag, the environment, the file, the default. An
/// environment variable that is empty counts as not set.
struct ConfigurationInput {
    QMap<QString, QString> flags; ///< by name of the setting ("data_dir")
    QProcessEnvironment environment;
    QString file; ///< of --config; empty: that of PARLOR_CONFIG, if any
};

struct SettingValue {
    const SettingRow* row = nullptr;
    QString text;
    QString origin; ///< "the default", "line 3 of /etc/parlord.conf", "PARLOR_LISTEN in the environment",
                    ///< "--listen"
};

struct Configuration {
    Settings settings;
    QList<SettingValue> values; ///< one for every row of the table, in its order
    QStringList warnings;       ///< what is suspicious but no error
};

/// Reads and checks everything. Invalid names the setting, where it came from and what is allowed; Io when
/// the file cannot be read. Main thread.
Result<Configuration> loadConfiguration(const ConfigurationInput& input);

/// Every setting with its meaning, what is allowed, default, origin and value: itself a valid file of
/// settings. Secrets are left out.
QString describeConfiguration(const Configuration& configuration);

/// The text of a file of settings: `name = value` lines, blank lines, and comments, which begin with # and
/// take a whole line. Values are taken as they stand, without the white space around them. Gives name ->
/// (value, line number). Invalid for an unknown or repeated name and for anything else. `fileName` is for
/// messages.
Result<QMap<QString, QPair<QString, int>>> parseConfigurationFile(const QByteArray& text,
                                                                  const QString& fileName);

} // namespace parlor::admin
