// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt.h"

#include "server/auth/base64url.h"
#include "shared/limits.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include <cmath>

namespace parlor::auth {

namespace {

/// The only header that is written or accepted.
const QByteArray& encodedHeader() {
    static const QByteArray header = toBase64Url(QByteArrayLiteral(R"({"alg":"HS256","typ":"JWT"})"));
    return header;
}

constexpr QLatin1StringView issuer("parlor");

tl::unexpected<Error> refuse(const QString& message) {
    return fail(ErrorCode::Unauthenticated, message);
}

std::optional<qint64> integerClaim(const QJsonValue& value) {
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    if (number != std::floor(number) || std::abs(number) > double(limits::integerMax))
        return std::nullopt;
    return qint64(number);
}

std::optional<AccessClaims> parseClaims(const QByteArray& json) {
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    const auto user = UserId::parse(object.value(QLatin1StringView("sub")).toString());
    const auto session = SessionId::parse(object.value(QLatin1StringView("sid")).toString());
    const auto issuedAt = integerClaim(object.value(QLatin1StringView("iat")));
    const auto expiresAt = integerClaim(object.value(QLatin1StringView("exp")));
    if (object.value(QLatin1StringView("iss")).toString() != issuer || !user || !session || !issuedAt ||
        !expiresAt)
        return std::nullopt;
    return AccessClaims{*user, *session, *issuedAt, *expiresAt};
}

} // namespace

QByteArray signHs256(const QByteArray& signingInput, const QByteArray& key) {
    const auto bytes = [](const QByteArray& array) {
        return reinterpret_cast<const unsigned char*>(array.constData());
    };
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(key), size_t(key.size()));
    crypto_auth_hmacsha256_update(&state, bytes(signingInput), size_t(signingInput.size()));
    QByteArray signature(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(signature.data()));
    return signature;
}

QByteArray encodeAccessToken(const AccessClaims& claims, const QByteArray& secret) {
    const QJsonObject payload{
        {QStringLiteral("iss"), QString(issuer)},           {QStringLiteral("sub"), claims.user.toString()},
        {QStringLiteral("sid"), claims.session.toString()}, {QStringLiteral("iat"), claims.issuedAt},
        {QStringLiteral("exp"), claims.expiresAt},
    };
    const QByteArray signingInput =
        encodedHeader() + '.' + toBase64Url(QJsonDocument(payload).toJson(QJsonDocument::Compact));
    return signingInput + '.' + toBase64Url(signHs256(signingInput, secret));
}

Result<AccessClaims> decodeAccessToken(const QByteArray& token, const QByteArray& secret, qint64 now) {
    const auto malformed = [] {
        return refuse(QStringLiteral("The access token is not one of this server."));
    };
    if (token.size() > limits::tokenMax)
        return malformed();
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || parts.at(0) != encodedHeader())
        return malformed();
    const auto signature = fromBase64Url(parts.at(2));
    const QByteArray expected = signHs256(parts.at(0) + '.' + parts.at(1), secret);
    if (!signature || signature->size() != expected.size() ||
        sodium_memcmp(signature->constData(), expected.constData(), size_t(expected.size())) != 0)
        return malformed();
    const auto payload = fromBase64Url(parts.at(1));
    const auto claims = payload ? parseClaims(*payload) : std::nullopt;
    if (!claims)
        return malformed();
    if (now >= claims->expiresAt + clockLeeway)
        return refuse(QStringLiteral("The access token has expired."));
    if (now < claims->issuedAt - clockLeeway)
        return refuse(QStringLiteral("The access token is not valid yet: do the servers' clocks agree?"));
    return *claims;
}

} // namespace parlor::auth
