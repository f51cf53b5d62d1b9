// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/change_codec.h"
#include "shared/codec.h"
#include "shared/frame_envelope.h"
#include "shared/json_append.h"
#include "shared/model_codec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// In the order of the variant, without Unknown, which has its own.
constexpr std::array typeNames{"authenticated"_L1,
                               "synced"_L1,
                               "ok"_L1,
                               "error"_L1,
                               "message:saved"_L1,
                               "message:new"_L1,
                               "message:update"_L1,
                               "message:delete"_L1,
                               "reaction:update"_L1,
                               "message:pin"_L1,
                               "message:status"_L1,
                               "presence:online"_L1,
                               "presence:offline"_L1,
                               "presence:update"_L1,
                               "typing:start"_L1,
                               "typing:stop"_L1,
                               "room:new"_L1,
                               "room:update"_L1,
                               "room:delete"_L1,
                               "room:join"_L1,
                               "room:leave"_L1,
                               "room:read"_L1,
                               "user:update"_L1,
                               "gap"_L1};
static_assert(typeNames.size() + 1 == std::variant_size_v<ServerFrame>);

// --- encoding ---

QJsonObject dataOf(const server::Authenticated& frame) {
    return {{"user"_L1, toJson(frame.user)},
            {"sessionId"_L1, frame.sessionId.toString()},
            {"epoch"_L1, frame.epoch}};
}

QJsonObject dataOf(const server::SyncedRoom& room) {
    QJsonArray changes;
    for (const Message& message : room.changes)
        changes.append(toJson(message));

    RoomView view = room.room;
    view.head = room.head;
    QJsonObject data{{"roomId"_L1, view.room.id.toString()}, {"room"_L1, toJson(view.room)}};
    putMembership(data, view);
    data.insert("changes"_L1, changes);
    data.insert("gap"_L1, room.gap);
    return data;
}

QJsonObject dataOf(const server::Synced& frame) {
    QJsonArray rooms;
    for (const server::SyncedRoom& room : frame.rooms)
        rooms.append(dataOf(room));
    QJsonArray removed;
    for (const RoomId& id : frame.removed)
        removed.append(id.toString());
    return {{"epoch"_L1, frame.epoch}, {"rooms"_L1, rooms}, {"removed"_L1, removed}};
}

QJsonObject dataOf(const server::Ok& frame) {
    return frame.data;
}

QJsonObject dataOf(const server::Failure& frame) {
    return toJson(frame.error);
}

QJsonObject dataOf(const server::MessageNew& frame) {
    return toJson(frame.message);
}

/// See encodeSaved().
QJsonObject dataOf(const server::MessageSaved&) {
    return {};
}

QJsonObject dataOf(const server::RoomNew& frame) {
    return {{"room"_L1, toJson(frame.room)}};
}

QJsonObject dataOf(const server::RoomUpdate& frame) {
    return {{"room"_L1, toJson(frame.room)}};
}

QJsonObject dataOf(const server::RoomDelete& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const server::RoomJoin& frame) {
    return {{"roomId"_L1, frame.roomId.toString()},
            {"member"_L1, toJson(frame.member)},
            {"changeSeq"_L1, frame.changeSeq}};
}

QJsonObject dataOf(const server::RoomLeave& frame) {
    return {{"roomId"_L1, frame.roomId.toString()},
            {"userId"_L1, frame.userId.toString()},
            {"changeSeq"_L1, frame.changeSeq}};
}

QJsonObject dataOf(const server::RoomRead& frame) {
    QJsonObject data{{"roomId"_L1, frame.roomId.toString()}};
    putReadState(data, frame.read);
    return data;
}

QJsonObject dataOf(const server::UserUpdate& frame) {
    return {{"user"_L1, toJson(frame.user)}};
}

QJsonObject dataOf(const server::Gap& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const server::Unknown&) {
    return {};
}

// --- the hot path: a message, once for all who get it ---

