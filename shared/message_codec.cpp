// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"

#include <limits>

/// Messages and what hangs on them, to JSON and back.
namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int intMax = std::numeric_limits<int>::max();
// What a peer tells may exceed the limits of this version a little, and still be shown.
constexpr int mentionsReadMax = 1000;

template <typename T>
Result<T> decode(const QJsonObject& json, const QString& path, T (*read)(JsonReader&)) {
    JsonReader reader(json);
    return finished(reader, read(reader), path);
}

template <typename T>
QJsonArray arrayOf(const QList<T>& items) {
    QJsonArray json;
    for (const T& item : items)
        json.append(toJson(item));
    return json;
}

QJsonObject toJson(const Thread& thread) {
    return {
        {"count"_L1, thread.count}, {"lastSeq"_L1, thread.lastSeq}, {"lastAt"_L1, toString(thread.lastAt)}};
}

Thread readThread(JsonReader& reader) {
    Thread thread;
    thread.count = reader.smallInteger("count"_L1, 0, intMax);
    thread.lastSeq = reader.integer("lastSeq"_L1);
    thread.lastAt = reader.time("lastAt"_L1);
    return thread;
}

} // namespace

QJsonObject toJson(const Reaction& reaction) {
    return {{"emoji"_L1, reaction.emoji}, {"users"_L1, idsToJson(reaction.users)}};
}

Reaction readReaction(JsonReader& reader) {
    Reaction reaction;
    reaction.emoji = reader.text("emoji"_L1, emojiProblem);
    reaction.users = reader.idArray<UserId>("users"_L1, intMax);
    if (reaction.users.isEmpty())
        reader.fail("users"_L1, QStringLiteral("must not be empty"));
    return reaction;
}

QJsonObject toJson(const Pin& pin) {
    return {{"by"_L1, pin.by.toString()}, {"at"_L1, toString(pin.at)}};
}

Pin readPin(JsonReader& reader) {
    Pin pin;
    pin.by = reader.id<UserId>("by"_L1);
    pin.at = reader.time("at"_L1);
    return pin;
}

QJsonObject toJson(const SystemEvent& event) {
    QJsonObject json{{"kind"_L1, toString(event.kind)}};
    if (event.user)
        json.insert("user"_L1, event.user->toString());
    if (!event.text.isEmpty())
        json.insert("text"_L1, event.text);
    return json;
}

SystemEvent readSystemEvent(JsonReader& reader) {
    SystemEvent event;
    event.kind = reader.enumeration("kind"_L1, systemKindFromString, "a kind of system message");
    event.user = reader.optionalId<UserId>("user"_L1);
    event.text = reader.optionalText("text"_L1, 0, limits::messageContentMax).value_or(QString());
    return event;
}

void putMentions(QJsonObject& json, const Mentions& mentions, QLatin1StringView users,
                 QLatin1StringView room) {
    if (!mentions.users.isEmpty())
        json.insert(users, idsToJson(mentions.users));
    if (mentions.room)
        json.insert(room, true);
}

Mentions readMentions(JsonReader& reader, QLatin1StringView users, QLatin1StringView room) {
    Mentions mentions;
    mentions.users = readOptionalIds(reader, users, mentionsReadMax);
    mentions.room = reader.optionalBoolean(room, false);
    return mentions;
}

QJsonObject toJson(const Message& message) {
    QJsonObject json;
    json.insert("id"_L1, message.id.toString());
    json.insert("roomId"_L1, message.roomId.toString());
    json.insert("seq"_L1, message.seq);
    json.insert("changeSeq"_L1, message.changeSeq);
    json.insert("sender"_L1, message.sender.toString());
    json.insert("type"_L1, toString(message.type));
    json.insert("content"_L1, message.content);
    json.insert("createdAt"_L1, toString(message.createdAt));
    if (message.editedAt)
        json.insert("editedAt"_L1, toString(*message.editedAt));
    if (message.deletedAt)
        json.insert("deletedAt"_L1, toString(*message.deletedAt));
    if (message.editSeq)
        json.insert("editSeq"_L1, *message.editSeq);
    if (message.replyTo)
        json.insert("replyTo"_L1, message.replyTo->toString());
    if (message.threadRoot)
        json.insert("threadRoot"_L1, message.threadRoot->toString());
    putMentions(json, message.mentions, "mentions"_L1, "mentionsRoom"_L1);
    if (!message.reactions.isEmpty())
        json.insert("reactions"_L1, arrayOf(message.reactions));
    if (message.thread)
        json.insert("thread"_L1, toJson(*message.thread));
    if (message.pinned)
        json.insert("pinned"_L1, toJson(*message.pinned));
    if (message.system)
        json.insert("system"_L1, toJson(*message.system));
    return json;
}

