// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_store.h"

#include <QProcess>

#include <cstdio>
#include <cstdlib>

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
    const QByteArray url = run(script(), {QStringLiteral("start"), QStringLiteral("--dir"), m_dir.path()});
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

} // namespace parlor::bench
