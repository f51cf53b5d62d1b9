// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/room_cache.h"

#include "shared/message_changes.h"

#include <algorithm>
#include <utility>

namespace parlor::test {

namespace {

template <typename Frame>
constexpr bool isChange =
    std::is_same_v<Frame, server::MessageUpdate> || std::is_same_v<Frame, server::MessageDelete> ||
    std::is_same_v<Frame, server::ReactionUpdate> || std::is_same_v<Frame, server::MessagePin>;

void countFrame(ReadState& read, const UserId& reader, const ServerFrame& frame) {
    if (const auto* message = std::get_if<server::MessageNew>(&frame))
        count(read, reader, message->message);
    else if (const auto* edited = std::get_if<server::MessageUpdate>(&frame))
        count(read, reader, *edited);
    else if (const auto* deleted = std::get_if<server::MessageDelete>(&frame))
        count(read, reader, *deleted);
}

} // namespace

qint64 changeSeqOf(const ServerFrame& frame) {
    return std::visit(
        [](const auto& one) -> qint64 {
            using Frame = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Frame, server::MessageNew>)
                return one.message.seq;
            else if constexpr (isChange<Frame>)
                return one.changeSeq;
            else
                return 0;
        },
        frame);
}

RoomId roomOfChange(const ServerFrame& frame) {
    return std::visit(
        [](const auto& one) -> RoomId {
            using Frame = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Frame, server::MessageNew>)
                return one.message.roomId;
            else if constexpr (isChange<Frame>)
                return one.roomId;
            else
                return {};
        },
        frame);
}

void RoomCache::reconnected() {
    synced = false;
    liveSeq = 0;
    newestLive = 0;
    held.clear();
    counted.clear();
}

void RoomCache::forgetMessages() {
    timeline.clear();
    seqs.clear();
}

QString RoomCache::takeState(const Message& message, const char* source) {
    const auto known = seqs.constFind(message.id);
    if (known != seqs.cend() && *known != message.seq) {
        return QStringLiteral("message %1 has seq %2 and then, by %3, %4")
            .arg(message.id.toString())
            .arg(*known)
            .arg(QLatin1String(source))
            .arg(message.seq);
    }
    const auto there = timeline.constFind(message.seq);
    if (there != timeline.cend() && there->id != message.id)
        return QStringLiteral("two messages have seq %1").arg(message.seq);
    if (there != timeline.cend() && there->changeSeq >= message.changeSeq)
        return {};
    timeline.insert(message.seq, message);
    seqs.insert(message.id, message.seq);
    return {};
}

QString RoomCache::takeLive(const ServerFrame& frame, const UserId& reader) {
    QString wrong;
    const qint64 seq = changeSeqOf(frame);
    if (const auto* message = std::get_if<server::MessageNew>(&frame)) {
        if (seq <= liveSeq)
            wrong = QStringLiteral("seq %1 came after %2 on one stream").arg(seq).arg(liveSeq);
        liveSeq = seq;
        // How it began, which is harmless at any time: what is known of it already is newer.
        if (const QString problem = takeState(message->message, "message:new"); wrong.isEmpty())
            wrong = problem;
    }
    newestLive = std::max(newestLive, seq);
    if (!inStep()) {
        held.append(frame);
        return wrong;
    }
    apply(frame, reader);
    cursor = std::max(cursor, seq);
    return wrong;
}

void RoomCache::release(const UserId& reader) {
    if (!inStep())
        return;
    for (const ServerFrame& frame : std::exchange(held, {}))
        apply(frame, reader);
    cursor = std::max(cursor, newestLive);
}

void RoomCache::apply(const ServerFrame& frame, const UserId& reader) {
    std::visit(
        [&](const auto& one) {
            using Frame = std::decay_t<decltype(one)>;
            if constexpr (isChange<Frame>)
                change(one.messageId, [&](Message& message) { parlor::apply(message, one); });
        },
        frame);
    if (const auto* reply = std::get_if<server::MessageNew>(&frame); reply && reply->message.threadRoot)
        change(*reply->message.threadRoot, [&](Message& root) { applyReply(root, reply->message); });
    if (const auto* gone = std::get_if<server::MessageDelete>(&frame); gone && gone->threadRoot)
        change(*gone->threadRoot, [&](Message& root) { applyReplyDeleted(root, *gone); });
    counted.append(frame);
    countFrame(view.read, reader, frame);
}

void RoomCache::change(const MessageId& id, const std::function<void(Message&)>& change) {
    const auto seq = seqs.constFind(id);
    if (seq != seqs.cend())
        change(timeline[*seq]);
}

void RoomCache::takeRead(const ReadState& read, const UserId& reader) {
    view.read = read;
    for (const ServerFrame& frame : std::as_const(counted))
        countFrame(view.read, reader, frame);
}

void RoomCache::takeCursors(const QList<MemberCursor>& moved) {
    for (const MemberCursor& one : moved) {
        MemberCursor& known = cursors[one.userId];
        known.userId = one.userId;
        known.delivered = std::max(known.delivered, one.delivered);
        known.seen = std::max(known.seen, one.seen);
    }
}

void RoomCache::takeView(const RoomView& told, const UserId& reader) {
    const Room known = view.room;
    view = told;
    if (known.id == told.room.id)
        takeRoom(known);
    takeRead(told.read, reader);
}

void RoomCache::takeRoom(const Room& room) {
    if (room.version > view.room.version)
        view.room = room;
}

} // namespace parlor::test
