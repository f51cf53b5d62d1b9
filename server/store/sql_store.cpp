// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"

#include "server/store/migrations.h"
#include "server/store/sqlite_dialect.h"

#include <QFileInfo>

namespace parlor::store {

SqlStore::SqlStore(std::unique_ptr<Dialect> dialect)
    : m_dialect(std::move(dialect))
    , m_pool(*m_dialect) {}

SqlStore::~SqlStore() = default;

Result<void> SqlStore::open() {
    const std::lock_guard lock(m_writing);
    const auto connection = m_pool.get();
    if (!connection)
        return fail(connection.error());
    if (auto checked = m_dialect->check((*connection)->database()); !checked)
        return checked;
    return migrate(**connection, *m_dialect);
}

Result<void> SqlStore::ping() {
    return read<void>([](Transaction& t) -> Result<void> {
        t.select(QStringLiteral("SELECT epoch FROM server_state")).next();
        return {};
    });
}

Result<void> SqlStore::backupTo(const QString& file) {
    if (QFileInfo::exists(file))
        return fail(ErrorCode::Taken, QStringLiteral("%1 exists already. Choose another name.").arg(file));
    const auto connection = m_pool.get();
    if (!connection)
        return fail(connection.error());
    return m_dialect->backup((*connection)->database(), file);
}

std::unique_ptr<Store> makeSqliteStore(const QString& file) {
    return std::make_unique<SqlStore>(std::make_unique<SqliteDialect>(file));
}

} // namespace parlor::store
