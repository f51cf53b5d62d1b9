// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Cache that keeps it from growing without end.
#include "client/core/cache.h"

namespace parlor {

using namespace Qt::StringLiterals;

Result<void> Cache::planTrim() {
    struct Crowd {
        RoomId id;
        int count = 0;
    };
    QList<Crowd> rooms;
    int total = 0;
    // Least recently shown first; among those that never were, the quietest. One whose newest page is on its
    // way has nothing to cut.
    auto counted =
        m_db->read(u"SELECT rooms.id, many FROM rooms JOIN "
                   "(SELECT room, count(*) AS many FROM messages GROUP BY room) ON room = rooms.id "
                   "WHERE NOT fetching ORDER BY shown_at, last_message_at"_s,
                   {}, [&](const QSqlQuery& row) {
                       rooms.append({idFromSql<RoomId>(row.value(0)), row.value(1).toInt()});
                       total += row.value(1).toInt();
                   });
    if (!counted)
        return counted;
    m_trimPlan.clear();
    QHash<RoomId, int> keep;
    const auto cut = [&](const Crowd& room, int count) {
        const int now = keep.value(room.id, room.count);
        if (now <= count)
            return;
        total -= now - count;
        keep.insert(room.id, count);
    };
    for (const Crowd& room : std::as_const(rooms))
        cut(room, m_limits.perRoom);
    // First to what makes a room readable at once, then to a screen.
    for (const int least : {m_limits.perQuietRoom, limits::pageDefault}) {
        for (const Crowd& room : std::as_const(rooms)) {
            if (total > m_limits.all)
                cut(room, std::max(least, keep.value(room.id, room.count) - (total - m_limits.all)));
        }
    }
    for (auto it = keep.cbegin(); it != keep.cend(); ++it)
        m_trimPlan.append({it.key(), it.value()});
    return {};
}

Result<Cache::Trimmed> Cache::trimSome() {
    if (!m_trimPlanned) {
        if (auto planned = planTrim(); !planned)
            return fail(planned.error());
        m_trimPlanned = true;
    }
    Trimmed trimmed;
    if (!m_trimPlan.isEmpty()) {
        const auto [room, keep] = m_trimPlan.first();
        // The floor rises with what goes, so that a room never has rows below it.
        qint64 target = 0;
        qint64 step = 0;
        auto found = m_db->read(
            u"SELECT ifnull((SELECT seq FROM messages WHERE room = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2), "
            u"0), "
            "ifnull((SELECT seq FROM messages WHERE room = ?1 ORDER BY seq LIMIT 1 OFFSET ?3), ?4)"_s,
            {toSql(room), keep - 1, trimStep, limits::integerMax}, [&](const QSqlQuery& row) {
                target = row.value(0).toLongLong();
                step = row.value(1).toLongLong();
            });
        if (!found)
            return fail(found.error());
        const qint64 floor = std::min(target, step);
        if (floor == target)
            m_trimPlan.removeFirst();
        if (floor > 0) {
            if (auto gone = removeMessages(room, floor); !gone)
                return fail(gone.error());
            auto risen =
                m_db->write(u"UPDATE rooms SET floor = ?1, complete = 0 WHERE id = ?2 AND floor < ?1"_s,
                            {floor, toSql(room)});
            if (!risen)
                return fail(risen.error());
            if (m_db->changed() > 0)
                trimmed.room = room;
        }
    }
    trimmed.more = !m_trimPlan.isEmpty();
    m_trimPlanned = trimmed.more;
    return trimmed;
}

} // namespace parlor