/// The same object as toJson(Message), written straight into the frame: a fifth of the cost of the way over
/// QJsonObject.
QByteArray encodeMessage(const Message& message, const std::optional<QString>& ref) {
    // What only a message has that is not new, or not from a person.
    if (message.editSeq || !message.reactions.isEmpty() || message.thread || message.pinned || message.system)
        return envelope("message:new"_L1, ref, toBytes(toJson(message)));
    constexpr qsizetype allButContent = 448;
    QByteArray out = envelopeHead("message:new"_L1, ref, allButContent + message.content.size() * 5 / 4);
    appendId(out, "{\"id\":", message.id.uuid());
    appendId(out, ",\"roomId\":", message.roomId.uuid());
    appendNumber(out, ",\"seq\":", message.seq);
    appendNumber(out, ",\"changeSeq\":", message.changeSeq);
    appendId(out, ",\"sender\":", message.sender.uuid());
    appendText(out, ",\"type\":", toString(message.type));
    appendText(out, ",\"content\":", message.content);
    appendText(out, ",\"createdAt\":", toString(message.createdAt));
    if (message.editedAt)
        appendText(out, ",\"editedAt\":", toString(*message.editedAt));
    if (message.deletedAt)
        appendText(out, ",\"deletedAt\":", toString(*message.deletedAt));
    if (message.replyTo)
        appendId(out, ",\"replyTo\":", message.replyTo->uuid());
    if (message.threadRoot)
        appendId(out, ",\"threadRoot\":", message.threadRoot->uuid());
    if (!message.mentions.users.isEmpty()) {
        QByteArrayView key = ",\"mentions\":[";
        for (const UserId& user : message.mentions.users)
            appendId(out, std::exchange(key, ","), user.uuid());
        out += ']';
    }
    if (message.mentions.room)
        out += ",\"mentionsRoom\":true";
    out += "}}";
    return out;
}

/// To each sender, for each message.
QByteArray encodeSaved(const server::MessageSaved& saved, const std::optional<QString>& ref) {
    constexpr qsizetype allOfIt = 256;
    QByteArray out = envelopeHead("message:saved"_L1, ref, allOfIt);
    appendId(out, "{\"roomId\":", saved.roomId.uuid());
    appendId(out, ",\"tempId\":", saved.tempId.uuid());
    appendId(out, ",\"id\":", saved.id.uuid());
    appendNumber(out, ",\"seq\":", saved.seq);
    appendText(out, ",\"createdAt\":", toString(saved.createdAt));
    out += "}}";
    return out;
}

// --- decoding ---

server::Authenticated readAuthenticated(JsonReader& reader) {
    server::Authenticated frame;
    frame.user = reader.model("user"_L1, readUser);
    frame.sessionId = reader.id<SessionId>("sessionId"_L1);
    frame.epoch = reader.integer("epoch"_L1);
    return frame;
}

server::SyncedRoom readSyncedRoom(JsonReader& reader) {
    server::SyncedRoom room;
    const RoomId id = reader.id<RoomId>("roomId"_L1);
    room.room.room = reader.model("room"_L1, readRoom);
    if (room.room.room.id != id)
        reader.fail("roomId"_L1, QStringLiteral("must be the id of the room beside it"));
    readMembership(reader, room.room);
    room.head = room.room.head;
    room.changes = reader.modelArray("changes"_L1, limits::syncChangesMax, readMessage);
    room.gap = reader.boolean("gap"_L1);
    return room;
}

server::Synced readSynced(JsonReader& reader) {
    server::Synced frame;
    frame.epoch = reader.integer("epoch"_L1);
    frame.rooms = reader.modelArray("rooms"_L1, limits::syncRoomsMax, readSyncedRoom);
    frame.removed = reader.idArray<RoomId>("removed"_L1, limits::syncRoomsMax);
    return frame;
}

/// Whether every text in `value` is well-formed, so that encoding it again gives the same.
bool isWellFormed(const QJsonValue& value) {
    if (value.isString())
        return textProblem(value.toString(), 0, int(limits::frameMax), TextRule::Any).isNull();
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        return std::all_of(items.begin(), items.end(),
                           [](const QJsonValue& item) { return isWellFormed(item); });
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (!isWellFormed(it.key()) || !isWellFormed(*it))
            return false;
    }
    return true;
}

server::Ok readOk(JsonReader& reader) {
    for (auto it = reader.json().constBegin(); it != reader.json().constEnd(); ++it) {
        if (!isWellFormed(it.key()) || !isWellFormed(*it))
            reader.fail(quotable(it.key()), QStringLiteral("holds malformed text"));
    }
    return {reader.json()};
}

server::Failure readFailure(JsonReader& reader) {
    return {readError(reader)};
}

