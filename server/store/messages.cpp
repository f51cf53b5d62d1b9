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

/// A page lies around one place: so many messages before that seq, and so many from it on. A part of none
/// still tells whether there are any.
struct PageBounds {
    qint64 place = 0;
    int older = 0;
    int newer = 0;
};

PageBounds boundsOf(const HistoryQuery& query) {
    const int limit = pageLimit(query.limit);
    if (query.around)
        return {*query.around, limit / 2, limit - limit / 2};
    if (query.after)
        return {*query.after + 1, 0, limit};
    return {query.before.value_or(limits::integerMax), limit, 0};
}

/// What a row of a page is.
enum PageRow { OlderRow, NewerRow, SnapshotRow };

/// One statement for all of a page, which therefore is of one snapshot without a transaction around it. Of
/// the messages that have `column` (a room, or the root of a thread) in common; values: theirs, place and
/// limit, for what is older and for what is newer.
QString pageSelect(const QString& column) {
    const QString messages = QStringLiteral("SELECT * FROM (SELECT %1 AS kind, 0 AS epoch, 0 AS topic, 0 AS "
                                            "part, 0 AS position, %2 FROM messages WHERE %3 = ? AND seq %4 "
                                            "LIMIT ?) AS %5 UNION ALL ");
    const QString columns = messageColumns();
    QStringList nothing;
    nothing.fill(QStringLiteral("NULL"), columns.count(QLatin1Char(',')) + 1);
    return messages.arg(OlderRow).arg(columns, column, QStringLiteral("< ? ORDER BY seq DESC"),
                                      QStringLiteral("older")) +
           messages.arg(NewerRow).arg(columns, column, QStringLiteral(">= ? ORDER BY seq"),
                                      QStringLiteral("newer")) +
           QStringLiteral("SELECT %1, %2, %3 FROM %4")
               .arg(SnapshotRow)
               .arg(snapshotColumns(), nothing.join(QLatin1StringView(", ")), snapshotTables());
}

/// In their order: within a UNION no database promises one, though both keep it.
void sortBySeq(QList<Message>& messages) {
    const auto earlier = [](const Message& a, const Message& b) { return a.seq < b.seq; };
    if (!std::is_sorted(messages.cbegin(), messages.cend(), earlier))
        std::sort(messages.begin(), messages.end(), earlier);
}

History readPage(Transaction& t, const QString& select, const QVariant& value, const HistoryQuery& query) {
    constexpr int messageColumn = 5;
    const PageBounds bounds = boundsOf(query);
    History page;
    QList<Message> older;
    QList<Message> newer;
    // One more of each part tells whether there is more.
    Rows rows =
        t.select(select, {value, bounds.place, bounds.older + 1, value, bounds.place, bounds.newer + 1});
    while (rows.next()) {
        switch (rows.smallInteger(0)) {
        case OlderRow:
            older.append(readMessage(rows, messageColumn));
            break;
        case NewerRow:
            newer.append(readMessage(rows, messageColumn));
            break;
        default:
            addToSnapshot(page.snapshot, rows, 1);
        }
    }
    std::reverse(older.begin(), older.end());
    sortBySeq(older);
    sortBySeq(newer);
    page.moreBefore = older.size() > bounds.older;
    page.moreAfter = newer.size() > bounds.newer;
    if (page.moreBefore)
        older.removeFirst();
    if (page.moreAfter)
        newer.removeLast();
    page.messages = older + newer;
    return page;
}

/// The seq of the first message sent at `time` or later among those that have `column` in common; above all
/// of them if there is none. No index is by time: the order of seq is that of time, so that halving the range
/// of seqs finds it with some 40 lookups at most.
qint64 placeOf(Transaction& t, const QString& column, const QVariant& value, const QDateTime& time) {
    const QString next = QStringLiteral("SELECT seq, created_at FROM messages WHERE %1 = ? AND seq >= ? "
                                        "ORDER BY seq LIMIT 1")
                             .arg(column);
    qint64 low = 0;
    qint64 high = 0;
    Rows newest = t.select(
        QStringLiteral("SELECT seq FROM messages WHERE %1 = ? ORDER BY seq DESC LIMIT 1").arg(column),
        {value});
    if (newest.next())
        high = newest.integer(0) + 1;
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        Rows rows = t.select(next, {value, middle});
        if (rows.next() && rows.time(1) < time)
            low = rows.integer(0) + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace

Result<History> SqlStore::history(const RoomId& room, const HistoryQuery& query) {
    static const QString column = QStringLiteral("room_id");
    static const QString select = pageSelect(column);
    if (query.at) {
        // Several statements, of one snapshot.
        return read<History>([&](Transaction& t) -> Result<History> {
            HistoryQuery around = query;
            around.around = placeOf(t, column, bind(room), *query.at);
            return readPage(t, select, bind(room), around);
        });
    }
    return readOnce<History>(
        [&](Transaction& t) -> Result<History> { return readPage(t, select, bind(room), query); });
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
    static const QString select = pageSelect(QStringLiteral("thread_root"));
    return readOnce<History>(
        [&](Transaction& t) -> Result<History> { return readPage(t, select, bind(root), query); });
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
    return readOnce<std::optional<Message>>([&](Transaction& t) -> Result<std::optional<Message>> {
        Rows rows = t.select(messageSelect() + QStringLiteral("WHERE id = ?"), {bind(id)});
        if (!rows.next())
            return std::nullopt;
        return readMessage(rows);
    });
}

Result<QList<MessageVersion>> SqlStore::versions(const MessageId& id) {
    return readOnce<QList<MessageVersion>>([&](Transaction& t) -> Result<QList<MessageVersion>> {
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
    return readOnce<bool>([&](Transaction& t) -> Result<bool> {
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
