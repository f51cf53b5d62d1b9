// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/admin/parlord_runner.h"

#include <QObject>
#include <QTemporaryDir>

namespace parlor::test {

/// Runs the real binary, for each test in a new directory.
class CliTest : public QObject {
    Q_OBJECT

protected:
    QString path(const QString& name) const { return m_dir->filePath(name); }
    QString data() const { return path(QStringLiteral("data")); }
    ParlordOutcome run(const QStringList& arguments, const QByteArray& input = {},
                       QMap<QString, QString> environment = {},
                       const std::function<void()>& inChild = {}) const {
        environment.insert(QStringLiteral("PARLOR_PASSWORD_COST"), QStringLiteral("minimum"));
        if (!environment.contains(QStringLiteral("PARLOR_DATA_DIR")))
            environment.insert(QStringLiteral("PARLOR_DATA_DIR"), data());
        if (!environment.contains(QStringLiteral("PARLOR_LISTEN")))
            environment.insert(QStringLiteral("PARLOR_LISTEN"), QStringLiteral("127.0.0.1:0"));
        return runParlord({arguments, environment, input, inChild});
    }

protected Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

} // namespace parlor::test
