// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/connection_pool.h"
#include "shared/ids.h"
#include "shared/utc.h"

#include <QDateTime>
#include <QVariant>

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace parlor::store {

/// Bound values of our types.
template <typename Tag>
QVariant bind(const Id<Tag>& id) {
    return id.uuid().toRfc4122();
}
inline QVariant bind(const QDateTime& time) {
    return time.toMSecsSinceEpoch();
}
template <typename T>
QVariant bind(const std::optional<T>& value) {
    return value ? bind(*value) : QVariant();
}
inline QVariant bind(bool value) {
    return value ? 1 : 0;
}

class Transaction;

/// The rows of a SELECT, one after the other. Ends the statement when it goes: a cursor left open would hold
/// its snapshot. A failure on the way ends them and is the transaction's.
class Rows {
public:
    Rows(Transaction& transaction, QSqlQuery* query)
        : m_transaction(transaction)
        , m_query(query) {}
    ~Rows() {
        if (m_query)
            m_query->finish();
    }
    Rows(Rows&& other) noexcept
        : m_transaction(other.m_transaction)
        , m_query(std::exchange(other.m_query, nullptr)) {}
    Rows& operator=(Rows&&) = delete;

    bool next();
    bool isNull(int column) const { return m_query->isNull(column); }
    qint64 integer(int column) const { return m_query->value(column).toLongLong(); }
    int smallInteger(int column) const { return m_query->value(column).toInt(); }
    bool boolean(int column) const { return integer(column) != 0; }
    QString text(int column) const { return m_query->value(column).toString(); }
    QByteArray bytes(int column) const { return m_query->value(column).toByteArray(); }
    QDateTime time(int column) const { return utcFromMsecs(integer(column)); }
    std::optional<QDateTime> optionalTime(int column) const {
        return isNull(column) ? std::nullopt : std::optional(time(column));
    }
    /// As bind() and friends make it; invalid for NULL.
    QVariant variant(int column, ColumnType type) const;
    template <typename IdType>
    IdType id(int column) const {
        return IdType(QUuid::fromRfc4122(bytes(column)));
    }
    template <typename IdType>
    std::optional<IdType> optionalId(int column) const {
        return isNull(column) ? std::nullopt : std::optional(id<IdType>(column));
    }

private:
    Transaction& m_transaction;
    QSqlQuery* m_query;
};

/// A transaction that remembers its first failure: after it, every statement does nothing and finds nothing,
/// so that the code in between reads as if nothing failed, and commit() refuses. Rolls back when it goes
/// without commit(). One statement must not be run again while its Rows are alive.
class Transaction {
public:
    enum class Mode {
        Read,
        ReadOnce, ///< one statement, which sees one snapshot by itself: nothing is begun or committed around
        Write
    };
    Transaction(Connection& connection, const Dialect& dialect, Mode mode);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    const Dialect& dialect() const { return m_dialect; }
    Rows select(const QString& sql, const QVariantList& values = {});
    /// Rows affected.
    int exec(const QString& sql, const QVariantList& values = {});
    /// Runs `sql` with many rows of values: in it {rows} stands for a table called v that holds them, in
    /// columns of these names and types, and {insert} for INSERT INTO (Dialect::insertRows()). One statement
    /// for all rows, or one for some of them. Rows affected in sum.
    int execRows(const QString& sql, const QList<Column>& columns, const QList<QVariantList>& rows);
    /// `between` is called after each statement of execRows(), where that is one for a few rows.
    void setBetweenRows(std::function<void()> between) { m_betweenRows = std::move(between); }
    /// The same for a SELECT: `each` is called for every row found, in no order.
    void selectRows(const QString& sql, const QList<Column>& columns, const QList<QVariantList>& rows,
                    const std::function<void(const Rows&)>& each);
    /// As exec(), but a violated uniqueness is an answer: nullopt. The transaction goes on.
    std::optional<int> tryExec(const QString& sql, const QVariantList& values);
    /// Id of the inserted row, for an INSERT … RETURNING id.
    qint64 insertReturning(const QString& sql, const QVariantList& values);
    /// The rows of a SELECT that may be too many to be held in memory. No other statement while they are
    /// alive.
    Rows stream(const QString& sql);
    /// A statement without values that may not be one that can be prepared: of the schema, for example.
    void command(const QString& sql);

    bool failed() const { return m_error.has_value(); }
    const Error& error() const { return *m_error; }
    /// True if it could not even begin, because the connection was lost before.
    bool neverBegan() const { return !m_began; }
    /// True if it failed by a lost race: see Dialect::isTransient().
    bool lostRace() const { return m_lostRace; }
    Result<void> commit();
    /// Runs `told` once the transaction is committed; never if it is not.
    void afterCommit(std::function<void()> told) { m_afterCommit.push_back(std::move(told)); }

private:
    friend class Rows;
    using RunRows = std::function<void(const QString& statement, std::span<const QVariantList> rows)>;
    /// Calls `run` with a statement and its rows of values, once for all rows, or for some at a time.
    void forRows(const QString& sql, const QList<Column>& columns, const QList<QVariantList>& rows,
                 const RunRows& run) const;
    int execSome(const QString& sql, std::span<const QVariantList> rows);
    QSqlQuery* run(const QString& sql, const QVariantList& values, QSqlError* refused = nullptr);
    void fail(const QSqlError& error);

    Connection& m_connection;
    const Dialect& m_dialect;
    const Mode m_mode;
    bool m_ran = false; ///< a statement, in Mode::ReadOnce
    std::optional<Error> m_error;
    std::unique_ptr<QSqlQuery> m_stream;
    std::vector<std::function<void()>> m_afterCommit;
    std::function<void()> m_betweenRows;
    bool m_open = false;
    bool m_began = false;
    bool m_lostRace = false;
};

} // namespace parlor::store
