// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/projection_pass.h"

#include <QScopeGuard>

#include <algorithm>

namespace parlor::worker {

namespace {

using Clock = std::chrono::steady_clock;

constexpr qsizetype reasonMax = 1000; // characters: enough to know, whatever the record made somebody say

/// What was wrong with the record may be in the words about it.
QString reasonText(const QString& prefix, const Error& error) {
    QString text = prefix + error.message();
    text.replace(QChar(0), QChar(QChar::ReplacementCharacter));
    return text.left(reasonMax);
}

log::Positions only(const log::Positions& all, const QList<log::TopicPartition>& partitions) {
    log::Positions result;
    for (const log::TopicPartition& where : partitions) {
        if (const auto it = all.find(where); it != all.end())
            result.insert(where, *it);
    }
    return result;
}

qsizetype bytesOf(const QList<log::Record>& records) {
    qsizetype bytes = 0;
    for (const log::Record& record : records)
        bytes += record.key.size() + record.value.size();
    return bytes;
}

/// A record that says something to the store: that it takes others proves nothing.
bool counts(const store::ProjectionItem& item) {
    return !std::holds_alternative<log::UnknownRecord>(item.event);
}

} // namespace

ProjectionPass::ProjectionPass(store::Store& store, Parking& parking, store::Epoch epoch,
                               std::unique_ptr<log::LogReader> reader)
    : m_store(store)
    , m_parking(parking)
    , m_epoch(std::move(epoch))
    , m_reader(std::move(reader))
    , m_projected(m_reader->positions()) {}

Result<std::unique_ptr<ProjectionPass>> ProjectionPass::open(log::Log& log, store::Store& store,
                                                             Parking& parking,
                                                             const QList<log::TopicPartition>& partitions) {
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
    const log::Positions from = only(snapshot->positions, partitions);
    if (from.size() != partitions.size()) {
        return fail(ErrorCode::Conflict,
                    QStringLiteral("The store's epoch %1 does not know all partitions of this event log.")
                        .arg(epoch->number));
    }
    auto reader = log.open(from);
    if (reader)
        return std::unique_ptr<ProjectionPass>(
            new ProjectionPass(store, parking, *epoch, std::move(*reader)));
    if (reader.error().code() == ErrorCode::LogTrimmed) {
        // Unless another projector went on, and the log was trimmed, between the two looks.
        const auto again = store.snapshot();
        if (again && only(again->positions, partitions) != from)
            return fail(ErrorCode::PositionMoved, reader.error().message());
    }
    return fail(reader.error());
}

Result<qsizetype> ProjectionPass::fetch(int max, std::chrono::milliseconds wait) {
    auto records = m_reader->read(max, wait);
    if (!records) {
        if (records.error().code() == ErrorCode::LogTrimmed) {
            const auto snapshot = m_store.snapshot();
            if (snapshot && only(snapshot->positions, m_projected.keys()) != m_projected)
                return fail(ErrorCode::PositionMoved, records.error().message());
        }
        return fail(records.error());
    }
    m_bytes += bytesOf(*records);
    if (m_records.isEmpty())
        m_records = *std::move(records);
    else
        m_records.append(*std::move(records));
    return m_records.size();
}

Result<void> ProjectionPass::decode() {
    const auto began = Clock::now();
    while (qsizetype(m_fates.size()) < m_records.size()) {
        const log::Record& record = m_records.at(qsizetype(m_fates.size()));
        auto event = log::decode(record.value);
        if (event) {
            const qint64 seq = record.where.topic == log::Topic::Messages ? m_epoch.base + record.offset : 0;
            m_items.append({seq, std::move(*event), record.where, record.offset});
            m_fates.push_back(Fate::Project);
        } else if (event.error().code() == ErrorCode::NewerFormat) {
            return fail(event.error());
        } else {
            m_parked.append({record, reasonText(QStringLiteral("It cannot be read: "), event.error())});
            m_fates.push_back(Fate::Unreadable);
        }
        if (m_between)
            m_between();
    }
    m_figures.decoding += Clock::now() - began;
    return {};
}

Result<void> ProjectionPass::flush(std::function<void()> between) {
    m_between = std::move(between);
    const auto forget = qScopeGuard([this] { m_between = nullptr; });
    if (auto decoded = decode(); !decoded)
        return decoded;
    auto done = project(m_records.size());
    return done || done.error().code() != ErrorCode::Internal ? done : isolate();
}

/// Something among the records is refused as data. Halves of what is refused are tried until one record
/// stands alone; it is marked as parked, and stored as such only together with what follows it: a database
/// that takes nothing at all must not be left with parked records instead of messages.
Result<void> ProjectionPass::isolate() {
    qsizetype suspects = m_items.size(); // the first of these many items is refused, or one after it
    while (!m_records.isEmpty()) {
        const qsizetype items = std::max<qsizetype>(suspects / 2, 1);
        const bool all = suspects > m_items.size();
        const qsizetype count = all ? m_records.size() : recordsWith(items);
        const auto done = project(count);
        if (done) {
            suspects = all ? 0 : suspects - items;
            if (suspects == 0)
                suspects = m_items.size() + 1; // what is left was not refused yet: all of it at once
        } else if (done.error().code() != ErrorCode::Internal) {
            return done;
        } else if (all) {
            if (m_items.isEmpty())
                return done; // the parked ones themselves are refused
            suspects = m_items.size();
        } else if (items > 1) {
            suspects = items;
        } else {
            if (auto parked = park(count, done.error()); !parked)
                return parked;
            suspects = m_items.size() + 1;
        }
    }
    return {};
}

/// Marks the last of the first `count` records, the only one among them that is not parked yet; fails when it
/// must not be parked, or not yet.
Result<void> ProjectionPass::park(qsizetype count, const Error& reason) {
    const auto marked = std::count(m_fates.begin(), m_fates.end(), Fate::Refused);
    if (!m_parking.allows(int(marked))) {
        m_parking.close();
        // As if nothing had been looked at: if the store takes these records later, they are projected.
        m_fates.clear();
        m_items.clear();
        m_parked.clear();
        return fail(ErrorCode::Internal,
                    QStringLiteral("The store refuses one record after the other, more than single bad "
                                   "records would explain. Check the database; until it takes records "
                                   "again, none is parked. It says: %1")
                        .arg(reason.message()));
    }
    // Those after the first one are refused by the same database at the same time.
    if (marked == 0 && !m_parking.confirmed(m_records.at(count - 1)))
        return fail(reason);
    m_fates[std::size_t(count - 1)] = Fate::Refused;
    m_items.removeFirst();
    m_parked.insert(count - 1,
                    {m_records.at(count - 1), reasonText(QStringLiteral("The store refuses it: "), reason)});
    return {};
}

Result<void> ProjectionPass::project(qsizetype count) {
    const bool all = count == m_records.size();
    const qsizetype items = all ? m_items.size() : itemsAmong(count);
    store::ProjectionBatch batch{m_epoch.number,
                                 m_projected,
                                 positionsAfter(count),
                                 all ? m_items : m_items.first(items),
                                 all ? m_parked : m_parked.first(count - items),
                                 m_between};
    const auto began = Clock::now();
    auto done = m_store.project(batch);
    m_figures.projecting += Clock::now() - began;
    if (!done)
        return done;
    ++m_figures.transactions;
    m_figures.records += count;
    const auto end = m_fates.begin() + std::ptrdiff_t(count);
    const int refused = batch.parked.isEmpty() ? 0 : int(std::count(m_fates.begin(), end, Fate::Refused));
    m_parking.committed(batch.parked, refused, std::any_of(batch.items.begin(), batch.items.end(), counts));
    m_fates.erase(m_fates.begin(), end);
    m_bytes = all ? 0 : m_bytes - bytesOf(m_records.first(count));
    m_records.remove(0, count);
    m_items.remove(0, items);
    m_parked.remove(0, count - items);
    m_projected = batch.to;
    return {};
}

log::Positions ProjectionPass::positionsAfter(qsizetype count) const {
    log::Positions positions = m_reader->positions();
    // Backwards, so that each partition stands where its first record after them is.
    for (qsizetype i = m_records.size() - 1; i >= count; --i)
        positions[m_records.at(i).where] = m_records.at(i).offset;
    return positions;
}

qsizetype ProjectionPass::itemsAmong(qsizetype count) const {
    return std::count(m_fates.begin(), m_fates.begin() + std::ptrdiff_t(count), Fate::Project);
}

qsizetype ProjectionPass::recordsWith(qsizetype items) const {
    qsizetype count = 0;
    while (items > 0) {
        if (m_fates[std::size_t(count++)] == Fate::Project)
            --items;
    }
    return count;
}

} // namespace parlor::worker
