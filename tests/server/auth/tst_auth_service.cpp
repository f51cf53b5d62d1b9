// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth_fixture.h"
#include "server/auth/account_administration.h"
#include "shared/codec.h"

#include <QTest>

using namespace parlor;
using namespace parlor::auth;
using namespace parlor::auth::test;

/// Accounts: made, changed, administered.
class TestAuthService : public QObject, private AuthScene {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(begin()); }

    void registerGivesTokens();
    void displayNameDefaultsToTheName();
    void firstAccountIsAdministrator();
    void takenNames_data();
    void takenNames();
    void registrationNotOpen_data();
    void registrationNotOpen();
    void ownPassword();
    void ownPasswordIsNotGuessed();
    void endingOwnSessions();
    void loggingOutEverywhere();
    void administrationIsAudited();
};

void TestAuthService::registerGivesTokens() {
    AuthService auth = service();
    const auto outcome = auth.registerUser(alice());
    QVERIFY(outcome);
    const AuthTokens& tokens = outcome->value;
    QCOMPARE(tokens.user.username, QStringLiteral("alice"));
    QCOMPARE(tokens.user.displayName, QStringLiteral("Alice Lidell"));
    QCOMPARE(tokens.expiresIn, 15 * 60);
    const auto identity = auth.verify(tokens.accessToken.toLatin1());
    QVERIFY(identity);
    QCOMPARE(identity->userId, tokens.user.id);
    QVERIFY(!auth.isRevoked(identity->sessionId));
    const auto session = m_store->session(identity->sessionId);
    QVERIFY(session);
    QCOMPARE(session->userId, tokens.user.id);
    QCOMPARE(session->device, QStringLiteral("desk"));
    // The log is to learn of the new user.
    QCOMPARE(outcome->outbox.size(), 1);
    const auto event = log::decode(outcome->outbox.first().value);
    QVERIFY(event && std::holds_alternative<log::UserRecord>(*event));
    QCOMPARE(std::get<log::UserRecord>(*event).user, tokens.user);
}

void TestAuthService::displayNameDefaultsToTheName() {
    AuthService auth = service();
    RegisterRequest request = alice();
    request.displayName.reset();
    QCOMPARE(auth.registerUser(request)->value.user.displayName, QStringLiteral("alice"));
}

void TestAuthService::firstAccountIsAdministrator() {
    AuthService auth = service();
    const UserId first = registered(auth).user.id;
    RegisterRequest request = alice();
    request.username = QStringLiteral("bob");
    request.email = QStringLiteral("bob@example.org");
    const UserId second = auth.registerUser(request)->value.user.id;
    QVERIFY(m_store->account(first)->administrator);
    QVERIFY(!m_store->account(second)->administrator);
}

void TestAuthService::takenNames_data() {
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("field");
    const QString other = QStringLiteral("other@example.org");
    QTest::newRow("name") << QStringLiteral("alice") << other << QStringLiteral("username");
    QTest::newRow("name, other case") << QStringLiteral("ALICE") << other << QStringLiteral("username");
    QTest::newRow("email") << QStringLiteral("bob") << QStringLiteral("alice@example.org")
                           << QStringLiteral("email");
    QTest::newRow("email, other case")
        << QStringLiteral("bob") << QStringLiteral("Alice@Example.ORG") << QStringLiteral("email");
    for (const char* name : {"room", "all", "here", "me", "deleted-1234"})
        QTest::newRow(name) << QString::fromLatin1(name) << other << QStringLiteral("username");
}

void TestAuthService::takenNames() {
    QFETCH(QString, username);
    QFETCH(QString, email);
    QFETCH(QString, field);
    AuthService auth = service();
    registered(auth);
    const auto outcome = auth.registerUser({username, email, password, {}, {}});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code(), ErrorCode::Taken);
    QCOMPARE(outcome.error().field(), field);
}

void TestAuthService::registrationNotOpen_data() {
    QTest::addColumn<int>("registration");
    QTest::newRow("invite") << int(Registration::Invite);
    QTest::newRow("closed") << int(Registration::Closed);
}

void TestAuthService::registrationNotOpen() {
    QFETCH(int, registration);
    AuthConfig settings = config();
    settings.registration = Registration(registration);
    AuthService auth(*m_store, settings);
    const auto outcome = auth.registerUser(alice());
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code(), ErrorCode::Forbidden);
    QVERIFY(outcome.error().message().contains(QStringLiteral("administrator")));
    QCOMPARE(m_store->accountByLogin(QStringLiteral("alice")).error().code(), ErrorCode::NotFound);
}

void TestAuthService::ownPassword() {
    AuthService auth = service();
    const AuthTokens here = registered(auth);
    const Identity identity = *auth.verify(here.accessToken.toLatin1());
    const auto there = auth.login({QStringLiteral("alice"), password, {}});
    const Identity other = *auth.verify(there->accessToken.toLatin1());
    const QString next = QStringLiteral("another battery staple");
    const auto changed = auth.changePassword(identity, {password, next});
    QVERIFY(changed);
    QVERIFY(tellsOfRevocation(changed->outbox, other.sessionId));
    QVERIFY(!tellsOfRevocation(changed->outbox, identity.sessionId));
    QVERIFY(auth.isRevoked(other.sessionId));
    QVERIFY(!auth.isRevoked(identity.sessionId));
    QVERIFY(refreshed(auth, here.refreshToken));
    QVERIFY(!refreshed(auth, there->refreshToken));
    QVERIFY(!auth.login({QStringLiteral("alice"), password, {}}));
    QVERIFY(auth.login({QStringLiteral("alice"), next, {}}));
}

