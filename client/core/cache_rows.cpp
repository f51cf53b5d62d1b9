// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/cache_rows.h"

#include "shared/codec.h"

namespace parlor::rows {

namespace {

/// What only a few messages have is kept as the message's JSON.
bool hasMore(const Message& message) {
    return message.threadRoot || message.editSeq || !message.mentions.isEmpty() ||
           !message.reactions.isEmpty() || message.thread || message.pinned || message.system;
}

} // namespace

QVariant fromUsers(const QList<UserId>& users) {
    QByteArray ids;
    for (const UserId& user : users)
        ids.append(user.uuid().toRfc4122());
    return ids.isEmpty() ? QVariant() : QVariant(ids);
}

QList<UserId> toUsers(const QVariant& value) {
    constexpr int idSize = 16;
    const QByteArray ids = value.toByteArray();
    QList<UserId> users;
    for (int at = 0; at + idSize <= ids.size(); at += idSize)
        users.append(UserId(QUuid::fromRfc4122(ids.mid(at, idSize))));
    return users;
}

// The numbers in the files, apart from the enumerations' own values, which may be reordered.

int fromKind(RoomKind kind) {
    switch (kind) {
    case RoomKind::Public:
        return 0;
    case RoomKind::Private:
        return 1;
    case RoomKind::Direct:
        return 2;
    }
    return 1;
}

RoomKind toKind(int value) {
    switch (value) {
    case 0:
        return RoomKind::Public;
    case 2:
        return RoomKind::Direct;
    default:
        return RoomKind::Private;
    }
}

int fromRole(RoomRole role) {
    switch (role) {
    case RoomRole::Member:
        return 0;
    case RoomRole::Moderator:
        return 1;
    case RoomRole::Owner:
        return 2;
    }
    return 0;
}

RoomRole toRole(int value) {
    switch (value) {
    case 1:
        return RoomRole::Moderator;
    case 2:
        return RoomRole::Owner;
    default:
        return RoomRole::Member;
    }
}

Message message(const QSqlQuery& row) {
    Message message;
    message.roomId = idFromSql<RoomId>(row.value(0));
    message.seq = row.value(1).toLongLong();
    message.changeSeq = row.value(2).toLongLong();
    message.id = idFromSql<MessageId>(row.value(3));
    message.sender = idFromSql<UserId>(row.value(4));
    message.type = row.value(5).toInt() == 1 ? MessageType::System : MessageType::Text;
    message.content = row.value(6).toString();
    message.createdAt = timeFromSql(row.value(7));
    message.editedAt = optionalTimeFromSql(row.value(8));
    message.deletedAt = optionalTimeFromSql(row.value(9));
    message.replyTo = optionalIdFromSql<MessageId>(row.value(10));
    if (const QByteArray more = row.value(11).toByteArray(); !more.isEmpty()) {
        const auto json = parseObject(more);
        auto whole = json ? fromJson<Message>(*json) : fail(json.error());
        if (whole)
            return *std::move(whole);
    }
    return message;
}

QVariantList values(const Message& message, const UserId& self) {
    return {toSql(message.roomId),
            message.seq,
            message.changeSeq,
            toSql(message.id),
            toSql(message.sender),
            message.type == MessageType::System ? 1 : 0,
            message.content,
            toSql(message.createdAt),
            toSql(message.editedAt),
            toSql(message.deletedAt),
            toSql(message.replyTo),
            hasMore(message) ? QVariant(toBytes(toJson(message))) : QVariant(),
            toSql(message.threadRoot),
            message.pinned ? toSql(message.pinned->at) : QVariant(),
            message.mentions.contains(self) ? 1 : 0};
}

bool isSearched(const Message& message) {
    return message.type == MessageType::Text && !message.deletedAt;
}

User user(const QSqlQuery& row) {
    User user;
    user.id = idFromSql<UserId>(row.value(0));
    user.username = row.value(1).toString();
    user.displayName = row.value(2).toString();
    user.deleted = row.value(3).toBool();
    user.deactivated = row.value(4).toBool();
    user.statusText = row.value(5).toString();
    user.timeZone = row.value(6).toString();
    return user;
}

} // namespace parlor::rows
