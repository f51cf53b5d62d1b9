// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

/// Every room of a user, with the bounded count of what is unread. Its one value is the user.
QString viewSelect() {
    return QStringLiteral("SELECT ") + roomColumns() +
           QStringLiteral(
               ", m.role, m.version, m.mark_seq, r.head_seq, r.last_message_at, r.member_count, ") +
           unreadColumns() +
           QStringLiteral(
               " FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.user_id = ? AND r.deleted = 0");
}

QString publicSelect(bool containing) {
    return QStringLiteral("SELECT ") + roomColumns() +
           QStringLiteral(
               ", r.member_count, "
               "(SELECT COUNT(*) FROM members m WHERE m.room_id = r.id AND m.user_id = ?) "
               "FROM rooms r WHERE r.kind = 0 AND r.deleted = 0 AND (r.name_lower, r.id) > (?, ?) ") +
           (containing ? QStringLiteral("AND r.name_lower LIKE ? ESCAPE '\\' ") : QString()) +
           QStringLiteral("ORDER BY r.name_lower, r.id LIMIT ?");
}

RoomView readView(const Rows& rows) {
    RoomView view;
    view.room = readRoom(rows);
    view.role = static_cast<RoomRole>(rows.smallInteger(roomColumnCount));
    view.read.seenSeq = rows.integer(roomColumnCount + 2);
    view.head = rows.integer(roomColumnCount + 3);
    view.lastMessageAt = rows.optionalTime(roomColumnCount + 4);
    view.memberCount = rows.smallInteger(roomColumnCount + 5);
    const UnreadCounts counts = readUnread(rows, roomColumnCount + 6);
    view.read.unread = counts.unread;
    view.read.mentions = counts.mentions;
    view.read.asOf = view.head;
    return view;
}

/// A cursor through (name_lower, id): both in one URL-safe text.
QString publicRoomsCursor(const Room& room) {
    const QByteArray bytes = room.id.uuid().toRfc4122() + room.name.toLower().toUtf8();
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

struct NameAndId {
    QString name;
    QByteArray id;
};
Result<NameAndId> parsePublicRoomsCursor(const std::optional<QString>& cursor) {
    if (!cursor)
        return NameAndId{QStringLiteral(""), QByteArray("")};
    const auto bytes = QByteArray::fromBase64Encoding(
        cursor->toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || bytes.decoded.size() < 16)
        return fail(ErrorCode::Invalid, QStringLiteral("That is not a cursor of this list."),
                    QStringLiteral("before"));
    return NameAndId{QString::fromUtf8(bytes.decoded.mid(16)), bytes.decoded.left(16)};
}

} // namespace

Result<Room> SqlStore::room(const RoomId& id) {
    return readOnce<Room>([&](Transaction& t) -> Result<Room> {
        Rows rows = t.select(QStringLiteral("SELECT ") + roomColumns() +
                                 QStringLiteral(" FROM rooms r WHERE r.id = ? AND r.deleted = 0"),
                             {bind(id)});
        if (!rows.next())
            return fail(ErrorCode::NotFound);
        return readRoom(rows);
    });
}

Result<RoomsOfUser> SqlStore::roomsOf(const UserId& user) {
    return read<RoomsOfUser>([&](Transaction& t) -> Result<RoomsOfUser> {
        RoomsOfUser result;
        result.snapshot = readSnapshot(t);
        Rows rows = t.select(viewSelect(), {bind(user)});
        while (rows.next()) {
            result.rooms.append(readView(rows));
            const RoomView& view = result.rooms.last();
            result.memberships.append({view.room.id, view.role, rows.integer(roomColumnCount + 1)});
        }
        return result;
    });
}

Result<std::pair<RoomView, Snapshot>> SqlStore::roomOf(const UserId& user, const RoomId& room) {
    using Answer = std::pair<RoomView, Snapshot>;
    return read<Answer>([&](Transaction& t) -> Result<Answer> {
        Rows rows = t.select(viewSelect() + QStringLiteral(" AND m.room_id = ?"), {bind(user), bind(room)});
        if (!rows.next())
            return fail(ErrorCode::NotFound);
        const RoomView view = readView(rows);
        return Answer{view, readSnapshot(t)};
    });
}

Result<Page<PublicRoom>> SqlStore::publicRooms(const UserId& asker, const QString& text,
                                               const std::optional<QString>& cursor, int limit) {
    const auto after = parsePublicRoomsCursor(cursor);
    if (!after)
        return fail(after.error());
    return readOnce<Page<PublicRoom>>([&](Transaction& t) -> Result<Page<PublicRoom>> {
        const int wanted = pageLimit(limit);
        QVariantList values{bind(asker), after->name, after->id};
        // A search for what a name contains looks at every public room; the plain list does not.
        if (!text.isEmpty())
            values.append(QLatin1Char('%') + likeLiteral(text) + QLatin1Char('%'));
        Rows rows = t.select(publicSelect(!text.isEmpty()), values << wanted + 1);
        Page<PublicRoom> page;
        while (rows.next()) {
            if (page.items.size() == wanted) {
                page.next = publicRoomsCursor(page.items.last().room);
                break;
            }
            page.items.append(
                {readRoom(rows), rows.smallInteger(roomColumnCount), rows.boolean(roomColumnCount + 1)});
        }
        return page;
    });
}

Result<QHash<RoomId, qint64>> SqlStore::archivedRooms() {
    return readOnce<QHash<RoomId, qint64>>([&](Transaction& t) -> Result<QHash<RoomId, qint64>> {
        QHash<RoomId, qint64> archived;
        Rows rows =
            t.select(QStringLiteral("SELECT id, version FROM rooms WHERE archived = 1 AND deleted = 0"));
        while (rows.next())
            archived.insert(rows.id<RoomId>(0), rows.integer(1));
        return archived;
    });
}

} // namespace parlor::store
