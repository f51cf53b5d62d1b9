// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/log/embedded_log_test.h"

#include <QFile>

#include <sqlite3.h>

namespace parlor::test {

log::EmbeddedLogOptions inMemory() {
    log::EmbeddedLogOptions options;
    options.vfs = vfsName;
    return options;
}

void tamper(const QString& file, const char* sql) {
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(QFile::encodeName(file).constData(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

void EmbeddedLogTest::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

} // namespace parlor::test
