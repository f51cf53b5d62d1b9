// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_contract.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

namespace parlor::test {

using store::Session;

namespace {

constexpr int grace = 30;

/// A user with one session whose refresh token has the hash "t0".
struct LoggedIn {
    explicit LoggedIn(store::Store& store)
        : user(makeUser(store, QStringLiteral("ann"))) {
        session = {SessionId::create(), user.id, QStringLiteral("laptop"), utcNow(), false};
        ok = store.createSession(session, "t0", expires).has_value();
    }
    User user;
    Session session;
    QDateTime now = utcNow();
    QDateTime expires = now.addDays(30);
    bool ok = false;
};

} // namespace

void StoreUsersContract::anEmptyStoreAnswers() {
    QVERIFY(store().ping());
    QCOMPARE(store().epoch()->number, 0);
    QVERIFY(store().snapshot()->positions.isEmpty());
    QCOMPARE(store().accountByLogin(QStringLiteral("nobody")).error().code(), ErrorCode::NotFound);
    QVERIFY(store().directory({}, {}, 10)->items.isEmpty());
    QVERIFY(store().outbox(utcNow().addDays(1), 10)->isEmpty());
}

void StoreUsersContract::usersAreFound() {
    const store::NewUser ann = newUser(QStringLiteral("ann"));
    const auto created = store().createUser(ann);
    QVERIFY(created);
    QCOMPARE(created->value.user, (User{ann.id, ann.username, ann.displayName, false}));
    QCOMPARE(created->value.email, ann.email);
    QVERIFY(created->value.active);
    for (const QString& login :
         {QStringLiteral("ann"), QStringLiteral("ANN"), QStringLiteral("Ann@Example.org")}) {
        const auto account = store().accountByLogin(login);
        QVERIFY2(account, qPrintable(login));
        QCOMPARE(account->user, created->value.user);
        QCOMPARE(account->passwordHash, ann.passwordHash);
    }
    QCOMPARE(store().account(ann.id)->email, ann.email);
    QCOMPARE(store().account(UserId::create()).error().code(), ErrorCode::NotFound);
    const auto some = store().users({ann.id, UserId::create()});
    QVERIFY(some);
    QCOMPARE(*some, QList<User>{created->value.user});
}

void StoreUsersContract::namesAreTakenWithoutCase_data() {
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("field");
    QTest::newRow("same name") << "ann"
                               << "other@example.org"
                               << "username";
    QTest::newRow("name in capitals") << "ANN"
                                      << "other@example.org"
                                      << "username";
    QTest::newRow("same email") << "bob"
                                << "ann@example.org"
                                << "email";
    QTest::newRow("email in capitals") << "bob"
                                       << "ANN@EXAMPLE.ORG"
                                       << "email";
}

void StoreUsersContract::namesAreTakenWithoutCase() {
    QFETCH(QString, username);
    QFETCH(QString, email);
    QFETCH(QString, field);
    QVERIFY(store().createUser(newUser(QStringLiteral("ann"))));
    store::NewUser other = newUser(username);
    other.email = email;
    const auto refused = store().createUser(other);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Taken);
    QCOMPARE(refused.error().field(), field);
    QCOMPARE(store().account(other.id).error().code(), ErrorCode::NotFound);
}

void StoreUsersContract::usersWithoutEmail() {
    for (const QString& name : {QStringLiteral("ann"), QStringLiteral("bob")}) {
        store::NewUser user = newUser(name);
        user.email.clear();
        QVERIFY(store().createUser(user));
    }
    QCOMPARE(store().accountByLogin(QStringLiteral("")).error().code(), ErrorCode::NotFound);
}

void StoreUsersContract::onlyTheFirstIsAdministrator() {
    QVERIFY(store().createUser(newUser(QStringLiteral("ann")))->value.administrator);
    QVERIFY(!store().createUser(newUser(QStringLiteral("bob")))->value.administrator);
    store::NewUser chosen = newUser(QStringLiteral("cyd"));
    chosen.administrator = true;
    QVERIFY(store().createUser(chosen)->value.administrator);
    QVERIFY(store().account(chosen.id)->administrator);
}

