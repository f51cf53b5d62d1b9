// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace parlor::auth {

/// Base64 with the URL-safe alphabet and without padding (RFC 4648, 5; RFC 7515, 2). Pure; any thread.
QByteArray toBase64Url(const QByteArray& bytes);

/// Decodes the one canonical form only: no padding, no foreign characters, unused bits zero. So that two
/// different texts never stand for the same bytes.
std::optional<QByteArray> fromBase64Url(const QByteArray& text);

} // namespace parlor::auth
