// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/crash/crowd.h"

namespace parlor::crash {

/// Holds what the server has told its clients against what its history says now: every promise of
/// docs/architecture.md that a crash could break. Empty if all were kept. The crowd must be quiet and the
/// server up.
QStringList judge(const Crowd& crowd);

} // namespace parlor::crash
