// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres_dialect.h"
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "server/store/store_copy.h"
#include "tests/contracts/store_scene.h"
#include "tests/support/test_database.h"

#include <QObject>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <functional>

using namespace parlor;

namespace {

struct Statement {
    QString sql;
    QVariantList values;
};

/// Notes every statement that is run.
template <typename Base>
class NotingDialect final : public Base {
public:
    template <typename Argument>
    NotingDialect(Argument argument, QList<Statement>& notes)
        : Base(std::move(argument))
        , m_notes(notes) {}
    void observe(const QString& sql, const QVariantList& values) const override {
        m_notes.append({sql, values});
    }
    void observeRows(const QString& sql, std::span<const QVariantList> rows) const override {
        Statement statement{sql, {}};
        for (const QVariantList& row : rows)
            statement.values += row;
        m_notes.append(statement);
    }

private:
    QList<Statement>& m_notes;
};

constexpr int roomCount = 5000;
constexpr int busyRooms = 50; // with half of all messages
constexpr int userCount = 5000;
constexpr int messageCount = 50'000;
constexpr int threadCount = 3000; // each with this many answers:
constexpr int replyCount = 4;

/// What a busy server has: everything through the projection, which is quick.
struct Content {
    QList<User> users;
    QList<Room> rooms;
    MessageId message;
    Message root; ///< of a thread; edited, pinned
    User member;  ///< of the room of `root`, called by name there
    SessionId session = SessionId::create();
    store::Epoch epoch;
    qint64 middle = 0; ///< seq of a message with as many before as after
    log::Positions positions{{{log::Topic::Messages, 0}, 0}};

