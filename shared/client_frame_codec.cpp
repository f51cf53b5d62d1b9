// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/frame_envelope.h"
#include "shared/message_new_reader.h"
#include "shared/model_codec.h"

#include <array>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// In the order of the variant.
constexpr std::array typeNames{"authenticate"_L1,
                               "sync"_L1,
                               "room:join"_L1,
                               "room:leave"_L1,
                               "message:new"_L1,
                               "message:edit"_L1,
                               "message:delete"_L1,
                               "reaction:add"_L1,
                               "reaction:remove"_L1,
                               "message:pin"_L1,
                               "message:unpin"_L1,
                               "message:delivered"_L1,
                               "message:seen"_L1,
                               "room:mark"_L1,
                               "typing:start"_L1,
                               "typing:stop"_L1,
                               "presence:set"_L1,
                               "presence:get"_L1,
                               "ping"_L1};
static_assert(typeNames.size() == std::variant_size_v<ClientFrame>);

// --- encoding ---

QJsonObject dataOf(const client::Authenticate& frame) {
    return {{"token"_L1, frame.token}};
}

QJsonObject dataOf(const client::Sync& frame) {
    QJsonObject rooms;
    for (auto it = frame.rooms.cbegin(); it != frame.rooms.cend(); ++it)
        rooms.insert(it.key().toString(), it.value());
    return {{"epoch"_L1, frame.epoch}, {"rooms"_L1, rooms}};
}

QJsonObject dataOf(const client::RoomJoin& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const client::RoomLeave& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const client::MessageNew& frame) {
    QJsonObject data;
    data.insert("roomId"_L1, frame.roomId.toString());
    data.insert("type"_L1, toString(frame.type));
    data.insert("content"_L1, frame.content);
    data.insert("tempId"_L1, frame.tempId.toString());
    if (frame.retry)
        data.insert("retry"_L1, true);
    if (frame.replyTo)
        data.insert("replyTo"_L1, frame.replyTo->toString());
    return data;
}

/// What every request that names a message begins with.
template <typename Frame>
QJsonObject ofMessage(const Frame& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}, {"messageId"_L1, frame.messageId.toString()}};
}

QJsonObject dataOf(const client::MessageEdit& frame) {
    QJsonObject data = ofMessage(frame);
    data.insert("content"_L1, frame.content);
    if (frame.opId)
        data.insert("opId"_L1, frame.opId->toString());
    if (frame.retry)
        data.insert("retry"_L1, true);
    return data;
}

QJsonObject dataOf(const client::MessageDelete& frame) {
    return ofMessage(frame);
}

QJsonObject dataOf(const client::ReactionAdd& frame) {
    QJsonObject data = ofMessage(frame);
    data.insert("emoji"_L1, frame.emoji);
    return data;
}

QJsonObject dataOf(const client::ReactionRemove& frame) {
    QJsonObject data = ofMessage(frame);
    data.insert("emoji"_L1, frame.emoji);
    return data;
}

QJsonObject dataOf(const client::MessagePin& frame) {
    return ofMessage(frame);
}

QJsonObject dataOf(const client::MessageUnpin& frame) {
    return ofMessage(frame);
}

QJsonObject dataOf(const client::MessageDelivered& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}, {"seq"_L1, frame.seq}};
}

QJsonObject dataOf(const client::RoomMark& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}, {"seq"_L1, frame.seq}};
}

QJsonObject dataOf(const client::TypingStart& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const client::TypingStop& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}};
}

QJsonObject dataOf(const client::PresenceSet& frame) {
    return {{"status"_L1, toString(frame.status)}};
}

QJsonObject dataOf(const client::PresenceGet& frame) {
    return {{"userIds"_L1, idsToJson(frame.userIds)}};
}

QJsonObject dataOf(const client::MessageSeen& frame) {
    return {{"roomId"_L1, frame.roomId.toString()}, {"seq"_L1, frame.seq}};
}

QJsonObject dataOf(const client::Ping&) {
    return {};
}

// --- decoding ---

client::Authenticate readAuthenticate(JsonReader& reader) {
    return {reader.text("token"_L1, 1, limits::tokenMax)};
}

QHash<RoomId, qint64> readCursors(JsonReader& reader) {
    const QJsonObject json = reader.object("rooms"_L1);
    if (json.size() > limits::syncRoomsMax) {
        reader.fail("rooms"_L1, QStringLiteral("must not name more than %1 rooms").arg(limits::syncRoomsMax));
        return {};
    }
    QHash<RoomId, qint64> cursors;
    cursors.reserve(json.size());
    for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
        const QString key = it.key();
        const auto path = [&key] { return QStringLiteral("rooms.") + quotable(key); };
        const auto room = RoomId::parse(key);
        if (!room) {
            reader.fail(path(), QStringLiteral("must be named by a room's UUID"));
            return {};
        }
        qint64 seq = 0;
        if (const QString problem = JsonReader::integerProblem(*it, 0, limits::integerMax, seq);
            !problem.isNull()) {
            reader.fail(path(), problem);
            return {};
        }
        // Two spellings of one UUID: keys of a JSON object are unique only as text.
        if (cursors.contains(*room)) {
            reader.fail(path(), QStringLiteral("is there twice"));
            return {};
        }
        cursors.insert(*room, seq);
    }
    return cursors;
}

client::Sync readSync(JsonReader& reader) {
    client::Sync frame;
    frame.epoch = reader.integer("epoch"_L1);
    frame.rooms = readCursors(reader);
    return frame;
}

