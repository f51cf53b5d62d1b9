// SPDX-License-Identifier: GPL-3.0-or-later
/// Messages and their changes, as records.
#include "server/log/record_codec.h"
#include "shared/json_append.h"
#include "shared/json_cursor.h"

namespace parlor::log {

namespace {

void putMentions(QJsonObject& json, const Mentions& mentions, const char* key) {
    if (mentions.isEmpty())
        return;
    QJsonArray users;
    for (const UserId& user : mentions.users)
        users.append(user.toString());
    json[QLatin1StringView(key)] =
        QJsonObject{{QStringLiteral("users"), users}, {QStringLiteral("room"), mentions.room}};
}

/// Mentions and the facts of a system message, each followed by a comma.
QByteArray rareFields(const MessageRecord& record) {
    if (record.mentions.isEmpty() && !record.system)
        return {};
    QJsonObject json;
    putMentions(json, record.mentions, "mentions");
    if (record.system)
        json[QStringLiteral("system")] = toJson(*record.system);
    const QByteArray bytes = toBytes(json);
    return bytes.mid(1, bytes.size() - 2) + ',';
}

Mentions readMentions(JsonReader& reader, QLatin1StringView key) {
    if (!reader.has(key))
        return {};
    JsonReader inner(reader.object(key));
    Mentions mentions;
    mentions.users = inner.idArray<UserId>(QLatin1StringView("users"), recordTextMax);
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
    event.text = inner.optionalText(QLatin1StringView("text"), 0, recordTextMax).value_or(QString());
    if (inner.failed())
        reader.fail(key, QStringLiteral("is not valid: ") + inner.error().message());
    return event;
}

} // namespace

/// Every message that is sent passes here: by hand, because building a QJsonObject costs three times as much.
QByteArray encodeMessage(const MessageRecord& record) {
    QByteArray out;
    out.reserve(400 + record.content.size() * 5 / 4);
    out += R"({"v":1,"kind":"message")";
    static_assert(recordVersion == 1);
    appendId(out, R"(,"id":)", record.id.uuid());
    appendId(out, R"(,"roomId":)", record.roomId.uuid());
    appendId(out, R"(,"sender":)", record.sender.uuid());
    appendId(out, R"(,"tempId":)", record.tempId.uuid());
    appendText(out, R"(,"type":)", toString(record.type));
    if (record.replyTo)
        appendId(out, R"(,"replyTo":)", record.replyTo->uuid());
    if (record.threadRoot)
        appendId(out, R"(,"threadRoot":)", record.threadRoot->uuid());
    out += ',';
    out += rareFields(record);
    appendText(out, R"("createdAt":)", toString(record.createdAt));
    appendText(out, R"(,"content":)", record.content);
    out += '}';
    return out;
}

std::optional<MessageRecord> readUsualMessage(const QByteArray& value) {
    MessageRecord record;
    JsonCursor cursor(value);
    const auto take = [&cursor](QByteArrayView before, auto& id) {
        const auto uuid = cursor.takeExactly(before) ? cursor.uuid() : std::nullopt;
        if (uuid)
            id = std::decay_t<decltype(id)>(*uuid);
        return uuid.has_value();
    };
    static_assert(recordVersion == 1);
    if (!cursor.takeExactly(R"({"v":1,"kind":"message")") || !take(R"(,"id":)", record.id) ||
        !take(R"(,"roomId":)", record.roomId) || !take(R"(,"sender":)", record.sender) ||
        !take(R"(,"tempId":)", record.tempId) || !cursor.takeExactly(R"(,"type":"text")"))
        return std::nullopt;
    // Whether the next member is one of these is only known by reading on.
    JsonCursor past = cursor;
    if (past.takeExactly(R"(,"replyTo":)") && !take(R"(,"replyTo":)", record.replyTo.emplace()))
        return std::nullopt;
    past = cursor;
    if (past.takeExactly(R"(,"threadRoot":)") && !take(R"(,"threadRoot":)", record.threadRoot.emplace()))
        return std::nullopt;
    const auto text = cursor.takeExactly(R"(,"createdAt":)") ? cursor.plainString() : std::nullopt;
    const auto time = text ? timeFromString(QString(*text)) : std::nullopt;
    if (!time || !cursor.takeExactly(R"(,"content":)") || !cursor.string(record.content) ||
        record.content.size() > recordTextMax || !cursor.takeExactly("}") || !cursor.atEnd())
        return std::nullopt;
    record.createdAt = *time;
    return record;
}

QJsonObject toRecord(const EditRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("edit"));
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
    QJsonObject json = recordHeader(QLatin1StringView("delete"));
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
    QJsonObject json = recordHeader(QLatin1StringView("reaction"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    json[QStringLiteral("userId")] = record.userId.toString();
    json[QStringLiteral("emoji")] = record.emoji;
    json[QStringLiteral("added")] = record.added;
    return json;
}

QJsonObject toRecord(const PinRecord& record) {
    QJsonObject json = recordHeader(QLatin1StringView("pin"));
    json[QStringLiteral("id")] = record.id.toString();
    json[QStringLiteral("roomId")] = record.roomId.toString();
    if (record.pinned) {
        json[QStringLiteral("by")] = record.pinned->by.toString();
        json[QStringLiteral("at")] = toString(record.pinned->at);
    }
    return json;
}

MessageRecord readMessageRecord(JsonReader& reader) {
    MessageRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.sender = reader.id<UserId>(QLatin1StringView("sender"));
    record.tempId = reader.id<TempId>(QLatin1StringView("tempId"));
    record.type = reader.enumeration(QLatin1StringView("type"), messageTypeFromString, "text or system");
    record.content = reader.text(QLatin1StringView("content"), 0, recordTextMax);
    record.createdAt = reader.time(QLatin1StringView("createdAt"));
    record.replyTo = reader.optionalId<MessageId>(QLatin1StringView("replyTo"));
    record.threadRoot = reader.optionalId<MessageId>(QLatin1StringView("threadRoot"));
    record.mentions = readMentions(reader, QLatin1StringView("mentions"));
    if (reader.has(QLatin1StringView("system")))
        record.system = readSystem(reader, QLatin1StringView("system"));
    return record;
}

EditRecord readEditRecord(JsonReader& reader) {
    EditRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.opId = reader.id<OpId>(QLatin1StringView("opId"));
    record.basis = reader.integer(QLatin1StringView("basis"));
    record.seq = reader.integer(QLatin1StringView("seq"));
    record.sender = reader.id<UserId>(QLatin1StringView("sender"));
    record.content = reader.text(QLatin1StringView("content"), 0, recordTextMax);
    record.mentions = readMentions(reader, QLatin1StringView("mentions"));
    record.formerMentions = readMentions(reader, QLatin1StringView("formerMentions"));
    record.editedAt = reader.time(QLatin1StringView("editedAt"));
    return record;
}

DeleteRecord readDeleteRecord(JsonReader& reader) {
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

ReactionRecord readReactionRecord(JsonReader& reader) {
    ReactionRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    record.userId = reader.id<UserId>(QLatin1StringView("userId"));
    record.emoji = reader.text(QLatin1StringView("emoji"), 1, recordTextMax);
    record.added = reader.boolean(QLatin1StringView("added"));
    return record;
}

PinRecord readPinRecord(JsonReader& reader) {
    PinRecord record;
    record.id = reader.id<MessageId>(QLatin1StringView("id"));
    record.roomId = reader.id<RoomId>(QLatin1StringView("roomId"));
    if (reader.has(QLatin1StringView("by")))
        record.pinned = Pin{reader.id<UserId>(QLatin1StringView("by")), reader.time(QLatin1StringView("at"))};
    return record;
}

} // namespace parlor::log