    explicit Content(store::Store& store) {
        epoch = *store.beginEpoch(0, QStringLiteral("a log"), 1, positions, false);
        QList<log::Event> events;
        for (int i = 0; i < userCount; ++i) {
            users.append(
                {UserId::create(), QStringLiteral("user%1").arg(i), QStringLiteral("Name %1").arg(i), false});
            events.append(log::UserRecord{users.last(), 1});
        }
        for (int i = 0; i < roomCount; ++i) {
            Room room = test::newRoom(QStringLiteral("Room %1").arg(i));
            room.version = 1;
            rooms.append(room);
            events.append(log::RoomRecord{room, false});
            for (int k = 0; k < 4; ++k)
                events.append(
                    log::MemberRecord{room.id, users.at((i * 4 + k) % userCount), RoomRole::Member, k + 2});
        }
        middle = epoch.base + events.size() + messageCount / 2;
        for (int i = 0; i < messageCount; ++i) {
            const auto record =
                test::newMessage(rooms.at(i % 2 ? i / 2 % busyRooms : i / 2 % roomCount).id,
                                 users.at(i % userCount).id, QStringLiteral("message %1").arg(i));
            message = record.id;
            events.append(record);
        }
        QVERIFY(store.project(batch(events)));
        positions = store.snapshot()->positions;
        addThreads(store);
    }
    /// Threads in as many rooms, whose roots are edited, and some pinned; every answer calls somebody.
    void addThreads(store::Store& store) {
        QList<log::Event> events;
        const auto nextSeq = [&] { return epoch.base + positions.first() + events.size(); };
        for (int i = 0; i < threadCount; ++i) {
            const RoomId room = rooms.at(i).id;
            member = users.at(i * 4 % userCount);
            const auto record = test::newMessage(room, users.at(i).id, QStringLiteral("root"));
            root = log::toMessage(record, nextSeq());
            events.append(record);
            for (int k = 0; k < replyCount; ++k) {
                auto reply = test::replyTo(root, users.at(i).id, QStringLiteral("answer"));
                reply.mentions = {{member.id}, k == 0};
                events.append(reply);
                const qint64 upon = nextSeq();
                events.append(test::editOf(root, QStringLiteral("root, edited")));
                root.editSeq = upon;
            }
            if (i % 10 == 9)
                events.append(test::pinOf(root, users.at(i).id));
        }
        QVERIFY(store.project(batch(events)));
        positions = store.snapshot()->positions;
    }
    store::ProjectionBatch batch(const QList<log::Event>& events) const {
        store::ProjectionBatch batch{epoch.number, positions, positions, {}};
        for (const log::Event& event : events)
            batch.items.append({epoch.base + batch.to.first()++, event});
        return batch;
    }
};

/// One transaction for many sessions, tokens and outbox rows: through the store they would take a minute.
void fillRest(const QString& file, const Content& content) {
    const store::SqliteDialect dialect(file);
    store::ConnectionPool pool(dialect);
    store::Transaction t(**pool.get(), dialect, store::Transaction::Mode::Write);
    for (int i = 0; i < 5000; ++i) {
        const auto id = store::bind(i == 0 ? content.session : SessionId::create());
        t.exec(QStringLiteral(
                   "INSERT INTO sessions(id, user_id, device, created_at, revoked) VALUES(?, ?, 'd', 0, 0)"),
               {id, store::bind(content.users.at(i).id)});
        t.exec(QStringLiteral("INSERT INTO refresh_tokens VALUES(?, ?, NULL, 9000000000000, NULL, 0)"),
               {"hash " + QByteArray::number(i), id});
        t.exec(
            QStringLiteral("INSERT INTO outbox(topic, record_key, record_value, created_at) VALUES(0, X'', "
                           "X'', ?)"),
            {qint64(1'700'000'000'000) + i});
    }
    QVERIFY(t.commit());
}

/// Is there anybody, and which names contain a text: no index helps, or is needed.
bool mayScan(const Statement& statement) {
    return statement.sql == QStringLiteral("SELECT 1 FROM users LIMIT 1") ||
           statement.sql.contains(QStringLiteral("LIKE"));
}

using Call = std::function<bool(store::Store&, const Content&)>;
struct HotQuery {
    const char* name;
    Call call;
    const char* index; ///< that is used by one of its statements, if one is to be named
};

QList<HotQuery> hotQueries() {
    const auto history = [](store::HistoryQuery query) -> Call {
        return [query](store::Store& s, const Content& c) {
            store::HistoryQuery q = query;
            for (auto* seq : {&q.before, &q.after, &q.around}) {
                if (*seq)
                    *seq = c.middle;
            }
            return s.history(c.rooms.at(7).id, q)->messages.size() > 1;
        };
    };
    return {
        {"history, newest", history({}), "messages_order"},
        {"history, before", history({.before = 1, .after = {}, .around = {}}), "messages_order"},
        {"history, after", history({.before = {}, .after = 1, .around = {}}), "messages_order"},
        {"history, around", history({.before = {}, .after = {}, .around = 1}), "messages_order"},
        {"changes",
         [](auto& s, auto& c) {
             return s.changesSince(c.rooms.at(7).id, c.middle, 500)->messages.size() > 5;
         },
         "messages_order"},
        {"message", [](auto& s, auto& c) { return s.message(c.message)->has_value(); }, "messages"},
        {"rooms of a user", [](auto& s, auto& c) { return s.roomsOf(c.users.at(9).id)->rooms.size() > 1; },
         "members_user"},
        {"room of a user",
         [](auto& s, auto& c) { return bool(s.roomOf(c.users.at(9).id, c.rooms.at(2).id)); }, "members"},
        {"membership",
         [](auto& s, auto& c) { return s.membership(c.rooms.at(2).id, c.users.at(9).id)->has_value(); },
         "members"},
        {"unread",
         [](auto& s, auto& c) {
             return s.countUnread(c.rooms.at(7).id, c.users.at(1).id, c.middle)->unread > 5;
         },
         "messages_order"},
        {"mentions",
         [](auto& s, auto& c) {
             return s.countUnread(c.root.roomId, c.member.id, c.root.seq - 1)->mentions == replyCount;
         },
         "mentions"},
        {"mentions of everybody",
         [](auto& s, auto& c) { return s.countUnread(c.root.roomId, c.member.id, 0)->mentions > 0; },
         "messages_calling"},
        {"thread", [](auto& s, auto& c) { return s.thread(c.root.id, {})->messages.size() == replyCount; },
         "messages_thread"},
        {"thread, before",
         [](auto& s, auto& c) {
             return s.thread(c.root.id, {.before = c.root.seq + 4, .after = {}, .around = {}})->moreAfter;
         },
         "messages_thread"},
        {"versions", [](auto& s, auto& c) { return s.versions(c.root.id)->size() == replyCount; },
         "message_versions"},
        {"a known edit", [](auto& s, auto& c) { return !*s.hasEdit(c.root.id, OpId::create()); },
         "message_versions"},
        {"pinned", [](auto& s, auto& c) { return s.pinned(c.root.roomId)->messages.size() == 1; },
         "messages_pinned"},
        {"members by name",
         [](auto& s, auto& c) {
             return s.membersNamed(c.root.roomId, {c.member.username, QStringLiteral("nobody")})->size() == 1;
         },
         "members_by_name"},
        {"cursors", [](auto& s, auto& c) { return s.cursors(c.rooms.at(2).id, 100)->size() > 1; }, "members"},
        {"cursor", [](auto& s, auto& c) { return bool(s.cursorOf(c.root.roomId, c.member.id)); }, "members"},
        {"receipts",
         [](auto& s, auto& c) {
             return s.receipts(c.root.roomId, c.root.seq, c.root.sender)->members > 0 &&
                    s.receipts(c.root.roomId, 0, c.root.sender)->seenBy.size() > 0;
         },
         "members"},
        {"read position", [](auto& s, auto& c) { return bool(s.readPosition(c.root.roomId, c.member.id)); },
         "members"},
        {"rooms of users", [](auto& s, auto& c) { return !s.roomsOfUsers({c.member.id}, 1000)->isEmpty(); },
         "members_user"},
        {"last seen", [](auto& s, auto& c) { return s.lastSeen(c.member.id, {c.member.id})->size() == 1; },
         "users"},
        {"member counts", [](auto& s, auto& c) { return s.memberCounts({c.root.roomId})->size() == 1; },
         "rooms"},
        {"session", [](auto& s, auto& c) { return bool(s.session(c.session)); }, "sessions"},
        {"refresh",
         [](auto& s, auto&) {
             return s.rotateRefresh("hash 0", "next", utcFromMsecs(1), utcFromMsecs(9'000'000), 30) &&
                    s.rotateRefresh("next", "last", utcFromMsecs(2), utcFromMsecs(9'000'000), 30);
         },
         "refresh_tokens"},
        {"revoke all", [](auto& s, auto& c) { return s.revokeSessions(c.users.at(3).id, {})->value == 1; },
         "sessions_user"},
        {"outbox",
         [](auto& s, auto&) { return s.outbox(utcFromMsecs(1'700'000'000'010), 100)->size() == 10; },
         "outbox_(pkey|created)"},
        {"nothing in the outbox", [](auto& s, auto&) { return s.outbox(utcFromMsecs(5), 100)->isEmpty(); },
         "outbox_(pkey|created)"},
        {"directory",
         [](auto& s, auto&) { return s.directory({}, QStringLiteral("user3"), 50)->items.size() == 50; },
         "users"},
        {"directory, username",
         [](auto& s, auto&) { return s.directory(QStringLiteral("USER49"), {}, 50)->items.size() == 50; },
         "users"},
        {"directory, display name",
         [](auto& s, auto&) { return s.directory(QStringLiteral("name 77"), {}, 50)->items.size() == 11; },
         "users_display_name"},
        {"users searched for",
         [](auto& s, auto&) { return s.searchUsers(QStringLiteral("user49"), {}, 50)->items.size() == 50; },
         "users"},
        {"messages searched for",
         [](auto& s, auto& c) {
             const auto found =
                 s.searchMessages({c.member.id, *search::parseQuery(u"answer"), std::nullopt, 20});
             return !found->items.isEmpty() && !found->incomplete;
         },
         "search_documents_tokens"},
        {"login", [](auto& s, auto&) { return bool(s.accountByLogin(QStringLiteral("user77"))); }, "users"},
        {"account", [](auto& s, auto& c) { return bool(s.account(c.users.at(5).id)); }, "users"},
        {"registration",
         [](auto& s, auto&) { return bool(s.createUser(test::newUser(QStringLiteral("somebody")))); },
         "users"},
        {"public rooms",
         [](auto& s, auto& c) { return s.publicRooms(c.users.at(5).id, {}, {}, 20)->items.size() == 20; },
         "rooms_public"},
        {"public rooms, next page",
         [](auto& s, auto& c) {
             const auto first = s.publicRooms(c.users.at(5).id, {}, {}, 20);
             return s.publicRooms(c.users.at(5).id, {}, first->next, 20)->items.size() == 20;
         },
         "rooms_public"},
        {"join",
         [](auto& s, auto& c) {
             return bool(s.setMember(c.rooms.at(0).id, c.users.at(999).id, RoomRole::Member));
         },
         "members"},
        {"leave", [](auto& s, auto& c) { return bool(s.removeMember(c.rooms.at(3).id, c.users.at(13).id)); },
         "members"},
        {"projection",
         [](auto& s, auto& c) {
             return bool(
                 s.project(c.batch({test::newMessage(c.rooms.at(0).id, c.users.at(0).id, QStringLiteral("x")),
                                    log::SeenRecord{c.users.at(0).id, c.rooms.at(0).id, c.epoch.base + 1},
                                    log::SessionRevokedRecord{c.users.at(0).id, c.session}})));
         },
         "rooms"},
        {"projection of changes",
         [](auto& s, auto& c) {
             // Of another message for each database and kind of plan there is nothing to look at: the
             // statements are the same.
             const auto positions = s.snapshot()->positions;
             store::ProjectionBatch batch{c.epoch.number, positions, positions, {}};
             const auto add = [&](const log::Event& event) {
                 batch.items.append({c.epoch.base + batch.to.first()++, event});
             };
             auto root = s.message(c.root.id)->value();
             add(test::editOf(root, QStringLiteral("again"), {{c.member.id}, false}));
             add(test::replyTo(root, c.member.id, QStringLiteral("one more")));
             add(test::reactionTo(root, c.member.id, QStringLiteral("\u2764")));
             add(test::deletionOf(s.thread(root.id, {})->messages.first(), c.member.id));
             add(log::MarkRecord{c.member.id, root.roomId, root.seq});
             return bool(s.project(batch));
         },
         "messages"},
    };
}

} // namespace

