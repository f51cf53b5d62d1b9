// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QMap>
#include <QString>

namespace parlor::store {

/// Where a PostgreSQL database is and how to get in. Of a value of this type only name() may be shown.
struct PostgresUrl {
    QString host; ///< several with commas between them; a directory for a Unix socket; empty: libpq's default
    QString port; ///< as many as there are hosts, or empty: libpq's default, 5432
    QString user; ///< empty: libpq's default, the user who runs the process
    QString password; ///< empty: libpq's ways to find one (passfile)
    QString database;
    QMap<QString, QString> options; ///< of libpq, from a short list

    /// "chat on db.example.org:5432", for messages: neither user nor password.
    QString name() const;
    /// The options as QSqlDatabase takes them.
    QString connectOptions() const;
    friend bool operator==(const PostgresUrl&, const PostgresUrl&) = default;
};

/// Reads `postgresql://user:password@host:port/database?option=value&…`, of which host and database are
/// needed; "postgres:" will do as well. Percent-encoding works everywhere, so that the host may be the
/// directory of a Unix socket (%2Frun%2Fpostgresql), which may also be given as ?host=. Several hosts are
/// separated by commas. Fills in what the options leave out: connect_timeout, and the keepalives by which a
/// host that is gone is noticed. Invalid with field "database_url"; the message never shows the URL.
Result<PostgresUrl> parsePostgresUrl(const QString& url);

} // namespace parlor::store
