// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/abusers.h"
#include "tests/bench/load/run.h"

namespace parlor::load {

/// What everybody else notices of an abuser: the plan's load (many small rooms) on parlord with its rate
/// limits on, first calm, then beside the abuser; and the server's peak of memory meanwhile.
QJsonObject carryOutAbuse(const Plan& plan, Abuser& abuser);

} // namespace parlor::load
