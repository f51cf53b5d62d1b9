// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

// Lines about tokens: refreshing, and such as must not be accepted.
namespace parlor::scenario {

namespace {

using test::TokenBy;

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray sign(const QByteArray& text, const QByteArray& secret) {
    return QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256).toBase64(base64Url);
}

/// The actor's token with its times moved so that it ended an hour ago; signed with `secret`.
QString expiredToken(const QString& token, const QByteArray& secret) {
    const QList<QByteArray> parts = token.toLatin1().split('.');
    QJsonObject claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts.value(1), base64Url)).object();
    for (const char* name : {"iat", "nbf", "exp"}) {
        const QString key = QString::fromLatin1(name);
        if (claims.contains(key))
            claims.insert(key, claims.value(key).toInteger() - 24 * 3600);
    }
    const QByteArray text =
        parts.value(0) + '.' + QJsonDocument(claims).toJson(QJsonDocument::Compact).toBase64(base64Url);
    return QString::fromLatin1(text + '.' + sign(text, secret));
}

QString tokenSignedByAnother(const QString& token) {
    const QByteArray text = token.toLatin1().left(token.lastIndexOf(QLatin1Char('.')));
    return QString::fromLatin1(text + '.' + sign(text, "a secret that the server does not have!!"));
}

QString tokenWithoutAlgorithm(const QString& token) {
    const QByteArray header = QByteArray("{\"alg\":\"none\",\"typ\":\"JWT\"}").toBase64(base64Url);
    return QString::fromLatin1(header + '.' + token.toLatin1().split('.').value(1) + '.');
}

void expectClosed(Role& role, int code) {
    if (!role.device.socket().waitClosed())
        Stage::fail(role.device.name() + QStringLiteral("'s socket was not closed"));
    const int actual = role.device.socket().closeCode();
    if (actual != code)
        Stage::fail(QStringLiteral("the socket was closed with %1").arg(actual));
}

/// A wrong token is refused wherever it is shown.
void expectWorthless(Stage& s, Role& role, const QString& token) {
    test::HttpTestClient http(s.target().url());
    http.setToken(token);
    Stage::expectRefused(http.get("/api/v1/auth/me"), QStringLiteral("unauthenticated"));
    for (const TokenBy by : {TokenBy::Header, TokenBy::Query, TokenBy::FirstFrame}) {
        role.device.socket().open(s.target().url(), token, by);
        expectClosed(role, int(CloseCode::Unauthorized));
    }
}

test::HttpAnswer refresh(Role& role, const QString& token) {
    return role.device.http().post("/api/v1/auth/refresh", toJson(RefreshRequest{token}));
}

void refreshWith(Stage& s, Role& role, const QString& token) {
    const auto answer = refresh(role, token);
    Stage::expectStatus(answer, {200});
    const auto tokens = decodeBody<AuthTokens>(answer.body);
    if (!tokens)
        Stage::fail(QStringLiteral("the answer cannot be read: ") + tokens.error().message());
    if (tokens->refreshToken == token)
        Stage::fail(QStringLiteral("the refresh token was not rotated"));
    role.spentRefreshTokens.append(role.account.tokens.refreshToken);
    role.account.tokens = *tokens;
    role.device.setAccount(s.target().url(), role.account);
}

QString spent(const Role& role, qsizetype fromNewest) {
    const qsizetype at = role.spentRefreshTokens.size() - 1 - fromNewest;
    if (at < 0)
        Stage::fail(role.device.name() + QStringLiteral(" has not refreshed that often"));
    return role.spentRefreshTokens.at(at);
}

} // namespace

void addTokenSteps(StepTable& table) {
    table.add(QStringLiteral("{actor} refreshes"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        refreshWith(s, role, role.account.tokens.refreshToken);
    });
    table.add(QStringLiteral("{actor} refreshes with the previous token again"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  refreshWith(s, role, spent(role, 0));
              });
    table.add(QStringLiteral("{actor} refreshes with the first token and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  Stage::expectRefused(refresh(role, spent(role, role.spentRefreshTokens.size() - 1)), a[1]);
              });
    table.add(QStringLiteral("{actor} refreshes and is refused {word}"), [](Stage& s, const StepArgs& a) {
        Role& role = s.role(a[0]);
        Stage::expectRefused(refresh(role, role.account.tokens.refreshToken), a[1]);
    });
    table.add(QStringLiteral("{actor} has no luck with a token that is {text}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  expectWorthless(s, role, a[1]);
              });
    table.add(QStringLiteral("{actor} has no luck with a token signed by another"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  expectWorthless(s, role, tokenSignedByAnother(role.account.tokens.accessToken));
              });
    table.add(QStringLiteral("{actor} has no luck with a token without an algorithm"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  expectWorthless(s, role, tokenWithoutAlgorithm(role.account.tokens.accessToken));
              });
    table.add(QStringLiteral("{actor} has no luck with an expired token under the secret {text}"),
              [](Stage& s, const StepArgs& a) {
                  Role& role = s.role(a[0]);
                  expectWorthless(s, role, expiredToken(role.account.tokens.accessToken, a[1].toUtf8()));
              });
    table.add(QStringLiteral("{actor}'s socket is closed with {number}"),
              [](Stage& s, const StepArgs& a) { expectClosed(s.role(a[0]), a.number(1)); });
}

} // namespace parlor::scenario
