// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_contract.h"

#include <QTest>

#include <atomic>
#include <thread>

namespace parlor::test {

using store::AccountChanges;
using store::Session;

namespace {

/// Begins a session whose refresh token has the hash `token`.
SessionId beginSession(store::Store& store, const UserId& user, const QByteArray& token,
                       const QString& address = QStringLiteral("192.0.2.1"), const QDateTime& at = utcNow()) {
    const Session session{SessionId::create(), user, QStringLiteral("laptop"), at, false, address};
    return store.createSession(session, token, at.addDays(30)) ? session.id : SessionId();
}

QList<log::Event> eventsOf(const QList<store::OutboxRow>& rows) {
    QList<log::Event> events;
    for (const store::OutboxRow& row : rows)
        events.append(log::decode(row.value).value_or(log::UnknownRecord{}));
    return events;
}

template <typename Record>
int countOf(const QList<store::OutboxRow>& rows) {
    int count = 0;
    for (const log::Event& event : eventsOf(rows))
        count += std::holds_alternative<Record>(event) ? 1 : 0;
    return count;
}

std::optional<User> toldUser(const QList<store::OutboxRow>& rows) {
    for (const log::Event& event : eventsOf(rows)) {
        if (const auto* record = std::get_if<log::UserRecord>(&event))
            return record->user;
    }
    return std::nullopt;
}

AuditEntry entry(const QString& action, const std::optional<UserId>& actor = {}) {
    AuditEntry result;
    result.actor = actor;
    result.action = action;
    result.target = QStringLiteral("somebody");
    result.details = {{QStringLiteral("why"), QStringLiteral("\u00e4 test")}};
    result.address = QStringLiteral("2001:db8::1");
    return result;
}

QStringList namesOf(const Page<User>& page) {
    QStringList names;
    for (const User& user : page.items)
        names.append(user.username);
    return names;
}

User makeNamed(store::Store& store, const QString& name, const QString& displayName) {
    store::NewUser user = newUser(name);
    user.displayName = displayName;
    return store.createUser(user)->value.user;
}

} // namespace

void StoreAccountsContract::profilesChange() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    AccountChanges changes;
    changes.displayName = QStringLiteral("Ann Ö.");
    changes.statusText = QStringLiteral("on holiday");
    changes.timeZone = QStringLiteral("Europe/Berlin");
    const auto changed = store().changeAccount(ann.id, changes);
    QVERIFY(changed);
    const User expected{ann.id, ann.username,        *changes.displayName, false,
                        false,  *changes.statusText, *changes.timeZone};
    QCOMPARE(changed->value.user, expected);
    QCOMPARE(toldUser(changed->outbox), expected);
    QCOMPARE(changed->outbox.first().key, log::keyOf(ann.id));
    QVERIFY(m_store->reopen());
    QCOMPARE(store().account(ann.id)->user, expected);
    QCOMPARE(store().users({ann.id})->first(), expected);
    QCOMPARE(store().directory(QStringLiteral("ann ö"), {}, 10)->items, QList<User>{expected});

    // Twice is as good as once, and what is absent stays.
    QVERIFY(store().changeAccount(ann.id, changes)->outbox.isEmpty());
    QVERIFY(store().changeAccount(ann.id, {})->outbox.isEmpty());
    AccountChanges cleared;
    cleared.statusText = QString();
    const auto again = store().changeAccount(ann.id, cleared);
    QVERIFY(again);
    QCOMPARE(again->value.user.statusText, QString());
    QCOMPARE(again->value.user.timeZone, QStringLiteral("Europe/Berlin"));
    QCOMPARE(again->value.version, changed->value.version + 1);
}

void StoreAccountsContract::emailsAreTakenOnce() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    AccountChanges changes;
    changes.email = QStringLiteral("ANN@example.org");
    const auto refused = store().changeAccount(bob.id, changes);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Taken);
    QCOMPARE(refused.error().field(), QStringLiteral("email"));
    QCOMPARE(store().account(bob.id)->email, QStringLiteral("bob@example.org"));
    // One's own in another case is no other.
    QVERIFY(store().changeAccount(ann.id, changes));
    QCOMPARE(store().account(ann.id)->email, QStringLiteral("ANN@example.org"));
    changes.email = QStringLiteral("bobby@example.org");
    QVERIFY(store().changeAccount(bob.id, changes));
    QCOMPARE(store().accountByLogin(QStringLiteral("bobby@example.org"))->user.id, bob.id);
    QCOMPARE(store().accountByLogin(QStringLiteral("bob@example.org")).error().code(), ErrorCode::NotFound);
    // An address is told to nobody.
    QVERIFY(store().changeAccount(bob.id, changes)->outbox.isEmpty());
}

