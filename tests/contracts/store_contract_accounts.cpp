// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/limits.h"
#include "tests/contracts/store_contract.h"

#include <QTest>

#include <atomic>
#include <thread>

namespace parlor::test {

using store::AccountChanges;

namespace {

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
    const store::Session late{SessionId::create(), ann.id, {}, utcNow(), false};
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
    const RoomId direct = store().directRoom(RoomId::create(), utcNow(), admin.id, ann.id)->value.room.id;
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
    QCOMPARE(store().members(direct, {}, 10)->items.size(), 2);
    QVERIFY(store().searchMembers(direct, QStringLiteral("ann"), {}, 10)->items.isEmpty());
    QVERIFY(store().membersNamed(direct, {QStringLiteral("ann")})->isEmpty());
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
    const User admin = makeUser(store(), QStringLiteral("admin"));
    const auto ann = store().createUser(newUser(QStringLiteral("ann")));
    QVERIFY(ann);
    const RoomId direct =
        store().directRoom(RoomId::create(), utcNow(), admin.id, ann->value.user.id)->value.room.id;
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
    QVERIFY(store().membersNamed(direct, {QStringLiteral("ann")})->isEmpty());
    QVERIFY(store().createUser(newUser(QStringLiteral("ann"))));
}

} // namespace parlor::test
