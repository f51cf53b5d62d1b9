// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/configuration.h"

#include <QFile>
#include <QTemporaryDir>

namespace parlor::admin::test {

/// Settings from a file's text, environment and flags.
inline Result<Configuration> load(const QString& path, const QByteArray& file,
                                  const QMap<QString, QString>& environment = {},
                                  const QMap<QString, QString>& flags = {}) {
    ConfigurationInput input;
    if (!file.isNull()) {
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(file) != file.size())
            return fail(ErrorCode::Internal, QStringLiteral("the test cannot write its file"));
        out.close();
        input.file = path;
    }
    for (auto it = environment.cbegin(); it != environment.cend(); ++it)
        input.environment.insert(it.key(), it.value());
    input.flags = flags;
    return loadConfiguration(input);
}

/// Where the file is.
class ConfigFile {
protected:
    QString path() const { return m_dir.filePath(QStringLiteral("parlord.conf")); }
    QTemporaryDir m_dir;
};

} // namespace parlor::admin::test
