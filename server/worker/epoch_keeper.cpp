// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/epoch_keeper.h"

#include <algorithm>

namespace parlor::worker {

namespace {

bool beyond(const log::Positions& positions, const log::Positions& end) {
    return std::any_of(positions.keyValueBegin(), positions.keyValueEnd(),
                       [&](const auto& item) { return item.second > end.value(item.first, 0); });
}

} // namespace

Result<store::Epoch> ensureEpoch(store::Store& store, log::Log& log) {
    while (true) {
        const auto epoch = store.epoch();
        if (!epoch)
            return epoch;
        const auto snapshot = store.snapshot();
        if (!snapshot)
            return fail(snapshot.error());
        const auto begin = log.begin();
        if (!begin)
            return fail(begin.error());
        const auto end = log.end();
        if (!end)
            return fail(end.error());
        if (epoch->number > 0 && epoch->logIdentity == log.identity() &&
            epoch->partitions == log.messagePartitions() && !beyond(snapshot->positions, *end))
            return epoch;
        // Whatever of it the store has already is dropped by its id, so the new epoch starts at the log's
        // beginning.
        const auto begun =
            store.beginEpoch(epoch->number, log.identity(), log.messagePartitions(), *begin, false);
        if (begun || begun.error().code() != ErrorCode::PositionMoved)
            return begun;
    }
}

} // namespace parlor::worker
