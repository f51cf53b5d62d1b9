// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/base64url.h"
#include "server/auth/jwt.h"
#include "server/auth/sodium.h"

#include <QTest>

using namespace parlor;
using namespace parlor::auth;

namespace {

const QByteArray secret = QByteArrayLiteral("0123456789abcdef0123456789abcdef");
constexpr qint64 now = 1'800'000'000;

AccessClaims someClaims() {
    return {UserId::create(), SessionId::create(), now, now + 900};
}

/// A token of any header and payload, properly signed.
QByteArray signedToken(const QByteArray& header, const QByteArray& payload, const QByteArray& key = secret) {
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(signHs256(input, key));
}

const QByteArray ourHeader = QByteArrayLiteral(R"({"alg":"HS256","typ":"JWT"})");

QByteArray payload(const QByteArray& change = {}, const QByteArray& to = {}) {
    QByteArray json = R"({"iss":"parlor","sub":"5b0a6a36-8f5c-4a3e-9d53-0b7f7c5b1a01",)"
                      R"("sid":"5b0a6a36-8f5c-4a3e-9d53-0b7f7c5b1a02","iat":1800000000,"exp":1800000900})";
    if (!change.isEmpty())
        json.replace(change, to);
    return json;
}

} // namespace

class TestJwt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { requireSodium(); }

    void base64Url_data();
    void base64Url();
    void base64UrlIsStrict_data();
    void base64UrlIsStrict();
    void signatureOfRfc7515();
    void hmacOfRfc4231();
    void roundTrip();
    void acceptsItsOwnForm();
    void rejects_data();
    void rejects();
    void everyChangedByteIsNoticed();
    void times_data();
    void times();
};

void TestJwt::base64Url_data() {
    // RFC 7515, appendix C, and RFC 4648, 10, without padding.
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("rfc7515-c") << QByteArray::fromHex("03ecffe0c1") << QByteArray("A-z_4ME");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("high") << QByteArray::fromHex("fbffbf") << QByteArray("-_-_");
}

void TestJwt::base64Url() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(toBase64Url(bytes), text);
    const auto decoded = fromBase64Url(text);
    QVERIFY(decoded);
    QCOMPARE(*decoded, bytes);
}

void TestJwt::base64UrlIsStrict_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("padding") << QByteArray("Zg==");
    QTest::newRow("unused bits set") << QByteArray("Zh");
    QTest::newRow("standard alphabet +") << QByteArray("+/+/");
    QTest::newRow("one character") << QByteArray("Z");
    QTest::newRow("white space") << QByteArray("Zm9v Zm9v");
    QTest::newRow("newline at the end") << QByteArray("Zm9v\n");
    QTest::newRow("NUL") << QByteArray("Zm\0v", 4);
    QTest::newRow("not ASCII") << QByteArray("Zm9\xc3\xa9");
}

void TestJwt::base64UrlIsStrict() {
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase64Url(text));
}

