// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rows.h"
#include "server/store/sql_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/bench_store.h"

#include <QRandomGenerator>
#include <QSqlQuery>
#include <QUrl>

#include <functional>

// What a large room costs: a page of its history, a page of its members, and one more message in it. Each
// page against the SQL that it cannot do without, by a connection of the same kind, all values looked at.
namespace parlor::bench {

namespace {

constexpr int messageCount = 1'000'000;
constexpr int memberCount = 100'000;
constexpr int smallRoom = 1'000; // messages
constexpr int pageSize = 50;
constexpr int pages = 300;
constexpr int sends = 100; // in one batch
constexpr int batches = 20;

const RoomId& largeRoomId() {
    static const RoomId id = RoomId::create();
    return id;
}
const RoomId& smallRoomId() {
    static const RoomId id = RoomId::create();
    return id;
}

/// A store, and another connection to its database.
struct Place {
    const char* name = nullptr;
    bool postgres = false;
    std::unique_ptr<store::Store> store;
    BareConnection bare;
    UserId sender;
    store::Epoch epoch;
    log::Positions positions = {{{log::Topic::Messages, 0}, 0}};

    void exec(const QString& sql) { bare.exec(sql); }
    QString literal(const QByteArray& bytes) const {
        return (postgres ? QStringLiteral("'\\x%1'::bytea") : QStringLiteral("X'%1'"))
            .arg(QString::fromLatin1(bytes.toHex()));
    }
    /// What stands for a random id, and for a table n of the numbers i up to `count` before a statement or in
    /// its FROM.
    QString randomId() const {
        return postgres ? QStringLiteral("decode(md5(random()::text || i::text), 'hex')")
                        : QStringLiteral("randomblob(16)");
    }
    QString with(int count) const {
        return postgres ? QString()
                        : QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                         "WHERE i < %1) ")
                              .arg(count);
    }
    QString numbers(int count) const {
        return postgres ? QStringLiteral("generate_series(1, %1) AS n(i)").arg(count) : QStringLiteral("n");
    }
    void fillMessages(const RoomId& room, int count) {
        exec(with(count) +
             QStringLiteral("INSERT INTO messages(id, room_id, seq, change_seq, sender, type, content, "
                            "created_at) SELECT %1, %2, i, i, %3, 0, '%4', 1700000000000 + i FROM %5")
                 .arg(randomId(), literal(room.uuid().toRfc4122()), literal(sender.uuid().toRfc4122()),
                      QString(300, QLatin1Char('m')), numbers(count)));
    }
    void fillMembers() {
        exec(
            with(memberCount) +
            QStringLiteral("INSERT INTO users(id, username, username_lower, display_name, "
                           "display_name_lower, password_hash, administrator, active, deleted, version, "
                           "created_at) SELECT %1, 'user' || i, 'user' || i, 'User ' || i, 'user ' || i, %2, "
                           "0, 1, 0, 1, 0 FROM %3")
                .arg(randomId(), literal("x"), numbers(memberCount)));
        const QString room = literal(largeRoomId().uuid().toRfc4122());
        exec(QStringLiteral("INSERT INTO members(room_id, user_id, role, version, seen_seq, delivered_seq, "
                            "mark_seq, username_lower) SELECT %1, id, 0, 1, 0, 0, 0, username_lower FROM "
                            "users WHERE username_lower LIKE 'user%'")
                 .arg(room));
        exec(QStringLiteral("UPDATE rooms SET member_count = %1 WHERE id = %2")
                 .arg(memberCount + 1)
                 .arg(room));
    }
    void fill() {
        sender = need(store->createUser(
                          {UserId::create(), QStringLiteral("ann"), {}, QStringLiteral("Ann"), "-", {}}))
                     .value.user.id;
        for (const RoomId& room : {largeRoomId(), smallRoomId()})
            need(store->createRoom({room, QStringLiteral("room"), RoomKind::Public, {}, 1, utcFromMsecs(0)},
                                   sender));
        // Above every seq that is made here.
        epoch = need(store->beginEpoch(0, QStringLiteral("bench"), 1, positions, true));
        fillMessages(largeRoomId(), messageCount);
        fillMessages(smallRoomId(), smallRoom);
        fillMembers();
        exec(QStringLiteral("ANALYZE"));
    }
};

struct Figures {
    std::vector<double> measured; // microseconds
    std::vector<double> floor;
};

void measureHistory(Place& place, Figures& figures) {
    QSqlQuery bare(place.bare.database());
    bare.setForwardOnly(true);
    const QString columns = store::messageColumns();
    bare.prepare(
        QStringLiteral("SELECT %1 FROM messages WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
            .arg(columns));
    double ours = 0;
    double floor = 0;
    QRandomGenerator random(1);
    for (int i = 0; i < pages; ++i) {
        const qint64 before = random.bounded(1000, messageCount);
        store::HistoryQuery query;
        query.before = before;
        query.limit = pageSize;
        auto began = Clock::now();
        if (need(place.store->history(largeRoomId(), query)).messages.size() != pageSize)
            stop(QStringLiteral("half a page"));
        ours += since(began);
        began = Clock::now();
        bare.bindValue(0, largeRoomId().uuid().toRfc4122());
        bare.bindValue(1, before);
        bare.bindValue(2, pageSize);
        if (readAll(bare, int(columns.count(QLatin1Char(',')) + 1)) != pageSize)
            stop(QStringLiteral("half a bare page"));
        floor += since(began);
    }
    figures.measured.push_back(ours / pages * 1e6);
    figures.floor.push_back(floor / pages * 1e6);
}

void measureMembers(Place& place, Figures& figures) {
    QSqlQuery bare(place.bare.database());
    bare.setForwardOnly(true);
    bare.prepare(
        QStringLiteral("SELECT u.id, u.username, u.display_name, u.deleted, u.active, u.status_text, "
                       "u.time_zone, m.role FROM members m JOIN users u ON u.id = m.user_id WHERE "
                       "m.room_id = ? AND m.username_lower > ? ORDER BY m.username_lower LIMIT ?"));
    double ours = 0;
    double floor = 0;
    std::optional<QString> cursor;
    QString last = QStringLiteral("");
    for (int i = 0; i < pages; ++i) {
        auto began = Clock::now();
        const auto page = need(place.store->members(largeRoomId(), cursor, pageSize));
        ours += since(began);
        if (page.items.size() != pageSize || !page.next)
            stop(QStringLiteral("half a page"));
        began = Clock::now();
        bare.bindValue(0, largeRoomId().uuid().toRfc4122());
        bare.bindValue(1, last);
        bare.bindValue(2, pageSize);
        if (readAll(bare, 8) != pageSize)
            stop(QStringLiteral("half a bare page"));
        floor += since(began);
        cursor = page.next;
        last = page.items.last().user.username.toLower();
    }
    figures.measured.push_back(ours / pages * 1e6);
    figures.floor.push_back(floor / pages * 1e6);
}

/// Microseconds of each of many sends that are projected together, so that the disk's sync does not hide
/// what they cost.
double project(Place& place, const RoomId& room) {
    store::ProjectionBatch batch{place.epoch.number, place.positions, place.positions, {}};
    for (int i = 0; i < sends; ++i) {
        log::MessageRecord record;
        record.id = MessageId::create();
        record.roomId = room;
        record.sender = place.sender;
        record.tempId = TempId::create();
        record.content = QString(300, QLatin1Char('m'));
        record.createdAt = utcFromMsecs(1'700'000'000'000 + i);
        batch.items.append({place.epoch.base + batch.to.first()++, record});
    }
    const auto began = Clock::now();
    need(place.store->project(batch));
    const double spent = since(began);
    place.positions = batch.to;
    return spent / sends * 1e6;
}

void measureGrowth(Place& place, Figures& figures) {
    std::vector<double> large;
    std::vector<double> small;
    for (int i = 0; i < batches; ++i) {
        small.push_back(project(place, smallRoomId()));
        large.push_back(project(place, largeRoomId()));
    }
    figures.measured.push_back(median(large));
    figures.floor.push_back(median(small));
}

Row row(const QString& what, const char* place, const Figures& figures, const QString& against, double goal) {
    const double measured = median(figures.measured);
    const double floor = median(figures.floor);
    return {what.arg(QLatin1StringView(place)),
            QStringLiteral("%1 us").arg(measured, 0, 'f', 1),
            QStringLiteral("%1: %2 us").arg(against).arg(floor, 0, 'f', 1),
            QStringLiteral("%1").arg(measured / floor, 0, 'f', 2),
            QStringLiteral("%1").arg(goal, 0, 'f', 2),
            measured / floor > goal};
}

QList<Row> measure(Place& place, int repeats, const RoomParts& parts) {
    place.fill();
    Figures history;
    Figures members;
    Figures growth;
    for (int i = 0; i < repeats; ++i) {
        if (parts.history)
            measureHistory(place, history);
        if (parts.members)
            measureMembers(place, members);
        if (parts.growth)
            measureGrowth(place, growth);
    }
    QList<Row> rows;
    const QString bare = QStringLiteral("bare SQL");
    if (parts.history)
        rows += row(QStringLiteral("history: page of 50 from a million messages, %1"), place.name, history,
                    bare, 2);
    if (parts.members)
        rows += row(QStringLiteral("members: page of 50 from 100,000, %1"), place.name, members, bare, 2);
    if (parts.growth)
        rows += row(QStringLiteral("growth: a send's projection into a room of a million messages, %1"),
                    place.name, growth, QStringLiteral("of a thousand"), 1.2);
    return rows;
}

} // namespace

QList<Row> measureRooms(int repeats, const RoomParts& parts) {
    QList<Row> rows;
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("store.db"));
        auto store = store::makeSqliteStore(file);
        need(store->open());
        Place place{"SQLite", false, std::move(store), BareConnection::toFile(file), {}, {}};
        rows += measure(place, repeats, parts);
    }
    const Postgres server;
    auto store = store::makePostgresStore(QUrl(server.url()));
    need(store->open());
    Place place{"PostgreSQL", true, std::move(store), BareConnection::toServer(server.url()), {}, {}};
    rows += measure(place, repeats, parts);
    return rows;
}

} // namespace parlor::bench
