// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/password_hasher.h"
#include "server/auth/refresh_token.h"
#include "server/auth/revocation_list.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>
#include <vector>

using namespace parlor;
using namespace parlor::auth;
using namespace std::chrono_literals;

class TestPasswords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashAndVerify();
    void hashIsArgon2idOfTheAskedCost();
    void everyHashHasItsOwnSalt();
    void damagedHashMatchesNothing_data();
    void damagedHashMatchesNothing();
    void spellingOfLettersDoesNotMatter();
    void longestPassword();
    void rehashOnlyUpwards();
    void queueIsBounded();
    void unknownNameTakesAsLong();

    void refreshTokens();
    void refreshTokenIsStrict_data();
    void refreshTokenIsStrict();

    void revocationsAreForgotten();
    void revocationKeepsItsFirstDate();
};

void TestPasswords::hashAndVerify() {
    PasswordHasher hasher(PasswordHasher::Cost::Minimum, 4);
    const auto hash = hasher.hash(QStringLiteral("correct horse"));
    QVERIFY(hash);
    QVERIFY(!hash->contains("correct"));
    QCOMPARE(hasher.verify(QStringLiteral("correct horse"), *hash), Result<bool>(true));
    QCOMPARE(hasher.verify(QStringLiteral("correct horsf"), *hash), Result<bool>(false));
    QCOMPARE(hasher.verify(QString(), *hash), Result<bool>(false));
    QVERIFY(hasher.parallel() >= 1);
}

void TestPasswords::hashIsArgon2idOfTheAskedCost() {
    PasswordHasher normal(PasswordHasher::Cost::Normal, 4);
    PasswordHasher minimum(PasswordHasher::Cost::Minimum, 4);
    const QByteArray dear = *normal.hash(QStringLiteral("correct horse"));
    const QByteArray cheap = *minimum.hash(QStringLiteral("correct horse"));
    QVERIFY2(dear.startsWith("$argon2id$v=19$m=65536,t=2,p=1$"), dear.constData());
    QVERIFY2(cheap.startsWith("$argon2id$v=19$m=8,t=1,p=1$"), cheap.constData());
    // Each reads the other's: the parameters are in the hash.
    QCOMPARE(minimum.verify(QStringLiteral("correct horse"), dear), Result<bool>(true));
    QCOMPARE(normal.verify(QStringLiteral("correct horse"), cheap), Result<bool>(true));
}

void TestPasswords::everyHashHasItsOwnSalt() {
    PasswordHasher hasher(PasswordHasher::Cost::Minimum, 4);
    QSet<QByteArray> hashes;
    for (int i = 0; i < 50; ++i)
        hashes.insert(*hasher.hash(QStringLiteral("correct horse")));
    QCOMPARE(hashes.size(), 50);
}

void TestPasswords::damagedHashMatchesNothing_data() {
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("correct horse");
    QTest::newRow("another scheme") << QByteArray(
        "$2b$12$abcdefghijklmnopqrstuuW3Yq8GLnQ7YkqHo2G8pQ0o9m0p0O6tK");
    QTest::newRow("cut") << QByteArray("$argon2id$v=19$m=8,t=1,p=1$");
    QTest::newRow("too long") << QByteArray("$argon2id$v=19$m=8,t=1,p=1$" + QByteArray(4000, 'A'));
    QTest::newRow("with a NUL") << QByteArray("$argon2id$\0x", 12);
}

void TestPasswords::damagedHashMatchesNothing() {
    QFETCH(QByteArray, hash);
    PasswordHasher hasher(PasswordHasher::Cost::Minimum, 4);
    QCOMPARE(hasher.verify(QStringLiteral("correct horse"), hash), Result<bool>(false));
    QCOMPARE(hasher.verify(QString(), hash), Result<bool>(false));
}

void TestPasswords::spellingOfLettersDoesNotMatter() {
    PasswordHasher hasher(PasswordHasher::Cost::Minimum, 4);
    const QByteArray hash = *hasher.hash(QStringLiteral("caf\u00e9 noir"));
    QCOMPARE(hasher.verify(QStringLiteral("cafe\u0301 noir"), hash), Result<bool>(true));
    QCOMPARE(hasher.verify(QStringLiteral("cafe noir"), hash), Result<bool>(false));
}

void TestPasswords::longestPassword() {
    PasswordHasher hasher(PasswordHasher::Cost::Minimum, 4);
    QString password;
    for (int i = 0; i < 256; ++i)
        password += QStringLiteral("\U0001F511"); // four bytes each: 1,024 in all
    const QByteArray hash = *hasher.hash(password);
    QCOMPARE(hasher.verify(password, hash), Result<bool>(true));
    // No silent cut, as of bcrypt at 72 bytes.
    password.chop(2);
    QCOMPARE(hasher.verify(password, hash), Result<bool>(false));
}