Message readMessage(JsonReader& reader) {
    Message message;
    message.id = reader.id<MessageId>("id"_L1);
    message.roomId = reader.id<RoomId>("roomId"_L1);
    message.seq = reader.integer("seq"_L1);
    message.changeSeq = reader.integer("changeSeq"_L1);
    if (message.changeSeq < message.seq)
        reader.fail("changeSeq"_L1, QStringLiteral("must not be below seq"));
    message.sender = reader.id<UserId>("sender"_L1);
    message.type = reader.enumeration("type"_L1, messageTypeFromString, "text or system");
    message.deletedAt = reader.optionalTime("deletedAt"_L1);
    if (!message.deletedAt) {
        message.content = reader.text("content"_L1, messageContentProblem);
    } else {
        message.content = reader.text("content"_L1, 0, limits::messageContentMax, TextRule::Content);
        if (!message.content.isEmpty())
            reader.fail("content"_L1, QStringLiteral("must be empty in a deleted message"));
    }
    message.createdAt = reader.time("createdAt"_L1);
    message.editedAt = reader.optionalTime("editedAt"_L1);
    if (reader.has("editSeq"_L1))
        message.editSeq = reader.integer("editSeq"_L1);
    message.replyTo = reader.optionalId<MessageId>("replyTo"_L1);
    message.threadRoot = reader.optionalId<MessageId>("threadRoot"_L1);
    message.mentions = readMentions(reader, "mentions"_L1, "mentionsRoom"_L1);
    if (reader.has("reactions"_L1))
        message.reactions = reader.modelArray("reactions"_L1, intMax, readReaction);
    if (reader.has("thread"_L1))
        message.thread = reader.model("thread"_L1, readThread);
    if (reader.has("pinned"_L1))
        message.pinned = reader.model("pinned"_L1, readPin);
    if (reader.has("system"_L1))
        message.system = reader.model("system"_L1, readSystemEvent);
    return message;
}

void readReservedAttachments(JsonReader& reader) {
    if (reader.has("attachments"_L1) && !reader.array("attachments"_L1, intMax).isEmpty())
        reader.fail("attachments"_L1, QStringLiteral("must be empty: this server does not take files yet"));
}

QJsonObject toJson(const MemberCursor& cursor) {
    return {{"userId"_L1, cursor.userId.toString()},
            {"delivered"_L1, cursor.delivered},
            {"seen"_L1, cursor.seen}};
}

MemberCursor readMemberCursor(JsonReader& reader) {
    MemberCursor cursor;
    cursor.userId = reader.id<UserId>("userId"_L1);
    cursor.delivered = reader.integer("delivered"_L1);
    cursor.seen = reader.integer("seen"_L1);
    return cursor;
}

QJsonObject toJson(const MessageReceipts& receipts) {
    return {{"members"_L1, receipts.members},
            {"delivered"_L1, receipts.delivered},
            {"seen"_L1, receipts.seen},
            {"seenBy"_L1, idsToJson(receipts.seenBy)},
            {"deliveredTo"_L1, idsToJson(receipts.deliveredTo)}};
}

MessageReceipts readMessageReceipts(JsonReader& reader) {
    MessageReceipts receipts;
    receipts.members = reader.smallInteger("members"_L1, 0, intMax);
    receipts.delivered = reader.smallInteger("delivered"_L1, 0, intMax);
    receipts.seen = reader.smallInteger("seen"_L1, 0, intMax);
    receipts.seenBy = reader.idArray<UserId>("seenBy"_L1, intMax);
    receipts.deliveredTo = reader.idArray<UserId>("deliveredTo"_L1, intMax);
    return receipts;
}

QJsonObject toJson(const MessageVersion& version) {
    return {{"content"_L1, version.content}, {"at"_L1, toString(version.at)}};
}

MessageVersion readMessageVersion(JsonReader& reader) {
    MessageVersion version;
    version.content = reader.text("content"_L1, messageContentProblem);
    version.at = reader.time("at"_L1);
    return version;
}

QJsonObject toJson(const Presence& presence) {
    QJsonObject json{{"userId"_L1, presence.userId.toString()}, {"status"_L1, toString(presence.status)}};
    if (presence.lastSeen)
        json.insert("lastSeen"_L1, toString(*presence.lastSeen));
    return json;
}

Presence readPresence(JsonReader& reader) {
    Presence presence;
    presence.userId = reader.id<UserId>("userId"_L1);
    presence.status =
        reader.enumeration("status"_L1, presenceStatusFromString, "online, away, dnd or offline");
    presence.lastSeen = reader.optionalTime("lastSeen"_L1);
    return presence;
}

template <>
Result<Message> fromJson<Message>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readMessage);
}

template <>
Result<MemberCursor> fromJson<MemberCursor>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readMemberCursor);
}

template <>
Result<MessageReceipts> fromJson<MessageReceipts>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readMessageReceipts);
}

template <>
Result<MessageVersion> fromJson<MessageVersion>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readMessageVersion);
}

template <>
Result<Presence> fromJson<Presence>(const QJsonObject& json, const QString& path) {
    return decode(json, path, readPresence);
}

} // namespace parlor