void StoreUsersContract::concurrentFirstsMakeOneAdministrator() {
    std::atomic<int> administrators{0};
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            const auto user = store().createUser(newUser(QStringLiteral("user%1").arg(i)));
            if (!user)
                ++failures;
            else if (user->value.administrator)
                ++administrators;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(administrators.load(), 1);
}

void StoreUsersContract::usersOutliveAReopen() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    QVERIFY(m_store->reopen());
    QCOMPARE(store().account(ann.id)->user, ann);
}

void StoreUsersContract::directoryPages() {
    for (int i = 0; i < 25; ++i)
        makeUser(store(), QStringLiteral("user%1").arg(i, 2, 10, QLatin1Char('0')));
    makeUser(store(), QStringLiteral("zoe"));
    QStringList names;
    std::optional<QString> cursor;
    int pages = 0;
    do {
        const auto page = store().directory(QStringLiteral("USER"), cursor, 10);
        QVERIFY(page);
        QVERIFY(page->items.size() <= 10);
        for (const User& user : page->items)
            names.append(user.username);
        cursor = page->next;
        ++pages;
    } while (cursor && pages < 10);
    QCOMPARE(pages, 3);
    QCOMPARE(names.size(), 25);
    QVERIFY(std::is_sorted(names.begin(), names.end()));
    QCOMPARE(store().directory({}, {}, 100)->items.size(), 26);
}

void StoreUsersContract::directoryTakesWildcardsLiterally() {
    makeUser(store(), QStringLiteral("ann"));
    makeUser(store(), QStringLiteral("a_b"));
    QVERIFY(store().directory(QStringLiteral("%"), {}, 10)->items.isEmpty());
    QCOMPARE(store().directory(QStringLiteral("a_"), {}, 10)->items.size(), 1);
    QVERIFY(store().directory(QStringLiteral("a\\"), {}, 10)->items.isEmpty());
}

void StoreUsersContract::passwordsChange() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    store::AccountChanges changes;
    changes.passwordHash = "new hash";
    QVERIFY(store().changeAccount(ann.id, changes));
    QCOMPARE(store().account(ann.id)->passwordHash, QByteArray("new hash"));
    QCOMPARE(store().changeAccount(UserId::create(), changes).error().code(), ErrorCode::NotFound);
    // A stronger hash of the same password replaces only the one that it was made from.
    QVERIFY(store().strengthenPassword(ann.id, "hash of ann", "an old one"));
    QCOMPARE(store().account(ann.id)->passwordHash, QByteArray("new hash"));
    QVERIFY(store().strengthenPassword(ann.id, "new hash", "stronger"));
    QCOMPARE(store().account(ann.id)->passwordHash, QByteArray("stronger"));
}

void StoreUsersContract::sessionsRotate() {
    LoggedIn in(store());
    QVERIFY(in.ok);
    QCOMPARE(store().session(in.session.id)->userId, in.user.id);
    QCOMPARE(store().session(in.session.id)->device, in.session.device);
    QDateTime now = in.now;
    for (int i = 0; i < 5; ++i) {
        now = now.addSecs(900);
        const auto rotated = store().rotateRefresh(
            "t" + QByteArray::number(i), "t" + QByteArray::number(i + 1), now, now.addDays(30), grace);
        QVERIFY2(rotated, qPrintable(rotated ? QString() : rotated.error().message()));
        QVERIFY(rotated->value);
        QCOMPARE(rotated->value->id, in.session.id);
        QVERIFY(rotated->outbox.isEmpty());
    }
}

void StoreUsersContract::aLostAnswerMayBeAskedAgain() {
    LoggedIn in(store());
    QVERIFY(store().rotateRefresh("t0", "lost", in.now, in.expires, grace)->value);
    // The answer did not arrive; the client asks again with what it has.
    QVERIFY(store().rotateRefresh("t0", "t1", in.now.addSecs(grace), in.expires, grace)->value);
    QVERIFY(store().rotateRefresh("t1", "t2", in.now.addSecs(900), in.expires, grace)->value);
    // The one that nobody has is worth nothing any more.
    QCOMPARE(store().rotateRefresh("lost", "x", in.now.addSecs(901), in.expires, grace).error().code(),
             ErrorCode::Unauthenticated);
    QVERIFY(!store().session(in.session.id)->revoked);
}