void TestAuthService::ownPasswordIsNotGuessed() {
    AuthService auth = service();
    const Identity identity = *auth.verify(registered(auth).accessToken.toLatin1());
    const ChangePasswordRequest guess{QStringLiteral("nonsense"), QStringLiteral("another battery")};
    for (int i = 0; i < int(config().budgets.passwordChange.burst); ++i) {
        const auto refused = auth.changePassword(identity, guess);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::Forbidden);
        QCOMPARE(refused.error().field(), QStringLiteral("currentPassword"));
    }
    const auto refused = auth.changePassword(identity, {password, QStringLiteral("another battery")});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::RateLimited);
    QVERIFY(refused.error().retryAfter());
    QVERIFY(auth.login({QStringLiteral("alice"), password, {}}));
}

void TestAuthService::endingOwnSessions() {
    AuthService auth = service();
    const Identity here = *auth.verify(registered(auth).accessToken.toLatin1());
    const auto tokens = auth.login({QStringLiteral("alice"), password, QStringLiteral("phone")},
                                   QHostAddress(QStringLiteral("::ffff:192.0.2.7")));
    const Identity phone = *auth.verify(tokens->accessToken.toLatin1());
    const auto listed = m_store->sessionsOf(here.userId, {}, 10);
    QCOMPARE(listed->items.size(), 2);
    const auto session = m_store->session(phone.sessionId);
    QCOMPARE(session->device, QStringLiteral("phone"));
    RegisterRequest other = alice();
    other.username = QStringLiteral("bob");
    other.email = QStringLiteral("bob@example.org");
    const Identity bob = *auth.verify(auth.registerUser(other)->value.accessToken.toLatin1());
    QCOMPARE(auth.endSession(bob, phone.sessionId).error().code(), ErrorCode::NotFound);
    QCOMPARE(auth.endSession(here, SessionId::create()).error().code(), ErrorCode::NotFound);
    QVERIFY(!auth.isRevoked(phone.sessionId));
    const auto ended = auth.endSession(here, phone.sessionId);
    QVERIFY(ended);
    QVERIFY(tellsOfRevocation(ended->outbox, phone.sessionId));
    QVERIFY(auth.isRevoked(phone.sessionId));
    QVERIFY(auth.endSession(here, phone.sessionId)->outbox.isEmpty());
    QCOMPARE(m_store->sessionsOf(here.userId, {}, 10)->items.size(), 1);
}

void TestAuthService::loggingOutEverywhere() {
    AuthService auth = service();
    const Identity here = *auth.verify(registered(auth).accessToken.toLatin1());
    const Identity one =
        *auth.verify(auth.login({QStringLiteral("alice"), password, {}})->accessToken.toLatin1());
    const Identity two =
        *auth.verify(auth.login({QStringLiteral("alice"), password, {}})->accessToken.toLatin1());
    QCOMPARE(auth.logoutEverywhere(here.userId, here.sessionId)->value, 2);
    QVERIFY(auth.isRevoked(one.sessionId));
    QVERIFY(auth.isRevoked(two.sessionId));
    QVERIFY(!auth.isRevoked(here.sessionId));
    QCOMPARE(auth.logoutEverywhere(here.userId)->value, 1);
    QVERIFY(auth.isRevoked(here.sessionId));
}

void TestAuthService::administrationIsAudited() {
    AuthService auth = service();
    const Identity admin = *auth.verify(registered(auth).accessToken.toLatin1());
    AccountAdministration administration(*m_store,
                                         [&](const QString& secret) { return auth.hashPassword(secret); });
    const ActingAdministrator by{admin.userId, admin.sessionId, QStringLiteral("192.0.2.1")};
    const auto bob = administration.create(
        by, {QStringLiteral("bob"), QStringLiteral("bob@example.org"), password, {}, false}, false);
    QVERIFY(bob);
    const UserId id = bob->value.user.id;
    UpdateUserRequest change;
    change.email = QStringLiteral("robert@example.org");
    change.password = QStringLiteral("another battery");
    QVERIFY(administration.change(by, id, change));
    QVERIFY(auth.login({QStringLiteral("robert@example.org"), QStringLiteral("another battery"), {}}));
    UpdateUserRequest off;
    off.active = false;
    QVERIFY(administration.change(by, id, off));
    QVERIFY(administration.remove({}, id));
    // One's own session outlives one's own new password.
    UpdateUserRequest own;
    own.password = QStringLiteral("yet another");
    QVERIFY(administration.change(by, admin.userId, own)->outbox.isEmpty());

    const auto log = m_store->auditLog({}, 10);
    QStringList lines;
    for (const AuditEntry& entry : log->items) {
        QCOMPARE(entry.target, entry.action == QLatin1String("user.update") && lines.isEmpty()
                                   ? admin.userId.toString()
                                   : id.toString());
        QCOMPARE(entry.actor.has_value(), entry.action != QLatin1String("user.delete"));
        QCOMPARE(entry.address, entry.actor ? QStringLiteral("192.0.2.1") : QString());
        lines.append(entry.action + QLatin1Char(' ') + QString::fromUtf8(toBytes(entry.details)));
    }
    QCOMPARE(lines,
             (QStringList{QStringLiteral("user.update {\"password\":\"changed\"}"),
                          QStringLiteral("user.delete {\"username\":\"bob\"}"),
                          QStringLiteral("user.deactivate {\"active\":false}"),
                          QStringLiteral("user.update {\"email\":\"changed\",\"password\":\"changed\"}"),
                          QStringLiteral("user.create {\"administrator\":false,\"username\":\"bob\"}")}));
}

QTEST_GUILESS_MAIN(TestAuthService)
#include "tst_auth_service.moc"