/// Every statement that a server runs often finds its rows by an index, on both databases, with tables large
/// enough that it matters. The statements are those that are really run.
class tst_StoreQueries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void sqliteUsesIndexes_data() { addRows(); }
    void sqliteUsesIndexes();
    void postgresUsesIndexes_data() { addRows(); }
    void postgresUsesIndexes();

private:
    static void addRows();
    QList<Statement> statementsOf(store::Store& store);
    QString sqlitePlan(const Statement& statement);
    QString postgresPlan(const Statement& statement, const char* mode);

    QTemporaryDir m_directory;
    std::unique_ptr<test::TestDatabase> m_database;
    std::unique_ptr<Content> m_content;
    QList<Statement> m_notes;
    std::unique_ptr<store::Store> m_sqlite;
    std::unique_ptr<store::Store> m_postgres;
};

void tst_StoreQueries::initTestCase() {
    const QString file = m_directory.filePath(QStringLiteral("store.db"));
    m_database = std::make_unique<test::TestDatabase>();
    m_sqlite = std::make_unique<store::SqlStore>(
        std::make_unique<NotingDialect<store::SqliteDialect>>(file, m_notes));
    QVERIFY(m_sqlite->open());
    m_content = std::make_unique<Content>(*m_sqlite);
    fillRest(file, *m_content);
    m_postgres = std::make_unique<store::SqlStore>(std::make_unique<NotingDialect<store::PostgresDialect>>(
        store::parsePostgresUrl(m_database->url()), m_notes));
    QVERIFY(m_postgres->open());
    const auto copied = store::copyStore(*m_sqlite, *m_postgres);
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().message()));
    for (store::Store* one : {m_sqlite.get(), m_postgres.get()}) {
        while (const auto progress = one->indexMessages(5000)) {
            if (progress->behind == 0)
                break;
        }
    }
    QSqlDatabase sqlite = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("sqlite"));
    sqlite.setDatabaseName(file);
    QVERIFY(sqlite.open());
    QSqlQuery analyze(test::openDatabase(m_database->url(), QStringLiteral("postgres")));
    QVERIFY(analyze.exec(QStringLiteral("ANALYZE")));
}