void StoreUsersContract::aReplayEndsTheSession() {
    LoggedIn in(store());
    QVERIFY(store().rotateRefresh("t0", "t1", in.now, in.expires, grace)->value);
    const auto replayed = store().rotateRefresh("t0", "x", in.now.addSecs(grace + 1), in.expires, grace);
    QVERIFY(replayed);
    QVERIFY(!replayed->value);
    QCOMPARE(replayed->outbox.size(), 1);
    QCOMPARE(replayed->outbox.first().topic, log::Topic::Users);
    QCOMPARE(*log::decode(replayed->outbox.first().value),
             log::Event(log::SessionRevokedRecord{in.user.id, in.session.id}));
    QVERIFY(store().session(in.session.id)->revoked);
    QCOMPARE(store().rotateRefresh("t1", "y", in.now.addSecs(grace + 2), in.expires, grace).error().code(),
             ErrorCode::Unauthenticated);
}

void StoreUsersContract::aSpentTokenEndsTheSessionWithinGrace() {
    LoggedIn in(store());
    QVERIFY(store().rotateRefresh("t0", "t1", in.now, in.expires, grace)->value);
    QVERIFY(store().rotateRefresh("t1", "t2", in.now.addSecs(1), in.expires, grace)->value);
    const auto replayed = store().rotateRefresh("t0", "x", in.now.addSecs(2), in.expires, grace);
    QVERIFY(replayed);
    QVERIFY(!replayed->value);
    QVERIFY(store().session(in.session.id)->revoked);
}

void StoreUsersContract::badTokensAreRefused() {
    LoggedIn in(store());
    const auto refused = [&](const QByteArray& hash, const QDateTime& now) {
        const auto result = store().rotateRefresh(hash, "next", now, now.addDays(30), grace);
        return !result && result.error().code() == ErrorCode::Unauthenticated;
    };
    QVERIFY(refused("unknown", in.now));
    QVERIFY(refused("t0", in.expires));
    QVERIFY(store().revokeSession(in.session.id));
    QVERIFY(refused("t0", in.now));
    QCOMPARE(store()
                 .createSession({SessionId::create(), UserId::create(), {}, utcNow(), false}, "z", in.expires)
                 .error()
                 .code(),
             ErrorCode::NotFound);
}

void StoreUsersContract::revoking() {
    LoggedIn in(store());
    const auto revoked = store().revokeSession(in.session.id);
    QVERIFY(revoked);
    QVERIFY(revoked->value.revoked);
    QCOMPARE(revoked->outbox.size(), 1);
    const auto again = store().revokeSession(in.session.id);
    QVERIFY(again);
    QVERIFY(again->outbox.isEmpty());
    QCOMPARE(store().revokeSession(SessionId::create()).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().session(SessionId::create()).error().code(), ErrorCode::NotFound);
}

void StoreUsersContract::revokingAllSaveOne() {
    LoggedIn in(store());
    for (int i = 0; i < 3; ++i)
        QVERIFY(store().createSession({SessionId::create(), in.user.id, {}, utcNow(), false},
                                      "s" + QByteArray::number(i), in.expires));
    const auto revoked = store().revokeSessions(in.user.id, in.session.id);
    QVERIFY(revoked);
    QCOMPARE(revoked->value, 3);
    QCOMPARE(revoked->outbox.size(), 3);
    QVERIFY(!store().session(in.session.id)->revoked);
    QCOMPARE(store().revokeSessions(in.user.id, {})->value, 1);
    QVERIFY(store().session(in.session.id)->revoked);
}