void StoreAccountsContract::deactivatingEndsSessions() {
    makeUser(store(), QStringLiteral("admin"));
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const SessionId one = beginSession(store(), ann.id, "one");
    const SessionId two = beginSession(store(), ann.id, "two");
    AccountChanges off;
    off.active = false;
    const auto changed = store().changeAccount(ann.id, off);
    QVERIFY(changed);
    QVERIFY(!changed->value.active);
    QVERIFY(toldUser(changed->outbox)->deactivated);
    QCOMPARE(countOf<log::SessionRevokedRecord>(changed->outbox), 2);
    QVERIFY(store().session(one)->revoked);
    QVERIFY(store().session(two)->revoked);
    QVERIFY(store().users({ann.id})->first().deactivated);
    QCOMPARE(store().rotateRefresh("one", "x", utcNow(), utcNow().addDays(1), 30).error().code(),
             ErrorCode::Unauthenticated);
    // Nor is a new one begun, by who had shown the password just before.
    QVERIFY(beginSession(store(), ann.id, "three").isNull());
    AccountChanges on;
    on.active = true;
    const auto back = store().changeAccount(ann.id, on);
    QVERIFY(back && !toldUser(back->outbox)->deactivated);
    QVERIFY(!beginSession(store(), ann.id, "four").isNull());
    QVERIFY(store().session(one)->revoked);
}

void StoreAccountsContract::anotherPasswordEndsOtherSessions() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const SessionId keep = beginSession(store(), ann.id, "keep");
    const SessionId other = beginSession(store(), ann.id, "other");
    AccountChanges changes;
    changes.passwordHash = "another";
    const auto changed = store().changeAccount(ann.id, changes, keep);
    QVERIFY(changed);
    QCOMPARE(eventsOf(changed->outbox), QList<log::Event>{(log::SessionRevokedRecord{ann.id, other})});
    QVERIFY(!store().session(keep)->revoked);
    // Who had shown the former one comes too late.
    const Session late{SessionId::create(), ann.id, {}, utcNow(), false};
    const auto refused = store().createSession(late, "late", utcNow().addDays(1), "hash of ann");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::Conflict);
    QVERIFY(store().createSession(late, "late", utcNow().addDays(1), "another"));
    changes.passwordHash = "a third";
    QCOMPARE(countOf<log::SessionRevokedRecord>(store().changeAccount(ann.id, changes)->outbox), 2);
}

void StoreAccountsContract::theLastAdministratorStays() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    AccountChanges demoted;
    demoted.administrator = false;
    AccountChanges off;
    off.active = false;
    const auto refused = [](const auto& result) {
        return !result && result.error().code() == ErrorCode::Conflict;
    };
    QVERIFY(refused(store().changeAccount(ann.id, demoted)));
    QVERIFY(refused(store().changeAccount(ann.id, off)));
    QVERIFY(refused(store().deleteUser(ann.id)));
    AccountChanges promoted;
    promoted.administrator = true;
    QVERIFY(store().changeAccount(bob.id, promoted)->value.administrator);
    // One who is out does not count.
    QVERIFY(store().changeAccount(bob.id, off));
    QVERIFY(refused(store().changeAccount(ann.id, demoted)));
    AccountChanges on;
    on.active = true;
    QVERIFY(store().changeAccount(bob.id, on));
    QVERIFY(store().changeAccount(ann.id, demoted));
    QVERIFY(!store().account(ann.id)->administrator);
    QVERIFY(refused(store().deleteUser(bob.id)));
    QVERIFY(store().deleteUser(ann.id));
}

void StoreAccountsContract::twoAdministratorsDoNotGoAtOnce() {
    for (int round = 0; round < 5; ++round) {
        if (round > 0)
            make();
        const User ann = makeUser(store(), QStringLiteral("ann"));
        const User bob = makeUser(store(), QStringLiteral("bob"));
        AccountChanges promoted;
        promoted.administrator = true;
        QVERIFY(store().changeAccount(bob.id, promoted));
        AccountChanges demoted;
        demoted.administrator = false;
        std::atomic<int> gone = 0;
        std::thread one([&] { gone += store().changeAccount(ann.id, demoted) ? 1 : 0; });
        std::thread two([&] { gone += store().deleteUser(bob.id) ? 1 : 0; });
        one.join();
        two.join();
        QCOMPARE(gone.load(), 1);
    }
}

