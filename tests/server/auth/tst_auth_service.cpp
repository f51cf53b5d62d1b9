// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/account_administration.h"
#include "server/auth/auth_service.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace parlor;
using namespace parlor::auth;

namespace {

const QString password = QStringLiteral("correct horse battery");

RegisterRequest alice() {
    return {QStringLiteral("alice"), QStringLiteral("alice@example.org"), password,
            QStringLiteral("Alice Lidell"), QStringLiteral("desk")};
}

AuthConfig config() {
    AuthConfig settings;
    settings.jwtSecret = QByteArrayLiteral("0123456789abcdef0123456789abcdef");
    settings.minimumPasswordCost = true;
    return settings;
}

bool tellsOfRevocation(const QList<store::OutboxRow>& rows, const SessionId& session) {
    for (const store::OutboxRow& row : rows) {
        const auto event = log::decode(row.value);
        const auto* revoked = event ? std::get_if<log::SessionRevokedRecord>(&*event) : nullptr;
        if (revoked && revoked->sessionId == session && row.topic == log::Topic::Users)
            return true;
    }
    return false;
}

} // namespace

class TestAuthService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void registerGivesTokens();
    void displayNameDefaultsToTheName();
    void firstAccountIsAdministrator();
    void takenNames_data();
    void takenNames();
    void registrationNotOpen_data();
    void registrationNotOpen();

    void login_data();
    void login();
    void loginsAreSessionsOfTheirOwn();
    void wrongLogin_data();
    void wrongLogin();
    void manyAtOnce();
    void passwordIsRehashed();
    void changedPassword();
    void deactivated();
    void unknownNamesCostTheSame();
    void guessingIsSlowedDown();
    void theVictimIsNotLockedOut();
    void throttledNamesAreAllTheSame();

    void ownPassword();
    void ownPasswordIsNotGuessed();
    void endingOwnSessions();
    void loggingOutEverywhere();
    void administrationIsAudited();

    void accessTokenExpires();
    void accessTokenOfAnotherSecret();

    void refreshRotates();
    void lostAnswerOfRefresh();
    void replayEndsTheFamily();
    void replayAfterTheGrace();
    void refreshTokenExpires();
    void wrongRefreshTokens_data();
    void wrongRefreshTokens();
    void logout();
    void nothingSecretIsStored();

private:
    AuthService service() { return AuthService(*m_store, config()); }
    AuthTokens registered(AuthService& auth) { return auth.registerUser(alice())->value; }
    /// The outcome of refreshing; Internal if there was none.
    Result<AuthTokens> refreshed(AuthService& auth, const QString& token) {
        const auto outcome = auth.refresh({token});
        return outcome ? outcome->value : Result<AuthTokens>(fail(ErrorCode::Internal));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<store::Store> m_store;
};

void TestAuthService::init() {
    m_store.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    m_store = store::makeSqliteStore(m_dir->filePath(QStringLiteral("store.db")));
    QVERIFY(m_store->open());
}

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

void TestAuthService::login_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << QStringLiteral("alice");
    QTest::newRow("name, other case") << QStringLiteral("Alice");
    QTest::newRow("email") << QStringLiteral("alice@example.org");
    QTest::newRow("email, other case") << QStringLiteral("ALICE@example.org");
}

void TestAuthService::login() {
    QFETCH(QString, name);
    AuthService auth = service();
    const User user = registered(auth).user;
    const auto tokens = auth.login({name, password, QStringLiteral("phone")});
    QVERIFY(tokens);
    QCOMPARE(tokens->user, user);
    QCOMPARE(auth.verify(tokens->accessToken.toLatin1())->userId, user.id);
}

void TestAuthService::loginsAreSessionsOfTheirOwn() {
    AuthService auth = service();
    registered(auth);
    const auto first = auth.login({QStringLiteral("alice"), password, {}});
    const auto second = auth.login({QStringLiteral("alice"), password, {}});
    const Identity one = *auth.verify(first->accessToken.toLatin1());
    const Identity two = *auth.verify(second->accessToken.toLatin1());
    QVERIFY(one.sessionId != two.sessionId);
    QVERIFY(first->refreshToken != second->refreshToken);
    QVERIFY(auth.logout(one));
    QVERIFY(auth.isRevoked(one.sessionId));
    QVERIFY(!auth.isRevoked(two.sessionId));
    QVERIFY(refreshed(auth, second->refreshToken));
}

