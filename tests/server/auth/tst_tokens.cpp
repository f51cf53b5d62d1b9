// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth_fixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace parlor;
using namespace parlor::auth;
using namespace parlor::auth::test;

/// Access and refresh tokens.
class TestTokens : public QObject, private AuthScene {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(begin()); }

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
};

void TestTokens::accessTokenExpires() {
    AuthConfig settings = config();
    settings.accessTokenSeconds = -60;
    AuthService auth(*m_store, settings);
    const auto identity = auth.verify(registered(auth).accessToken.toLatin1());
    QVERIFY(!identity);
    QCOMPARE(identity.error().code(), ErrorCode::Unauthenticated);
    QVERIFY(identity.error().message().contains(QStringLiteral("expired")));
}

void TestTokens::accessTokenOfAnotherSecret() {
    AuthService auth = service();
    const QByteArray token = registered(auth).accessToken.toLatin1();
    AuthConfig settings = config();
    settings.jwtSecret = QByteArrayLiteral("fedcba9876543210fedcba9876543210");
    QVERIFY(!AuthService(*m_store, settings).verify(token));
    // Any gateway with the same secret takes it.
    QVERIFY(service().verify(token));
}

void TestTokens::refreshRotates() {
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

void TestTokens::lostAnswerOfRefresh() {
    AuthService auth = service();
    const AuthTokens tokens = registered(auth);
    // The answer never arrived: the client asks again with what it has.
    QVERIFY(refreshed(auth, tokens.refreshToken));
    const auto again = refreshed(auth, tokens.refreshToken);
    QVERIFY(again);
    QVERIFY(refreshed(auth, again->refreshToken));
}

void TestTokens::replayEndsTheFamily() {
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

void TestTokens::replayAfterTheGrace() {
    AuthConfig settings = config();
    settings.refreshGraceSeconds = -1;
    AuthService auth(*m_store, settings);
    const AuthTokens tokens = registered(auth);
    const auto second = refreshed(auth, tokens.refreshToken);
    QVERIFY(second);
    QVERIFY(!refreshed(auth, tokens.refreshToken));
    QVERIFY(!refreshed(auth, second->refreshToken));
}

void TestTokens::refreshTokenExpires() {
    AuthConfig settings = config();
    settings.refreshTokenSeconds = -1;
    AuthService auth(*m_store, settings);
    const auto outcome = refreshed(auth, registered(auth).refreshToken);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code(), ErrorCode::Unauthenticated);
}

void TestTokens::wrongRefreshTokens_data() {
    QTest::addColumn<QString>("token");
    QTest::newRow("empty") << QString();
    QTest::newRow("text") << QStringLiteral("hello");
    QTest::newRow("unknown") << QString(43, QLatin1Char('A'));
    QTest::newRow("access token") << QStringLiteral("access");
    QTest::newRow("with a newline") << QStringLiteral("newline");
}

void TestTokens::wrongRefreshTokens() {
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

void TestTokens::logout() {
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

void TestTokens::nothingSecretIsStored() {
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

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
