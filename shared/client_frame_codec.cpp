// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/frame_envelope.h"
#include "shared/model_codec.h"

#include <array>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// In the order of the variant.
constexpr std::array typeNames{"authenticate"_L1, "sync"_L1,         "room:join"_L1, "room:leave"_L1,
                               "message:new"_L1,  "message:seen"_L1, "ping"_L1};
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

client::RoomJoin readRoomJoin(JsonReader& reader) {
    return {reader.id<RoomId>("roomId"_L1)};
}

client::RoomLeave readRoomLeave(JsonReader& reader) {
    return {reader.id<RoomId>("roomId"_L1)};
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
    return frame;
}

client::MessageSeen readMessageSeen(JsonReader& reader) {
    client::MessageSeen frame;
    frame.roomId = reader.id<RoomId>("roomId"_L1);
    frame.seq = reader.integer("seq"_L1);
    return frame;
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
    Decoder{readAs<readAuthenticate>, false}, Decoder{readAs<readSync>, false},
    Decoder{readAs<readRoomJoin>, false},     Decoder{readAs<readRoomLeave>, false},
    Decoder{readAs<readMessageNew>, false},   Decoder{readAs<readMessageSeen>, false},
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
