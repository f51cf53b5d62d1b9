// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/restore.h"

#include "server/worker/projection_pass.h"

#include <algorithm>

namespace parlor::worker {

namespace {

constexpr int batch = 5000;

/// Everything that the log has in `where` beyond the store's position.
Result<void> projectRest(store::Store& store, log::Log& log, const log::TopicPartition& where) {
    Parking::Limits limits;
    limits.confirm = std::chrono::milliseconds(0); // nobody else uses the store: it refuses for good
    Parking parking(limits);
    auto pass = ProjectionPass::open(log, store, parking, {where});
    if (!pass) {
        // The store was copied after the log: it has all that the log has.
        return pass.error().code() == ErrorCode::BeyondEnd ? Result<void>() : fail(pass.error());
    }
    while (true) {
        const auto fetched = (*pass)->fetch(batch, std::chrono::milliseconds(0));
        if (!fetched)
            return fail(fetched.error());
        if (*fetched == 0)
            return {};
        if (auto flushed = (*pass)->flush(); !flushed)
            return flushed;
    }
}

} // namespace

Result<store::Epoch> finishRestore(store::Store& store, log::Log& oldLog, log::Log& newLog) {
    const auto epoch = store.epoch();
    if (!epoch)
        return epoch;
    if (epoch->number > 0) { // else it was never used with a log
        if (epoch->logIdentity != oldLog.identity()) {
            return fail(
                ErrorCode::Conflict,
                QStringLiteral("The event log of this backup is not the one that its store belongs to. "
                               "Restore both from one backup."));
        }
        // Each partition alone, as one may end before the store's position and another one after it. Receipts
        // last: a read cursor of somebody who is not a member yet would be dropped.
        QList<log::TopicPartition> partitions = oldLog.partitions();
        std::stable_partition(partitions.begin(), partitions.end(), [](const log::TopicPartition& where) {
            return where.topic != log::Topic::Receipts;
        });
        for (const log::TopicPartition& where : std::as_const(partitions)) {
            if (auto projected = projectRest(store, oldLog, where); !projected)
                return fail(projected.error());
        }
    }
    const auto begin = newLog.begin();
    if (!begin)
        return fail(begin.error());
    return store.beginEpoch(epoch->number, newLog.identity(), newLog.messagePartitions(), *begin, true);
}

} // namespace parlor::worker
