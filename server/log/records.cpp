// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/records.h"

#include "server/log/record_codec.h"

#include <type_traits>

namespace parlor::log {

namespace {

QJsonObject toRecord(const UnknownRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("unknown"));
    json[QStringLiteral("kind")] = record.kind;
    return json;
}

template <auto read>
Event readAs(JsonReader& reader) {
    return read(reader);
}

struct Kind {
    QLatin1StringView name;
    Event (*read)(JsonReader&);
};
constexpr Kind kinds[]{
    {QLatin1StringView("message"), readAs<readMessageRecord>},
    {QLatin1StringView("edit"), readAs<readEditRecord>},
    {QLatin1StringView("delete"), readAs<readDeleteRecord>},
    {QLatin1StringView("reaction"), readAs<readReactionRecord>},
    {QLatin1StringView("pin"), readAs<readPinRecord>},
    {QLatin1StringView("room"), readAs<readRoomRecord>},
    {QLatin1StringView("member"), readAs<readMemberRecord>},
    {QLatin1StringView("ban"), readAs<readBanRecord>},
    {QLatin1StringView("user"), readAs<readUserRecord>},
    {QLatin1StringView("session_revoked"), readAs<readSessionRevokedRecord>},
    {QLatin1StringView("delivered"), readAs<readDeliveredRecord>},
    {QLatin1StringView("seen"), readAs<readSeenRecord>},
    {QLatin1StringView("mark"), readAs<readMarkRecord>},
};

Event readBody(const QString& kind, JsonReader& reader) {
    for (const Kind& known : kinds) {
        if (kind == known.name)
            return known.read(reader);
    }
    return UnknownRecord{kind};
}

struct RoomOf {
    // Cursors name a room too, but are no part of its history.
    RoomId operator()(const DeliveredRecord&) const { return {}; }
    RoomId operator()(const SeenRecord&) const { return {}; }
    RoomId operator()(const MarkRecord&) const { return {}; }
    RoomId operator()(const RoomRecord& record) const { return record.room.id; }
    template <typename Other>
    RoomId operator()(const Other& record) const {
        if constexpr (requires { record.roomId; })
            return record.roomId;
        else
            return {};
    }
};

} // namespace

QJsonObject recordHeader(QLatin1StringView kind) {
    return {{QStringLiteral("v"), recordVersion}, {QStringLiteral("kind"), QString(kind)}};
}

QByteArray keyOf(const RoomId& room) {
    return room.uuid().toByteArray(QUuid::WithoutBraces);
}

QByteArray keyOf(const UserId& user) {
    return user.uuid().toByteArray(QUuid::WithoutBraces);
}

QByteArray encode(const Event& event) {
    return std::visit(
        [](const auto& record) {
            if constexpr (std::is_same_v<std::decay_t<decltype(record)>, MessageRecord>)
                return encodeMessage(record);
            else
                return toBytes(toRecord(record));
        },
        event);
}

Result<Event> decode(const QByteArray& value) {
    if (auto message = readUsualMessage(value))
        return *std::move(message);
    return decodeByTree(value);
}

Result<Event> decodeByTree(const QByteArray& value) {
    const auto json = parseObject(value);
    if (!json)
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("Not a record of the event log: ") + json.error().message());
    JsonReader reader(*json);
    const qint64 version = reader.integer(QLatin1StringView("v"), 1);
    if (!reader.failed() && version > recordVersion) {
        return fail(ErrorCode::NewerFormat,
                    QStringLiteral(
                        "The event log holds records of version %1; this version of Parlor reads up to %2. "
                        "Start the newer version again.")
                        .arg(version)
                        .arg(recordVersion));
    }
    const QString kind = reader.text(QLatin1StringView("kind"), 1, 64);
    if (!reader.failed()) {
        Event event = readBody(kind, reader);
        if (!reader.failed())
            return event;
    }
    const Error error = reader.error();
    return fail(ErrorCode::Corrupt, QStringLiteral("Not a record of the event log: ") + error.message(),
                error.field());
}

RoomId roomOf(const Event& event) {
    return std::visit(RoomOf{}, event);
}

Message toMessage(const MessageRecord& record, qint64 seq) {
    Message message;
    message.id = record.id;
    message.roomId = record.roomId;
    message.seq = seq;
    message.changeSeq = seq;
    message.sender = record.sender;
    message.type = record.type;
    message.content = record.content;
    message.createdAt = record.createdAt;
    message.replyTo = record.replyTo;
    message.threadRoot = record.threadRoot;
    message.mentions = record.mentions;
    message.system = record.system;
    return message;
}

server::MessageUpdate toChange(const EditRecord& record, qint64 changeSeq) {
    return {record.roomId,  record.id,      record.seq,      changeSeq,
            record.sender,  record.content, record.mentions, record.formerMentions,
            record.editedAt};
}

server::MessageDelete toChange(const DeleteRecord& record, qint64 changeSeq) {
    return {record.roomId,     record.id,       record.seq,  changeSeq,
            record.sender,     record.by,       record.type, record.formerMentions,
            record.threadRoot, record.deletedAt};
}

server::ReactionUpdate toChange(const ReactionRecord& record, qint64 changeSeq) {
    return {record.roomId, record.id, changeSeq, record.userId, record.emoji, record.added};
}

server::MessagePin toChange(const PinRecord& record, qint64 changeSeq) {
    return {record.roomId, record.id, changeSeq, record.pinned};
}

} // namespace parlor::log
