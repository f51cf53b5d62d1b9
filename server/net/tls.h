// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/result.h"

#include <QByteArray>
#include <QSslConfiguration>

namespace parlor::net {

/// Reads a PEM chain and its private key. Errors name the file and what is wrong with it: Io if it cannot be
/// read, Corrupt if it holds no certificate or key, or if the two do not belong together.
Result<QSslConfiguration> loadTls(const QByteArray& certificateFile, const QByteArray& keyFile);

} // namespace parlor::net
