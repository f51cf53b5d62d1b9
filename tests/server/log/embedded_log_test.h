// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/embedded_log.h"
#include "tests/server/log/forgetful_vfs.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace parlor::test {

inline constexpr const char* vfsName = "embedded-test";

/// For a log in a ForgetfulVfs of the name `vfsName`.
log::EmbeddedLogOptions inMemory();

/// Runs statements on a file that no log has open.
void tamper(const QString& file, const char* sql);

/// Every test has a directory of its own.
class EmbeddedLogTest : public QObject {
    Q_OBJECT

protected:
    QString file() const { return m_directory->filePath(QStringLiteral("log.db")); }

    std::unique_ptr<QTemporaryDir> m_directory;

protected Q_SLOTS:
    void init();
    void cleanup() { m_directory.reset(); }
};

} // namespace parlor::test