void tst_StoreQueries::cleanupTestCase() {
    m_sqlite.reset();
    m_postgres.reset();
    QSqlDatabase::removeDatabase(QStringLiteral("sqlite"));
    QSqlDatabase::removeDatabase(QStringLiteral("postgres"));
    m_database.reset();
}

void tst_StoreQueries::addRows() {
    QTest::addColumn<int>("number");
    for (int i = 0; i < hotQueries().size(); ++i)
        QTest::newRow(hotQueries().at(i).name) << i;
}

QList<Statement> tst_StoreQueries::statementsOf(store::Store& store) {
    QFETCH(int, number);
    m_notes.clear();
    if (!hotQueries().at(number).call(store, *m_content))
        QTest::qFail("The call did not do what it was made for.", __FILE__, __LINE__);
    static const QRegularExpression explainable(
        QStringLiteral("^(SELECT|UPDATE|DELETE|INSERT INTO \\w+\\([^)]*\\) SELECT)"));
    QList<Statement> result;
    for (const Statement& statement : std::as_const(m_notes)) {
        if (explainable.match(statement.sql).hasMatch())
            result.append(statement);
    }
    return result;
}

QString tst_StoreQueries::sqlitePlan(const Statement& statement) {
    QSqlQuery query(QSqlDatabase::database(QStringLiteral("sqlite")));
    query.prepare(QStringLiteral("EXPLAIN QUERY PLAN ") + statement.sql);
    for (const QVariant& value : statement.values)
        query.addBindValue(value);
    if (!query.exec())
        qFatal("%s", qPrintable(query.lastError().text()));
    QString plan;
    while (query.next())
        plan += query.value(3).toString() + QLatin1Char('\n');
    return plan;
}

