// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/start_gate.h"
#include "client/core/transport.h"

namespace parlor {

/// Transports like those of `factory` that are made when `gate` opens: what was asked of them before is done
/// then. `gate` outlives them.
TransportFactory heldTransportFactory(TransportFactory factory, StartGate& gate);

} // namespace parlor
