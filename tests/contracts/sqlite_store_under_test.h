// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/sql_store.h"
#include "tests/contracts/store_contract.h"

#include <QTemporaryDir>

namespace parlor::test {

/// An SQLite store: a new one, or the one in `file`, which backupTo() of any store may have made.
class SqliteStoreUnderTest final : public StoreUnderTest {
public:
    explicit SqliteStoreUnderTest(const QString& file = {})
        : m_file(file) {
        if (m_file.isEmpty())
            m_file = m_directory.filePath(QStringLiteral("store.db"));
        if (!reopen())
            qFatal("The store cannot be opened.");
    }
    store::Store& store() override { return *m_store; }
    Result<void> reopen() override {
        m_store.reset();
        m_store = store::makeSqliteStore(m_file);
        return m_store->open();
    }
    std::unique_ptr<StoreUnderTest> openBackup(const QString& file) override {
        return std::make_unique<SqliteStoreUnderTest>(file);
    }

private:
    QTemporaryDir m_directory;
    QString m_file;
    std::unique_ptr<store::Store> m_store;
};

} // namespace parlor::test
