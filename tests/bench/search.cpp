// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/search/search_query.h"
#include "server/store/message_rows.h"
#include "server/store/postgres_search.h"
#include "server/store/sql_store.h"
#include "server/store/sqlite_search.h"
#include "tests/bench/bench.h"
#include "tests/bench/bench_store.h"

#include <QRandomGenerator>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>

#include <cmath>
#include <functional>
#include <limits>

// Search over one million messages, and filling its index. A search is held against the SQL that it cannot do
// without: one question to the same index, joined with messages and memberships, and for each message that is
// shown the two beside it. Words are as frequent as in a language: the n-th one n times as rare as the first.
namespace parlor::bench {

namespace {

constexpr int messageCount = 1'000'000;
constexpr int batchSize = 5000;
constexpr int roomCount = 200;
constexpr int vocabularySize = 50'000;
constexpr int wordsInMessage = 12;
constexpr int pageSize = 20;
constexpr int searches = 100; // of each kind
constexpr int indexStep = 500;

/// Pronounceable, and each its own.
QString word(int number) {
    static const QString consonants = QStringLiteral("bdfgklmnprstvz");
    static const QString vowels = QStringLiteral("aeiou");
    QString text;
    for (int left = number + 71; left > 0; left /= 70) {
        text += consonants.at(left % 14);
        text += vowels.at(left / 14 % 5);
    }
    return text;
}

/// The rank of a random word: few are frequent, most are rare.
int rank(QRandomGenerator& random) {
    return std::min(vocabularySize - 1,
                    static_cast<int>(std::exp(random.generateDouble() * std::log(double(vocabularySize)))) -
                        1);
}

struct Place {
    const char* name = nullptr;
    const store::SearchIndex* index = nullptr;
    std::unique_ptr<store::Store> store;
    BareConnection bare;
    UserId asker = {};
    double rowsPerSecond = 0;
};

void fill(Place& place) {
    place.asker = need(place.store->createUser(
                           {UserId::create(), QStringLiteral("ann"), {}, QStringLiteral("Ann"), "-", {}}))
                      .value.user.id;
    QList<RoomId> rooms;
    for (int i = 0; i < roomCount; ++i) {
        rooms.append(RoomId::create());
        need(place.store->createRoom(
            {rooms.last(), QStringLiteral("room %1").arg(i), RoomKind::Public, {}, 1, utcFromMsecs(0)},
            place.asker));
    }
    log::Positions positions{{{log::Topic::Messages, 0}, 0}};
    const store::Epoch epoch = need(place.store->beginEpoch(0, QStringLiteral("bench"), 1, positions, false));
    QRandomGenerator random(1);
    for (int done = 0; done < messageCount; done += batchSize) {
        store::ProjectionBatch batch{epoch.number, positions, positions, {}};
        for (int i = 0; i < batchSize; ++i) {
            log::MessageRecord record;
            record.id = MessageId::create();
            record.roomId = rooms.at(random.bounded(roomCount));
            record.sender = place.asker;
            record.tempId = TempId::create();
            QStringList words;
            for (int w = 0; w < wordsInMessage; ++w)
                words.append(word(rank(random)));
            record.content = words.join(QLatin1Char(' '));
            record.createdAt = utcFromMsecs(1'700'000'000'000 + done + i);
            batch.items.append({epoch.base + batch.to.first()++, record});
        }
        need(place.store->project(batch));
        positions = batch.to;
    }
    const auto began = Clock::now();
    while (need(place.store->indexMessages(indexStep)).behind > 0) {
    }
    place.rowsPerSecond = messageCount / since(began);
    place.bare.exec(QStringLiteral("ANALYZE"));
}

/// A QSqlQuery that is made once for each shape of statement.
struct Bare {
    explicit Bare(BareConnection& connection)
        : found(connection.database())
        , before(connection.database())
        , after(connection.database()) {
        found.setForwardOnly(true);
        const QString beside =
            QStringLiteral("SELECT %1 FROM messages WHERE room_id = ? AND seq ").arg(store::messageColumns());
        before.prepare(beside + QStringLiteral("< ? AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1"));
        after.prepare(beside + QStringLiteral("> ? AND deleted_at IS NULL ORDER BY seq LIMIT 1"));
    }

