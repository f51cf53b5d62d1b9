// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/diagnosis.h"

#include "server/store/migrations.h"
#include "server/store/postgres_dialect.h"
#include "server/store/sqlite_dialect.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlQuery>
#include <QSqlRecord>

#include <algorithm>
#include <cmath>
#include <vector>

namespace parlor::store {

namespace {

constexpr char database[] = "database";
constexpr char schemaSubject[] = "database schema";

constexpr int latencyProbes = 20;
constexpr double slowMs = 5;          // a request asks several times, one after the other
constexpr qint64 clockSlackMs = 1000; // tokens and presence are counted in seconds
// Beside those of the pool: the projector's or the tail's, the health check's, the verbs'.
constexpr int ownConnections = 6;

/// One connection of its own, for as long as it lives.
class Probe {
public:
    explicit Probe(const Dialect& dialect)
        : m_name(QStringLiteral("parlor-doctor"))
        , m_database(QSqlDatabase::addDatabase(dialect.driver(), m_name)) {}
    ~Probe() {
        m_database.close();
        m_database = QSqlDatabase(); // removeDatabase() wants no copy left
        QSqlDatabase::removeDatabase(m_name);
    }
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    QSqlDatabase& database() { return m_database; }
    /// The first row; empty when there is none, or the question failed.
    QVariantList row(const QString& sql) {
        QSqlQuery query(m_database);
        QVariantList values;
        if (query.exec(sql) && query.next()) {
            for (int i = 0; i < query.record().count(); ++i)
                values.append(query.value(i));
        }
        return values;
    }
    QVariant value(const QString& sql) { return row(sql).value(0); }

private:
    const QString m_name;
    QSqlDatabase m_database;
};

/// How many steps of the schema are there; -1: not even the table that counts them.
qsizetype appliedSteps(Probe& probe) {
    const QVariant count = probe.value(QStringLiteral("SELECT COUNT(*) FROM schema_migrations"));
    return count.isValid() ? count.toLongLong() : -1;
}

Finding schemaFinding(qsizetype applied) {
    const qsizetype ours = migrations().size();
    if (applied <= 0)
        return fine(schemaSubject, QStringLiteral("empty; the first start makes the tables"));
    if (applied > ours) {
        return failed(schemaSubject,
                      QStringLiteral("made by a newer version of Parlor (%1 steps, this one knows %2): start "
                                     "the newer version again, or restore a backup made by this one")
                          .arg(applied)
                          .arg(ours));
    }
    if (applied < ours) {
        return warning(schemaSubject,
                       QStringLiteral("%1 of %2 steps: `parlord migrate`, or the next start, makes the rest; "
                                      "back up before")
                           .arg(applied)
                           .arg(ours));
    }
    return fine(schemaSubject, QStringLiteral("up to date (%1 steps)").arg(ours));
}

std::optional<Epoch> readEpoch(Probe& probe, qsizetype applied) {
    if (applied <= 0)
        return Epoch();
    const QVariantList row =
        probe.row(QStringLiteral("SELECT epoch, log_identity, partitions, base FROM server_state"));
    if (row.size() != 4)
        return std::nullopt;
    return Epoch{row[0].toLongLong(), row[1].toString(), row[2].toInt(), row[3].toLongLong()};
}

Finding rightsFinding(Probe& probe, qsizetype applied) {
    constexpr char subject[] = "database rights";
    QStringList lacking;
    if (applied > 0) {
        for (const Table& table : schemaTables()) {
            const bool may = probe
                                 .value(QStringLiteral("SELECT has_table_privilege('%1', 'SELECT') AND "
                                                       "has_table_privilege('%1', 'INSERT') AND "
                                                       "has_table_privilege('%1', 'UPDATE') AND "
                                                       "has_table_privilege('%1', 'DELETE')")
                                            .arg(table.name))
                                 .toBool();
            // A table of a step that is still to be made is nobody's yet.
            if (!may &&
                probe.value(QStringLiteral("SELECT to_regclass('%1')").arg(table.name)).toString().size() > 0)
                lacking.append(table.name);
        }
    }
    if (!lacking.isEmpty()) {
        return failed(
            subject, QStringLiteral("the user may not read and write %1: GRANT ALL ON ALL TABLES IN SCHEMA … "
                                    "TO the user of database_url, or make it the owner")
                         .arg(lacking.join(QLatin1StringView(", "))));
    }
    if (probe.value(QStringLiteral("SELECT has_schema_privilege(current_schema(), 'CREATE')")).toBool())
        return fine(subject, QStringLiteral("the user may read, write and make tables"));
    const QString todo = QStringLiteral("the user may not make tables: GRANT CREATE ON SCHEMA %1 TO the user "
                                        "of database_url, or make it the owner of the database")
                             .arg(probe.value(QStringLiteral("SELECT current_schema()")).toString());
    return applied < migrations().size()
               ? failed(subject, todo)
               : warning(subject, todo + QStringLiteral("; an upgrade will need it"));
}

Finding latencyFinding(Probe& probe) {
    constexpr char subject[] = "database latency";
    std::vector<double> times;
    for (int i = 0; i < latencyProbes; ++i) {
        QElapsedTimer timer;
        timer.start();
        probe.value(QStringLiteral("SELECT 1"));
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    const double median = times[times.size() / 2];
    const QString text = QStringLiteral("%1 ms for the smallest question").arg(median, 0, 'f', 2);
    if (median > slowMs) {
        return warning(subject, text + QStringLiteral(": every join and every page of history waits for "
                                                      "several; bring the database nearer"));
    }
    return fine(subject, text);
}

Finding connectionsFinding(Probe& probe, int connections) {
    constexpr char subject[] = "database connections";
    const QVariantList row = probe.row(QStringLiteral(
        "SELECT current_setting('max_connections')::int - "
        "current_setting('superuser_reserved_connections')::int, (SELECT COUNT(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend')"));
    if (row.size() != 2)
        return warning(subject, QStringLiteral("PostgreSQL does not tell how many it allows"));
    const int most = row[0].toInt();
    const int used = row[1].toInt();
    const int wanted = connections + ownConnections;
    const QString text = QStringLiteral("PostgreSQL allows %1, %2 are in use now; a process here takes up to "
                                        "%3 (database_connections and some of its own)")
                             .arg(most)
                             .arg(used)
                             .arg(wanted);
    if (wanted > most) {
        return failed(subject, text + QStringLiteral(": lower database_connections, or raise max_connections "
                                                     "of PostgreSQL"));
    }
    if (wanted > most - used) {
        return warning(subject, text + QStringLiteral(": unless those in use are this server's own, lower "
                                                      "database_connections or raise max_connections"));
    }
    return fine(subject, text);
}

Finding durabilityFinding(Probe& probe) {
    constexpr char subject[] = "database durability";
    if (probe.value(QStringLiteral("SELECT pg_is_in_recovery()")).toBool()) {
        return failed(subject,
                      QStringLiteral("this is a standby, which takes no changes: name the primary in "
                                     "database_url (several hosts and "
                                     "target_session_attrs=read-write find it)"));
    }
    for (const char* setting : {"fsync", "full_page_writes"}) {
        if (probe.value(QStringLiteral("SELECT current_setting('%1')").arg(QLatin1StringView(setting)))
                .toString() == QLatin1StringView("off")) {
            return warning(subject, QStringLiteral("%1 is off: a loss of power may destroy the database; "
                                                   "switch it on in postgresql.conf")
                                        .arg(QLatin1StringView(setting)));
        }
    }
    return fine(subject, QStringLiteral("changes are on disk before they are answered"));
}

Finding clockFinding(Probe& probe) {
    const auto sql = QStringLiteral("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 theirs = probe.value(sql).toLongLong();
    return compareClocks(before, theirs, QDateTime::currentMSecsSinceEpoch());
}

} // namespace

Finding compareClocks(qint64 before, qint64 theirs, qint64 after) {
    constexpr char subject[] = "clock";
    const qint64 off = std::max({qint64(0), before - theirs, theirs - after});
    const QString text = QStringLiteral("%1 s from the database's").arg(double(off) / 1000, 0, 'f', 3);
    if (off > clockSlackMs) {
        return warning(subject, text + QStringLiteral(": let NTP (chrony, systemd-timesyncd) set the clocks "
                                                      "of all machines"));
    }
    return fine(subject, text);
}

StoreDiagnosis diagnosePostgres(const QUrl& url, int connections) {
    StoreDiagnosis diagnosis;
    const auto parsed = parsePostgresUrl(url.toString(QUrl::FullyEncoded));
    const PostgresDialect dialect(parsed);
    Probe probe(dialect);
    if (const auto connected = dialect.connect(probe.database()); !connected) {
        diagnosis.findings.append(failed(database, connected.error().message()));
        return diagnosis;
    }
    if (const auto checked = dialect.check(probe.database()); !checked) {
        diagnosis.findings.append(failed(database, checked.error().message()));
        return diagnosis;
    }
    diagnosis.findings.append(fine(
        database, QStringLiteral("PostgreSQL %1, UTF8, %2")
                      .arg(probe.value(QStringLiteral("SHOW server_version")).toString().section(u' ', 0, 0),
                           parsed->name())));
    const qsizetype applied = appliedSteps(probe);
    diagnosis.findings.append({schemaFinding(applied), rightsFinding(probe, applied),
                               durabilityFinding(probe), latencyFinding(probe),
                               connectionsFinding(probe, connections), clockFinding(probe)});
    diagnosis.epoch = readEpoch(probe, applied);
    return diagnosis;
}

StoreDiagnosis diagnoseSqlite(const QString& file) {
    StoreDiagnosis diagnosis;
    if (QFileInfo(file).size() == 0) { // or not there
        diagnosis.findings.append(fine(database, QStringLiteral("%1 is made at the first start").arg(file)));
        diagnosis.epoch = Epoch();
        return diagnosis;
    }
    const SqliteDialect dialect(file);
    Probe probe(dialect);
    probe.database().setDatabaseName(file);
    probe.database().setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000"));
    if (!probe.database().open()) {
        diagnosis.findings.append(failed(database, dialect.describe(probe.database().lastError()).message()));
        return diagnosis;
    }
    if (const auto checked = dialect.check(probe.database()); !checked) {
        diagnosis.findings.append(failed(database, checked.error().message()));
        return diagnosis;
    }
    diagnosis.findings.append(fine(database, QStringLiteral("SQLite, %1, undamaged").arg(file)));
    const qsizetype applied = appliedSteps(probe);
    diagnosis.findings.append(schemaFinding(applied));
    diagnosis.epoch = readEpoch(probe, applied);
    return diagnosis;
}

} // namespace parlor::store
