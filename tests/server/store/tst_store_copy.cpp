// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"
#include "server/store/postgres_dialect.h"
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "server/store/store_copy.h"
#include "tests/contracts/store_scene.h"
#include "tests/support/test_database.h"

#include <QObject>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace parlor;

/// Stores are copied whole, from each kind of database into each other.
class tst_StoreCopy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theTablesAreThoseOfTheDatabase();
    void everythingIsCopied_data();
    void everythingIsCopied();
    void theCopyGoesOn_data();
    void theCopyGoesOn();
    void onlyIntoAnEmptyStore();
    void aCopyThatFailsLeavesNothing();

private:
    enum Kind { Sqlite, Postgres };
    std::unique_ptr<store::Dialect> dialect(Kind kind) const;
    std::unique_ptr<store::Store> makeStore(Kind kind) const;
    /// All rows of a table, a text each, sorted.
    QStringList dump(Kind kind, const store::Table& table) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<test::TestDatabase> m_database;
};

void tst_StoreCopy::init() {
    m_directory = std::make_unique<QTemporaryDir>();
    m_database = std::make_unique<test::TestDatabase>();
}

void tst_StoreCopy::cleanup() {
    m_directory.reset();
    m_database.reset();
}

std::unique_ptr<store::Dialect> tst_StoreCopy::dialect(Kind kind) const {
    if (kind == Sqlite)
        return std::make_unique<store::SqliteDialect>(m_directory->filePath(QStringLiteral("store.db")));
    return std::make_unique<store::PostgresDialect>(store::parsePostgresUrl(m_database->url()));
}

std::unique_ptr<store::Store> tst_StoreCopy::makeStore(Kind kind) const {
    auto made = std::make_unique<store::SqlStore>(dialect(kind));
    if (auto opened = made->open(); !opened)
        qFatal("%s", qPrintable(opened.error().message()));
    return made;
}

QStringList tst_StoreCopy::dump(Kind kind, const store::Table& table) const {
    const auto how = dialect(kind);
    store::ConnectionPool pool(*how);
    store::Transaction t(**pool.get(), *how, store::Transaction::Mode::Read);
    QStringList names;
    for (const store::Column& column : table.columns)
        names.append(column.name);
    QStringList lines;
    store::Rows rows =
        t.select(QStringLiteral("SELECT %1 FROM %2").arg(names.join(QLatin1StringView(", ")), table.name));
    while (rows.next()) {
        QStringList values;
        for (int i = 0; i < table.columns.size(); ++i) {
            const QVariant value = rows.variant(i, table.columns.at(i).type);
            values.append(!value.isValid() ? QStringLiteral("NULL")
                          : value.typeId() == QMetaType::QByteArray
                              ? QString::fromLatin1(value.toByteArray().toHex())
                              : value.toString());
        }
        lines.append(values.join(QLatin1Char('|')));
    }
    lines.sort();
    return lines;
}

