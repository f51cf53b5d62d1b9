// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/configuration.h"

namespace parlor {

/// Runs the server until SIGTERM or SIGINT, or until it cannot go on. Prints "parlord ready on URL" to stdout
/// whenever it has become ready. Main thread, once per process.
Result<void> serve(const admin::Configuration& configuration);

} // namespace parlor