void StoreAccountsContract::deletingLeavesATombstone() {
    const User admin = makeUser(store(), QStringLiteral("admin"));
    const User ann = makeUser(store(), QStringLiteral("ann"));
    Feed feed(store());
    const Room room = makeRoom(store(), QStringLiteral("Lounge"), admin.id);
    QVERIFY(store().setMember(room.id, ann.id, RoomRole::Member));
    feed.say(room.id, ann.id, {QStringLiteral("I was here")});
    const SessionId session = beginSession(store(), ann.id, "token");
    const auto deleted = store().deleteUser(ann.id);
    QVERIFY2(deleted, deleted ? "" : qPrintable(deleted.error().message()));
    const User tomb = deleted->value.user;
    QCOMPARE(tomb.id, ann.id);
    QVERIFY(tomb.deleted);
    QVERIFY(!tomb.deactivated);
    QVERIFY2(tomb.username.startsWith(QStringLiteral("deleted-")), qPrintable(tomb.username));
    QVERIFY(checkUsername(tomb.username));
    QCOMPARE(tomb.displayName, QStringLiteral("Deleted user"));
    QCOMPARE(toldUser(deleted->outbox), tomb);
    QCOMPARE(countOf<log::SessionRevokedRecord>(deleted->outbox), 1);
    QVERIFY(countOf<log::MemberRecord>(deleted->outbox) >= 1);
    QVERIFY(store().session(session)->revoked);
    QCOMPARE(store().session(session)->device, QString());
    QCOMPARE(store().session(session)->address, QString());

    // Messages are attributed to somebody who can still be looked up, and is nowhere else.
    QCOMPARE(store().history(room.id, {})->messages.first().sender, ann.id);
    QCOMPARE(*store().users({ann.id}), QList<User>{tomb});
    const auto account = store().account(ann.id);
    QVERIFY(account && account->email.isEmpty() && account->passwordHash.isEmpty() && !account->active);
    QVERIFY(!*store().membership(room.id, ann.id));
    QCOMPARE(namesOf(*store().directory({}, {}, 10)), QStringList{QStringLiteral("admin")});
    QVERIFY(store().searchUsers(QStringLiteral("delet"), {}, 10)->items.isEmpty());
    QCOMPARE(store().accountByLogin(QStringLiteral("ann")).error().code(), ErrorCode::NotFound);
    QVERIFY(store().loginAddresses(QStringLiteral("ann"))->isEmpty());
    QCOMPARE(store().changeAccount(ann.id, {}).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().deleteUser(ann.id).error().code(), ErrorCode::NotFound);
    QCOMPARE(store().deleteUser(UserId::create()).error().code(), ErrorCode::NotFound);
    QVERIFY(beginSession(store(), ann.id, "new").isNull());
    // The name and the address are free again, for somebody else.
    const auto other = store().createUser(newUser(QStringLiteral("ann")));
    QVERIFY(other);
    QVERIFY(other->value.user.id != ann.id);
}

/// As after a restore: the backup has the user still, the log has the deletion.
void StoreAccountsContract::aDeletionFromTheLogLeavesNothing() {
    makeUser(store(), QStringLiteral("admin"));
    const auto ann = store().createUser(newUser(QStringLiteral("ann")));
    QVERIFY(ann);
    Feed feed(store());
    User tomb = ann->value.user;
    tomb.username = QStringLiteral("deleted-0a1b2c3d");
    tomb.displayName = QStringLiteral("Deleted user");
    tomb.deleted = true;
    QVERIFY(feed.project({log::UserRecord{tomb, ann->value.version + 1}}));
    const auto account = store().account(tomb.id);
    QVERIFY(account);
    QCOMPARE(account->user, tomb);
    QVERIFY(account->email.isEmpty() && account->passwordHash.isEmpty() && !account->active);
    QCOMPARE(store().accountByLogin(QStringLiteral("ann")).error().code(), ErrorCode::NotFound);
    QVERIFY(store().createUser(newUser(QStringLiteral("ann"))));
}

