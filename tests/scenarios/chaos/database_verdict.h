// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/crash/crowd.h"

namespace parlor::chaos {

/// Holds what the server has told its clients against what the workers have written into the database, which
/// is asked directly. Waits until the workers have caught up. Empty if both agree. The crowd must be quiet.
QStringList judgeDatabase(const crash::Crowd& crowd, const QString& databaseUrl);

} // namespace parlor::chaos
