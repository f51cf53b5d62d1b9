// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

// A gateway may have issued seqs for records that were durable but not projected when their log was lost:
// nobody has four thousand million of those.
constexpr qint64 epochMargin = qint64(1) << 32;

Epoch readEpoch(Transaction& t, bool lock) {
    Epoch epoch;
    Rows rows = t.select(QStringLiteral("SELECT epoch, log_identity, partitions, base FROM server_state") +
                         (lock ? t.dialect().lockRow() : QString()));
    if (rows.next())
        epoch = {rows.integer(0), rows.text(1), rows.smallInteger(2), rows.integer(3)};
    return epoch;
}

qint64 maximum(Transaction& t, const QString& sql) {
    Rows rows = t.select(sql);
    return rows.next() ? rows.integer(0) : 0;
}

qint64 nextBase(Transaction& t, const Epoch& current) {
    if (current.number == 0)
        return 1; // offset 0 gives seq 1, as 0 means "none"
    const qint64 positions = maximum(t, QStringLiteral("SELECT MAX(position) FROM projector_positions"));
    const qint64 heads = maximum(t, QStringLiteral("SELECT MAX(head_seq) FROM rooms"));
    const qint64 seen = maximum(t, QStringLiteral("SELECT MAX(seen_seq) FROM members"));
    return std::max({current.base + positions, heads, seen}) + epochMargin;
}

} // namespace

void addToSnapshot(Snapshot& snapshot, const Rows& rows, int first) {
    snapshot.epoch = rows.integer(first);
    if (!rows.isNull(first + 1))
        snapshot.positions[{static_cast<log::Topic>(rows.smallInteger(first + 1)),
                            rows.smallInteger(first + 2)}] = rows.integer(first + 3);
}

Snapshot readSnapshot(Transaction& t) {
    // Together, as almost every read asks for it and each statement is a way to the database and back.
    Rows rows = t.select(QStringLiteral("SELECT %1 FROM %2").arg(snapshotColumns(), snapshotTables()));
    Snapshot snapshot;
    while (rows.next())
        addToSnapshot(snapshot, rows);
    return snapshot;
}

Result<Epoch> SqlStore::epoch() {
    return readOnce<Epoch>([](Transaction& t) -> Result<Epoch> { return readEpoch(t, false); });
}

Result<Snapshot> SqlStore::snapshot() {
    return readOnce<Snapshot>([](Transaction& t) -> Result<Snapshot> { return readSnapshot(t); });
}

Result<Epoch> SqlStore::beginEpoch(qint64 previous, const QString& logIdentity, int partitions,
                                   const log::Positions& start, bool afterRestore) {
    return write<Epoch>([&](Transaction& t) -> Result<Epoch> {
        const Epoch current = readEpoch(t, true);
        if (current.number != previous) {
            return fail(ErrorCode::PositionMoved,
                        QStringLiteral("Epoch %1 has begun already; %2 was expected.")
                            .arg(current.number)
                            .arg(previous));
        }
        Epoch next{current.number + 1, logIdentity, partitions, nextBase(t, current)};
        if (afterRestore) {
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            next.number = std::max(next.number, now / 1000);
            next.base = std::max(next.base, now * 1000);
        }
        t.exec(
            QStringLiteral("UPDATE server_state SET epoch = ?, log_identity = ?, partitions = ?, base = ?"),
            {next.number, next.logIdentity, next.partitions, next.base});
        t.exec(QStringLiteral("DELETE FROM projector_positions"));
        for (auto it = start.begin(); it != start.end(); ++it)
            t.exec(QStringLiteral("INSERT INTO projector_positions(topic, part, position) VALUES(?, ?, ?)"),
                   {int(it.key().topic), it.key().partition, it.value()});
        return next;
    });
}

} // namespace parlor::store
