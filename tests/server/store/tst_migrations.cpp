// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/migrations.h"
#include "server/store/sql_store.h"
#include "server/store/sqlite_dialect.h"
#include "tests/contracts/store_helpers.h"

#include <QObject>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace parlor;
using namespace parlor::store;

class tst_Migrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_directory.reset(); }

    void namesAreUnique();
    void aMigratedSchemaEqualsAFreshOne_data();
    void aMigratedSchemaEqualsAFreshOne();
    void migratingKeepsData();
    void messagesAndMembersAreKept();
    void bansAreKept();
    void whoWentBeforeStaysAway();
    void migratingTwiceDoesNothing();
    void aNewerSchemaIsRefused();
    void aChangedStepIsRefused();

private:
    QString file(const char* name) const { return m_directory->filePath(QLatin1StringView(name)); }
    /// A store as it was before that step, with the users ann and bob, the room den(), and what `more` puts
    /// in.
    void makeDenBefore(const QString& step, const char* more) const;

    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

/// A database with the first `count` steps.
class Database {
public:
    explicit Database(const QString& file)
        : m_dialect(file)
        , m_pool(m_dialect) {}
    Result<void> migrate(qsizetype count = migrations().size()) {
        const auto connection = m_pool.get();
        if (!connection)
            return fail(connection.error());
        if (auto checked = m_dialect.check((*connection)->database()); !checked)
            return checked;
        return store::migrate(**connection, m_dialect, count);
    }
    QStringList schema() { return m_dialect.schema((*m_pool.get())->database()).value_or(QStringList()); }
    void exec(const char* sql) {
        QSqlQuery query((*m_pool.get())->database());
        QVERIFY(query.exec(QLatin1StringView(sql)));
    }

private:
    SqliteDialect m_dialect;
    ConnectionPool m_pool;
};

/// How many steps come before the one of that name.
qsizetype stepsBefore(const QString& name) {
    const auto& steps = migrations();
    const auto step =
        std::find_if(steps.begin(), steps.end(), [&](const Migration& one) { return one.name == name; });
    return step == steps.end() ? -1 : step - steps.begin();
}

RoomId den() {
    return RoomId(QUuid::fromRfc4122(QByteArray::fromHex("20112233445566778899AABBCCDDEEFF")));
}

} // namespace

void tst_Migrations::makeDenBefore(const QString& step, const char* more) const {
    Database older(file("store"));
    QVERIFY(older.migrate(stepsBefore(step)));
    older.exec("INSERT INTO users(id, username, username_lower, display_name, display_name_lower, "
               "password_hash, administrator, active, deleted, version, created_at) VALUES"
               "(X'00112233445566778899AABBCCDDEEFF', 'ann', 'ann', 'Ann', 'ann', X'01', 1, 1, 0, 1, 0), "
               "(X'10112233445566778899AABBCCDDEEFF', 'bob', 'bob', 'Bob', 'bob', X'01', 0, 1, 0, 1, 0)");
    older.exec(
        "INSERT INTO rooms(id, name, name_lower, kind, topic, version, membership_version, created_at, "
        "deleted, head_seq) VALUES(X'20112233445566778899AABBCCDDEEFF', 'Den', 'den', 0, '', 1, 3, 0, "
        "0, 9)");
    older.exec(more);
}

void tst_Migrations::namesAreUnique() {
    QSet<QString> names;
    for (const Migration& migration : migrations()) {
        QVERIFY(!migration.statements.isEmpty());
        names.insert(migration.name);
    }
    QCOMPARE(names.size(), migrations().size());
}

void tst_Migrations::aMigratedSchemaEqualsAFreshOne_data() {
    QTest::addColumn<int>("from");
    for (int from = 0; from < migrations().size(); ++from)
        QTest::addRow("from %d", from) << from;
}