void StoreUsersContract::outboxKeepsUntilDeleted() {
    const auto created = store().createUser(newUser(QStringLiteral("ann")));
    QVERIFY(created);
    QCOMPARE(created->outbox.size(), 1);
    const QDateTime later = utcNow().addSecs(60);
    QVERIFY(m_store->reopen());
    const auto rows = store().outbox(later, 10);
    QVERIFY(rows);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().id, created->outbox.first().id);
    QCOMPARE(rows->first().key, created->outbox.first().key);
    QCOMPARE(rows->first().value, created->outbox.first().value);
    QCOMPARE(rows->first().createdAt, created->outbox.first().createdAt);
    QVERIFY(store().outbox(utcNow().addSecs(-60), 10)->isEmpty());
    QVERIFY(store().deleteOutbox({rows->first().id}));
    QVERIFY(store().deleteOutbox({rows->first().id})); // again, by another relay
    QVERIFY(store().outbox(later, 10)->isEmpty());
}

void StoreUsersContract::backupIsAWholeStore() {
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("copy"));
    const User ann = makeUser(store(), QStringLiteral("ann"));
    Feed feed(store());
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    feed.say(room.id, ann.id, {QStringLiteral("before")});
    QVERIFY(store().backupTo(file));
    feed.say(room.id, ann.id, {QStringLiteral("after")});

    const auto copy = m_store->openBackup(file);
    QVERIFY(copy);
    QCOMPARE(copy->store().account(ann.id)->user, ann);
    QCOMPARE(contents(copy->store().history(room.id, {})->messages), QStringList{QStringLiteral("before")});
    QCOMPARE(*copy->store().epoch(), *store().epoch());
}

void StoreUsersContract::backupDoesNotOverwrite() {
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("copy")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    QCOMPARE(store().backupTo(file.fileName()).error().code(), ErrorCode::Taken);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("precious"));
}

void StoreUsersContract::epochsGrow() {
    const log::Positions start{{{log::Topic::Messages, 0}, 7}};
    const auto first = store().beginEpoch(0, QStringLiteral("one"), 1, start, false);
    QVERIFY(first);
    QVERIFY(first->number > 0);
    QCOMPARE(first->base, 1); // offset 0 gives seq 1; 0 means "none"
    QCOMPARE(*store().epoch(), *first);
    QCOMPARE(store().snapshot()->positions, start);
    QCOMPARE(store().snapshot()->epoch, first->number);

    const User ann = makeUser(store(), QStringLiteral("ann"));
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), ann.id);
    const qint64 issued = first->base + 1000;
    QVERIFY(store().project({first->number,
                             start,
                             {{{log::Topic::Messages, 0}, 1001}},
                             {{issued, newMessage(room.id, ann.id, QStringLiteral("x"))}}}));
    const auto second = store().beginEpoch(first->number, QStringLiteral("two"), 3, {}, false);
    QVERIFY(second);
    QVERIFY(second->number > first->number);
    QVERIFY(second->base > issued);
    QVERIFY(second->base < limits::integerMax);
    QCOMPARE(second->logIdentity, QStringLiteral("two"));
    QCOMPARE(second->partitions, 3);
    QVERIFY(store().snapshot()->positions.isEmpty());
}

void StoreUsersContract::epochsBeginOnce() {
    std::atomic<int> begun{0};
    std::atomic<int> moved{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            const auto epoch = store().beginEpoch(0, QStringLiteral("one"), 1, {}, false);
            if (epoch)
                ++begun;
            else if (epoch.error().code() == ErrorCode::PositionMoved)
                ++moved;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(begun.load(), 1);
    QCOMPARE(moved.load(), 5);
}

void StoreUsersContract::epochAfterRestoreIsAboveAnything() {
    const auto first = store().beginEpoch(0, QStringLiteral("one"), 1, {}, false);
    QVERIFY(first);
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const auto restored = store().beginEpoch(first->number, QStringLiteral("two"), 1, {}, true);
    QVERIFY(restored);
    QVERIFY(restored->number >= before / 1000);
    QVERIFY(restored->base >= before * 1000);
    QVERIFY(restored->base < limits::integerMax);
    const auto again = store().beginEpoch(restored->number, QStringLiteral("three"), 1, {}, true);
    QVERIFY(again);
    QVERIFY(again->number > restored->number);
    QVERIFY(again->base > restored->base);
}

} // namespace parlor::test
