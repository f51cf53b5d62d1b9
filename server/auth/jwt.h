// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"
#include "shared/result.h"

#include <QByteArray>

/// Access tokens: JSON Web Tokens (RFC 7519) in compact form, signed with HMAC-SHA-256 and nothing else. Pure
/// functions, any thread; sodium_init() must have been called (see sodium.h).
namespace parlor::auth {

/// What an access token says. Times are Unix seconds.
struct AccessClaims {
    UserId user;       ///< "sub"
    SessionId session; ///< "sid"
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;
    friend bool operator==(const AccessClaims&, const AccessClaims&) = default;
};

/// Clocks of two machines may differ by this much, seconds.
inline constexpr qint64 clockLeeway = 5;

/// HMAC-SHA-256 of a JWS signing input (RFC 7518, 3.2): 32 raw bytes. `key` may have any length.
QByteArray signHs256(const QByteArray& signingInput, const QByteArray& key);

QByteArray encodeAccessToken(const AccessClaims& claims, const QByteArray& secret);

/// Unauthenticated unless the header is exactly the one that encodeAccessToken() writes (so no other
/// algorithm can be asked for), the signature holds (compared in constant time, before anything else is
/// read), the issuer is ours and `now` (Unix seconds) lies between issuing and expiry, give or take
/// clockLeeway.
Result<AccessClaims> decodeAccessToken(const QByteArray& token, const QByteArray& secret, qint64 now);

} // namespace parlor::auth
