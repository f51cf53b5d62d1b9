// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/records.h"

#include "shared/codec.h"
#include "shared/json_reader.h"

#include <type_traits>

namespace parlor::log {

namespace {

// Limits of the wire may be lowered one day, but what is in the log was accepted once and must stay readable:
// so the texts of records are bounded far above them.
constexpr int textMax = 1'000'000;

QJsonObject header(QLatin1StringView kind) {
    return {{QStringLiteral("v"), recordVersion}, {QStringLiteral("kind"), QString(kind)}};
}

/// `text` as the inside of a JSON string (RFC 8259, 7), in UTF-8.
void appendEscaped(QByteArray& out, const QString& text) {
    static constexpr char digits[] = "0123456789abcdef";
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 0xf];
        } else {
            out += c;
        }
    }
}

/// Every message that is sent passes here: by hand, because building a QJsonObject costs three times as much.
QByteArray encodeMessage(const MessageRecord& record) {
    const auto text = [](const auto& id) { return id.uuid().toByteArray(QUuid::WithoutBraces); };
    QByteArray out;
    out.reserve(400 + record.content.size() * 2);
    out += R"({"v":1,"kind":"message","id":")";
    static_assert(recordVersion == 1);
    out += text(record.id) + R"(","roomId":")" + text(record.roomId) + R"(","sender":")" +
           text(record.sender) + R"(","tempId":")" + text(record.tempId) + R"(","type":")" +
           toString(record.type).toLatin1();
    if (record.replyTo)
        out += R"(","replyTo":")" + text(*record.replyTo);
    out += R"(","createdAt":")" + toString(record.createdAt).toLatin1() + R"(","content":")";
    appendEscaped(out, record.content);
    out += R"("})";
    return out;
}

QJsonObject toRecord(const RoomRecord& record) {
    QJsonObject json = header(QLatin1StringView("room"));
    json[QStringLiteral("room")] = toJson(record.room);
    json[QStringLiteral("deleted")] = record.deleted;
    return json;
}

QJsonObject toRecord(const MemberRecord& record) {
    QJsonObject json = header(QLatin1StringView("member"));
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("user")] = toJson(record.user);
    if (record.role)
        json[QStringLiteral("role")] = toString(*record.role);
    json[QStringLiteral("version")] = record.version;
    return json;
}

QJsonObject toRecord(const UserRecord& record) {
    QJsonObject json = header(QLatin1StringView("user"));
    json[QStringLiteral("user")] = toJson(record.user);
    json[QStringLiteral("version")] = record.version;
    return json;
}

QJsonObject toRecord(const SessionRevokedRecord& record) {
    QJsonObject json = header(QLatin1StringView("session_revoked"));
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("sessionId")] = record.sessionId.toString();
    return json;
}

QJsonObject toRecord(const SeenRecord& record) {
    QJsonObject json = header(QLatin1StringView("seen"));
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("seq")] = record.seq;
    return json;
}

QJsonObject toRecord(const UnknownRecord& record) {
    QJsonObject json = header(QLatin1StringView("unknown"));
    json[QStringLiteral("kind")] = record.kind;
    return json;
}

MessageRecord readMessage(JsonReader& reader) {
    MessageRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.sender = reader.id<UserId>(QLatin1StringView("sender"));
    record.tempId = reader.id<TempId>(QLatin1StringView("tempId"));
    record.type = reader.enumeration(QLatin1StringView("type"), messageTypeFromString, "text or system");
    record.content = reader.text(QLatin1StringView("content"), 0, textMax);
    record.createdAt = reader.time(QLatin1StringView("createdAt"));
    record.replyTo = reader.optionalId<MessageId>(QLatin1StringView("replyTo"));
    return record;
}

/// A model that stands inside a record; its failure becomes the reader's.
template <typename T>
T readModel(JsonReader& reader, QLatin1StringView key) {
    const QJsonObject json = reader.object(key);
    if (reader.failed())
        return {};
    auto model = fromJson<T>(json);
    if (model)
        return *model;
    reader.fail(key, QStringLiteral("is not valid: ") + model.error().message());
    return {};
}

RoomRecord readRoom(JsonReader& reader) {
    RoomRecord record;
    record.room = readModel<Room>(reader, QLatin1StringView("room"));
    record.deleted = reader.boolean(QLatin1StringView("deleted"));
    return record;
}

MemberRecord readMember(JsonReader& reader) {
    MemberRecord record;
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.user = readModel<User>(reader, QLatin1StringView("user"));
    if (reader.has(QLatin1StringView("role")))
        record.role =
            reader.enumeration(QLatin1StringView("role"), roomRoleFromString, "member, moderator or owner");
    record.version = reader.integer(QLatin1StringView("version"));
    return record;
}

UserRecord readUser(JsonReader& reader) {
    UserRecord record;
    record.user = readModel<User>(reader, QLatin1StringView("user"));
    record.version = reader.integer(QLatin1StringView("version"));
    return record;
}

SessionRevokedRecord readSessionRevoked(JsonReader& reader) {
    SessionRevokedRecord record;
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.sessionId = reader.id<SessionId>(QLatin1StringView("sessionId"));
    return record;
}

SeenRecord readSeen(JsonReader& reader) {
    SeenRecord record;
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    return record;
}

Event readBody(const QString& kind, JsonReader& reader) {
    if (kind == QLatin1StringView("message"))
        return readMessage(reader);
    if (kind == QLatin1StringView("room"))
        return readRoom(reader);
    if (kind == QLatin1StringView("member"))
        return readMember(reader);
    if (kind == QLatin1StringView("user"))
        return readUser(reader);
    if (kind == QLatin1StringView("session_revoked"))
        return readSessionRevoked(reader);
    if (kind == QLatin1StringView("seen"))
        return readSeen(reader);
    return UnknownRecord{kind};
}

struct RoomOf {
    RoomId operator()(const MessageRecord& record) const { return record.roomId; }
    RoomId operator()(const RoomRecord& record) const { return record.room.id; }
    RoomId operator()(const MemberRecord& record) const { return record.roomId; }
    template <typename Other>
    RoomId operator()(const Other&) const {
        return {};
    }
};

} // namespace

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
    return message;
}

} // namespace parlor::log
