// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/metrics.h"

namespace parlor::gateway {

class Gateway;

/// Names what a gateway counts. The gateway must outlive the registrations.
[[nodiscard]] metrics::Registrations registerMetrics(metrics::Registry& registry, const Gateway& gateway);

} // namespace parlor::gateway
