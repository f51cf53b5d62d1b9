// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rows.h"

#include "shared/codec.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace parlor::store {

namespace {

constexpr const char* columnNames[] = {"id",
                                       "room_id",
                                       "seq",
                                       "change_seq",
                                       "sender",
                                       "type",
                                       "content",
                                       "created_at",
                                       "edited_at",
                                       "edit_seq",
                                       "deleted_at",
                                       "reply_to",
                                       "thread_root",
                                       "thread_count",
                                       "thread_last_seq",
                                       "thread_last_at",
                                       "mentions",
                                       "mentions_room",
                                       "reactions",
                                       "pinned_by",
                                       "pinned_at",
                                       "system"};

constexpr qsizetype idBytes = 16;

QString compact(const QJsonDocument& json) {
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

UserId userOf(const QString& text) {
    return UserId::parse(text).value_or(UserId());
}

Mentions readMentions(const Rows& rows, int first) {
    Mentions mentions;
    if (!rows.isNull(first)) {
        const QByteArray ids = rows.bytes(first);
        for (qsizetype at = 0; at + idBytes <= ids.size(); at += idBytes)
            mentions.users.append(UserId(QUuid::fromRfc4122(ids.mid(at, idBytes))));
    }
    mentions.room = !rows.isNull(first + 1);
    return mentions;
}

/// [[emoji, user…]…]
QList<Reaction> readReactions(const Rows& rows, int column) {
    QList<Reaction> reactions;
    if (rows.isNull(column))
        return reactions;
    const QJsonArray json = QJsonDocument::fromJson(rows.text(column).toUtf8()).array();
    for (const QJsonValue& one : json) {
        const QJsonArray items = one.toArray();
        Reaction reaction{items.at(0).toString(), {}};
        for (qsizetype i = 1; i < items.size(); ++i)
            reaction.users.append(userOf(items.at(i).toString()));
        reactions.append(reaction);
    }
    return reactions;
}

std::optional<SystemEvent> readSystem(const Rows& rows, int column) {
    if (rows.isNull(column))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(rows.text(column).toUtf8()).object();
    SystemEvent event;
    event.kind = systemKindFromString(json.value(QStringLiteral("kind")).toString()).value_or(event.kind);
    if (const QJsonValue user = json.value(QStringLiteral("user")); user.isString())
        event.user = userOf(user.toString());
    event.text = json.value(QStringLiteral("text")).toString();
    return event;
}

} // namespace

QString messageColumns(const QString& prefix) {
    QStringList names;
    for (const char* name : columnNames)
        names.append(prefix + QLatin1StringView(name));
    return names.join(QLatin1StringView(", "));
}

Message readMessage(const Rows& rows, int first) {
    Message message;
    message.id = rows.id<MessageId>(first);
    message.roomId = rows.id<RoomId>(first + 1);
    message.seq = rows.integer(first + 2);
    message.changeSeq = rows.integer(first + 3);
    message.sender = rows.id<UserId>(first + 4);
    message.type = static_cast<MessageType>(rows.smallInteger(first + 5));
    message.content = rows.text(first + 6);
    message.createdAt = rows.time(first + 7);
    message.editedAt = rows.optionalTime(first + 8);
    if (!rows.isNull(first + 9))
        message.editSeq = rows.integer(first + 9);
    message.deletedAt = rows.optionalTime(first + 10);
    message.replyTo = rows.optionalId<MessageId>(first + 11);
    message.threadRoot = rows.optionalId<MessageId>(first + 12);
    if (!rows.isNull(first + 14))
        message.thread =
            Thread{rows.smallInteger(first + 13), rows.integer(first + 14), rows.time(first + 15)};
    message.mentions = readMentions(rows, first + 16);
    message.reactions = readReactions(rows, first + 18);
    if (!rows.isNull(first + 20))
        message.pinned = Pin{rows.id<UserId>(first + 19), rows.time(first + 20)};
    message.system = readSystem(rows, first + 21);
    return message;
}

QVariant bindMentioned(const Mentions& mentions) {
    if (mentions.users.isEmpty())
        return {};
    QByteArray ids;
    for (const UserId& user : mentions.users)
        ids += user.uuid().toRfc4122();
    return ids;
}

QVariant bindMentionsRoom(const Mentions& mentions) {
    return mentions.room ? QVariant(1) : QVariant();
}

QVariant bindReactions(const QList<Reaction>& reactions) {
    if (reactions.isEmpty())
        return {};
    QJsonArray json;
    for (const Reaction& reaction : reactions) {
        QJsonArray items{reaction.emoji};
        for (const UserId& user : reaction.users)
            items.append(user.toString());
        json.append(items);
    }
    return compact(QJsonDocument(json));
}

QVariant bindSystem(const std::optional<SystemEvent>& system) {
    return system ? compact(QJsonDocument(toJson(*system))) : QVariant();
}

} // namespace parlor::store
