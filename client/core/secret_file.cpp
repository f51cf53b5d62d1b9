// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/secret_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace parlor {

SecretFile::SecretFile(const QString& path)
    : m_path(path) {}

QHash<QString, QString> SecretFile::load() const {
    QHash<QString, QString> values;
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return values;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    for (auto it = json.constBegin(); it != json.constEnd(); ++it)
        values.insert(it.key(), it.value().toString());
    return values;
}

bool SecretFile::store(const QHash<QString, QString>& values) const {
    QDir().mkpath(QFileInfo(m_path).path());
    QJsonObject json;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        json.insert(it.key(), it.value());
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    // Before there is anything to read in it.
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
        file.cancelWriting();
        return false;
    }
    file.write(QJsonDocument(json).toJson(QJsonDocument::Indented));
    return file.commit();
}

QString SecretFile::value(const QString& key) const {
    return load().value(key);
}

bool SecretFile::setValue(const QString& key, const QString& value) {
    QHash<QString, QString> values = load();
    values.insert(key, value);
    return store(values);
}

bool SecretFile::remove(const QString& key) {
    QHash<QString, QString> values = load();
    if (values.remove(key) == 0)
        return true;
    return store(values);
}

} // namespace parlor
