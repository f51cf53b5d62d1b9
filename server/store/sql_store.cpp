// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"

#include "server/store/migrations.h"
#include "server/store/postgres_dialect.h"
#include "server/store/sqlite_dialect.h"
#include "server/store/store_copy.h"

#include <QFileInfo>
#include <QRandomGenerator>

#include <thread>

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
    QSqlDatabase& database = (*connection)->database();
    // Two processes that start at once would otherwise both make the same tables.
    if (auto locked = m_dialect->lockSchema(database); !locked)
        return locked;
    auto result = m_dialect->check(database);
    if (result)
        result = migrate(**connection, *m_dialect);
    m_dialect->unlockSchema(database);
    return result;
}

Result<void> SqlStore::ping() {
    return readOnce<void>([](Transaction& t) -> Result<void> {
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
    if (m_dialect->hasBackup())
        return m_dialect->backup((*connection)->database(), file);
    return copyToFile(*this, file);
}

void SqlStore::pauseBefore(int number) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(QRandomGenerator::global()->bounded(5 * number, 20 * number)));
}

std::unique_ptr<Store> makeSqliteStore(const QString& file) {
    return std::make_unique<SqlStore>(std::make_unique<SqliteDialect>(file));
}

std::unique_ptr<Store> makePostgresStore(const QUrl& url) {
    return std::make_unique<SqlStore>(
        std::make_unique<PostgresDialect>(parsePostgresUrl(url.toString(QUrl::FullyEncoded))));
}

Result<std::unique_ptr<Store>> makeStore(const QString& databaseUrl, const QString& sqliteFile) {
    if (databaseUrl.isEmpty())
        return makeSqliteStore(sqliteFile);
    auto parsed = parsePostgresUrl(databaseUrl);
    if (!parsed)
        return fail(parsed.error());
    return std::make_unique<SqlStore>(std::make_unique<PostgresDialect>(std::move(parsed)));
}

} // namespace parlor::store
