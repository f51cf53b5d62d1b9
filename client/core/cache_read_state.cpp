// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Cache that knows what was read: as the server has it, and as it was marked here.
#include "client/core/cache.h"

namespace parlor {

using namespace Qt::StringLiterals;

Result<Cache::Change> Cache::putRead(const RoomId& room, const ReadState& read) {
    // What was marked here and not told yet stays in front; otherwise the server's marker counts, backwards
    // too.
    auto done = m_db->write(
        u"UPDATE rooms SET seen_seq = ?1, unread = ?2, mentions = ?3, as_of = ?4, "
        "local_seen = CASE WHEN seen_untold AND marked THEN local_seen "
        "WHEN seen_untold THEN max(local_seen, ?1) ELSE ?1 END, "
        "marked = marked AND seen_untold, seen_untold = seen_untold AND (marked OR local_seen > ?1) "
        "WHERE id = ?5 AND (as_of <= ?4 OR seen_seq < ?1) AND (seen_seq <> ?1 OR unread <> ?2 "
        "OR mentions <> ?3 OR as_of <> ?4 OR local_seen <> ?1 OR marked)"_s,
        {read.seenSeq, read.unread, read.mentions, read.asOf, toSql(room)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<std::optional<qint64>> Cache::seen(const RoomId& room) {
    std::optional<qint64> seen;
    auto read = m_db->read(
        u"SELECT CASE WHEN marked THEN local_seen ELSE max(seen_seq, local_seen) END FROM rooms WHERE id = ?"_s,
        {toSql(room)}, [&](const QSqlQuery& row) { seen = row.value(0).toLongLong(); });
    if (!read)
        return fail(read.error());
    return seen;
}

Result<Cache::Change> Cache::markSeen(const RoomId& room, qint64 seq) {
    // After the marker was put back it must be told exactly, until it is where the server has it.
    auto done =
        m_db->write(u"UPDATE rooms SET local_seen = ?1, seen_untold = 1, marked = marked AND ?1 < seen_seq "
                    "WHERE id = ?2 AND local_seen < ?1 AND (marked OR seen_seq < ?1)"_s,
                    {seq, toSql(room)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<Cache::Change> Cache::markBack(const RoomId& room, qint64 seq) {
    auto done = m_db->write(u"UPDATE rooms SET local_seen = ?1, seen_untold = 1, marked = 1 WHERE id = ?2 "
                            "AND CASE WHEN marked THEN local_seen ELSE max(seen_seq, local_seen) END > ?1"_s,
                            {std::max<qint64>(seq, 0), toSql(room)});
    if (!done)
        return fail(done.error());
    return m_db->changed() > 0 ? Change::Changed : Change::None;
}

Result<QHash<RoomId, Cache::Mark>> Cache::untoldSeen() {
    QHash<RoomId, Mark> marks;
    auto read = m_db->read(
        u"SELECT id, local_seen, marked FROM rooms WHERE seen_untold"_s, {}, [&](const QSqlQuery& row) {
            marks.insert(idFromSql<RoomId>(row.value(0)), {row.value(1).toLongLong(), row.value(2).toBool()});
        });
    if (!read)
        return fail(read.error());
    return marks;
}

Result<void> Cache::seenTold(const RoomId& room, const Mark& mark, bool taken) {
    return m_db->write(u"UPDATE rooms SET seen_untold = 0, marked = marked AND ?3 "
                       "WHERE id = ?1 AND marked = ?4 AND iif(marked, local_seen = ?2, local_seen <= ?2)"_s,
                       {toSql(room), mark.seq, taken ? 1 : 0, mark.exact ? 1 : 0});
}

} // namespace parlor
