// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <QMap>

namespace parlor::store {

namespace {

/// Applies a batch within one transaction. What HTTP wrote to the store before its record came is found by
/// its version and left alone; after a restore the same records bring back what the copy of the store lacks.
class Projection {
public:
    explicit Projection(Transaction& transaction)
        : t(transaction) {}

    void apply(const ProjectionItem& item) {
        if (const RoomId room = log::roomOf(item.event); !room.isNull() && item.seq > 0)
            m_heads[room].head = std::max(m_heads[room].head, item.seq);
        std::visit([&](const auto& record) { on(record, item.seq); }, item.event);
    }

    /// Once, after the last item: what many records have in common goes into one statement.
    void finish() {
        putMessages();
        moveHeads();
        moveSeen();
    }

private:
    struct Head {
        qint64 head = 0;
        bool said = false;
    };

    void on(const log::MessageRecord& record, qint64 seq) {
        m_heads[record.roomId].said = true;
        m_messages.append({bind(record.id), bind(record.roomId), seq, bind(record.sender), int(record.type),
                           record.content, bind(record.createdAt), bind(record.replyTo)});
    }

    void putMessages() {
        static const QList<Column> columns{{QStringLiteral("id"), ColumnType::Blob},
                                           {QStringLiteral("room_id"), ColumnType::Blob},
                                           {QStringLiteral("seq"), ColumnType::BigInt},
                                           {QStringLiteral("sender"), ColumnType::Blob},
                                           {QStringLiteral("type"), ColumnType::SmallInt},
                                           {QStringLiteral("content"), ColumnType::Text},
                                           {QStringLiteral("created_at"), ColumnType::BigInt},
                                           {QStringLiteral("reply_to"), ColumnType::Blob}};
        // The log may hold a message twice. Records come in the order of seq, here as in the batch, so the
        // one that is there already is the one that counts.
        t.execRows(QStringLiteral("INSERT INTO messages(id, room_id, seq, change_seq, sender, type, content, "
                                  "created_at, edited_at, deleted_at, reply_to) "
                                  "SELECT id, room_id, seq, seq, sender, type, content, created_at, NULL, "
                                  "NULL, reply_to FROM {rows} WHERE 1 = 1 ON CONFLICT(id) DO NOTHING"),
                   columns, m_messages);
    }

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

    void moveSeen() {
        static const QList<Column> columns{{QStringLiteral("room"), ColumnType::Blob},
                                           {QStringLiteral("reader"), ColumnType::Blob},
                                           {QStringLiteral("seq"), ColumnType::BigInt}};
        QList<QVariantList> rows;
        for (auto it = m_seen.cbegin(); it != m_seen.cend(); ++it)
            rows.append({bind(it.key().first), bind(it.key().second), it.value()});
        t.execRows(QStringLiteral("UPDATE members SET seen_seq = v.seq FROM {rows} WHERE members.room_id = "
                                  "v.room AND members.user_id = v.reader AND members.seen_seq < v.seq"),
                   columns, rows);
    }

    void on(const log::RoomRecord& record, qint64) {
        const Room& room = record.room;
        t.exec(QStringLiteral(
                   "INSERT INTO rooms(id, name, name_lower, kind, topic, version, membership_version, "
                   "created_at, "
                   "deleted, head_seq, last_message_at) VALUES(?, ?, ?, ?, ?, ?, 0, ?, ?, 0, NULL) "
                   "ON CONFLICT(id) DO UPDATE SET name = excluded.name, name_lower = excluded.name_lower, "
                   "kind = excluded.kind, topic = excluded.topic, version = excluded.version, "
                   "deleted = excluded.deleted WHERE excluded.version > rooms.version AND rooms.deleted = 0"),
               {bind(room.id), room.name, room.name.toLower(), int(room.kind), room.topic, room.version,
                bind(room.createdAt), bind(record.deleted)});
    }

    void on(const log::MemberRecord& record, qint64) {
        const int newer = t.exec(
            QStringLiteral("UPDATE rooms SET membership_version = ? WHERE id = ? AND membership_version < ?"),
            {record.version, bind(record.roomId), record.version});
        if (newer == 0)
            return; // the store wrote this change itself, or has a later one
        if (!record.role) {
            t.exec(QStringLiteral("DELETE FROM members WHERE room_id = ? AND user_id = ?"),
                   {bind(record.roomId), bind(record.user.id)});
            return;
        }
        putUser(record.user, 0);
        t.exec(QStringLiteral(
                   "INSERT INTO members(room_id, user_id, role, version, seen_seq) "
                   "SELECT ?, u.id, ?, ?, r.head_seq FROM users u, rooms r WHERE u.id = ? AND r.id = ? "
                   "ON CONFLICT(room_id, user_id) DO UPDATE SET role = excluded.role, version = "
                   "excluded.version"),
               {bind(record.roomId), int(*record.role), record.version, bind(record.user.id),
                bind(record.roomId)});
    }

    void on(const log::UserRecord& record, qint64) {
        putUser(record.user, record.version);
        t.exec(QStringLiteral(
                   "UPDATE users SET display_name = ?, display_name_lower = ?, deleted = ?, version = ? "
                   "WHERE id = ? AND version < ? AND deleted = 0"),
               {record.user.displayName, record.user.displayName.toLower(), bind(record.user.deleted),
                record.version, bind(record.user.id), record.version});
    }

    void on(const log::SessionRevokedRecord& record, qint64) {
        t.exec(QStringLiteral("UPDATE sessions SET revoked = 1 WHERE id = ? AND revoked = 0"),
               {bind(record.sessionId)});
    }

    void on(const log::SeenRecord& record, qint64) {
        // Clamped to the room's head by the gateway, whose tail is ahead of what is projected here.
        qint64& seen = m_seen[{record.roomId, record.userId}];
        seen = std::max(seen, record.seq);
    }

    template <typename Other>
    void on(const Other&, qint64) {}

    /// A user that only the log knows (registered after the backup was taken): without a password until one
    /// is set.
    void putUser(const User& user, qint64 version) {
        t.exec(QStringLiteral(
                   "INSERT INTO users(id, username, username_lower, email, email_lower, display_name, "
                   "display_name_lower, password_hash, administrator, active, deleted, version, created_at) "
                   "VALUES(?, ?, ?, NULL, NULL, ?, ?, ?, 0, 1, ?, ?, ?) ON CONFLICT DO NOTHING"),
               {bind(user.id), user.username, user.username.toLower(), user.displayName,
                user.displayName.toLower(), QByteArray(), bind(user.deleted), version,
                bind(QDateTime::currentDateTimeUtc())});
    }

    Transaction& t;
    QList<QVariantList> m_messages;
    // Sorted, so that of two workers none waits for the other while that one waits for it.
    QMap<RoomId, Head> m_heads;
    QMap<std::pair<RoomId, UserId>, qint64> m_seen;
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
