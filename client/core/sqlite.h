// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"
#include "shared/result.h"

#include <QDateTime>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <memory>
#include <optional>

namespace parlor {

/// One SQLite connection of one thread, and what its users have in common: prepared statements kept for
/// reuse, errors as values, transactions that roll back by themselves. Internal to parlor_client.
class Sqlite {
public:
    enum class Access { ReadWrite, ReadOnly };
    enum class Durability {
        Full,   ///< a commit survives the loss of power
        Normal, ///< a commit survives the end of the process; a loss of power may undo the newest ones, in
                ///< order
    };
    using Step = const char*; ///< SQL statements, separated by ";"

    ~Sqlite();
    Q_DISABLE_COPY_MOVE(Sqlite)

    /// Errors: Corrupt (not a database, or damaged), Io.
    static Result<std::unique_ptr<Sqlite>> open(const QString& file, Access access,
                                                Durability durability = Durability::Normal);

    /// Brings the schema to the newest version: step i leads from version i to i + 1, each in a transaction
    /// of its own. NewerFormat if the file is beyond them.
    Result<void> migrate(std::initializer_list<Step> steps);
    /// Corrupt if SQLite finds damage.
    Result<void> check();

    /// One statement, not kept.
    Result<void> exec(const QString& sql);
    /// A statement that gives no rows, prepared once per `sql`, with `values` bound to its "?" in their
    /// order, or to its "?1",
    /// "?2" by their number.
    Result<void> write(const QString& sql, const QVariantList& values = {});
    /// Rows changed by the last write().
    int changed() const { return m_changed; }
    /// A statement that gives rows: `row` sees each. It must not run the same `sql` again.
    Result<void> read(const QString& sql, const QVariantList& values,
                      const std::function<void(const QSqlQuery&)>& row);

    /// `work` inside a transaction: committed if it succeeds, rolled back if not. Does not nest.
    Result<void> transaction(const std::function<Result<void>()>& work);

private:
    Sqlite() = default;

    struct Statement {
        explicit Statement(const QSqlDatabase& database)
            : query(database) {}
        QSqlQuery query;
        QList<int> order; ///< which value goes to which parameter; empty for their own order
    };
    std::shared_ptr<Statement> prepare(const QString& sql, Error* error);
    Result<QSqlQuery*> run(const QString& sql, const QVariantList& values);

    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<Statement>> m_statements;
    int m_changed = 0;
};

// Values as they are in the files: ids are 16 bytes, times are milliseconds since 1970.
template <typename Tag>
QVariant toSql(const Id<Tag>& id) {
    return id.isNull() ? QVariant() : QVariant(id.uuid().toRfc4122());
}
template <typename Tag>
QVariant toSql(const std::optional<Id<Tag>>& id) {
    return id ? toSql(*id) : QVariant();
}
QVariant toSql(const QDateTime& time);
QVariant toSql(const std::optional<QDateTime>& time);

template <typename IdType>
IdType idFromSql(const QVariant& value) {
    return IdType(QUuid::fromRfc4122(value.toByteArray()));
}
template <typename IdType>
std::optional<IdType> optionalIdFromSql(const QVariant& value) {
    if (value.isNull())
        return std::nullopt;
    return idFromSql<IdType>(value);
}
QDateTime timeFromSql(const QVariant& value);
std::optional<QDateTime> optionalTimeFromSql(const QVariant& value);

} // namespace parlor
