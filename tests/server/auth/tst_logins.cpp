// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth_fixture.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace parlor;
using namespace parlor::auth;
using namespace parlor::auth::test;

/// Who gets in, and how often one may try.
class TestLogins : public QObject, private AuthScene {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(begin()); }

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
};

void TestLogins::login_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << QStringLiteral("alice");
    QTest::newRow("name, other case") << QStringLiteral("Alice");
    QTest::newRow("email") << QStringLiteral("alice@example.org");
    QTest::newRow("email, other case") << QStringLiteral("ALICE@example.org");
}

void TestLogins::login() {
    QFETCH(QString, name);
    AuthService auth = service();
    const User user = registered(auth).user;
    const auto tokens = auth.login({name, password, QStringLiteral("phone")});
    QVERIFY(tokens);
    QCOMPARE(tokens->user, user);
    QCOMPARE(auth.verify(tokens->accessToken.toLatin1())->userId, user.id);
}

void TestLogins::loginsAreSessionsOfTheirOwn() {
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

void TestLogins::wrongLogin_data() {
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

void TestLogins::wrongLogin() {
    QFETCH(QString, name);
    QFETCH(QString, secret);
    AuthService auth = service();
    registered(auth);
    const auto tokens = auth.login({name, secret, {}});
    QVERIFY(!tokens);
    // The same words for all: nobody learns which names exist.
    QCOMPARE(tokens.error(), Error(ErrorCode::Unauthenticated, QStringLiteral("Wrong name or password.")));
}

void TestLogins::manyAtOnce() {
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

void TestLogins::passwordIsRehashed() {
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

void TestLogins::changedPassword() {
    AuthService auth = service();
    const UserId user = registered(auth).user.id;
    const auto hash = auth.hashPassword(QStringLiteral("another horse"));
    store::AccountChanges changes;
    changes.passwordHash = hash.value_or(QByteArray());
    QVERIFY(hash && m_store->changeAccount(user, changes));
    QVERIFY(!auth.login({QStringLiteral("alice"), password, {}}));
    QVERIFY(auth.login({QStringLiteral("alice"), QStringLiteral("another horse"), {}}));
}

void TestLogins::deactivated() {
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
void TestLogins::unknownNamesCostTheSame() {
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

void TestLogins::guessingIsSlowedDown() {
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

void TestLogins::theVictimIsNotLockedOut() {
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

void TestLogins::throttledNamesAreAllTheSame() {
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

QTEST_GUILESS_MAIN(TestLogins)
#include "tst_logins.moc"