client::MessageNew readMessageNew(JsonReader& reader) {
    client::MessageNew frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.type = reader.enumeration("type"_L1, messageTypeFromString, "text");
    if (frame.type != MessageType::Text)
        reader.fail("type"_L1, QStringLiteral("must be text: only the server makes system messages"));
    frame.content = reader.text("content"_L1, messageContentProblem);
    frame.tempId = reader.id<TempId>("tempId"_L1);
    frame.retry = reader.optionalBoolean("retry"_L1, false);
    frame.replyTo = reader.optionalId<MessageId>("replyTo"_L1);
    readReservedAttachments(reader);
    return frame;
}

template <typename Frame>
Frame readOfMessage(JsonReader& reader) {
    Frame frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.messageId = reader.id<MessageId>("messageId"_L1);
    return frame;
}

client::MessageEdit readMessageEdit(JsonReader& reader) {
    auto frame = readOfMessage<client::MessageEdit>(reader);
    frame.content = reader.text("content"_L1, messageContentProblem);
    frame.opId = reader.optionalId<OpId>("opId"_L1);
    frame.retry = reader.optionalBoolean("retry"_L1, false);
    return frame;
}

template <typename Frame>
Frame readReactionTo(JsonReader& reader) {
    auto frame = readOfMessage<Frame>(reader);
    frame.emoji = reader.text("emoji"_L1, emojiProblem);
    return frame;
}

template <typename Frame>
Frame readCursor(JsonReader& reader) {
    Frame frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.seq = reader.integer("seq"_L1);
    return frame;
}

template <typename Frame>
Frame readOfRoom(JsonReader& reader) {
    return {reader.id<RoomId>("roomId"_L1)};
}

client::PresenceSet readPresenceSet(JsonReader& reader) {
    const auto status = reader.enumeration("status"_L1, presenceStatusFromString, "online, away or dnd");
    if (status == PresenceStatus::Offline)
        reader.fail("status"_L1,
                    QStringLiteral("must be online, away or dnd: who is offline has no connection"));
    return {status};
}

client::PresenceGet readPresenceGet(JsonReader& reader) {
    return {reader.idArray<UserId>("userIds"_L1, limits::presenceQueryMax)};
}

client::Ping readPing(JsonReader&) {
    return {};
}

template <auto read>
ClientFrame readAs(JsonReader& reader) {
    return read(reader);
}

struct Decoder {
    ClientFrame (*read)(JsonReader&);
    bool dataOptional;
};

// In the order of the variant.
constexpr std::array decoders{
    Decoder{readAs<readAuthenticate>, false},
    Decoder{readAs<readSync>, false},
    Decoder{readAs<readOfRoom<client::RoomJoin>>, false},
    Decoder{readAs<readOfRoom<client::RoomLeave>>, false},
    Decoder{readAs<readMessageNew>, false},
    Decoder{readAs<readMessageEdit>, false},
    Decoder{readAs<readOfMessage<client::MessageDelete>>, false},
    Decoder{readAs<readReactionTo<client::ReactionAdd>>, false},
    Decoder{readAs<readReactionTo<client::ReactionRemove>>, false},
    Decoder{readAs<readOfMessage<client::MessagePin>>, false},
    Decoder{readAs<readOfMessage<client::MessageUnpin>>, false},
    Decoder{readAs<readCursor<client::MessageDelivered>>, false},
    Decoder{readAs<readCursor<client::MessageSeen>>, false},
    Decoder{readAs<readCursor<client::RoomMark>>, false},
    Decoder{readAs<readOfRoom<client::TypingStart>>, false},
    Decoder{readAs<readOfRoom<client::TypingStop>>, false},
    Decoder{readAs<readPresenceSet>, false},
    Decoder{readAs<readPresenceGet>, false},
    Decoder{readAs<readPing>, true},
};
static_assert(decoders.size() == std::variant_size_v<ClientFrame>);

const Decoder* decoderFor(const QString& type) {
    for (std::size_t i = 0; i < typeNames.size(); ++i) {
        if (type == typeNames[i])
            return &decoders[i];
    }
    return nullptr;
}

} // namespace

QByteArray encode(const ClientFrame& frame, const std::optional<QString>& ref) {
    const QJsonObject data = std::visit([](const auto& value) { return dataOf(value); }, frame);
    return envelope(typeNames[frame.index()], ref, toBytes(data));
}

QString typeName(const ClientFrame& frame) {
    return typeNames[frame.index()];
}

tl::expected<ClientRequest, FrameError> decodeClientFrame(const QByteArray& text) {
    if (text.size() > limits::frameMax) {
        return tl::unexpected(FrameError{
            Error(ErrorCode::TooLarge,
                  QStringLiteral("A frame must not have more than %1 bytes.").arg(limits::frameMax)),
            {}});
    }
    if (auto usual = readUsualMessageNew(text))
        return *std::move(usual);
    return decodeClientFrameByTree(text);
}

tl::expected<ClientRequest, FrameError> decodeClientFrameByTree(const QByteArray& text) {
    const auto object = parseObject(text);
    if (!object)
        return tl::unexpected(FrameError{object.error(), {}});

    EnvelopeReader frame(*object);
    const Decoder* decoder = frame.reader.failed() ? nullptr : decoderFor(frame.type);
    if (!decoder) {
        frame.reader.fail("type"_L1,
                          QStringLiteral("names no request of this server: ") + quotable(frame.type));
        return tl::unexpected(FrameError{frame.reader.error(), frame.ref});
    }
    JsonReader data(frame.data(decoder->dataOptional));
    if (frame.reader.failed())
        return tl::unexpected(FrameError{frame.reader.error(), frame.ref});
    ClientFrame decoded = decoder->read(data);
    if (data.failed())
        return tl::unexpected(FrameError{data.error(QStringLiteral("data")), frame.ref});
    return ClientRequest{std::move(frame.ref), std::move(decoded)};
}

} // namespace parlor
