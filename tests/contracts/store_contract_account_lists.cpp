// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "tests/contracts/store_contract.h"

#include <QTest>

#include <algorithm>

namespace parlor::test {

using store::AccountChanges;

namespace {

AuditEntry entry(const QString& action, const std::optional<UserId>& actor = {}) {
    AuditEntry result;
    result.actor = actor;
    result.action = action;
    result.target = QStringLiteral("somebody");
    result.details = {{QStringLiteral("why"), QStringLiteral("\u00e4 test")}};
    result.address = QStringLiteral("2001:db8::1");
    return result;
}

User makeNamed(store::Store& store, const QString& name, const QString& displayName) {
    store::NewUser user = newUser(name);
    user.displayName = displayName;
    return store.createUser(user)->value.user;
}

} // namespace

void StoreAccountListsContract::searchFindsPrefixesFirst() {
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

void StoreAccountListsContract::searchPages() {
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

void StoreAccountListsContract::accountsPage() {
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

void StoreAccountListsContract::sessionsAreListed() {
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

void StoreAccountListsContract::loginAddressesAreRemembered() {
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

void StoreAccountListsContract::deadSessionsArePurged() {
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

void StoreAccountListsContract::auditIsWrittenWithTheAct() {
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
