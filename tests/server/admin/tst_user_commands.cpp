// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/user_commands.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

#include <QTemporaryDir>
#include <QTest>

using namespace parlor;
using namespace parlor::admin;

/// `parlord user …`, on a store without a server.
class TestUserCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_store.reset();
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = store::makeSqliteStore(m_dir->filePath(QStringLiteral("store.db")));
        QVERIFY(m_store->open());
    }

    void addsAndLists();
    void showsOneWithItsDevices();
    void makesAdministrators();
    void deactivatesAndActivates();
    void deletes();
    void refusesUnknownUsers();
    void isAudited();

private:
    Result<QString> add(const QString& name, std::optional<bool> administrator = {}) {
        return addUser(
            *m_store,
            {name, name + QStringLiteral("@example.org"), {}, QStringLiteral("correct horse"), administrator},
            true);
    }
    store::Account account(const QString& name) { return m_store->accountByLogin(name).value(); }
    SessionId beginSession(const QString& name) {
        const store::Session session{
            SessionId::create(),        account(name).user.id, QStringLiteral("phone"), utcNow(), false,
            QStringLiteral("192.0.2.1")};
        return m_store->createSession(session, session.id.toString().toLatin1(), utcNow().addDays(1))
                   ? session.id
                   : SessionId();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
};

void TestUserCommands::addsAndLists() {
    QCOMPARE(add(QStringLiteral("ann")), QStringLiteral("Added ann, an administrator.\n"));
    QCOMPARE(add(QStringLiteral("bob")), QStringLiteral("Added bob.\n"));
    QCOMPARE(add(QStringLiteral("eve"), true), QStringLiteral("Added eve, an administrator.\n"));
    QCOMPARE(add(QStringLiteral("bob")).error().code(), ErrorCode::Taken);
    QVERIFY(setActive(*m_store, QStringLiteral("bob"), false));
    const QStringList lines = listUsers(*m_store)->split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(1).startsWith(QStringLiteral("ann")));
    QVERIFY(lines.at(1).contains(QStringLiteral("administrator")));
    QVERIFY(lines.at(2).contains(QStringLiteral("inactive")));
    QVERIFY(lines.at(2).contains(QStringLiteral("bob@example.org")));
}

void TestUserCommands::showsOneWithItsDevices() {
    QVERIFY(add(QStringLiteral("ann")));
    beginSession(QStringLiteral("ann"));
    const auto shown = showUser(*m_store, QStringLiteral("ANN@example.org"));
    QVERIFY(shown);
    for (const QString& part :
         {QStringLiteral("ann@example.org"), QStringLiteral("administrator"), QStringLiteral("active"),
          account(QStringLiteral("ann")).user.id.toString(), QStringLiteral("phone, from 192.0.2.1")})
        QVERIFY2(shown->contains(part), qPrintable(*shown));
}

void TestUserCommands::makesAdministrators() {
    QVERIFY(add(QStringLiteral("ann")));
    QVERIFY(add(QStringLiteral("bob")));
    QCOMPARE(setAdministrator(*m_store, QStringLiteral("ann"), false).error().code(), ErrorCode::Conflict);
    QCOMPARE(setAdministrator(*m_store, QStringLiteral("bob"), true),
             QStringLiteral("bob is an administrator.\n"));
    QCOMPARE(setAdministrator(*m_store, QStringLiteral("ann"), false),
             QStringLiteral("ann is no administrator.\n"));
    QVERIFY(!account(QStringLiteral("ann")).administrator);
    QVERIFY(account(QStringLiteral("bob")).administrator);
}

void TestUserCommands::deactivatesAndActivates() {
    QVERIFY(add(QStringLiteral("ann")));
    QVERIFY(add(QStringLiteral("bob")));
    const SessionId session = beginSession(QStringLiteral("bob"));
    QCOMPARE(setActive(*m_store, QStringLiteral("bob"), false),
             QStringLiteral("Deactivated bob; sessions ended: 1.\n"));
    QVERIFY(m_store->session(session)->revoked);
    QVERIFY(!account(QStringLiteral("bob")).active);
    QCOMPARE(setActive(*m_store, QStringLiteral("bob"), true), QStringLiteral("Activated bob.\n"));
    QVERIFY(account(QStringLiteral("bob")).active);
    QCOMPARE(setActive(*m_store, QStringLiteral("ann"), false).error().code(), ErrorCode::Conflict);
    // What a running server closes sockets by.
    const auto rows = m_store->outbox(utcNow().addSecs(60), 100);
    const auto revocations = std::count_if(rows->begin(), rows->end(), [&](const store::OutboxRow& row) {
        const auto event = log::decode(row.value);
        const auto* revoked = event ? std::get_if<log::SessionRevokedRecord>(&*event) : nullptr;
        return revoked && revoked->sessionId == session;
    });
    QCOMPARE(revocations, 1);
}

void TestUserCommands::deletes() {
    QVERIFY(add(QStringLiteral("ann")));
    QVERIFY(add(QStringLiteral("bob")));
    const UserId id = account(QStringLiteral("bob")).user.id;
    beginSession(QStringLiteral("bob"));
    QCOMPARE(deleteUser(*m_store, QStringLiteral("ann")).error().code(), ErrorCode::Conflict);
    const auto said = deleteUser(*m_store, QStringLiteral("bob"));
    QVERIFY(said);
    QVERIFY2(said->startsWith(QStringLiteral("Deleted bob, who is deleted-")), qPrintable(*said));
    QVERIFY(said->endsWith(QStringLiteral("; sessions ended: 1.\n")));
    const store::Account tomb = m_store->account(id).value();
    QVERIFY(tomb.user.deleted);
    QVERIFY(!listUsers(*m_store)->contains(QStringLiteral("deleted-")));
    QCOMPARE(showUser(*m_store, tomb.user.username).error().code(), ErrorCode::NotFound);
}

void TestUserCommands::refusesUnknownUsers() {
    const QString nobody = QStringLiteral("nobody");
    for (const auto& refused : {changePassword(*m_store, nobody, QStringLiteral("correct horse"), true),
                                setActive(*m_store, nobody, false), setAdministrator(*m_store, nobody, true),
                                deleteUser(*m_store, nobody), showUser(*m_store, nobody)}) {
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::NotFound);
        QVERIFY(refused.error().message().contains(nobody));
    }
    QVERIFY(m_store->auditLog({}, 10)->items.isEmpty());
}

void TestUserCommands::isAudited() {
    QVERIFY(add(QStringLiteral("ann")));
    QVERIFY(add(QStringLiteral("bob")));
    QVERIFY(changePassword(*m_store, QStringLiteral("bob"), QStringLiteral("battery staple"), true));
    QVERIFY(setActive(*m_store, QStringLiteral("bob"), false));
    QVERIFY(deleteUser(*m_store, QStringLiteral("bob")));
    QStringList actions;
    const auto log = m_store->auditLog({}, 10);
    for (const AuditEntry& entry : log->items) {
        QVERIFY(!entry.actor);
        QVERIFY(entry.address.isEmpty());
        QVERIFY(!toBytes(entry.details).contains("battery"));
        actions.append(entry.action);
    }
    QCOMPARE(actions, (QStringList{QStringLiteral("user.delete"), QStringLiteral("user.deactivate"),
                                   QStringLiteral("user.update"), QStringLiteral("user.create"),
                                   QStringLiteral("user.create")}));
}

QTEST_GUILESS_MAIN(TestUserCommands)
#include "tst_user_commands.moc"