void TestAuthService::wrongLogin_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("secret");
    QTest::newRow("wrong password") << QStringLiteral("alice") << QStringLiteral("correct horse batterz");
    QTest::newRow("no password") << QStringLiteral("alice") << QString();
    QTest::newRow("password in another case") << QStringLiteral("alice") << password.toUpper();
    QTest::newRow("unknown name") << QStringLiteral("malice") << password;
    QTest::newRow("unknown email") << QStringLiteral("alice@example.com") << password;
    QTest::newRow("display name") << QStringLiteral("Alice Lidell") << password;
    QTest::newRow("empty name") << QString() << password;
    QTest::newRow("pattern") << QStringLiteral("ali%") << password;
    QTest::newRow("SQL") << QStringLiteral("alice' OR '1'='1") << password;
    QTest::newRow("with a NUL") << QString(QStringLiteral("alice") + QChar(0)) << password;
}

void TestAuthService::wrongLogin() {
    QFETCH(QString, name);
    QFETCH(QString, secret);
    AuthService auth = service();
    registered(auth);
    const auto tokens = auth.login({name, secret, {}});
    QVERIFY(!tokens);
    // The same words for all: nobody learns which names exist.
    QCOMPARE(tokens.error(), Error(ErrorCode::Unauthenticated, QStringLiteral("Wrong name or password.")));
}

