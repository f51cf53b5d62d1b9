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

void putMentions(QJsonObject& json, const Mentions& mentions, const char* key) {
    if (mentions.isEmpty())
        return;
    QJsonArray users;
    for (const UserId& user : mentions.users)
        users.append(user.toString());
    json[QLatin1StringView(key)] =
        QJsonObject{{QStringLiteral("users"), users}, {QStringLiteral("room"), mentions.room}};
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

/// Mentions and the facts of a system message, each followed by a comma.
QByteArray rareFields(const MessageRecord& record) {
    QJsonObject json;
    putMentions(json, record.mentions, "mentions");
    if (record.system)
        json[QStringLiteral("system")] = toJson(*record.system);
    if (json.isEmpty())
        return {};
    const QByteArray bytes = toBytes(json);
    return bytes.mid(1, bytes.size() - 2) + ',';
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
    if (record.threadRoot)
        out += R"(","threadRoot":")" + text(*record.threadRoot);
    if (const QByteArray rest = rareFields(record); !rest.isEmpty())
        out += R"(",)" + rest + R"("createdAt":")" + toString(record.createdAt).toLatin1();
    else
        out += R"(","createdAt":")" + toString(record.createdAt).toLatin1();
    out += R"(","content":")";
    appendEscaped(out, record.content);
    out += R"("})";
    return out;
}

