// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/restore.h"

#include "server/worker/projection_pass.h"

namespace parlor::worker {

namespace {

constexpr int batch = 5000;

/// Everything that the log has beyond the store's position.
Result<void> projectRest(store::Store& store, log::Log& log, const QString& parkedFile) {
    ParkedRecords parked(parkedFile);
    auto pass = ProjectionPass::open(log, store, parked);
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

Result<store::Epoch> finishRestore(store::Store& store, log::Log& oldLog, log::Log& newLog,
                                   const QString& parkedFile) {
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
        if (auto projected = projectRest(store, oldLog, parkedFile); !projected)
            return fail(projected.error());
    }
    const auto begin = newLog.begin();
    if (!begin)
        return fail(begin.error());
    return store.beginEpoch(epoch->number, newLog.identity(), newLog.messagePartitions(), *begin, true);
}

} // namespace parlor::worker
