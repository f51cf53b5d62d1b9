// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QTemporaryDir>

#include <chrono>
#include <type_traits>

/// What the measurements of the store have in common.
namespace parlor::bench {

using Clock = std::chrono::steady_clock;

/// Ends the program: a measurement that failed in part says nothing.
[[noreturn]] void stop(const QString& why);

template <typename T>
T need(Result<T> result) {
    if (!result)
        stop(result.error().message());
    if constexpr (!std::is_void_v<T>)
        return *result;
}

/// Seconds.
inline double since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// A server of this run alone, with its defaults: what it has answered is on the disk.
class Postgres {
public:
    Postgres();
    ~Postgres();
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    const QString& url() const { return m_url; }
    void sql(const QString& statement) const;
    /// Leaves nothing in the database.
    void clear() const;

private:
    QTemporaryDir m_dir;
    QString m_url;
};

/// A connection to a store's database without the store, closed and forgotten with it.
class BareConnection {
public:
    /// To an SQLite file, with the settings of the store's own connections.
    static BareConnection toFile(const QString& file);
    static BareConnection toServer(const QString& url);
    BareConnection(BareConnection&& other) noexcept;
    ~BareConnection();

    QSqlDatabase& database() { return m_database; }
    void exec(const QString& sql);

private:
    explicit BareConnection(const QString& driver);

    QString m_name;
    QSqlDatabase m_database;
};
/// Runs what is prepared and looks at every value of the `columns` of its rows; how many there were.
int readAll(QSqlQuery& query, int columns);

} // namespace parlor::bench
