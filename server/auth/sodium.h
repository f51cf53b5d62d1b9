// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace parlor::auth {

/// Makes libsodium ready. Ends the process if it cannot be: without random numbers nothing here is safe.
/// Cheap to repeat; any thread.
void requireSodium();

/// Bytes from the system's cryptographic generator.
QByteArray randomBytes(qsizetype count);

} // namespace parlor::auth
