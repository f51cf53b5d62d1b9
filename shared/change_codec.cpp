// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/change_codec.h"

#include "shared/codec.h"
#include "shared/model_codec.h"

#include <limits>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int intMax = std::numeric_limits<int>::max();

/// What every change of a message begins with.
template <typename Change>
QJsonObject changeOf(const Change& change) {
    return {{"roomId"_L1, change.roomId.toString()},
            {"messageId"_L1, change.messageId.toString()},
            {"changeSeq"_L1, change.changeSeq}};
}

template <typename Change>
Change readChange(JsonReader& reader) {
    Change change;
    change.roomId = reader.id<RoomId>("roomId"_L1);
    change.messageId = reader.id<MessageId>("messageId"_L1);
    change.changeSeq = reader.integer("changeSeq"_L1);
    return change;
}

template <typename T>
QJsonObject listOf(QLatin1StringView key, const QList<T>& items) {
    QJsonArray json;
    for (const T& item : items)
        json.append(toJson(item));
    return {{key, json}};
}

} // namespace

QJsonObject dataOf(const server::MessageUpdate& frame) {
    QJsonObject data = changeOf(frame);
    data.insert("seq"_L1, frame.seq);
    data.insert("sender"_L1, frame.sender.toString());
    data.insert("content"_L1, frame.content);
    putMentions(data, frame.mentions, "mentions"_L1, "mentionsRoom"_L1);
    putMentions(data, frame.formerMentions, "formerMentions"_L1, "formerMentionsRoom"_L1);
    data.insert("editedAt"_L1, toString(frame.editedAt));
    return data;
}

server::MessageUpdate readMessageUpdate(JsonReader& reader) {
    auto frame = readChange<server::MessageUpdate>(reader);
    frame.seq = reader.integer("seq"_L1);
    frame.sender = reader.id<UserId>("sender"_L1);
    frame.content = reader.text("content"_L1, messageContentProblem);
    frame.mentions = readMentions(reader, "mentions"_L1, "mentionsRoom"_L1);
    frame.formerMentions = readMentions(reader, "formerMentions"_L1, "formerMentionsRoom"_L1);
    frame.editedAt = reader.time("editedAt"_L1);
    return frame;
}

QJsonObject dataOf(const server::MessageDelete& frame) {
    QJsonObject data = changeOf(frame);
    data.insert("seq"_L1, frame.seq);
    data.insert("sender"_L1, frame.sender.toString());
    data.insert("by"_L1, frame.by.toString());
    data.insert("type"_L1, toString(frame.type));
    putMentions(data, frame.formerMentions, "formerMentions"_L1, "formerMentionsRoom"_L1);
    if (frame.threadRoot)
        data.insert("threadRoot"_L1, frame.threadRoot->toString());
    data.insert("deletedAt"_L1, toString(frame.deletedAt));
    return data;
}

server::MessageDelete readMessageDelete(JsonReader& reader) {
    auto frame = readChange<server::MessageDelete>(reader);
    frame.seq = reader.integer("seq"_L1);
    frame.sender = reader.id<UserId>("sender"_L1);
    frame.by = reader.id<UserId>("by"_L1);
    frame.type = reader.enumeration("type"_L1, messageTypeFromString, "text or system");
    frame.formerMentions = readMentions(reader, "formerMentions"_L1, "formerMentionsRoom"_L1);
    frame.threadRoot = reader.optionalId<MessageId>("threadRoot"_L1);
    frame.deletedAt = reader.time("deletedAt"_L1);
    return frame;
}

QJsonObject dataOf(const server::ReactionUpdate& frame) {
    QJsonObject data = changeOf(frame);
    data.insert("userId"_L1, frame.userId.toString());
    data.insert("emoji"_L1, frame.emoji);
    data.insert("added"_L1, frame.added);
    return data;
}

server::ReactionUpdate readReactionUpdate(JsonReader& reader) {
    auto frame = readChange<server::ReactionUpdate>(reader);
    frame.userId = reader.id<UserId>("userId"_L1);
    frame.emoji = reader.text("emoji"_L1, emojiProblem);
    frame.added = reader.boolean("added"_L1);
    return frame;
}

QJsonObject dataOf(const server::MessagePin& frame) {
    QJsonObject data = changeOf(frame);
    if (frame.pinned)
        data.insert("pinned"_L1, toJson(*frame.pinned));
    return data;
}

server::MessagePin readMessagePin(JsonReader& reader) {
    auto frame = readChange<server::MessagePin>(reader);
    if (reader.has("pinned"_L1))
        frame.pinned = reader.model("pinned"_L1, readPin);
    return frame;
}

QJsonObject dataOf(const server::MessageStatus& frame) {
    QJsonObject data = listOf("cursors"_L1, frame.cursors);
    data.insert("roomId"_L1, frame.roomId.toString());
    return data;
}

server::MessageStatus readMessageStatus(JsonReader& reader) {
    server::MessageStatus frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.cursors = reader.modelArray("cursors"_L1, intMax, readMemberCursor);
    return frame;
}

QJsonObject dataOf(const server::PresenceOnline& frame) {
    return listOf("users"_L1, frame.users);
}

QJsonObject dataOf(const server::PresenceOffline& frame) {
    return listOf("users"_L1, frame.users);
}

QJsonObject dataOf(const server::PresenceUpdate& frame) {
    return listOf("users"_L1, frame.users);
}

server::PresenceOnline readPresenceOnline(JsonReader& reader) {
    return {reader.modelArray("users"_L1, intMax, readPresence)};
}

server::PresenceOffline readPresenceOffline(JsonReader& reader) {
    return {reader.modelArray("users"_L1, intMax, readPresence)};
}

server::PresenceUpdate readPresenceUpdate(JsonReader& reader) {
    return {reader.modelArray("users"_L1, intMax, readPresence)};
}

QJsonObject dataOf(const server::TypingStart& frame) {
    return {{"roomId"_L1, frame.roomId.toString()},
            {"userId"_L1, frame.userId.toString()},
            {"expiresIn"_L1, frame.expiresIn}};
}

server::TypingStart readTypingStart(JsonReader& reader) {
    server::TypingStart frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.userId = reader.id<UserId>("userId"_L1);
    frame.expiresIn = reader.smallInteger("expiresIn"_L1, 0, intMax);
    return frame;
}

QJsonObject dataOf(const server::TypingStop& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}, {"userId"_L1, frame.userId.toString()}};
}

server::TypingStop readTypingStop(JsonReader& reader) {
    server::TypingStop frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.userId = reader.id<UserId>("userId"_L1);
    return frame;
}

} // namespace parlor
