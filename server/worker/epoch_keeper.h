// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"
#include "server/store/store.h"

namespace parlor::worker {

/// Whether a process may begin epochs. In a cluster only workers do; a gateway waits for them.
enum class MayBeginEpoch { No, Yes };

/// The epoch that store and log have together. Every process calls it before it uses the two; several may at
/// once. Any thread; asks the log's brokers.
///
/// A new epoch begins when there is none yet, when the topics of a Kafka log were made anew, when the log has
/// another number of partitions, or when the projector's position lies beyond the log's end; with embedded
/// logs also when the file is another one. Beside the errors of store and log:
/// - Unavailable: a new epoch is due or the two do not fit, and this process may not begin one.
/// - Conflict: the store belongs to a log of another Kafka cluster, topic prefix or kind. Message names both.
/// - LogTrimmed: the log no longer has what the store lacks. Both want a person to decide: see beginEpoch().
Result<store::Epoch> ensureEpoch(store::Store& store, log::Log& log, MayBeginEpoch may = MayBeginEpoch::Yes);

/// `parlord epoch begin`: begins an epoch on this log from the first record that it has, whatever the store
/// says. Numbers and seqs are as high as after a restore.
Result<store::Epoch> beginEpoch(store::Store& store, log::Log& log);

} // namespace parlor::worker
