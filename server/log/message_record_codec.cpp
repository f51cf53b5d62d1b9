// SPDX-License-Identifier: GPL-3.0-or-later
/// Messages and their changes, as records.
#include "server/log/record_codec.h"

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