void StoreAccountsContract::searchFindsPrefixesFirst() {
    makeNamed(store(), QStringLiteral("zed"), QStringLiteral("Anna Zed"));
    makeNamed(store(), QStringLiteral("joanna"), QStringLiteral("Jo"));
    makeNamed(store(), QStringLiteral("bob"), QStringLiteral("Bob of Hanna"));
    makeNamed(store(), QStringLiteral("anna"), QStringLiteral("A"));
    makeNamed(store(), QStringLiteral("carl"), QStringLiteral("Carl"));
    const auto page = store().searchUsers(QStringLiteral("ANN"), {}, 10);
    QVERIFY(page);
    QCOMPARE(namesOf(*page), (QStringList{QStringLiteral("anna"), QStringLiteral("zed"),
                                          QStringLiteral("bob"), QStringLiteral("joanna")}));
    QVERIFY(!page->next);
    QCOMPARE(store().searchUsers({}, {}, 10)->items.size(), 5);
    QVERIFY(store().searchUsers(QStringLiteral("example.org"), {}, 10)->items.isEmpty());
    for (const char* wildcard : {"%", "_", "\\", "a%a"})
        QVERIFY(store().searchUsers(QLatin1StringView(wildcard), {}, 10)->items.isEmpty());
}

void StoreAccountsContract::searchPages() {
    QStringList expected;
    for (int i = 0; i < 5; ++i)
        expected.append(makeUser(store(), QStringLiteral("cat%1").arg(i)).username);
    for (int i = 0; i < 5; ++i)
        expected.append(makeUser(store(), QStringLiteral("a.cat%1").arg(i)).username);
    for (const int limit : {1, 2, 3, 5, 10}) {
        QStringList found;
        std::optional<QString> cursor;
        int pages = 0;
        do {
            const auto page = store().searchUsers(QStringLiteral("cat"), cursor, limit);
            QVERIFY(page && page->items.size() <= limit);
            found += namesOf(*page);
            cursor = page->next;
        } while (cursor && ++pages < 20);
        QCOMPARE(found, expected);
    }
    for (const char* cursor : {"", "cat", "x:cat"})
        QCOMPARE(store().searchUsers(QStringLiteral("c"), QLatin1StringView(cursor), 2).error().code(),
                 ErrorCode::Invalid);
}

void StoreAccountsContract::accountsPage() {
    for (int i = 0; i < 5; ++i)
        makeUser(store(), QStringLiteral("user%1").arg(i));
    QVERIFY(store().deleteUser(store().accountByLogin(QStringLiteral("user3"))->user.id));
    const auto first = store().accounts({}, 3);
    QVERIFY(first && first->next);
    const auto rest = store().accounts(first->next, 3);
    QVERIFY(rest && !rest->next);
    QCOMPARE(first->items.size(), 3);
    QCOMPARE(rest->items.size(), 1);
    QCOMPARE(rest->items.first().user.username, QStringLiteral("user4"));
    QCOMPARE(rest->items.first().email, QStringLiteral("user4@example.org"));
    QVERIFY(first->items.first().administrator);
    QVERIFY(first->items.first().createdAt.isValid());
}

void StoreAccountsContract::sessionsAreListed() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const User bob = makeUser(store(), QStringLiteral("bob"));
    const QDateTime start = utcNow().addDays(-1);
    QList<SessionId> ids;
    for (int i = 0; i < 5; ++i)
        ids.prepend(beginSession(store(), ann.id, "t" + QByteArray::number(i),
                                 QStringLiteral("192.0.2.%1").arg(i), start.addSecs(i / 2)));
    beginSession(store(), bob.id, "bob");
    const SessionId last = beginSession(store(), ann.id, "gone");
    QVERIFY(store().revokeSession(last));
    QVERIFY(store().rotateRefresh("t0", "t9", start.addSecs(600), start.addDays(30), 30)->value);

    QList<SessionInfo> listed;
    std::optional<QString> cursor;
    do {
        const auto page = store().sessionsOf(ann.id, cursor, 2);
        QVERIFY(page);
        listed += page->items;
        cursor = page->next;
    } while (cursor && listed.size() < 20);
    QCOMPARE(listed.size(), 5);
    QSet<SessionId> seen;
    for (const SessionInfo& session : listed) {
        seen.insert(session.id);
        QCOMPARE(session.device, QStringLiteral("laptop"));
        QVERIFY(!session.current);
    }
    QCOMPARE(seen, QSet<SessionId>(ids.begin(), ids.end()));
    QCOMPARE(listed.first().id, ids.first());
    QCOMPARE(listed.first().address, QStringLiteral("192.0.2.4"));
    QCOMPARE(listed.first().lastUsedAt, listed.first().createdAt);
    const auto refreshed = std::find_if(listed.begin(), listed.end(),
                                        [&](const SessionInfo& session) { return session.id == ids.last(); });
    QCOMPARE(refreshed->createdAt, start);
    QCOMPARE(refreshed->lastUsedAt, start.addSecs(600));
    for (const char* bad : {"", "x", "12", ".", "12.x"})
        QCOMPARE(store().sessionsOf(ann.id, QLatin1StringView(bad), 2).error().code(), ErrorCode::Invalid);
}

