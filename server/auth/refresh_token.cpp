// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/refresh_token.h"

#include "server/auth/base64url.h"
#include "server/auth/sodium.h"

#include <QCryptographicHash>

namespace parlor::auth {

namespace {
constexpr qsizetype tokenBytes = 32;
}

RefreshToken RefreshToken::create() {
    const QByteArray bytes = randomBytes(tokenBytes);
    return {QString::fromLatin1(toBase64Url(bytes)),
            QCryptographicHash::hash(bytes, QCryptographicHash::Sha256)};
}

std::optional<QByteArray> refreshTokenHash(const QString& text) {
    const auto bytes = fromBase64Url(text.toUtf8());
    if (!bytes || bytes->size() != tokenBytes)
        return std::nullopt;
    return QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256);
}

} // namespace parlor::auth