    QSqlQuery found;
    QSqlQuery before;
    QSqlQuery after;
};

int searchBare(const Place& place, Bare& bare, const store::SearchIndex::Source& source) {
    const QString columns = store::messageColumns(QStringLiteral("m."));
    const auto count = int(columns.count(QLatin1Char(',')) + 1);
    bare.found.prepare(
        QStringLiteral("SELECT m.room_id, m.seq, %1 FROM %2 JOIN messages m ON m.row_no = s.row_no "
                       "JOIN members b ON b.room_id = m.room_id AND b.user_id = ? ORDER BY s.row_no DESC")
            .arg(columns, source.table));
    for (const QVariant& value : source.values)
        bare.found.addBindValue(value);
    bare.found.addBindValue(place.asker.uuid().toRfc4122());
    if (!bare.found.exec())
        stop(bare.found.lastError().text());
    QList<std::pair<QVariant, QVariant>> hits;
    while (bare.found.next()) {
        for (int i = 2; i < count + 2; ++i)
            (void)bare.found.value(i);
        hits.append({bare.found.value(0), bare.found.value(1)});
    }
    bare.found.finish();
    for (const auto& [room, seq] : std::as_const(hits)) {
        for (QSqlQuery* query : {&bare.before, &bare.after}) {
            query->bindValue(0, room);
            query->bindValue(1, seq);
            (void)readAll(*query, count);
        }
    }
    return int(hits.size());
}

Row measure(Place& place, int repeats, const QString& what,
            const std::function<QString(QRandomGenerator&)>& words) {
    Bare bare(place.bare);
    std::vector<double> measured;
    std::vector<double> floor;
    for (int r = 0; r < repeats; ++r) {
        QRandomGenerator random(2);
        double ours = 0;
        double bareTime = 0;
        for (int i = 0; i < searches; ++i) {
            store::SearchRequest request;
            request.asker = place.asker;
            request.query = need(search::parseQuery(words(random)));
            request.limit = pageSize;
            auto began = Clock::now();
            const auto results = need(place.store->searchMessages(request));
            ours += since(began);
            const auto source =
                place.index->find(results.criteria.tokens(), 1, std::numeric_limits<qint64>::max(), pageSize);
            began = Clock::now();
            const int hits = searchBare(place, bare, source);
            bareTime += since(began);
            if (results.items.isEmpty() || hits == 0)
                stop(QStringLiteral("nothing was found"));
        }
        measured.push_back(ours / searches * 1e6);
        floor.push_back(bareTime / searches * 1e6);
    }
    const double ratio = median(measured) / median(floor);
    return {QStringLiteral("search: %1 in a million messages, %2").arg(what, QLatin1StringView(place.name)),
            QStringLiteral("%1 us").arg(median(measured), 0, 'f', 0),
            QStringLiteral("bare SQL: %1 us").arg(median(floor), 0, 'f', 0),
            QStringLiteral("%1").arg(ratio, 0, 'f', 2),
            QStringLiteral("2.00"),
            ratio > 2};
}

QList<Row> measure(Place& place, int repeats) {
    fill(place);
    QList<Row> rows;
    rows.append(
        Row{QStringLiteral("search: messages indexed per second, %1").arg(QLatin1StringView(place.name)),
            QStringLiteral("%1").arg(place.rowsPerSecond, 0, 'f', 0),
            {},
            {},
            {},
            false});
    rows += measure(place, repeats, QStringLiteral("a frequent word"),
                    [](QRandomGenerator& random) { return word(random.bounded(10, 100)); });
    rows += measure(place, repeats, QStringLiteral("a rare word"),
                    [](QRandomGenerator& random) { return word(random.bounded(5'000, 20'000)); });
    rows += measure(place, repeats, QStringLiteral("two words"), [](QRandomGenerator& random) {
        return word(random.bounded(3, 30)) + QLatin1Char(' ') + word(random.bounded(30, 200));
    });
    return rows;
}

} // namespace

QList<Row> measureSearch(int repeats) {
    QList<Row> rows;
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("store.db"));
        auto store = store::makeSqliteStore(file);
        need(store->open());
        Place place{"SQLite", &store::sqliteSearch(), std::move(store), BareConnection::toFile(file)};
        rows += measure(place, repeats);
    }
    const Postgres server;
    auto store = store::makePostgresStore(QUrl(server.url()));
    need(store->open());
    Place place{"PostgreSQL", &store::postgresSearch(), std::move(store),
                BareConnection::toServer(server.url())};
    rows += measure(place, repeats);
    return rows;
}

} // namespace parlor::bench
