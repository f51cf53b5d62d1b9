// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"

namespace parlor::worker {

/// The epoch that store and log have together; begins a new one when there is none yet, when the log is
/// another one or has another number of partitions, or when the projector's position lies beyond the log's
/// end. Every process calls it before it uses the two; several may at once.
Result<store::Epoch> ensureEpoch(store::Store& store, log::Log& log);

} // namespace parlor::worker