QString tst_StoreQueries::postgresPlan(const Statement& statement, const char* mode) {
    const QSqlDatabase database = QSqlDatabase::database(QStringLiteral("postgres"));
    QStringList values;
    for (const QVariant& value : statement.values) {
        QSqlField field(QString(), value.metaType());
        field.setValue(value);
        values.append(database.driver()->formatValue(field));
    }
    QString sql;
    int number = 0;
    for (const QChar c : statement.sql) // none of our texts has a question mark
        sql += c == QLatin1Char('?') ? QLatin1Char('$') + QString::number(++number) : QString(c);
    QSqlQuery query(database);
    const auto exec = [&](const QString& text) {
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
    };
    exec(QStringLiteral("SET plan_cache_mode = ") + QLatin1StringView(mode));
    exec(QStringLiteral("PREPARE one AS ") + sql);
    exec(QStringLiteral("EXPLAIN EXECUTE one") +
         (values.isEmpty() ? QString() : QStringLiteral("(%1)").arg(values.join(QLatin1Char(',')))));
    QString plan;
    while (query.next())
        plan += query.value(0).toString() + QLatin1Char('\n');
    exec(QStringLiteral("DEALLOCATE one"));
    return plan;
}

void tst_StoreQueries::sqliteUsesIndexes() {
    const auto statements = statementsOf(*m_sqlite);
    QVERIFY(!statements.isEmpty());
    static const QRegularExpression scan(QStringLiteral(
        "SCAN "
        "(messages|message_versions|mentions|members|users|rooms|sessions|refresh_tokens|x|m|u|r|y|z|o)\\n"));
    for (const Statement& statement : statements) {
        if (mayScan(statement))
            continue;
        const QString plan = sqlitePlan(statement);
        QVERIFY2(!scan.match(plan).hasMatch(), qPrintable(statement.sql + QLatin1Char('\n') + plan));
    }
}

void tst_StoreQueries::postgresUsesIndexes() {
    QFETCH(int, number);
    const QString index = QLatin1StringView(hotQueries().at(number).index);
    const auto statements = statementsOf(*m_postgres);
    QVERIFY(!statements.isEmpty());
    static const QRegularExpression scan(QStringLiteral(
        "Seq Scan on "
        "(messages|message_versions|mentions|members|users|rooms|sessions|refresh_tokens|outbox)\\b"));
    // Whichever of its two kinds of plan the database comes to prefer, unless it is told which.
    QByteArrayList modes{"force_custom_plan"};
    const auto choosesPlan = [](const Statement& one) {
        return one.sql.contains(QLatin1StringView("force_custom_plan"));
    };
    if (std::none_of(statements.begin(), statements.end(), choosesPlan))
        modes.append("force_generic_plan");
    for (const QByteArray& mode : std::as_const(modes)) {
        QString plans;
        for (const Statement& statement : statements) {
            if (mayScan(statement))
                continue;
            const QString plan = postgresPlan(statement, mode.constData());
            QVERIFY2(!scan.match(plan).hasMatch(), qPrintable(QLatin1StringView(mode) + QLatin1Char('\n') +
                                                              statement.sql + QLatin1Char('\n') + plan));
            plans += plan;
        }
        QVERIFY2(plans.contains(QRegularExpression(QStringLiteral("Index( Only)? Scan .*") + index)),
                 qPrintable(plans));
    }
}

QTEST_GUILESS_MAIN(tst_StoreQueries)
#include "tst_store_queries.moc"
