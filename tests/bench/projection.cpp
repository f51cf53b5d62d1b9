// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/bench_store.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

// What a worker does with the log: messages into the store with all its indexes, in batches of the size that
// the projector takes, each in a transaction that is durable. Against the same rows by bare SQL, without
// ours: one COPY into PostgreSQL, one prepared INSERT per row into SQLite.
namespace parlor::bench {

namespace {

constexpr int batchSize = 20'000; // ProjectorOptions::batchMax
constexpr int batchCount = 10;
constexpr int roomCount = 200;
constexpr int contentLength = 300;

/// The same for every run: the ids are as random as real ones, and the sender of a room is one of its few.
QList<QList<log::MessageRecord>> makeRecords() {
    QList<RoomId> rooms;
    for (int i = 0; i < roomCount; ++i)
        rooms.append(RoomId::create());
    const UserId sender = UserId::create();
    QList<QList<log::MessageRecord>> batches(batchCount);
    for (int i = 0; i < batchCount * batchSize; ++i) {
        log::MessageRecord record;
        record.id = MessageId::create();
        record.roomId = rooms.at((i * 7919) % roomCount);
        record.sender = sender;
        record.tempId = TempId::create();
        record.content = QString(contentLength, QLatin1Char('m'));
        record.createdAt = utcFromMsecs(1'700'000'000'000 + i);
        batches[i / batchSize].append(record);
    }
    return batches;
}

/// Rows per second through Store::project.
double project(store::Store& store, const QList<QList<log::MessageRecord>>& batches) {
    const auto sender = need(store.createUser(
        {batches.first().first().sender, QStringLiteral("ann"), {}, QStringLiteral("Ann"), "-", {}}));
    QSet<RoomId> made;
    for (const log::MessageRecord& record : batches.first()) {
        if (made.contains(record.roomId))
            continue;
        made.insert(record.roomId);
        need(store.createRoom(
            {record.roomId, QStringLiteral("room"), RoomKind::Public, {}, 1, utcFromMsecs(0)},
            sender.value.user.id));
    }
    log::Positions positions{{{log::Topic::Messages, 0}, 0}};
    const store::Epoch epoch = need(store.beginEpoch(0, QStringLiteral("bench"), 1, positions, false));
    Clock::duration spent{};
    for (const auto& records : batches) {
        store::ProjectionBatch batch{epoch.number, positions, positions, {}};
        for (const log::MessageRecord& record : records)
            batch.items.append({epoch.base + batch.to.first()++, record});
        const auto began = Clock::now();
        need(store.project(batch));
        spent += Clock::now() - began;
        positions = batch.to;
    }
    return batchCount * batchSize / std::chrono::duration<double>(spent).count();
}

double projectIntoSqlite(const QList<QList<log::MessageRecord>>& batches) {
    const QTemporaryDir dir;
    const auto store = store::makeSqliteStore(dir.filePath(QStringLiteral("store.db")));
    need(store->open());
    return project(*store, batches);
}

/// The same rows by the shortest way that Qt Sql has.
double insertIntoSqlite(const QList<QList<log::MessageRecord>>& batches) {
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("store.db"));
    need(store::makeSqliteStore(file)->open());
    const QString name = QStringLiteral("bare");
    double rate = 0;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file);
        if (!database.open())
            stop(database.lastError().text());
        QSqlQuery query(database);
        for (const char* pragma : {"PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 8000"})
            query.exec(QLatin1StringView(pragma));
        query.prepare(
            QStringLiteral("INSERT INTO messages(id, room_id, seq, change_seq, sender, type, content, "
                           "created_at) VALUES(?, ?, ?, ?, ?, 0, ?, ?)"));
        const auto began = Clock::now();
        qint64 seq = 0;
        for (const auto& records : batches) {
            database.transaction();
            for (const log::MessageRecord& record : records) {
                ++seq;
                query.bindValue(0, record.id.uuid().toRfc4122());
                query.bindValue(1, record.roomId.uuid().toRfc4122());
                query.bindValue(2, seq);
                query.bindValue(3, seq);
                query.bindValue(4, record.sender.uuid().toRfc4122());
                query.bindValue(5, record.content);
                query.bindValue(6, record.createdAt.toMSecsSinceEpoch());
                if (!query.exec())
                    stop(query.lastError().text());
            }
            if (!database.commit())
                stop(database.lastError().text());
        }
        rate = batchCount * batchSize / since(began);
    }
    QSqlDatabase::removeDatabase(name);
    return rate;
}

double projectIntoPostgres(const Postgres& server, const QList<QList<log::MessageRecord>>& batches) {
    server.clear();
    const auto store = store::makePostgresStore(QUrl(server.url()));
    need(store->open());
    return project(*store, batches);
}

/// The rows as COPY reads them (documentation of COPY, text format).
void writeRows(const QString& file, const QList<QList<log::MessageRecord>>& batches) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        stop(out.errorString());
    qint64 seq = 0;
    for (const auto& records : batches) {
        for (const log::MessageRecord& record : records) {
            const QByteArray number = QByteArray::number(++seq);
            out.write("\\\\x" + record.id.uuid().toRfc4122().toHex() + "\t\\\\x" +
                      record.roomId.uuid().toRfc4122().toHex() + '\t' + number + '\t' + number + "\t\\\\x" +
                      record.sender.uuid().toRfc4122().toHex() + "\t0\t" + record.content.toUtf8() + '\t' +
                      QByteArray::number(record.createdAt.toMSecsSinceEpoch()) + '\n');
        }
    }
}

double copyIntoPostgres(const Postgres& server, const QList<QList<log::MessageRecord>>& batches) {
    server.clear();
    need(store::makePostgresStore(QUrl(server.url()))->open());
    const QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("rows"));
    writeRows(file, batches);
    const auto began = Clock::now();
    server.sql(
        QStringLiteral("\\copy messages(id, room_id, seq, change_seq, sender, type, content, created_at) "
                       "FROM '%1'")
            .arg(file));
    return batchCount * batchSize / since(began);
}

Row row(const char* what, const std::vector<double>& rates, const char* against,
        const std::vector<double>& floors, double goal) {
    const double rate = median(rates);
    const double floor = median(floors);
    return {QStringLiteral("projection: rows per second into %1").arg(QLatin1StringView(what)),
            QStringLiteral("%1/s").arg(rate, 0, 'f', 0),
            QStringLiteral("%1: %2/s").arg(QLatin1StringView(against)).arg(floor, 0, 'f', 0),
            QStringLiteral("%1").arg(rate / floor, 0, 'f', 2),
            goal > 0 ? QStringLiteral("%1/s").arg(goal, 0, 'f', 0) : QString(),
            goal > 0 && rate < goal};
}

} // namespace

QList<Row> measureProjection(int repeats) {
    const auto batches = makeRecords();
    const Postgres server;
    std::vector<double> sqlite;
    std::vector<double> bareSqlite;
    std::vector<double> postgres;
    std::vector<double> barePostgres;
    for (int i = 0; i < repeats; ++i) {
        sqlite.push_back(projectIntoSqlite(batches));
        bareSqlite.push_back(insertIntoSqlite(batches));
        postgres.push_back(projectIntoPostgres(server, batches));
        barePostgres.push_back(copyIntoPostgres(server, batches));
    }
    return {row("SQLite", sqlite, "bare INSERT", bareSqlite, 0),
            row("PostgreSQL", postgres, "bare COPY", barePostgres, 50'000)};
}

} // namespace parlor::bench
