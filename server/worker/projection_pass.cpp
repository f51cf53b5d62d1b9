// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/projection_pass.h"

namespace parlor::worker {

ProjectionPass::ProjectionPass(store::Store& store, ParkedRecords& parked, store::Epoch epoch,
                               std::unique_ptr<log::LogReader> reader)
    : m_store(store)
    , m_parked(parked)
    , m_epoch(std::move(epoch))
    , m_reader(std::move(reader))
    , m_projected(m_reader->positions()) {}

Result<std::unique_ptr<ProjectionPass>> ProjectionPass::open(log::Log& log, store::Store& store,
                                                             ParkedRecords& parked) {
    const auto epoch = store.epoch();
    if (!epoch)
        return fail(epoch.error());
    if (epoch->logIdentity != log.identity() || epoch->partitions != log.messagePartitions()) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The store's epoch %1 is not of this event log.").arg(epoch->number));
    }
    const auto snapshot = store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    if (snapshot->epoch != epoch->number)
        return fail(ErrorCode::PositionMoved, QStringLiteral("A new epoch has just begun."));
    auto reader = log.open(snapshot->positions);
    if (!reader)
        return fail(reader.error());
    return std::unique_ptr<ProjectionPass>(new ProjectionPass(store, parked, *epoch, std::move(*reader)));
}

Result<qsizetype> ProjectionPass::fetch(int max, std::chrono::milliseconds wait) {
    auto records = m_reader->read(max, wait);
    if (!records)
        return fail(records.error());
    m_records.append(*records);
    return m_records.size() + m_items.size();
}

Result<void> ProjectionPass::decode() {
    while (!m_records.isEmpty()) {
        const log::Record& record = m_records.first();
        auto event = log::decode(record.value);
        if (event) {
            const qint64 seq = record.where.topic == log::Topic::Messages ? m_epoch.base + record.offset : 0;
            m_items.append({seq, std::move(*event)});
        } else if (event.error().code() == ErrorCode::NewerFormat) {
            return fail(event.error());
        } else if (auto parked = m_parked.park(record, event.error()); !parked) {
            return parked;
        }
        m_records.removeFirst();
    }
    return {};
}

Result<void> ProjectionPass::flush() {
    if (auto decoded = decode(); !decoded)
        return decoded;
    store::ProjectionBatch batch{m_epoch.number, m_projected, m_reader->positions(), m_items};
    if (auto done = m_store.project(batch); !done)
        return done;
    m_items.clear();
    m_projected = batch.to;
    return {};
}

} // namespace parlor::worker
