// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/crash/verdict.h"

#include "shared/limits.h"

#include <QUrl>

namespace parlor::crash {

namespace {

using test::ChatDevice;
using History = QList<Message>;

QByteArray roomPath(const RoomId& room) {
    return "/api/v1/rooms/" + room.toString().toLatin1();
}

/// All of a room, read page by page in the direction of `parameter` ("before" or "after").
History readHistory(ChatDevice& device, const RoomId& room, const char* parameter, QStringList& problems) {
    History result;
    const bool forward = qstrcmp(parameter, "after") == 0;
    QByteArray query = forward ? "?limit=100&after=0" : "?limit=100";
    for (;;) {
        const auto answer = device.http().get(roomPath(room) + "/messages" + query);
        const auto json = parseObject(answer.body);
        const auto page =
            json && answer.status == 200 ? pageFromJson<Message>(*json) : fail(ErrorCode::Internal);
        if (!page) {
            problems.append(QStringLiteral("the history cannot be read: ") + answer.describe());
            return result;
        }
        result = forward ? result + page->items : page->items + result;
        if (!page->next)
            return result;
        query = QByteArray("?limit=100&") + parameter + '=' + QUrl::toPercentEncoding(*page->next);
    }
}

void judgeHistory(const History& history, const QString& room, QStringList& problems) {
    QSet<MessageId> ids;
    qint64 last = 0;
    for (const Message& message : history) {
        if (message.seq <= last)
            problems.append(QStringLiteral("%1: seq %2 follows %3").arg(room).arg(message.seq).arg(last));
        last = message.seq;
        if (ids.contains(message.id))
            problems.append(QStringLiteral("%1: %2 is there twice").arg(room, message.id.toString()));
        ids.insert(message.id);
    }
}

/// Every acknowledged message is there once, as acknowledged; whatever is there was sent.
void judgeSenders(const Crowd& crowd, const QHash<RoomId, History>& histories, QStringList& problems) {
    QHash<MessageId, const Message*> there;
    for (const History& history : histories) {
        for (const Message& message : history) {
            if (message.type == MessageType::Text)
                there.insert(message.id, &message);
        }
    }
    for (const auto& member : crowd.members()) {
        const ChatDevice& device = *member->device;
        for (const auto& out : device.outbox()) {
            // The id holds sender, room and tempId, so that a double of (sender, tempId) would be a double
            // id.
            const MessageId id = messageIdFor(device.userId(), out.room, out.tempId);
            const Message* found = there.take(id);
            if (!out.saved)
                problems.append(QStringLiteral("%1: never acknowledged").arg(out.content.left(20)));
            else if (!found)
                problems.append(QStringLiteral("%1: acknowledged with seq %2 and lost")
                                    .arg(out.content.left(20))
                                    .arg(out.saved->seq));
            else if (found->seq != out.saved->seq || found->id != out.saved->id ||
                     found->content != out.content || found->sender != device.userId() ||
                     found->roomId != out.room || found->createdAt != out.saved->createdAt)
                problems.append(
                    QStringLiteral(
                        "%1: acknowledged with seq %2, in the history with %3, or otherwise changed")
                        .arg(out.content.left(20))
                        .arg(out.saved->seq)
                        .arg(found->seq));
        }
    }
    for (const Message* message : std::as_const(there))
        problems.append(QStringLiteral("nobody sent ") + message->content.left(20));
}

/// What came to a device by its streams and syncs, pieced together over all its connections, is the history.
void judgeReaders(const Crowd& crowd, const QHash<RoomId, History>& histories, QStringList& problems) {
    for (const auto& member : crowd.members()) {
        const auto& rooms = member->device->rooms();
        for (auto it = rooms.cbegin(); it != rooms.cend(); ++it) {
            const History shown = it->timeline.values();
            const History expected = histories.value(it.key());
            if (shown == expected)
                continue;
            QSet<qint64> missing;
            for (const Message& message : expected)
                missing.insert(message.seq);
            for (const Message& message : shown)
                missing.remove(message.seq);
            problems.append(QStringLiteral("%1 shows %2 messages of %3; missing: %4")
                                .arg(member->device->name())
                                .arg(shown.size())
                                .arg(expected.size())
                                .arg(missing.size()));
        }
    }
}

void judgeCursors(const Crowd& crowd, const QHash<RoomId, History>& histories, QStringList& problems) {
    QHash<std::pair<UserId, RoomId>, qint64> confirmed; // over all devices of a user
    for (const auto& member : crowd.members()) {
        for (auto it = member->confirmedSeen.cbegin(); it != member->confirmedSeen.cend(); ++it) {
            qint64& highest = confirmed[{member->device->userId(), it.key()}];
            highest = std::max(highest, it.value());
        }
    }
    for (const auto& member : crowd.members()) {
        ChatDevice& device = *member->device;
        const QList<RoomId> rooms = device.rooms().keys();
        for (const RoomId& room : rooms) {
            const auto answer = device.http().get(roomPath(room));
            const auto view = decodeBody<RoomView>(answer.body);
            if (!view) {
                problems.append(QStringLiteral("the room cannot be read: ") + answer.describe());
                continue;
            }
            const ReadState& read = view->read;
            const History history = histories.value(room);
            const auto unread = std::count_if(history.cbegin(), history.cend(), [&](const Message& message) {
                return message.seq > read.seenSeq && message.sender != device.userId() &&
                       message.type == MessageType::Text;
            });
            if (read.unread != std::min<qsizetype>(unread, limits::unreadMax))
                problems.append(QStringLiteral("%1: unread is %2 but should be %3")
                                    .arg(device.name())
                                    .arg(read.unread)
                                    .arg(unread));
            if (read.seenSeq < confirmed.value({device.userId(), room}))
                problems.append(QStringLiteral("%1: the read cursor was confirmed at %2 and is at %3")
                                    .arg(device.name())
                                    .arg(confirmed.value({device.userId(), room}))
                                    .arg(read.seenSeq));
        }
    }
}

/// Who passes from room to room is where they were last told to be: for themselves, and for everybody else.
void judgePassages(const Crowd& crowd, QStringList& problems) {
    ChatDevice& reader = *crowd.members().front()->device;
    for (const RoomId& room : crowd.passingRooms()) {
        QSet<UserId> there;
        QByteArray query = "?limit=100";
        for (bool more = true; more;) {
            const auto answer = reader.http().get(roomPath(room) + "/members" + query);
            const auto json = parseObject(answer.body);
            const auto page = json && answer.status == 200 ? pageFromJson<parlor::Member>(*json)
                                                           : fail(ErrorCode::Internal);
            if (!page) {
                problems.append(QStringLiteral("the members cannot be read: ") + answer.describe());
                return;
            }
            for (const auto& member : page->items)
                there.insert(member.user.id);
            more = page->next.has_value();
            if (more)
                query = "?limit=100&after=" + QUrl::toPercentEncoding(*page->next);
        }
        for (const auto& member : crowd.members()) {
            if (!member->passes)
                continue;
            const bool expected = member->stays.value(room) == crash::Member::Stay::In;
            if (there.contains(member->device->userId()) != expected)
                problems.append(QStringLiteral("%1 %2 be in a passing room, says the list of members")
                                    .arg(member->device->name(),
                                         expected ? QStringLiteral("should") : QStringLiteral("should not")));
            if (member->device->rooms().contains(room) != expected)
                problems.append(QStringLiteral("%1 %2 have a passing room")
                                    .arg(member->device->name(),
                                         expected ? QStringLiteral("should") : QStringLiteral("should not")));
        }
    }
}

} // namespace

QStringList judge(const Crowd& crowd) {
    QStringList problems = crowd.problems();
    QHash<RoomId, History> histories;
    ChatDevice& reader = *crowd.members().front()->device; // the owner, who is in every room
    for (const RoomId& room : crowd.rooms() + crowd.passingRooms()) {
        const History history = readHistory(reader, room, "after", problems);
        judgeHistory(history, reader.rooms().value(room).view.room.name, problems);
        if (readHistory(reader, room, "before", problems) != history)
            problems.append(QStringLiteral("read backward, the history is another one than read forward"));
        histories.insert(room, history);
    }
    judgeSenders(crowd, histories, problems);
    judgeReaders(crowd, histories, problems);
    judgeCursors(crowd, histories, problems);
    judgePassages(crowd, problems);
    return problems;
}

} // namespace parlor::crash