QJsonObject toRecord(const EditRecord& record) {
    QJsonObject json = header(QLatin1StringView("edit"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("opId")] = record.opId.toString();
    json[QStringLiteral("basis")] = record.basis;
    json[QStringLiteral("seq")] = record.seq;
    json[QStringLiteral("sender")] = record.sender.toString();
    json[QStringLiteral("content")] = record.content;
    putMentions(json, record.mentions, "mentions");
    putMentions(json, record.formerMentions, "formerMentions");
    json[QStringLiteral("editedAt")] = toString(record.editedAt);
    return json;
}

QJsonObject toRecord(const DeleteRecord& record) {
    QJsonObject json = header(QLatin1StringView("delete"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("basis")] = record.basis;
    json[QStringLiteral("seq")] = record.seq;
    json[QStringLiteral("sender")] = record.sender.toString();
    json[QStringLiteral("by")] = record.by.toString();
    json[QStringLiteral("type")] = toString(record.type);
    putMentions(json, record.formerMentions, "formerMentions");
    if (record.threadRoot)
        json[QStringLiteral("threadRoot")] = record.threadRoot->toString();
    json[QStringLiteral("deletedAt")] = toString(record.deletedAt);
    return json;
}

QJsonObject toRecord(const ReactionRecord& record) {
    QJsonObject json = header(QLatin1StringView("reaction"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("emoji")] = record.emoji;
    json[QStringLiteral("added")] = record.added;
    return json;
}

QJsonObject toRecord(const PinRecord& record) {
    QJsonObject json = header(QLatin1StringView("pin"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    if (record.pinned) {
        json[QStringLiteral("by")] = record.pinned->by.toString();
        json[QStringLiteral("at")] = toString(record.pinned->at);
    }
    return json;
}

QJsonObject toRecord(const BanRecord& record) {
    QJsonObject json = header(QLatin1StringView("ban"));
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("by")] = record.by.toString();
    json[QStringLiteral("banned")] = record.banned;
    json[QStringLiteral("at")] = toString(record.at);
    return json;
}

/// The three cursors have one form.
template <typename Cursor>
QJsonObject cursorRecord(QLatin1StringView kind, const Cursor& record) {
    QJsonObject json = header(kind);
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("seq")] = record.seq;
    return json;
}

QJsonObject toRecord(const DeliveredRecord& record) {
    return cursorRecord(QLatin1StringView("delivered"), record);
}

QJsonObject toRecord(const MarkRecord& record) {
    return cursorRecord(QLatin1StringView("mark"), record);
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
    return cursorRecord(QLatin1StringView("seen"), record);
}

QJsonObject toRecord(const UnknownRecord& record) {
    QJsonObject json = header(QLatin1StringView("unknown"));
    json[QStringLiteral("kind")] = record.kind;
    return json;
}

Mentions readMentions(JsonReader& reader, QLatin1StringView key) {
    if (!reader.has(key))
        return {};
    JsonReader inner(reader.object(key));
    Mentions mentions;
    mentions.users = inner.idArray<UserId>(QLatin1StringView("users"), textMax);
    mentions.room = inner.boolean(QLatin1StringView("room"));
    if (inner.failed())
        reader.fail(key, QStringLiteral("is not valid: ") + inner.error().message());
    return mentions;
}

SystemEvent readSystem(JsonReader& reader, QLatin1StringView key) {
    JsonReader inner(reader.object(key));
    SystemEvent event;
    event.kind = inner.enumeration(QLatin1StringView("kind"), systemKindFromString, "a known kind");
    event.user = inner.optionalId<UserId>(QLatin1StringView("user"));
    event.text = inner.optionalText(QLatin1StringView("text"), 0, textMax).value_or(QString());
    if (inner.failed())
        reader.fail(key, QStringLiteral("is not valid: ") + inner.error().message());
    return event;
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
    record.threadRoot = reader.optionalId<MessageId>(QLatin1StringView("threadRoot"));
    record.mentions = readMentions(reader, QLatin1StringView("mentions"));
    if (reader.has(QLatin1StringView("system")))
        record.system = readSystem(reader, QLatin1StringView("system"));
    return record;
}

EditRecord readEdit(JsonReader& reader) {
    EditRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.opId = reader.id<OpId>(QLatin1StringView("opId"));
    record.basis = reader.integer(QLatin1StringView("basis"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    record.sender = reader.id<UserId>(QLatin1StringView("sender"));
    record.content = reader.text(QLatin1StringView("content"), 0, textMax);
    record.mentions = readMentions(reader, QLatin1StringView("mentions"));
    record.formerMentions = readMentions(reader, QLatin1StringView("formerMentions"));
    record.editedAt = reader.time(QLatin1StringView("editedAt"));
    return record;
}

DeleteRecord readDelete(JsonReader& reader) {
    DeleteRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.basis = reader.integer(QLatin1StringView("basis"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    record.sender = reader.id<UserId>(QLatin1StringView("sender"));
    record.by = reader.id<UserId>(QLatin1StringView("by"));
    record.type = reader.enumeration(QLatin1StringView("type"), messageTypeFromString, "text or system");
    record.formerMentions = readMentions(reader, QLatin1StringView("formerMentions"));
    record.threadRoot = reader.optionalId<MessageId>(QLatin1StringView("threadRoot"));
    record.deletedAt = reader.time(QLatin1StringView("deletedAt"));
    return record;
}

ReactionRecord readReaction(JsonReader& reader) {
    ReactionRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.emoji = reader.text(QLatin1StringView("emoji"), 1, textMax);
    record.added = reader.boolean(QLatin1StringView("added"));
    return record;
}

PinRecord readPin(JsonReader& reader) {
    PinRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    if (reader.has(QLatin1StringView("by")))
        record.pinned = Pin{reader.id<UserId>(QLatin1StringView("by")), reader.time(QLatin1StringView("at"))};
    return record;
}

BanRecord readBan(JsonReader& reader) {
    BanRecord record;
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.by = reader.id<UserId>(QLatin1StringView("by"));
    record.banned = reader.boolean(QLatin1StringView("banned"));
    record.at = reader.time(QLatin1StringView("at"));
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

template <typename Cursor>
Cursor readCursor(JsonReader& reader) {
    Cursor record;
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    return record;
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
    {QLatin1StringView("message"), readAs<readMessage>},
    {QLatin1StringView("edit"), readAs<readEdit>},
    {QLatin1StringView("delete"), readAs<readDelete>},
    {QLatin1StringView("reaction"), readAs<readReaction>},
    {QLatin1StringView("pin"), readAs<readPin>},
    {QLatin1StringView("room"), readAs<readRoom>},
    {QLatin1StringView("member"), readAs<readMember>},
    {QLatin1StringView("ban"), readAs<readBan>},
    {QLatin1StringView("user"), readAs<readUser>},
    {QLatin1StringView("session_revoked"), readAs<readSessionRevoked>},
    {QLatin1StringView("delivered"), readAs<readCursor<DeliveredRecord>>},
    {QLatin1StringView("seen"), readAs<readCursor<SeenRecord>>},
    {QLatin1StringView("mark"), readAs<readCursor<MarkRecord>>},
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
