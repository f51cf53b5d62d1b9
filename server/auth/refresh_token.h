// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace parlor::auth {

/// A refresh token: 32 random bytes, known to the client alone. The store keeps its SHA-256 only: a hash
/// without salt or cost suffices for something that cannot be guessed.
struct RefreshToken {
    QString text; ///< base64url, 43 characters
    QByteArray hash;

    static RefreshToken create();
};

/// The hash of a token that a client sent; nullopt for what cannot be one. Pure; any thread.
std::optional<QByteArray> refreshTokenHash(const QString& text);

} // namespace parlor::auth