void StoreAccountsContract::loginAddressesAreRemembered() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const QDateTime start = utcNow().addDays(-1);
    beginSession(store(), ann.id, "a", QStringLiteral("192.0.2.1"), start);
    beginSession(store(), ann.id, "b", QStringLiteral("192.0.2.2"), start.addSecs(10));
    const SessionId ended =
        beginSession(store(), ann.id, "c", QStringLiteral("192.0.2.1"), start.addSecs(20));
    beginSession(store(), ann.id, "d", QString(), start.addSecs(30));
    QVERIFY(store().revokeSession(ended));
    const QStringList expected{QStringLiteral("192.0.2.1"), QStringLiteral("192.0.2.2")};
    QCOMPARE(*store().loginAddresses(QStringLiteral("ANN")), expected);
    QCOMPARE(*store().loginAddresses(QStringLiteral("ann@Example.org")), expected);
    QVERIFY(store().loginAddresses(QStringLiteral("nobody"))->isEmpty());
}

void StoreAccountsContract::deadSessionsArePurged() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const QDateTime now = utcNow();
    const SessionId old = beginSession(store(), ann.id, "old", {}, now.addDays(-100));
    const SessionId refreshed = beginSession(store(), ann.id, "refreshed", {}, now.addDays(-100));
    const SessionId young = beginSession(store(), ann.id, "young", {}, now.addDays(-10));
    QVERIFY(store().rotateRefresh("refreshed", "next", now.addDays(-80), now.addDays(20), 30)->value);
    // As one is that an older version began, and that is still in use.
    const SessionId inUse = SessionId::create();
    QVERIFY(store().createSession({inUse, ann.id, {}, now.addDays(-100), false}, "in use", now.addDays(1)));
    QCOMPARE(*store().purgeSessions(now, now.addDays(-90), 100), 1);
    QCOMPARE(store().session(old).error().code(), ErrorCode::NotFound);
    for (const SessionId& id : {refreshed, young, inUse})
        QVERIFY(store().session(id));
    QCOMPARE(*store().purgeSessions(now.addDays(200), now.addDays(100), 2), 2);
    QCOMPARE(*store().purgeSessions(now.addDays(200), now.addDays(100), 2), 1);
    QCOMPARE(*store().purgeSessions(now.addDays(200), now.addDays(100), 2), 0);
}

void StoreAccountsContract::auditIsWrittenWithTheAct() {
    const User ann = makeUser(store(), QStringLiteral("ann"));
    const QDateTime before = utcNow();
    QVERIFY(store().audit(entry(QStringLiteral("test.alone"))));
    const auto bob =
        store().createUser(newUser(QStringLiteral("bob")), entry(QStringLiteral("test.create"), ann.id));
    QVERIFY(bob);
    // What is refused or changes nothing is no act.
    QVERIFY(!store().createUser(newUser(QStringLiteral("bob")), entry(QStringLiteral("test.refused"))));
    QVERIFY(store().changeAccount(ann.id, {}, {}, entry(QStringLiteral("test.nothing"))));
    QVERIFY(!store().deleteUser(ann.id, entry(QStringLiteral("test.last"))));
    AccountChanges changes;
    changes.statusText = QStringLiteral("x");
    QVERIFY(store().changeAccount(ann.id, changes, {}, entry(QStringLiteral("test.change"))));
    QVERIFY(store().deleteUser(bob->value.user.id, entry(QStringLiteral("test.delete"))));

    QVERIFY(m_store->reopen());
    const auto log = store().auditLog({}, 10);
    QVERIFY(log && !log->next);
    QStringList actions;
    for (const AuditEntry& one : log->items)
        actions.append(one.action);
    QCOMPARE(actions, (QStringList{QStringLiteral("test.delete"), QStringLiteral("test.change"),
                                   QStringLiteral("test.create"), QStringLiteral("test.alone")}));
    AuditEntry expected = entry(QStringLiteral("test.create"), ann.id);
    expected.id = log->items.at(2).id;
    expected.at = log->items.at(2).at;
    QCOMPARE(log->items.at(2), expected);
    QVERIFY(expected.at >= before && expected.at <= utcNow());
    QVERIFY(!log->items.at(3).actor);

    const auto first = store().auditLog({}, 3);
    QVERIFY(first && first->next);
    const auto rest = store().auditLog(first->next->toLongLong(), 3);
    QVERIFY(rest && !rest->next);
    QCOMPARE(rest->items, QList<AuditEntry>{log->items.at(3)});
}

} // namespace parlor::test