void TestPasswords::rehashOnlyUpwards() {
    PasswordHasher normal(PasswordHasher::Cost::Normal, 4);
    PasswordHasher minimum(PasswordHasher::Cost::Minimum, 4);
    const QByteArray dear = *normal.hash(QStringLiteral("correct horse"));
    const QByteArray cheap = *minimum.hash(QStringLiteral("correct horse"));
    QVERIFY(normal.needsRehash(cheap));
    QVERIFY(!normal.needsRehash(dear));
    QVERIFY(!minimum.needsRehash(dear));
    QVERIFY(!minimum.needsRehash(cheap));
    QVERIFY(!normal.needsRehash(QByteArray("nonsense")));
}

void TestPasswords::queueIsBounded() {
    constexpr int callers = 12;
    PasswordHasher hasher(PasswordHasher::Cost::Normal, 2, 1);
    std::atomic<int> hashed = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            ++ready;
            while (ready < callers) // start together, so that they meet
                std::this_thread::yield();
            const auto hash = hasher.hash(QStringLiteral("correct horse"));
            if (hash) {
                ++hashed;
            } else if (hash.error().code() == ErrorCode::Unavailable && hash.error().retryAfter()) {
                ++refused;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(hashed + refused, callers);
    QVERIFY2(hashed >= 3, qPrintable(QString::number(hashed))); // one at work and two in the queue at least
    QVERIFY2(refused >= 1, qPrintable(QString::number(refused)));
    // Nothing is left behind: the next one is served.
    QVERIFY(hasher.hash(QStringLiteral("correct horse")));
}

void TestPasswords::unknownNameTakesAsLong() {
    PasswordHasher hasher(PasswordHasher::Cost::Normal, 4);
    const QByteArray hash = *hasher.hash(QStringLiteral("correct horse"));
    // The fastest of several, taken in turns, so that a busy machine slows both alike.
    qint64 known = std::numeric_limits<qint64>::max();
    qint64 unknown = known;
    for (int i = 0; i < 6; ++i) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(hasher.verify(QStringLiteral("wrong horse"), hash));
        known = std::min(known, timer.nsecsElapsed());
        timer.restart();
        QVERIFY(hasher.pretend(QStringLiteral("wrong horse")));
        unknown = std::min(unknown, timer.nsecsElapsed());
    }
    QVERIFY2(unknown > known / 2 && known > unknown / 2,
             qPrintable(QStringLiteral("%1 %2").arg(known).arg(unknown)));
}

void TestPasswords::refreshTokens() {
    QSet<QString> texts;
    for (int i = 0; i < 100; ++i) {
        const RefreshToken token = RefreshToken::create();
        QCOMPARE(token.text.size(), 43);
        QCOMPARE(token.hash.size(), 32);
        QVERIFY(!token.hash.toHex().contains(token.text.toUtf8()));
        QCOMPARE(refreshTokenHash(token.text), std::optional(token.hash));
        texts.insert(token.text);
    }
    QCOMPARE(texts.size(), 100);
}

void TestPasswords::refreshTokenIsStrict_data() {
    QTest::addColumn<QString>("text");
    const QString good = RefreshToken::create().text;
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << good.chopped(1);
    QTest::newRow("long") << QString(good + QStringLiteral("AA"));
    QTest::newRow("padded") << QString(good + QLatin1Char('='));
    QTest::newRow("not ASCII") << QString(good.chopped(1) + QChar(0xe9));
    QTest::newRow("huge") << QString(100'000, QLatin1Char('A'));
}

void TestPasswords::refreshTokenIsStrict() {
    QFETCH(QString, text);
    QVERIFY(!refreshTokenHash(text));
}

void TestPasswords::revocationsAreForgotten() {
    auto time = std::chrono::steady_clock::time_point();
    RevocationList list(900s, [&time] { return time; });
    const auto first = SessionId::create();
    const auto second = SessionId::create();
    QVERIFY(!list.contains(first));
    list.add(first);
    time += 600s;
    list.add(second);
    QVERIFY(list.contains(first));
    QVERIFY(list.contains(second));
    time += 300s;
    QVERIFY(!list.contains(first));
    QVERIFY(list.contains(second));
    time += 600s;
    // Memory is given back as others come in.
    list.add(SessionId::create());
    QCOMPARE(list.size(), 1);
    for (int i = 0; i < 10'000; ++i) {
        time += 1s;
        list.add(SessionId::create());
    }
    QCOMPARE(list.size(), 900);
}

void TestPasswords::revocationKeepsItsFirstDate() {
    auto time = std::chrono::steady_clock::time_point();
    RevocationList list(900s, [&time] { return time; });
    const auto session = SessionId::create();
    list.add(session);
    time += 600s;
    list.add(session);
    QCOMPARE(list.size(), 1);
    time += 300s;
    QVERIFY(!list.contains(session));
    list.add(session);
    QVERIFY(list.contains(session));
}

QTEST_GUILESS_MAIN(TestPasswords)
#include "tst_passwords.moc"
