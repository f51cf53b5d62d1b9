// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_store.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSqlError>
#include <QUrl>
#include <QUuid>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace parlor::bench {

namespace {

QByteArray run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(600'000) || process.exitStatus() != QProcess::NormalExit ||
        process.exitCode() != 0)
        stop(QStringLiteral("%1 did not end well").arg(program));
    return process.readAllStandardOutput();
}

QString script() {
    return QStringLiteral(PARLOR_SUPPORT_DIR "/postgres-local");
}

} // namespace

void stop(const QString& why) {
    fprintf(stderr, "bench: %s\n", qPrintable(why));
    exit(1);
}

Postgres::Postgres() {
    // It ends with its owner: stop() leaves without destructors.
    const QByteArray url =
        run(script(), {QStringLiteral("start"), QStringLiteral("--dir"), m_dir.path(),
                       QStringLiteral("--owner"), QString::number(QCoreApplication::applicationPid())});
    m_url = QString::fromUtf8(url).trimmed().remove(QStringLiteral("url="));
}

Postgres::~Postgres() {
    run(script(), {QStringLiteral("stop"), QStringLiteral("--dir"), m_dir.path()});
}

void Postgres::sql(const QString& statement) const {
    run(QStringLiteral("psql"),
        {QStringLiteral("--quiet"), QStringLiteral("--no-psqlrc"), QStringLiteral("--set=ON_ERROR_STOP=1"),
         m_url, QStringLiteral("--command"), QStringLiteral("SET client_min_messages = warning"),
         QStringLiteral("--command"), statement});
}

void Postgres::clear() const {
    sql(QStringLiteral("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
}

BareConnection::BareConnection(const QString& driver)
    : m_name(QStringLiteral("bare-%1").arg(QUuid::createUuid().toString(QUuid::WithoutBraces)))
    , m_database(QSqlDatabase::addDatabase(driver, m_name)) {}

BareConnection::BareConnection(BareConnection&& other) noexcept
    : m_name(std::exchange(other.m_name, QString()))
    , m_database(std::exchange(other.m_database, QSqlDatabase())) {}

BareConnection::~BareConnection() {
    m_database = QSqlDatabase();
    if (!m_name.isEmpty())
        QSqlDatabase::removeDatabase(m_name);
}

BareConnection BareConnection::toFile(const QString& file) {
    BareConnection bare(QStringLiteral("QSQLITE"));
    bare.m_database.setDatabaseName(file);
    if (!bare.m_database.open())
        stop(bare.m_database.lastError().text());
    bare.exec(QStringLiteral("PRAGMA cache_size = -16384"));
    return bare;
}

BareConnection BareConnection::toServer(const QString& server) {
    const QUrl url(server);
    BareConnection bare(QStringLiteral("QPSQL"));
    bare.m_database.setHostName(url.host());
    bare.m_database.setPort(url.port(5432));
    bare.m_database.setUserName(url.userName());
    bare.m_database.setPassword(url.password());
    bare.m_database.setDatabaseName(url.path().mid(1));
    if (!bare.m_database.open())
        stop(bare.m_database.lastError().text());
    return bare;
}

void BareConnection::exec(const QString& sql) {
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        stop(query.lastError().text() + QLatin1String(": ") + sql);
}

int readAll(QSqlQuery& query, int columns) {
    if (!query.exec())
        stop(query.lastError().text());
    int rows = 0;
    qsizetype bytes = 0;
    for (; query.next(); ++rows) {
        for (int i = 0; i < columns; ++i)
            bytes += query.value(i).isNull() ? 0 : 1;
    }
    query.finish();
    if (bytes < rows)
        stop(QStringLiteral("rows of nothing"));
    return rows;
}

} // namespace parlor::bench