void TestAuthService::manyAtOnce() {
    AuthConfig settings = config();
    settings.throttle = false;
    AuthService auth(*m_store, settings);
    registered(auth);
    std::atomic<int> good = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            for (int j = 0; j < 10; ++j) {
                const bool right = (i + j) % 2 == 0;
                const auto tokens =
                    auth.login({QStringLiteral("alice"), right ? password : QStringLiteral("nonsense"), {}});
                if (tokens && right)
                    ++good;
                if (!tokens && !right && tokens.error().code() == ErrorCode::Unauthenticated)
                    ++refused;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(good, 40);
    QCOMPARE(refused, 40);
}

void TestAuthService::passwordIsRehashed() {
    AuthService cheap = service();
    const UserId user = registered(cheap).user.id;
    QVERIFY(m_store->account(user)->passwordHash.contains("$m=8,"));
    AuthConfig settings = config();
    settings.minimumPasswordCost = false;
    AuthService dear(*m_store, settings);
    QVERIFY(!dear.login({QStringLiteral("alice"), QStringLiteral("nonsense"), {}}));
    QVERIFY(m_store->account(user)->passwordHash.contains("$m=8,"));
    QVERIFY(dear.login({QStringLiteral("alice"), password, {}}));
    const QByteArray stronger = m_store->account(user)->passwordHash;
    QVERIFY2(stronger.contains("$m=65536,"), stronger.constData());
    QVERIFY(dear.login({QStringLiteral("alice"), password, {}}));
    // A load test on a real store weakens nobody's hash.
    QVERIFY(cheap.login({QStringLiteral("alice"), password, {}}));
    QCOMPARE(m_store->account(user)->passwordHash, stronger);
}

void TestAuthService::changedPassword() {
    AuthService auth = service();
    const UserId user = registered(auth).user.id;
    const auto hash = auth.hashPassword(QStringLiteral("another horse"));
    store::AccountChanges changes;
    changes.passwordHash = hash.value_or(QByteArray());
    QVERIFY(hash && m_store->changeAccount(user, changes));
    QVERIFY(!auth.login({QStringLiteral("alice"), password, {}}));
    QVERIFY(auth.login({QStringLiteral("alice"), QStringLiteral("another horse"), {}}));
}

void TestAuthService::deactivated() {
    AuthService auth = service();
    registered(auth);
    const RegisterRequest other{QStringLiteral("bob"), QStringLiteral("bob@example.org"), password, {}, {}};
    const UserId bob = auth.registerUser(other)->value.user.id;
    store::AccountChanges off;
    off.active = false;
    QVERIFY(m_store->changeAccount(bob, off));
    const auto known = auth.login({QStringLiteral("bob"), password, {}});
    QVERIFY(!known);
    QCOMPARE(known.error().code(), ErrorCode::Forbidden);
    // Who does not know the password is not told that there is anything to know.
    const auto guessed = auth.login({QStringLiteral("bob"), QStringLiteral("nonsense"), {}});
    QVERIFY(!guessed);
    QCOMPARE(guessed.error(), Error(ErrorCode::Unauthenticated, QStringLiteral("Wrong name or password.")));
}

/// The time that an answer takes is that of its one hash: so these are what is counted.
void TestAuthService::unknownNamesCostTheSame() {
    AuthService auth = service();
    const UserId alice = registered(auth).user.id;
    const RegisterRequest other{QStringLiteral("bob"), QStringLiteral("bob@example.org"), password, {}, {}};
    const UserId bob = auth.registerUser(other)->value.user.id;
    const RegisterRequest third{QStringLiteral("carl"), QStringLiteral("carl@example.org"), password, {}, {}};
    const UserId carl = auth.registerUser(third)->value.user.id;
    store::AccountChanges off;
    off.active = false;
    QVERIFY(m_store->changeAccount(bob, off));
    const auto tomb = m_store->deleteUser(carl);
    QVERIFY(tomb);
    const auto hashes = [&](const QString& name) {
        const qint64 before = auth.hashOperations();
        const auto refused = auth.login({name, QStringLiteral("a wrong guess"), {}});
        const bool same = !refused && refused.error() == Error(ErrorCode::Unauthenticated,
                                                               QStringLiteral("Wrong name or password."));
        return same ? auth.hashOperations() - before : -1;
    };
    QCOMPARE(hashes(QStringLiteral("alice")), 1);
    QCOMPARE(hashes(QStringLiteral("ALICE@example.org")), 1);
    QCOMPARE(hashes(QStringLiteral("nobody")), 1);
    QCOMPARE(hashes(QStringLiteral("nobody@example.org")), 1);
    QCOMPARE(hashes(QStringLiteral("bob")), 1);     // deactivated
    QCOMPARE(hashes(QStringLiteral("carl")), 1);    // deleted
    QCOMPARE(hashes(tomb->value.user.username), 1); // what is left of that one
    QVERIFY(m_store->account(alice));
}

void TestAuthService::guessingIsSlowedDown() {
    AuthService auth = service();
    registered(auth);
    const QHostAddress home(QStringLiteral("192.0.2.1"));
    const auto guess = [&](const QString& secret, const QHostAddress& from) {
        return auth.login({QStringLiteral("alice"), secret, {}}, from);
    };
    const int burst = int(config().budgets.pair.burst);
    for (int i = 0; i < burst; ++i)
        QCOMPARE(guess(QStringLiteral("nonsense"), home).error().code(), ErrorCode::Unauthenticated);
    const qint64 hashes = auth.hashOperations();
    const auto refused = guess(password, home);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code(), ErrorCode::RateLimited);
    QVERIFY(refused.error().retryAfter().value_or(0) > 0);
    QVERIFY(*refused.error().retryAfter() <= config().budgets.pair.refill.count());
    QCOMPARE(auth.hashOperations(), hashes); // nothing was tried
    // Another account, and this one from elsewhere, are no concern of that.
    QCOMPARE(auth.login({QStringLiteral("bob"), password, {}}, home).error().code(),
             ErrorCode::Unauthenticated);
    QVERIFY(guess(password, QHostAddress(QStringLiteral("192.0.2.2"))));
    // What is right takes nothing from the budget.
    for (int i = 0; i < 3 * burst; ++i)
        QVERIFY(guess(password, QHostAddress(QStringLiteral("192.0.2.2"))));
}

