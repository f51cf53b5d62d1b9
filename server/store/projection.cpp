// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/project_cursors.h"
#include "server/store/project_members.h"
#include "server/store/project_messages.h"
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <QMap>

namespace parlor::store {

namespace {

/// Applies a batch within one transaction.
class Projection {
public:
    explicit Projection(Transaction& transaction)
        : t(transaction)
        , m_messages(transaction)
        , m_cursors(transaction) {}

    void apply(const ProjectionItem& item) {
        if (const RoomId room = log::roomOf(item.event); !room.isNull() && item.seq > 0) {
            Head& head = m_heads[room];
            head.head = std::max(head.head, item.seq);
            head.said |= std::holds_alternative<log::MessageRecord>(item.event);
        }
        std::visit([&](const auto& record) { on(record, item); }, item.event);
    }

    /// Once, after the last item: what many records have in common goes into one statement.
    void finish() {
        m_messages.finish();
        moveHeads();
        m_cursors.finish();
    }

private:
    struct Head {
        qint64 head = 0;
        bool said = false;
    };

    void moveHeads() {
        static const QList<Column> columns{{QStringLiteral("room"), ColumnType::Blob},
                                           {QStringLiteral("head"), ColumnType::BigInt},
                                           {QStringLiteral("said"), ColumnType::SmallInt}};
        QList<QVariantList> rows;
        for (auto it = m_heads.cbegin(); it != m_heads.cend(); ++it)
            rows.append({bind(it.key()), it->head, bind(it->said)});
        // A message that turned out to be there already changes nothing: so the newest one is looked for
        // instead of being taken from the batch.
        t.execRows(
            QStringLiteral(
                "UPDATE rooms SET head_seq = v.head, last_message_at = CASE WHEN v.said = 0 THEN "
                "last_message_at "
                "ELSE (SELECT m.created_at FROM messages m WHERE m.room_id = v.room ORDER BY m.seq DESC "
                "LIMIT 1) END "
                "FROM {rows} WHERE rooms.id = v.room AND rooms.head_seq < v.head"),
            columns, rows);
    }

    void on(const log::RoomRecord& record, const ProjectionItem&) { project(t, record); }
    void on(const log::MemberRecord& record, const ProjectionItem& item) { project(t, record, item.seq); }
    void on(const log::BanRecord& record, const ProjectionItem&) { project(t, record); }
    void on(const log::UserRecord& record, const ProjectionItem&) { project(t, record); }
    void on(const log::SessionRevokedRecord& record, const ProjectionItem&) { project(t, record); }
    void on(const log::DeliveredRecord& record, const ProjectionItem&) { m_cursors.add(record); }
    void on(const log::SeenRecord& record, const ProjectionItem&) { m_cursors.add(record); }
    void on(const log::MarkRecord& record, const ProjectionItem&) { m_cursors.add(record); }
    void on(const log::UnknownRecord&, const ProjectionItem&) {}
    /// Messages and their changes.
    template <typename Record>
    void on(const Record&, const ProjectionItem& item) {
        m_messages.add(item.event, item.seq);
    }

    Transaction& t;
    MessageProjection m_messages;
    CursorProjection m_cursors;
    // Sorted, so that of two workers none waits for the other while that one waits for it.
    QMap<RoomId, Head> m_heads;
};

tl::unexpected<Error> moved() {
    return fail(ErrorCode::PositionMoved,
                QStringLiteral("Another projector has advanced the store's position."));
}

} // namespace

Result<void> SqlStore::project(const ProjectionBatch& batch) {
    return write<void>([&](Transaction& t) -> Result<void> {
        // Shared: workers that move other partitions go on, only a new epoch waits.
        {
            Rows epoch = t.select(QStringLiteral("SELECT epoch FROM server_state") + t.dialect().shareRow());
            if (epoch.next() && epoch.integer(0) != batch.epoch)
                return moved();
        }
        // By compare-and-set, so that of two projectors one rolls back whole.
        for (auto it = batch.from.begin(); it != batch.from.end(); ++it) {
            const qint64 to = batch.to.value(it.key(), it.value());
            const int advanced = t.exec(QStringLiteral("UPDATE projector_positions SET position = ? WHERE "
                                                       "topic = ? AND part = ? AND position = ?"),
                                        {to, int(it.key().topic), it.key().partition, it.value()});
            if (advanced != 1)
                return t.failed() ? Result<void>() : moved();
        }
        t.setBetweenRows(batch.between);
        Projection projection(t);
        for (const ProjectionItem& item : batch.items)
            projection.apply(item);
        projection.finish();
        for (const ParkedRecord& one : batch.parked) {
            t.exec(QStringLiteral("INSERT INTO parked_records(epoch, topic, part, position, record_key, "
                                  "record_value, reason, parked_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
                   {batch.epoch, int(one.record.where.topic), one.record.where.partition, one.record.offset,
                    one.record.key, one.record.value, one.reason, bind(QDateTime::currentDateTimeUtc())});
        }
        return {};
    });
}

Result<std::pair<qint64, QList<ParkedRecord>>> SqlStore::parked(int limit) {
    using Answer = std::pair<qint64, QList<ParkedRecord>>;
    return read<Answer>([&](Transaction& t) -> Result<Answer> {
        Answer answer;
        {
            Rows count = t.select(QStringLiteral("SELECT COUNT(*) FROM parked_records"));
            answer.first = count.next() ? count.integer(0) : 0;
        }
        Rows rows = t.select(QStringLiteral("SELECT topic, part, position, record_key, record_value, reason "
                                            "FROM parked_records ORDER BY id DESC LIMIT ?"),
                             {limit});
        while (rows.next()) {
            const log::TopicPartition where{static_cast<log::Topic>(rows.smallInteger(0)),
                                            rows.smallInteger(1)};
            answer.second.append({{where, rows.integer(2), rows.bytes(3), rows.bytes(4)}, rows.text(5)});
        }
        return answer;
    });
}

} // namespace parlor::store