void TestJwt::signatureOfRfc7515() {
    // RFC 7515, appendix A.1.1: the header and payload with their CR LF, the key as given in its JWK.
    const auto key = fromBase64Url(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    QVERIFY(key);
    const QByteArray header = toBase64Url("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}");
    QCOMPARE(header, QByteArray("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"));
    const QByteArray body =
        toBase64Url("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
    QCOMPARE(body, QByteArray("eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc1"
                              "9yb290Ijp0cnVlfQ"));
    QCOMPARE(toBase64Url(signHs256(header + '.' + body, *key)),
             QByteArray("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
}

void TestJwt::hmacOfRfc4231() {
    // Test case 2: a key shorter than the hash; test case 6: one longer than its block.
    QCOMPARE(signHs256("what do ya want for nothing?", "Jefe").toHex(),
             QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    QCOMPARE(signHs256("Test Using Larger Than Block-Size Key - Hash Key First", QByteArray(131, char(0xaa)))
                 .toHex(),
             QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

void TestJwt::roundTrip() {
    const AccessClaims claims = someClaims();
    const auto decoded = decodeAccessToken(encodeAccessToken(claims, secret), secret, now);
    QVERIFY(decoded);
    QCOMPARE(*decoded, claims);
}

void TestJwt::acceptsItsOwnForm() {
    QVERIFY(decodeAccessToken(signedToken(ourHeader, payload()), secret, now));
}

void TestJwt::rejects_data() {
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = signedToken(ourHeader, payload());
    const auto parts = good.split('.');

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dots") << QByteArray("..");
    QTest::newRow("two parts") << QByteArray(parts.at(0) + '.' + parts.at(1));
    QTest::newRow("four parts") << QByteArray(good + ".x");
    QTest::newRow("no signature") << QByteArray(parts.at(0) + '.' + parts.at(1) + '.');
    QTest::newRow("alg none") << QByteArray(toBase64Url(R"({"alg":"none","typ":"JWT"})") + '.' + parts.at(1) +
                                            '.');
    QTest::newRow("alg none, signed") << signedToken(R"({"alg":"none","typ":"JWT"})", payload());
    QTest::newRow("alg HS512") << signedToken(R"({"alg":"HS512","typ":"JWT"})", payload());
    QTest::newRow("alg RS256") << signedToken(R"({"alg":"RS256","typ":"JWT"})", payload());
    QTest::newRow("alg in lower case") << signedToken(R"({"alg":"hs256","typ":"JWT"})", payload());
    QTest::newRow("further header") << signedToken(
        R"({"alg":"HS256","typ":"JWT","crit":["b64"],"b64":false})", payload());
    QTest::newRow("header in another order") << signedToken(R"({"typ":"JWT","alg":"HS256"})", payload());
    QTest::newRow("another secret") << signedToken(ourHeader, payload(), "another secret of 32 characters!!");
    QTest::newRow("empty secret") << signedToken(ourHeader, payload(), "");
    QTest::newRow("signature of another payload")
        << QByteArray(parts.at(0) + '.' + toBase64Url(payload("a01", "a03")) + '.' + parts.at(2));
    QTest::newRow("padded signature") << QByteArray(good + '=');
    QTest::newRow("signature cut") << good.chopped(2);
    QTest::newRow("signature longer") << QByteArray(good + "AAAA");
    QTest::newRow("space before") << QByteArray(" " + good);
    QTest::newRow("newline behind") << QByteArray(good + "\n");
    QTest::newRow("too long") << signedToken(ourHeader,
                                             payload("}", R"(,"pad":")" + QByteArray(5000, 'x') + "\"}"));
    QTest::newRow("payload not JSON") << signedToken(ourHeader, "hello");
    QTest::newRow("payload an array") << signedToken(ourHeader, "[]");
    QTest::newRow("no iss") << signedToken(ourHeader, payload(R"("iss":"parlor",)", ""));
    QTest::newRow("another iss") << signedToken(ourHeader, payload("\"parlor\"", "\"parlour\""));
    QTest::newRow("no sub") << signedToken(ourHeader, payload("\"sub\"", "\"bus\""));
    QTest::newRow("sub not a UUID") << signedToken(ourHeader,
                                                   payload("5b0a6a36-8f5c-4a3e-9d53-0b7f7c5b1a01", "alice"));
    QTest::newRow("sid a number") << signedToken(ourHeader,
                                                 payload("\"5b0a6a36-8f5c-4a3e-9d53-0b7f7c5b1a02\"", "7"));
    QTest::newRow("no exp") << signedToken(ourHeader, payload(R"(,"exp":1800000900)", ""));
    QTest::newRow("exp a string") << signedToken(ourHeader, payload("1800000900", "\"1800000900\""));
    QTest::newRow("exp a fraction") << signedToken(ourHeader, payload("1800000900", "1800000900.5"));
    QTest::newRow("exp endless") << signedToken(ourHeader, payload("1800000900", "1e300"));
    QTest::newRow("iat null") << signedToken(ourHeader, payload("1800000000,", "null,"));
}

void TestJwt::rejects() {
    QFETCH(QByteArray, token);
    const auto decoded = decodeAccessToken(token, secret, now);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code(), ErrorCode::Unauthenticated);
    QVERIFY(!decoded.error().message().isEmpty());
}

void TestJwt::everyChangedByteIsNoticed() {
    const QByteArray good = encodeAccessToken(someClaims(), secret);
    QVERIFY(decodeAccessToken(good, secret, now));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray changed = good;
        changed[i] = changed.at(i) == 'A' ? 'B' : 'A';
        QVERIFY2(!decodeAccessToken(changed, secret, now), qPrintable(QString::number(i)));
    }
}

void TestJwt::times_data() {
    QTest::addColumn<qint64>("at");
    QTest::addColumn<bool>("valid");
    QTest::newRow("when issued") << now << true;
    QTest::newRow("our clock is a little behind") << now - clockLeeway << true;
    QTest::newRow("our clock is far behind") << now - clockLeeway - 1 << false;
    QTest::newRow("last second") << now + 899 << true;
    QTest::newRow("our clock is a little ahead") << now + 900 + clockLeeway - 1 << true;
    QTest::newRow("expired") << now + 900 + clockLeeway << false;
}

void TestJwt::times() {
    QFETCH(qint64, at);
    QFETCH(bool, valid);
    QCOMPARE(decodeAccessToken(encodeAccessToken(someClaims(), secret), secret, at).has_value(), valid);
}

QTEST_GUILESS_MAIN(TestJwt)
#include "tst_jwt.moc"