void TestAuthService::theVictimIsNotLockedOut() {
    AuthConfig settings = config();
    settings.budgets.account.burst = 25;
    AuthService auth(*m_store, settings);
    const QHostAddress home(QStringLiteral("2001:db8:1:2::10"));
    QVERIFY(auth.registerUser(alice(), home));
    const auto guess = [&](const QString& secret, const QString& from) {
        return auth.login({QStringLiteral("alice"), secret, {}}, QHostAddress(from));
    };
    // From many addresses, as those who have many do.
    int tried = 0;
    for (int i = 0; i < 100; ++i) {
        const auto refused = guess(QStringLiteral("nonsense"), QStringLiteral("198.51.100.%1").arg(i));
        QVERIFY(!refused);
        tried += refused.error().code() == ErrorCode::Unauthenticated ? 1 : 0;
    }
    QCOMPARE(tried, 25);
    // Not even the right password helps from there; at home it does, also from the next address there.
    QCOMPARE(guess(password, QStringLiteral("198.51.100.200")).error().code(), ErrorCode::RateLimited);
    QVERIFY(guess(password, QStringLiteral("2001:db8:1:2::10")));
    QVERIFY(guess(password, QStringLiteral("2001:db8:1:2:abcd::77")));
    QCOMPARE(guess(password, QStringLiteral("2001:db8:1:3::10")).error().code(), ErrorCode::RateLimited);
    // Who sits at home and guesses has the budget of that address only.
    int atHome = 0;
    while (guess(QStringLiteral("nonsense"), QStringLiteral("2001:db8:1:2::66")).error().code() ==
               ErrorCode::Unauthenticated &&
           atHome < 100)
        ++atHome;
    QCOMPARE(atHome, int(settings.budgets.pair.burst));
}

void TestAuthService::throttledNamesAreAllTheSame() {
    AuthConfig settings = config();
    settings.budgets.account = {5, std::chrono::seconds(3600)};
    AuthService auth(*m_store, settings);
    registered(auth);
    const auto answers = [&](const QString& name) {
        QStringList list;
        for (int i = 0; i < 8; ++i) {
            const auto refused = auth.login({name, QStringLiteral("nonsense"), {}},
                                            QHostAddress(QStringLiteral("198.51.100.%1").arg(i)));
            list.append(refused ? QString() : refused.error().message());
            list.append(QString::number(refused ? -1 : refused.error().retryAfter().value_or(0) / 100));
        }
        return list;
    };
    const qint64 start = auth.hashOperations();
    const QStringList known = answers(QStringLiteral("alice"));
    const qint64 middle = auth.hashOperations();
    const QStringList unknown = answers(QStringLiteral("nobody"));
    QCOMPARE(known, unknown);
    QCOMPARE(middle - start, 5);
    QCOMPARE(auth.hashOperations() - middle, 5);
    // The name in capitals is the same name.
    QCOMPARE(auth.login({QStringLiteral("NOBODY"), password, {}}, QHostAddress(QStringLiteral("192.0.2.9")))
                 .error()
                 .code(),
             ErrorCode::RateLimited);
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

void TestAuthService::accessTokenExpires() {
    AuthConfig settings = config();
    settings.accessTokenSeconds = -60;
    AuthService auth(*m_store, settings);
    const auto identity = auth.verify(registered(auth).accessToken.toLatin1());
    QVERIFY(!identity);
    QCOMPARE(identity.error().code(), ErrorCode::Unauthenticated);
    QVERIFY(identity.error().message().contains(QStringLiteral("expired")));
}

void TestAuthService::accessTokenOfAnotherSecret() {
    AuthService auth = service();
    const QByteArray token = registered(auth).accessToken.toLatin1();
    AuthConfig settings = config();
    settings.jwtSecret = QByteArrayLiteral("fedcba9876543210fedcba9876543210");
    QVERIFY(!AuthService(*m_store, settings).verify(token));
    // Any gateway with the same secret takes it.
    QVERIFY(service().verify(token));
}

void TestAuthService::refreshRotates() {
    AuthService auth = service();
    AuthTokens tokens = registered(auth);
    const Identity identity = *auth.verify(tokens.accessToken.toLatin1());
    QSet<QString> seen{tokens.refreshToken};
    for (int i = 0; i < 5; ++i) {
        const auto next = refreshed(auth, tokens.refreshToken);
        QVERIFY(next);
        QCOMPARE(next->user, tokens.user);
        QCOMPARE(*auth.verify(next->accessToken.toLatin1()), identity);
        seen.insert(next->refreshToken);
        tokens = *next;
    }
    QCOMPARE(seen.size(), 6);
}

void TestAuthService::lostAnswerOfRefresh() {
    AuthService auth = service();
    const AuthTokens tokens = registered(auth);
    // The answer never arrived: the client asks again with what it has.
    QVERIFY(refreshed(auth, tokens.refreshToken));
    const auto again = refreshed(auth, tokens.refreshToken);
    QVERIFY(again);
    QVERIFY(refreshed(auth, again->refreshToken));
}

void TestAuthService::replayEndsTheFamily() {
    AuthService auth = service();
    const AuthTokens tokens = registered(auth);
    const Identity identity = *auth.verify(tokens.accessToken.toLatin1());
    const auto second = refreshed(auth, tokens.refreshToken);
    const auto third = refreshed(auth, second->refreshToken); // proves that the successor arrived
    QVERIFY(third);
    const auto replayed = auth.refresh({tokens.refreshToken});
    QVERIFY(replayed);
    QVERIFY(!replayed->value);
    QCOMPARE(replayed->value.error().code(), ErrorCode::Unauthenticated);
    QVERIFY(tellsOfRevocation(replayed->outbox, identity.sessionId));
    QVERIFY(m_store->session(identity.sessionId)->revoked);
    QVERIFY(!refreshed(auth, third->refreshToken));
}

void TestAuthService::replayAfterTheGrace() {
    AuthConfig settings = config();
    settings.refreshGraceSeconds = -1;
    AuthService auth(*m_store, settings);
    const AuthTokens tokens = registered(auth);
    const auto second = refreshed(auth, tokens.refreshToken);
    QVERIFY(second);
    QVERIFY(!refreshed(auth, tokens.refreshToken));
    QVERIFY(!refreshed(auth, second->refreshToken));
}

void TestAuthService::refreshTokenExpires() {
    AuthConfig settings = config();
    settings.refreshTokenSeconds = -1;
    AuthService auth(*m_store, settings);
    const auto outcome = refreshed(auth, registered(auth).refreshToken);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code(), ErrorCode::Unauthenticated);
}