void tst_Migrations::aMigratedSchemaEqualsAFreshOne() {
    QFETCH(int, from);
    Database fresh(file("fresh"));
    QVERIFY(fresh.migrate());
    {
        Database older(file("migrated"));
        QVERIFY(older.migrate(from));
    }
    Database migrated(file("migrated"));
    QVERIFY(migrated.migrate());
    QVERIFY(fresh.schema().size() > 5);
    QCOMPARE(migrated.schema(), fresh.schema());
}

void tst_Migrations::migratingKeepsData() {
    {
        Database older(file("store"));
        QVERIFY(older.migrate(1));
        older.exec("INSERT INTO users VALUES(X'00112233445566778899AABBCCDDEEFF', 'ann', 'ann', NULL, NULL, "
                   "'Ann', 'ann', X'01', 1, 1, "
                   "0, 1, 0)");
    }
    const auto store = makeSqliteStore(file("store"));
    QVERIFY(store->open());
    QCOMPARE(store->accountByLogin(QStringLiteral("ann"))->user.displayName, QStringLiteral("Ann"));
}

void tst_Migrations::messagesAndMembersAreKept() {
    // A store of before there were edits, cursors of more than one kind, and counts of members.
    {
        Database older(file("store"));
        QVERIFY(older.migrate(stepsBefore(QStringLiteral("complete messages"))));
        for (const char* sql :
             {"INSERT INTO users VALUES(X'00112233445566778899AABBCCDDEEFF', 'ann', 'ann', NULL, NULL, "
              "'Ann', 'ann', X'01', 1, 1, 0, 1, 0)",
              "INSERT INTO users VALUES(X'10112233445566778899AABBCCDDEEFF', 'Bob', 'bob', NULL, NULL, "
              "'Bob', 'bob', X'01', 0, 1, 0, 1, 0)",
              "INSERT INTO rooms VALUES(X'20112233445566778899AABBCCDDEEFF', 'Lounge', 'lounge', 0, '', 1, "
              "2, "
              "0, 0, 9, 7)",
              "INSERT INTO members VALUES(X'20112233445566778899AABBCCDDEEFF', "
              "X'00112233445566778899AABBCCDDEEFF', 2, 1, 0)",
              "INSERT INTO members VALUES(X'20112233445566778899AABBCCDDEEFF', "
              "X'10112233445566778899AABBCCDDEEFF', 0, 2, 8)",
              "INSERT INTO messages VALUES(X'31112233445566778899AABBCCDDEEFF', "
              "X'20112233445566778899AABBCCDDEEFF', 9, 9, X'00112233445566778899AABBCCDDEEFF', 0, 'second', "
              "7, NULL, NULL, X'30112233445566778899AABBCCDDEEFF')",
              "INSERT INTO messages VALUES(X'30112233445566778899AABBCCDDEEFF', "
              "X'20112233445566778899AABBCCDDEEFF', 8, 8, X'00112233445566778899AABBCCDDEEFF', 0, 'first', "
              "5, NULL, NULL, NULL)"})
            older.exec(sql);
    }
    const auto store = makeSqliteStore(file("store"));
    QVERIFY(store->open());
    const UserId bob = store->accountByLogin(QStringLiteral("bob"))->user.id;
    const auto rooms = store->roomsOf(bob)->rooms;
    QCOMPARE(rooms.size(), 1);
    const RoomView& view = rooms.first();
    QCOMPARE(view.memberCount, 2);
    QCOMPARE(view.read.seenSeq, 8);
    QCOMPARE(view.read.unread, 1);
    QVERIFY(!view.room.archived && view.room.direct.isEmpty());
    QCOMPARE(*store->cursorOf(view.room.id, bob), (MemberCursor{bob, 8, 8}));
    QCOMPARE(store->membersNamed(view.room.id, {QStringLiteral("bob")})->size(), 1);
    const auto messages = store->history(view.room.id, {})->messages;
    QCOMPARE(test::contents(messages), (QStringList{QStringLiteral("first"), QStringLiteral("second")}));
    QCOMPARE(messages.last().replyTo, messages.first().id);
    QCOMPARE(messages.last().changeSeq, 9);
    QVERIFY(!messages.first().thread && !messages.first().editedAt && messages.first().reactions.isEmpty());
}

