// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/devices/company.h"

namespace parlor::devices {

/// Logs everybody in anew, fetches all that they may see, and compares it with what each of their devices
/// shows: rooms, timelines with reactions, threads and pins, how far members have come, unread and mention
/// counts. The first difference; empty if there is none.
QString firstDifference(Company& company);

} // namespace parlor::devices
