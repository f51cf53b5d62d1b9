// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

#include <algorithm>

namespace parlor::store {

namespace {

QString messageSelect() {
    return QStringLiteral(
        "SELECT id, room_id, seq, change_seq, sender, type, content, created_at, edited_at, deleted_at, "
        "reply_to FROM messages ");
}

Message readMessage(const Rows& rows) {
    Message message;
    message.id = rows.id<MessageId>(0);
    message.roomId = rows.id<RoomId>(1);
    message.seq = rows.integer(2);
    message.changeSeq = rows.integer(3);
    message.sender = rows.id<UserId>(4);
    message.type = static_cast<MessageType>(rows.smallInteger(5));
    message.content = rows.text(6);
    message.createdAt = rows.time(7);
    message.editedAt = rows.optionalTime(8);
    message.deletedAt = rows.optionalTime(9);
    message.replyTo = rows.optionalId<MessageId>(10);
    return message;
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

/// The newest with seq < `before`, ascending.
Part readBefore(Transaction& t, const RoomId& room, qint64 before, int limit) {
    Part part = readPart(
        t.select(messageSelect() + QStringLiteral("WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?"),
                 {bind(room), before, limit + 1}),
        limit);
    std::reverse(part.messages.begin(), part.messages.end());
    return part;
}

/// The oldest with seq >= `from`, ascending.
Part readFrom(Transaction& t, const RoomId& room, qint64 from, int limit) {
    return readPart(
        t.select(messageSelect() + QStringLiteral("WHERE room_id = ? AND seq >= ? ORDER BY seq LIMIT ?"),
                 {bind(room), from, limit + 1}),
        limit);
}

} // namespace

Result<History> SqlStore::history(const RoomId& room, const HistoryQuery& query) {
    return read<History>([&](Transaction& t) -> Result<History> {
        const int limit = pageLimit(query.limit);
        Part older;
        Part newer;
        if (query.around) {
            older = readBefore(t, room, *query.around, limit / 2);
            newer = readFrom(t, room, *query.around, limit - limit / 2);
        } else if (query.after) {
            older.more = !readBefore(t, room, *query.after + 1, 1).messages.isEmpty();
            newer = readFrom(t, room, *query.after + 1, limit);
        } else {
            older = readBefore(t, room, query.before.value_or(limits::integerMax), limit);
            newer.more = query.before && !readFrom(t, room, *query.before, 1).messages.isEmpty();
        }
        // With a limit of 1, `around` takes nothing older, but says whether there is something.
        return History{older.messages + newer.messages, older.more, newer.more, readSnapshot(t)};
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

Result<Unread> SqlStore::countUnread(const RoomId& room, const UserId& user, qint64 after) {
    return read<Unread>([&](Transaction& t) -> Result<Unread> {
        const Snapshot snapshot = readSnapshot(t);
        Rows rows = t.select(
            QStringLiteral("SELECT COUNT(*) FROM (SELECT 1 FROM "
                           "(SELECT sender, type, deleted_at FROM messages WHERE room_id = ? AND seq > ? "
                           "ORDER BY seq DESC LIMIT ?) AS newest "
                           "WHERE sender <> ? AND type = 0 AND deleted_at IS NULL LIMIT ?) AS unread"),
            {bind(room), after, unreadScanMax, bind(user), limits::unreadMax});
        return Unread{rows.next() ? rows.smallInteger(0) : 0, 0, snapshot};
    });
}

Result<History> SqlStore::thread(const MessageId&, const HistoryQuery&) {
    return fail(ErrorCode::Internal);
}
Result<QList<MessageVersion>> SqlStore::versions(const MessageId&) {
    return fail(ErrorCode::Internal);
}
Result<bool> SqlStore::hasEdit(const MessageId&, const OpId&) {
    return fail(ErrorCode::Internal);
}
Result<FoundMessages> SqlStore::pinned(const RoomId&) {
    return fail(ErrorCode::Internal);
}
Result<QHash<QString, UserId>> SqlStore::membersNamed(const RoomId&, const QStringList&) {
    return fail(ErrorCode::Internal);
}

} // namespace parlor::store
