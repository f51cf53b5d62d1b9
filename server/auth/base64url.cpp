// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/base64url.h"

namespace parlor::auth {

namespace {
constexpr QByteArray::Base64Options encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
}

QByteArray toBase64Url(const QByteArray& bytes) {
    return bytes.toBase64(encoding);
}

std::optional<QByteArray> fromBase64Url(const QByteArray& text) {
    const auto decoded =
        QByteArray::fromBase64Encoding(text, encoding | QByteArray::AbortOnBase64DecodingErrors);
    // Qt accepts padding and set unused bits: only what encodes back to the same text is canonical.
    if (!decoded || toBase64Url(decoded.decoded) != text)
        return std::nullopt;
    return decoded.decoded;
}

} // namespace parlor::auth
