// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace parlor {

/// Secrets in a JSON file that only its owner can read (mode 0600): what is used where there is no keyring.
/// Blocks for one small file. One thread.
class SecretFile {
public:
    explicit SecretFile(const QString& path);

    /// Null if there is none, or the file cannot be read.
    QString value(const QString& key) const;
    /// False if it could not be written; the file is as before then.
    bool setValue(const QString& key, const QString& value);
    /// True also if there was none.
    bool remove(const QString& key);

private:
    QHash<QString, QString> load() const;
    bool store(const QHash<QString, QString>& values) const;

    QString m_path;
};

} // namespace parlor
