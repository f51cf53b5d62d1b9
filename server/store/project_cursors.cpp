// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/project_cursors.h"

#include <algorithm>

namespace parlor::store {

void CursorProjection::add(const log::DeliveredRecord& record) {
    Moves& moves = m_moves[{record.roomId, record.userId}];
    moves.delivered = std::max(moves.delivered, record.seq);
}

void CursorProjection::add(const log::SeenRecord& record) {
    Moves& moves = m_moves[{record.roomId, record.userId}];
    moves.delivered = std::max(moves.delivered, record.seq);
    moves.seen = std::max(moves.seen, record.seq);
    moves.mark = std::max(moves.mark, record.seq);
}

void CursorProjection::add(const log::MarkRecord& record) {
    Moves& moves = m_moves[{record.roomId, record.userId}];
    moves.mark = record.seq;
    moves.marked = true;
}

void CursorProjection::finish() {
    static const QList<Column> columns{
        {QStringLiteral("room"), ColumnType::Blob},        {QStringLiteral("reader"), ColumnType::Blob},
        {QStringLiteral("delivered"), ColumnType::BigInt}, {QStringLiteral("seen"), ColumnType::BigInt},
        {QStringLiteral("mark"), ColumnType::BigInt},      {QStringLiteral("marked"), ColumnType::SmallInt}};
    QList<QVariantList> rows;
    for (auto it = m_moves.cbegin(); it != m_moves.cend(); ++it)
        rows.append({bind(it.key().first), bind(it.key().second), it->delivered, it->seen, it->mark,
                     bind(it->marked)});
    // A row that stays as it is is not written again.
    t.execRows(
        QStringLiteral(
            "UPDATE members SET "
            "delivered_seq = CASE WHEN delivered_seq < v.delivered THEN v.delivered ELSE delivered_seq END, "
            "seen_seq = CASE WHEN seen_seq < v.seen THEN v.seen ELSE seen_seq END, "
            "mark_seq = CASE WHEN mark_seq < v.mark OR v.marked = 1 THEN v.mark ELSE mark_seq END "
            "FROM {rows} WHERE members.room_id = v.room AND members.user_id = v.reader AND "
            "(members.delivered_seq < v.delivered OR members.seen_seq < v.seen OR members.mark_seq < v.mark "
            "OR (v.marked = 1 AND members.mark_seq <> v.mark))"),
        columns, rows);
}

} // namespace parlor::store