void TestAuthService::wrongRefreshTokens_data() {
    QTest::addColumn<QString>("token");
    QTest::newRow("empty") << QString();
    QTest::newRow("text") << QStringLiteral("hello");
    QTest::newRow("unknown") << QString(43, QLatin1Char('A'));
    QTest::newRow("access token") << QStringLiteral("access");
    QTest::newRow("with a newline") << QStringLiteral("newline");
}

void TestAuthService::wrongRefreshTokens() {
    QFETCH(QString, token);
    AuthService auth = service();
    const AuthTokens tokens = registered(auth);
    if (token == QLatin1String("access"))
        token = tokens.accessToken;
    if (token == QLatin1String("newline"))
        token = tokens.refreshToken + QLatin1Char('\n');
    const auto outcome = auth.refresh({token});
    QVERIFY(outcome);
    QVERIFY(!outcome->value);
    QCOMPARE(outcome->value.error().code(), ErrorCode::Unauthenticated);
    QVERIFY(outcome->outbox.isEmpty());
    QVERIFY(refreshed(auth, tokens.refreshToken)); // no harm done
}

void TestAuthService::logout() {
    AuthService auth = service();
    const AuthTokens tokens = registered(auth);
    const Identity identity = *auth.verify(tokens.accessToken.toLatin1());
    const auto ended = auth.logout(identity);
    QVERIFY(ended);
    QVERIFY(tellsOfRevocation(ended->outbox, identity.sessionId));
    QVERIFY(auth.isRevoked(identity.sessionId));
    QVERIFY(m_store->session(identity.sessionId)->revoked);
    QVERIFY(!refreshed(auth, tokens.refreshToken));
    QVERIFY(auth.logout(identity)); // idempotent
    // Another gateway learns of it by the log.
    AuthService other = service();
    QVERIFY(!other.isRevoked(identity.sessionId));
    other.markRevoked(identity.sessionId);
    QVERIFY(other.isRevoked(identity.sessionId));
}

void TestAuthService::nothingSecretIsStored() {
    AuthService auth = service();
    const AuthTokens first = registered(auth);
    const auto second = refreshed(auth, first.refreshToken);
    QVERIFY(second);
    QByteArray stored;
    const auto files = QDir(m_dir->path()).entryInfoList(QDir::Files);
    for (const QFileInfo& info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        stored += file.readAll();
    }
    QVERIFY(stored.contains("alice@example.org")); // it is the right file
    for (const QString& secret : {password, first.refreshToken, second->refreshToken, first.accessToken}) {
        QVERIFY(!stored.contains(secret.toUtf8()));
        QVERIFY(!stored.contains(QByteArray::fromBase64(secret.toUtf8(), QByteArray::Base64UrlEncoding)));
    }
}

QTEST_GUILESS_MAIN(TestAuthService)
#include "tst_auth_service.moc"
