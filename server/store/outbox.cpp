// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"
#include "shared/codec.h"

namespace parlor::store {

OutboxRow putOutbox(Transaction& t, log::Topic topic, const QByteArray& key, const log::Event& event) {
    OutboxRow row{0, topic, key, log::encode(event), utcNow()};
    row.id = t.insertReturning(QStringLiteral("INSERT INTO outbox(topic, record_key, record_value, "
                                              "created_at) VALUES(?, ?, ?, ?) RETURNING id"),
                               {int(row.topic), row.key, row.value, bind(row.createdAt)});
    return row;
}

Result<QList<OutboxRow>> SqlStore::outbox(const QDateTime& olderThan, int limit) {
    return read<QList<OutboxRow>>([&](Transaction& t) -> Result<QList<OutboxRow>> {
        QList<OutboxRow> result;
        Rows rows =
            t.select(QStringLiteral("SELECT id, topic, record_key, record_value, created_at FROM outbox "
                                    "WHERE created_at < ? ORDER BY id LIMIT ?"),
                     {bind(olderThan), limit});
        while (rows.next())
            result.append({rows.integer(0), static_cast<log::Topic>(rows.smallInteger(1)), rows.bytes(2),
                           rows.bytes(3), rows.time(4)});
        return result;
    });
}

Result<void> SqlStore::deleteOutbox(const QList<qint64>& ids) {
    if (ids.isEmpty())
        return {};
    return write<void>([&](Transaction& t) -> Result<void> {
        for (const qint64 id : ids)
            t.exec(QStringLiteral("DELETE FROM outbox WHERE id = ?"), {id});
        return {};
    });
}

} // namespace parlor::store
