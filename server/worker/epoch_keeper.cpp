// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/epoch_keeper.h"

#include "server/log/kafka_log.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace parlor::worker {

namespace {

using namespace std::chrono_literals;

// A broker that hung and led a partition before may tell an old end until it learns that it leads no more.
constexpr int looksAtLoss = 3;
constexpr auto lookPause = 300ms;

bool anyAbove(const log::Positions& positions, const log::Positions& bounds) {
    return std::any_of(positions.keyValueBegin(), positions.keyValueEnd(),
                       [&](const auto& item) { return item.second > bounds.value(item.first, 0); });
}

QString nameOf(const QString& identity) {
    if (const auto kafka = log::kafkaIdentity(identity)) {
        return QStringLiteral("Kafka cluster %1 with topics \"%2.…\"")
            .arg(kafka->cluster, kafka->topicPrefix);
    }
    return QStringLiteral("the embedded log %1").arg(identity);
}

/// Whether the two may be one log at different times: the same place.
bool samePlace(const QString& one, const QString& other) {
    const auto a = log::kafkaIdentity(one);
    const auto b = log::kafkaIdentity(other);
    if (!a && !b)
        return true; // a data directory has one embedded log
    return a && b && a->cluster == b->cluster && a->topicPrefix == b->topicPrefix;
}

Error anotherLog(const store::Epoch& epoch, const log::Log& log) {
    return Error(ErrorCode::Conflict,
                 QStringLiteral("The store belongs to another event log: to %1, and the configuration names "
                                "%2. Correct PARLOR_KAFKA_BROKERS or PARLOR_KAFKA_TOPICS (or "
                                "PARLOR_DATABASE_URL); or, if the move is meant, stop all processes, "
                                "run `parlord epoch begin` and start them again.")
                     .arg(nameOf(epoch.logIdentity), nameOf(log.identity())));
}

Error trimmed() {
    return Error(
        ErrorCode::LogTrimmed,
        QStringLiteral("The event log no longer has the records that come after what the store has: "
                       "the store is an old copy, or records were deleted. Restore a newer "
                       "backup of the store; or, to go on without these records, stop all processes, "
                       "run `parlord epoch begin` and start them again."));
}

/// Store and log as they were at about one moment.
struct View {
    store::Epoch epoch;
    log::Positions begin;
    log::Positions positions;
    log::Positions end;
};

/// In this order, because others project and trim meanwhile: begin is never above, end never below what the
/// positions were compared with.
Result<View> look(store::Store& store, log::Log& log) {
    View view;
    const auto begin = log.begin();
    if (!begin)
        return fail(begin.error());
    const auto epoch = store.epoch();
    if (!epoch)
        return fail(epoch.error());
    const auto snapshot = store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    const auto end = log.end();
    if (!end)
        return fail(end.error());
    if (snapshot->epoch != epoch->number)
        return fail(ErrorCode::PositionMoved);
    return View{*epoch, *begin, snapshot->positions, *end};
}

bool endsTooSoon(const View& view) {
    return anyAbove(view.positions, view.end);
}

/// Why a new epoch must begin; empty if none need.
QString reasonForNew(const View& view, const log::Log& log) {
    if (view.epoch.number == 0)
        return QStringLiteral("it is the store's first");
    if (view.epoch.logIdentity != log.identity())
        return QStringLiteral("the event log was made anew");
    if (view.epoch.partitions != log.messagePartitions()) {
        return QStringLiteral("the event log has %1 partitions instead of %2")
            .arg(log.messagePartitions())
            .arg(view.epoch.partitions);
    }
    if (endsTooSoon(view))
        return QStringLiteral("the event log ends before what the store has of it: records were lost");
    return {};
}

} // namespace

Result<store::Epoch> ensureEpoch(store::Store& store, log::Log& log, MayBeginEpoch may) {
    for (int tooSoon = 0;;) {
        const auto view = look(store, log);
        if (!view) {
            if (view.error().code() == ErrorCode::PositionMoved)
                continue; // an epoch began between two looks
            return fail(view.error());
        }
        const store::Epoch& epoch = view->epoch;
        if (epoch.number > 0 && !samePlace(epoch.logIdentity, log.identity()))
            return fail(anotherLog(epoch, log));
        if (endsTooSoon(*view) && ++tooSoon < looksAtLoss) {
            std::this_thread::sleep_for(lookPause);
            continue;
        }
        const QString reason = reasonForNew(*view, log);
        if (reason.isEmpty() && !anyAbove(view->begin, view->positions))
            return epoch;
        if (may == MayBeginEpoch::No) {
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("waiting for a worker to begin an epoch on this log (%1)")
                            .arg(reason.isEmpty() ? trimmed().message() : reason));
        }
        if (reason.isEmpty())
            return fail(trimmed());
        // Whatever of it the store has already is dropped by its id, so the new epoch starts at the log's
        // beginning.
        const auto begun =
            store.beginEpoch(epoch.number, log.identity(), log.messagePartitions(), view->begin, false);
        if (begun && epoch.number > 0) {
            qWarning("Epoch %lld begins, because %s. Clients load their rooms anew.",
                     static_cast<long long>(begun->number), qUtf8Printable(reason));
        }
        if (begun || begun.error().code() != ErrorCode::PositionMoved)
            return begun;
    }
}

Result<store::Epoch> beginEpoch(store::Store& store, log::Log& log) {
    while (true) {
        const auto epoch = store.epoch();
        if (!epoch)
            return epoch;
        const auto begin = log.begin();
        if (!begin)
            return fail(begin.error());
        auto begun = store.beginEpoch(epoch->number, log.identity(), log.messagePartitions(), *begin, true);
        if (begun || begun.error().code() != ErrorCode::PositionMoved)
            return begun;
    }
}

} // namespace parlor::worker