void tst_Migrations::bansAreKept() {
    // A store of before bans had versions.
    makeDenBefore(QStringLiteral("versions of bans"),
                  "INSERT INTO bans VALUES(X'20112233445566778899AABBCCDDEEFF', "
                  "X'10112233445566778899AABBCCDDEEFF', X'00112233445566778899AABBCCDDEEFF', 7)");
    const auto store = makeSqliteStore(file("store"));
    QVERIFY(store->open());
    const UserId ann = store->accountByLogin(QStringLiteral("ann"))->user.id;
    const User bob = store->accountByLogin(QStringLiteral("bob"))->user;
    QCOMPARE(store->bans(den(), {}, 10)->items, (QList<Ban>{{bob, ann, utcFromMsecs(7)}}));
    QCOMPARE(store->addMember(den(), bob.id, {bob.id, {}}).error().code(), ErrorCode::Forbidden);
    QVERIFY(store->unban(den(), bob.id, {ann, {}})->value);
    // The record of that old ban was still to be projected.
    test::Feed feed(*store);
    QVERIFY(feed.project({log::BanRecord{den(), bob.id, ann, true, utcFromMsecs(7)}}));
    QVERIFY(store->bans(den(), {}, 10)->items.isEmpty());
    QVERIFY(store->addMember(den(), bob.id, {bob.id, {}}));
}

void tst_Migrations::whoWentBeforeStaysAway() {
    // A store of before it was remembered who went: Bob came with version 2 and went with 3.
    makeDenBefore(
        QStringLiteral("versions of former members"),
        "INSERT INTO members(room_id, user_id, role, version, seen_seq, username_lower) VALUES("
        "X'20112233445566778899AABBCCDDEEFF', X'00112233445566778899AABBCCDDEEFF', 2, 1, 0, 'ann')");
    const auto store = makeSqliteStore(file("store"));
    QVERIFY(store->open());
    const User ann = store->accountByLogin(QStringLiteral("ann"))->user;
    const User bob = store->accountByLogin(QStringLiteral("bob"))->user;
    test::Feed feed(*store);
    QVERIFY(feed.project({log::MemberRecord{den(), bob, RoomRole::Member, 2}}));
    QCOMPARE(store->members(den(), {}, 10)->items, (QList<Member>{{ann, RoomRole::Owner}}));
    QVERIFY(feed.project({log::MemberRecord{den(), bob, RoomRole::Member, 4}}));
    QCOMPARE(store->members(den(), {}, 10)->items.size(), 2);
}

void tst_Migrations::migratingTwiceDoesNothing() {
    Database database(file("store"));
    QVERIFY(database.migrate());
    const QStringList before = database.schema();
    QVERIFY(database.migrate());
    QCOMPARE(database.schema(), before);
}

void tst_Migrations::aNewerSchemaIsRefused() {
    {
        Database newer(file("store"));
        QVERIFY(newer.migrate());
        newer.exec("INSERT INTO schema_migrations VALUES(99, 'from the future', 'x', 0)");
    }
    const auto store = makeSqliteStore(file("store"));
    const auto opened = store->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::NewerFormat);
    QVERIFY(opened.error().message().contains(QStringLiteral("from the future")));
}

void tst_Migrations::aChangedStepIsRefused() {
    {
        Database changed(file("store"));
        QVERIFY(changed.migrate());
        changed.exec("UPDATE schema_migrations SET checksum = 'another' WHERE number = 2");
    }
    const auto opened = makeSqliteStore(file("store"))->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code(), ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(tst_Migrations)
#include "tst_migrations.moc"
