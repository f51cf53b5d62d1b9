// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rows.h"
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <algorithm>

namespace parlor::store {

namespace {

QString messageSelect() {
    return QStringLiteral("SELECT %1 FROM messages ").arg(messageColumns());
}

/// At most `limit` messages; `more` tells that there were others.
struct Part {
    QList<Message> messages;
    bool more = false;
};

Part readPart(Rows rows, int limit) {
    Part part;
    while (rows.next()) {
        if (part.messages.size() == limit) {
            part.more = true;
            break;
        }
        part.messages.append(readMessage(rows));
    }
    return part;
}

/// Messages that have `column` (a room, or the root of a thread) in common, in their order.
struct Timeline {
    Transaction& t;
    QString column;
    QVariant value;

    /// The newest with seq < `before`, ascending.
    Part before(qint64 seq, int limit) const {
        Part part = readPart(
            t.select(messageSelect() +
                         QStringLiteral("WHERE %1 = ? AND seq < ? ORDER BY seq DESC LIMIT ?").arg(column),
                     {value, seq, limit + 1}),
            limit);
        std::reverse(part.messages.begin(), part.messages.end());
        return part;
    }
    /// The oldest with seq >= `seq`, ascending.
    Part from(qint64 seq, int limit) const {
        return readPart(
            t.select(messageSelect() +
                         QStringLiteral("WHERE %1 = ? AND seq >= ? ORDER BY seq LIMIT ?").arg(column),
                     {value, seq, limit + 1}),
            limit);
    }
    bool any(const char* which, qint64 seq) const {
        return t
            .select(QStringLiteral("SELECT 1 FROM messages WHERE %1 = ? AND seq %2 ? LIMIT 1")
                        .arg(column, QLatin1StringView(which)),
                    {value, seq})
            .next();
    }
    History page(const HistoryQuery& query) const {
        const int limit = pageLimit(query.limit);
        Part older;
        Part newer;
        if (query.around) {
            older = before(*query.around, limit / 2);
            newer = from(*query.around, limit - limit / 2);
        } else if (query.after) {
            older.more = any("<=", *query.after);
            newer = from(*query.after + 1, limit);
        } else {
            older = before(query.before.value_or(limits::integerMax), limit);
            newer.more = query.before && any(">=", *query.before);
        }
        // With a limit of 1, `around` takes nothing older, but says whether there is something.
        return History{older.messages + newer.messages, older.more, newer.more, readSnapshot(t)};
    }
};

} // namespace

Result<History> SqlStore::history(const RoomId& room, const HistoryQuery& query) {
    return read<History>([&](Transaction& t) -> Result<History> {
        return Timeline{t, QStringLiteral("room_id"), bind(room)}.page(query);
    });
}

Result<FoundMessages> SqlStore::messages(const QList<MessageId>& ids) {
    return read<FoundMessages>([&](Transaction& t) -> Result<FoundMessages> {
        FoundMessages found{{}, readSnapshot(t)};
        for (const MessageId& id : ids) {
            Rows rows = t.select(messageSelect() + QStringLiteral("WHERE id = ?"), {bind(id)});
            if (rows.next())
                found.messages.append(readMessage(rows));
        }
        return found;
    });
}

Result<History> SqlStore::thread(const MessageId& root, const HistoryQuery& query) {
    return read<History>([&](Transaction& t) -> Result<History> {
        return Timeline{t, QStringLiteral("thread_root"), bind(root)}.page(query);
    });
}

Result<Changes> SqlStore::changesSince(const RoomId& room, qint64 cursor, int limit) {
    return read<Changes>([&](Transaction& t) -> Result<Changes> {
        Changes changes;
        changes.snapshot = readSnapshot(t);
        {
            Rows head = t.select(QStringLiteral("SELECT head_seq FROM rooms WHERE id = ?"), {bind(room)});
            if (head.next())
                changes.head = head.integer(0);
        }
        const int wanted = std::max(limit, 1);
        Part created = readPart(
            t.select(messageSelect() + QStringLiteral("WHERE room_id = ? AND seq > ? AND change_seq = seq "
                                                      "ORDER BY seq LIMIT ?"),
                     {bind(room), cursor, wanted + 1}),
            wanted);
        Part changed =
            readPart(t.select(messageSelect() +
                                  QStringLiteral("WHERE room_id = ? AND change_seq > ? AND change_seq > seq "
                                                 "ORDER BY change_seq LIMIT ?"),
                              {bind(room), cursor, wanted + 1}),
                     wanted);
        std::merge(created.messages.begin(), created.messages.end(), changed.messages.begin(),
                   changed.messages.end(), std::back_inserter(changes.messages),
                   [](const Message& a, const Message& b) { return a.changeSeq < b.changeSeq; });
        changes.truncated = created.more || changed.more || changes.messages.size() > wanted;
        if (changes.messages.size() > wanted)
            changes.messages.resize(wanted);
        return changes;
    });
}

Result<std::optional<Message>> SqlStore::message(const MessageId& id) {
    return read<std::optional<Message>>([&](Transaction& t) -> Result<std::optional<Message>> {
        Rows rows = t.select(messageSelect() + QStringLiteral("WHERE id = ?"), {bind(id)});
        if (!rows.next())
            return std::nullopt;
        return readMessage(rows);
    });
}

Result<QList<MessageVersion>> SqlStore::versions(const MessageId& id) {
    return read<QList<MessageVersion>>([&](Transaction& t) -> Result<QList<MessageVersion>> {
        QList<MessageVersion> versions;
        Rows rows = t.select(QStringLiteral("SELECT content, written_at FROM message_versions WHERE "
                                            "message_id = ? ORDER BY edit_seq"),
                             {bind(id)});
        while (rows.next())
            versions.append({rows.text(0), rows.time(1)});
        return versions;
    });
}

Result<bool> SqlStore::hasEdit(const MessageId& id, const OpId& opId) {
    return read<bool>([&](Transaction& t) -> Result<bool> {
        return t
            .select(QStringLiteral("SELECT 1 FROM message_versions WHERE message_id = ? AND op_id = ?"),
                    {bind(id), bind(opId)})
            .next();
    });
}

Result<FoundMessages> SqlStore::pinned(const RoomId& room) {
    return read<FoundMessages>([&](Transaction& t) -> Result<FoundMessages> {
        FoundMessages found;
        found.snapshot = readSnapshot(t);
        found.messages =
            readPart(t.select(messageSelect() + QStringLiteral("WHERE room_id = ? AND pinned_at IS NOT NULL "
                                                               "ORDER BY pinned_at DESC, seq DESC LIMIT ?"),
                              {bind(room), limits::pinsMax}),
                     limits::pinsMax)
                .messages;
        return found;
    });
}

Result<QHash<QString, UserId>> SqlStore::membersNamed(const RoomId& room, const QStringList& usernames) {
    using Named = QHash<QString, UserId>;
    static const QList<Column> columns{{QStringLiteral("room"), ColumnType::Blob},
                                       {QStringLiteral("name"), ColumnType::Text}};
    return read<Named>([&](Transaction& t) -> Result<Named> {
        QList<QVariantList> names;
        for (const QString& name : usernames)
            names.append({bind(room), name});
        Named named;
        t.selectRows(QStringLiteral("SELECT m.username_lower, m.user_id FROM {rows} JOIN members m ON "
                                    "m.room_id = v.room AND m.username_lower = v.name"),
                     columns, names,
                     [&](const Rows& rows) { named.insert(rows.text(0), rows.id<UserId>(1)); });
        return named;
    });
}

} // namespace parlor::store
