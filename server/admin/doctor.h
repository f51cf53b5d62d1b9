// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/admin/backend.h"

#include <functional>

namespace parlor::admin {

/// Looks at everything that a server with this configuration needs, and changes nothing. Each finding is
/// handed to `found` as soon as it is there. Blocks for some seconds per machine that does not answer.
void examine(const Configuration& configuration, const Backend& backend,
             const std::function<void(const Finding&)>& found);

/// Whether store and log belong together, as a start would see it; nothing if one of the two could not be
/// asked. Pure.
Findings compareEpoch(const store::StoreDiagnosis& store, const log::LogDiagnosis& log);

/// "ok       database schema: up to date (5 steps)", with a newline.
QString lineOf(const Finding& finding);

} // namespace parlor::admin