namespace {

/// Rows in every table, with every kind of value: NULL, empty, zero bytes, quotes, what is not ASCII.
void fill(store::Store& store) {
    const User ann = test::makeUser(store, QStringLiteral("ann"));
    store::NewUser plain = test::newUser(QStringLiteral("bob"));
    plain.email.clear();
    plain.displayName = QStringLiteral("B\u00f6b \"the\\best\" {'}\U0001F600");
    plain.passwordHash = QByteArray("\0\x01\xff\\x", 5);
    QVERIFY(store.createUser(plain));
    const Room room = test::makeRoom(store, QStringLiteral("Lounge"), ann.id);
    test::makeRoom(store, QStringLiteral("Secret, \\ NULL"), ann.id, RoomKind::Private);
    QVERIFY(store.setMember(room.id, plain.id, RoomRole::Moderator));
    const User gone = test::makeUser(store, QStringLiteral("gone"));
    QVERIFY(store.setMember(room.id, gone.id, RoomRole::Member));
    QVERIFY(store.removeMember(room.id, gone.id));
    store::Session session{SessionId::create(), ann.id, QStringLiteral("phone"), utcFromMsecs(1), false};
    QVERIFY(store.createSession(session, "first", utcFromMsecs(10'000)));
    QVERIFY(store.rotateRefresh("first", "second", utcFromMsecs(2), utcFromMsecs(20'000), 30));
    test::Feed feed(store);
    QList<log::Event> events;
    for (int i = 0; i < 2500; ++i) // more than one batch of the copy
        events.append(
            test::newMessage(room.id, i % 2 ? ann.id : plain.id, QStringLiteral("text '%1'").arg(i)));
    auto reply = test::newMessage(room.id, ann.id, QString());
    reply.replyTo = MessageId::create();
    events.append(reply);
    auto whole = test::newMessage(room.id, ann.id, QStringLiteral("@bob 'hello'"));
    whole.mentions = {{plain.id}, false};
    const Message sent = log::toMessage(whole, feed.nextSeq() + events.size());
    events << whole << test::editOf(sent, QStringLiteral("edited"), whole.mentions)
           << test::replyTo(sent, plain.id, QStringLiteral("reply"))
           << test::reactionTo(sent, plain.id, QStringLiteral("\u2764")) << test::pinOf(sent, plain.id)
           << log::BanRecord{room.id, UserId::create(), ann.id, true, utcFromMsecs(5), 3}
           << log::SeenRecord{plain.id, room.id, sent.seq} << log::MarkRecord{plain.id, room.id, 1};
    QVERIFY(feed.project(events));
    AuditEntry act;
    act.actor = ann.id;
    act.action = QStringLiteral("user.create");
    act.target = plain.id.toString();
    QVERIFY(store.audit(act));
    auto batch = feed.batch({});
    batch.parked = {{{{log::Topic::Messages, 0}, 7, "key", QByteArray("\0{", 2)}, QStringLiteral("why")}};
    QVERIFY(store.project(batch));
}

} // namespace

void tst_StoreCopy::theTablesAreThoseOfTheDatabase() {
    // So that no table and no column of a later migration is forgotten, whatever way it is written.
    makeStore(Postgres);
    const auto how = dialect(Postgres);
    store::ConnectionPool pool(*how);
    QSqlQuery query((*pool.get())->database());
    QVERIFY(query.exec(QStringLiteral(
        "SELECT table_name, string_agg(column_name || ' ' || CASE WHEN is_identity = 'YES' THEN 'identity' "
        "ELSE "
        "data_type END, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = "
        "'public' AND table_name <> 'schema_migrations' AND table_name NOT LIKE 'search\\_%' "
        "GROUP BY table_name")));
    QMap<QString, QString> found;
    while (query.next())
        found[query.value(0).toString()] = query.value(1).toString();
    QMap<QString, QString> known;
    for (const store::Table& table : store::schemaTables()) {
        QStringList columns;
        for (const store::Column& column : table.columns) {
            columns.append(column.name + QLatin1Char(' ') +
                           (column.type == store::ColumnType::Identity
                                ? QStringLiteral("identity")
                                : how->typeName(column.type).toLower()));
        }
        known[table.name] = columns.join(QLatin1Char(','));
    }
    QVERIFY(known.size() >= 10);
    QCOMPARE(known, found);
}

void tst_StoreCopy::everythingIsCopied_data() {
    QTest::addColumn<int>("from");
    QTest::newRow("from SQLite to PostgreSQL") << int(Sqlite);
    QTest::newRow("from PostgreSQL to SQLite") << int(Postgres);
}

void tst_StoreCopy::everythingIsCopied() {
    QFETCH(int, from);
    const Kind source = Kind(from);
    const Kind target = source == Sqlite ? Postgres : Sqlite;
    const auto original = makeStore(source);
    fill(*original);
    const auto copy = makeStore(target);
    const auto copied = store::copyStore(*original, *copy);
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().message()));
    for (const store::Table& table : store::schemaTables()) {
        const QStringList expected = dump(source, table);
        QVERIFY2(!expected.isEmpty(), qPrintable(table.name)); // fill() must know every table
        QCOMPARE(dump(target, table), expected);
    }
    QCOMPARE(*copy->epoch(), *original->epoch());
    QCOMPARE(copy->snapshot()->positions, original->snapshot()->positions);
}

void tst_StoreCopy::theCopyGoesOn_data() {
    everythingIsCopied_data();
}

void tst_StoreCopy::theCopyGoesOn() {
    QFETCH(int, from);
    const auto original = makeStore(Kind(from));
    fill(*original);
    const auto copy = makeStore(from == Sqlite ? Postgres : Sqlite);
    QVERIFY(store::copyStore(*original, *copy));
    const auto rows = copy->outbox(QDateTime::currentDateTimeUtc().addDays(1), 100);
    QVERIFY(!rows->isEmpty());
    const auto made = copy->createUser(test::newUser(QStringLiteral("carol")));
    QVERIFY(made);
    QVERIFY(!made->value.administrator);
    QVERIFY(made->outbox.first().id > rows->last().id);
    const auto account = copy->accountByLogin(QStringLiteral("BOB"));
    QVERIFY(account);
    QVERIFY(!copy->createUser(test::newUser(QStringLiteral("Bob"))));
    QVERIFY(
        copy->rotateRefresh("second", "third", utcFromMsecs(3), utcFromMsecs(30'000), 30)->value.has_value());
    const auto epoch = copy->epoch();
    log::Positions positions = copy->snapshot()->positions;
    store::ProjectionBatch batch{epoch->number, positions, positions, {}};
    const qint64 offset = batch.to[{log::Topic::Messages, 0}]++;
    const Room room = copy->roomsOf(account->user.id)->rooms.first().room;
    batch.items.append(
        {epoch->base + offset, test::newMessage(room.id, account->user.id, QStringLiteral("after"))});
    batch.parked = {{{{log::Topic::Messages, 0}, 8, "key", "value"}, QStringLiteral("again")}};
    QVERIFY(copy->project(batch));
    const auto history = copy->history(room.id, {})->messages;
    QCOMPARE(history.last().content, QStringLiteral("after"));
    const Message whole = history.at(history.size() - 3);
    QCOMPARE(whole.content, QStringLiteral("edited"));
    QVERIFY(whole.thread && whole.pinned && !whole.reactions.isEmpty() && whole.mentions.users.size() == 1);
    QCOMPARE(copy->versions(whole.id)->size(), 1);
    QCOMPARE(copy->cursorOf(room.id, account->user.id)->seen, whole.seq);
    QCOMPARE(copy->roomOf(account->user.id, room.id)->first.read.seenSeq, 1);
    QCOMPARE(copy->parked(1)->second.first().reason, QStringLiteral("again"));
}

void tst_StoreCopy::onlyIntoAnEmptyStore() {
    const auto original = makeStore(Sqlite);
    const auto used = makeStore(Postgres);
    test::makeUser(*used, QStringLiteral("somebody"));
    const auto refused = store::copyStore(*original, *used);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Conflict);
    QVERIFY(refused.error().message().contains(QStringLiteral("empty")));
    QVERIFY(used->accountByLogin(QStringLiteral("somebody")));
}

void tst_StoreCopy::aCopyThatFailsLeavesNothing() {
    const auto original = makeStore(Postgres);
    fill(*original);
    const QString file = m_directory->filePath(QStringLiteral("nowhere/copy.db"));
    QCOMPARE(store::copyToFile(*original, file).error().code(), ErrorCode::Io);
    // One row that the target refuses: it says so, and has nothing of what came before.
    const auto how = dialect(Postgres);
    {
        store::ConnectionPool pool(*how);
        QSqlQuery query((*pool.get())->database());
        QVERIFY(query.exec(QStringLiteral("ALTER TABLE server_state DROP CONSTRAINT server_state_id_check")));
        QVERIFY(query.exec(QStringLiteral("INSERT INTO server_state VALUES(2, 1, '', 1, 1)")));
    }
    const auto target = makeStore(Sqlite);
    QVERIFY(!store::copyStore(*original, *target));
    QVERIFY(!target->accountByLogin(QStringLiteral("ann")));
    QCOMPARE(target->epoch()->number, 0);
    const QString whole = m_directory->filePath(QStringLiteral("copy.db"));
    QVERIFY(!store::copyToFile(*original, whole));
    QVERIFY(!QFile::exists(whole));
}

QTEST_GUILESS_MAIN(tst_StoreCopy)
#include "tst_store_copy.moc"