server::MessageSaved readMessageSaved(JsonReader& reader) {
    server::MessageSaved frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.tempId = reader.id<TempId>("tempId"_L1);
    frame.id = reader.id<MessageId>("id"_L1);
    frame.seq = reader.integer("seq"_L1);
    frame.createdAt = reader.time("createdAt"_L1);
    return frame;
}

server::MessageNew readMessageNew(JsonReader& reader) {
    return {readMessage(reader)};
}

server::RoomNew readRoomNew(JsonReader& reader) {
    return {reader.model("room"_L1, readRoomView)};
}

server::RoomUpdate readRoomUpdate(JsonReader& reader) {
    return {reader.model("room"_L1, readRoom)};
}

server::RoomDelete readRoomDelete(JsonReader& reader) {
    return {reader.id<RoomId>("roomId"_L1)};
}

server::RoomJoin readRoomJoin(JsonReader& reader) {
    server::RoomJoin frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.member = reader.model("member"_L1, readMember);
    frame.changeSeq = reader.integer("changeSeq"_L1);
    return frame;
}

server::RoomLeave readRoomLeave(JsonReader& reader) {
    server::RoomLeave frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.userId = reader.id<UserId>("userId"_L1);
    frame.changeSeq = reader.integer("changeSeq"_L1);
    return frame;
}

server::RoomRead readRoomRead(JsonReader& reader) {
    server::RoomRead frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.read = readReadState(reader);
    return frame;
}

server::UserUpdate readUserUpdate(JsonReader& reader) {
    return {reader.model("user"_L1, readUser)};
}

server::Gap readGap(JsonReader& reader) {
    return {reader.id<RoomId>("roomId"_L1)};
}

template <auto read>
ServerFrame readAs(JsonReader& reader) {
    return read(reader);
}

// In the order of typeNames.
constexpr std::array<ServerFrame (*)(JsonReader&), typeNames.size()> decoders{
    readAs<readAuthenticated>,   readAs<readSynced>,         readAs<readOk>,
    readAs<readFailure>,         readAs<readMessageSaved>,   readAs<readMessageNew>,
    readAs<readMessageUpdate>,   readAs<readMessageDelete>,  readAs<readReactionUpdate>,
    readAs<readMessagePin>,      readAs<readMessageStatus>,  readAs<readPresenceOnline>,
    readAs<readPresenceOffline>, readAs<readPresenceUpdate>, readAs<readTypingStart>,
    readAs<readTypingStop>,      readAs<readRoomNew>,        readAs<readRoomUpdate>,
    readAs<readRoomDelete>,      readAs<readRoomJoin>,       readAs<readRoomLeave>,
    readAs<readRoomRead>,        readAs<readUserUpdate>,     readAs<readGap>};

} // namespace

QString typeName(const ServerFrame& frame) {
    if (const auto* unknown = std::get_if<server::Unknown>(&frame))
        return unknown->type;
    return typeNames[frame.index()];
}

QByteArray encode(const ServerFrame& frame, const std::optional<QString>& ref) {
    if (const auto* message = std::get_if<server::MessageNew>(&frame))
        return encodeMessage(message->message, ref);
    if (const auto* saved = std::get_if<server::MessageSaved>(&frame))
        return encodeSaved(*saved, ref);
    const QJsonObject data = std::visit([](const auto& value) { return dataOf(value); }, frame);
    if (const auto* unknown = std::get_if<server::Unknown>(&frame)) {
        // The one type that is not from our own table, and so may need escaping.
        QJsonObject json{{"type"_L1, unknown->type}, {"data"_L1, data}};
        if (ref)
            json.insert("ref"_L1, *ref);
        return toBytes(json);
    }
    return envelope(typeNames[frame.index()], ref, toBytes(data));
}

Result<ServerEvent> decodeServerFrame(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return fail(object.error());
    EnvelopeReader frame(*object);
    if (frame.reader.failed())
        return fail(frame.reader.error());
    for (std::size_t i = 0; i < typeNames.size(); ++i) {
        if (frame.type != typeNames[i])
            continue;
        JsonReader data(frame.data(false));
        if (frame.reader.failed())
            return fail(frame.reader.error());
        ServerFrame decoded = decoders[i](data);
        if (data.failed())
            return fail(data.error(QStringLiteral("data")));
        return ServerEvent{std::move(frame.ref), std::move(decoded)};
    }
    return ServerEvent{std::move(frame.ref), server::Unknown{frame.type}};
}

} // namespace parlor
