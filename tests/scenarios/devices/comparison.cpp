// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/devices/comparison.h"

#include "shared/limits.h"

namespace parlor::devices {

namespace {

/// What a fresh login sees of one room.
struct Fetched {
    RoomView view;
    QMap<qint64, Message> timeline;
    QList<Message> pins;
    QList<MemberCursor> cursors;
};

/// Ends the comparison: what is fetched may not be there just now.
struct NotFetched {
    QString why;
};

template <typename T>
Page<T> fetchPage(test::HttpTestClient& http, const QByteArray& path) {
    const auto answer = http.get(path);
    const auto json = parseObject(answer.body);
    auto page = json && answer.status == 200 ? pageFromJson<T>(*json) : fail(ErrorCode::Unavailable);
    if (!page)
        throw NotFetched{QString::fromLatin1(path) + QStringLiteral(": ") + answer.describe()};
    return *page;
}

Fetched fetch(test::HttpTestClient& http, const RoomView& view) {
    Fetched room{view, {}, {}, {}};
    const QByteArray path = "/api/v1/rooms/" + view.room.id.toString().toLatin1();
    QByteArray before;
    do {
        const auto page = fetchPage<Message>(http, path + "/messages?limit=100" + before);
        for (const Message& message : page.items)
            room.timeline.insert(message.seq, message);
        before = page.next ? "&before=" + page.next->toLatin1() : QByteArray();
    } while (!before.isEmpty());
    room.pins = fetchPage<Message>(http, path + "/pins").items;
    const auto cursors = http.get(path + "/cursors");
    const QJsonArray items = cursors.json().value(QStringLiteral("items")).toArray();
    if (cursors.status != 200)
        throw NotFetched{cursors.describe()};
    for (const QJsonValue& item : items) {
        if (const auto cursor = fromJson<MemberCursor>(item.toObject()))
            room.cursors.append(*cursor);
    }
    return room;
}

QString text(const QJsonObject& json) {
    return QString::fromUtf8(toBytes(json));
}

/// Both as text, or nothing if they are equal.
QString compare(const QString& what, const QString& shown, const QString& fetched) {
    if (shown == fetched)
        return {};
    return QStringLiteral("%1: shown %2, fetched %3").arg(what, shown, fetched);
}

QString compareTimelines(const test::RoomCache& shown, const Fetched& fetched) {
    for (const Message& message : fetched.timeline) {
        const auto here = shown.timeline.constFind(message.seq);
        const QString what = QStringLiteral("message %1 \"%2\"").arg(message.seq).arg(message.content);
        const QString there = here == shown.timeline.cend() ? QStringLiteral("nothing") : text(toJson(*here));
        if (const QString found = compare(what, there, text(toJson(message))); !found.isEmpty())
            return found;
    }
    for (const Message& message : shown.timeline) {
        if (!fetched.timeline.contains(message.seq))
            return QStringLiteral("message %1: shown, but not fetched: %2")
                .arg(message.seq)
                .arg(text(toJson(message)));
    }
    return {};
}

/// What hangs together within the fetched itself: threads count their replies, pins are those of the list.
QString compareParts(const Fetched& fetched) {
    QHash<MessageId, int> replies;
    QStringList pinned;
    for (const Message& message : fetched.timeline) {
        if (message.threadRoot && !message.deletedAt)
            ++replies[*message.threadRoot];
        if (message.pinned)
            pinned.append(message.id.toString());
    }
    for (const Message& message : fetched.timeline) {
        const int counted = message.thread ? message.thread->count : 0;
        if (counted != replies.value(message.id))
            return QStringLiteral("the thread of message %1 counts %2 replies of %3")
                .arg(message.seq)
                .arg(counted)
                .arg(replies.value(message.id));
    }
    QStringList listed;
    for (const Message& message : fetched.pins)
        listed.append(message.id.toString());
    pinned.sort();
    listed.sort();
    return compare(QStringLiteral("pins"), pinned.join(u' '), listed.join(u' '));
}

/// Counted from the messages: the one meaning of unread.
QString compareCounts(const Fetched& fetched, const UserId& reader) {
    int unread = 0;
    int mentions = 0;
    for (const Message& message : fetched.timeline) {
        if (message.seq <= fetched.view.read.seenSeq || message.sender == reader || message.deletedAt ||
            message.type != MessageType::Text)
            continue;
        ++unread;
        mentions += message.mentions.contains(reader);
    }
    return compare(QStringLiteral("counts of the messages"),
                   QStringLiteral("%1/%2").arg(unread).arg(mentions),
                   QStringLiteral("%1/%2").arg(fetched.view.read.unread).arg(fetched.view.read.mentions));
}

QString readText(const ReadState& read) {
    // asOf is no part of it: it says how far the counts are known to be true.
    return QStringLiteral("marker %1, unread %2, mentions %3")
        .arg(read.seenSeq)
        .arg(read.unread)
        .arg(read.mentions);
}

QString compareRooms(const test::RoomCache& shown, const Fetched& fetched) {
    QString found =
        compare(QStringLiteral("room"), text(toJson(shown.view.room)), text(toJson(fetched.view.room)));
    if (found.isEmpty())
        found = compareTimelines(shown, fetched);
    if (found.isEmpty())
        found = compare(QStringLiteral("read state"), readText(shown.view.read), readText(fetched.view.read));
    for (const MemberCursor& cursor : fetched.cursors) {
        if (found.isEmpty())
            found = compare(QStringLiteral("cursor"), text(toJson(shown.cursors.value(cursor.userId))),
                            text(toJson(cursor)));
    }
    return found;
}

/// Where the cache stands, for whoever has to find out why it differs.
QString standing(const test::RoomCache& shown, const Fetched& fetched) {
    int different = 0;
    qint64 newest = 0;
    for (const Message& message : fetched.timeline) {
        different += shown.timeline.value(message.seq) != message;
        newest = std::max(newest, message.changeSeq);
    }
    return QStringLiteral("%1 of %2 messages differ; its cursor is %3 (newest change %4, newest that came "
                          "live %5), %6 gaps")
        .arg(different)
        .arg(fetched.timeline.size())
        .arg(shown.cursor)
        .arg(newest)
        .arg(shown.newestLive)
        .arg(shown.gaps);
}

QString compareDevice(const test::ChatDevice& device, const QList<Fetched>& rooms) {
    QSet<RoomId> ids;
    for (const Fetched& room : rooms) {
        ids.insert(room.view.room.id);
        const QString name = room.view.room.name;
        const auto shown = device.rooms().constFind(room.view.room.id);
        if (shown == device.rooms().cend())
            return QStringLiteral("%1 does not show room \"%2\"").arg(device.name(), name);
        if (const QString found = compareRooms(*shown, room); !found.isEmpty())
            return QStringLiteral("%1 in \"%2\" (%3): %4")
                .arg(device.name(), name, standing(*shown, room), found);
    }
    for (auto it = device.rooms().keyBegin(); it != device.rooms().keyEnd(); ++it) {
        if (!ids.contains(*it))
            return QStringLiteral("%1 still shows room %2").arg(device.name(), it->toString());
    }
    return {};
}

} // namespace

QString firstDifference(Company& company) {
    try {
        for (Person& person : company.people()) {
            test::TestAccount fresh = person.account;
            test::HttpTestClient http(company.url());
            if (const auto answer = test::logIn(http, fresh); answer.status != 200)
                return QStringLiteral("logging in: ") + answer.describe();
            http.setToken(fresh.tokens.accessToken);
            QList<Fetched> rooms;
            for (const RoomView& view : fetchPage<RoomView>(http, "/api/v1/rooms").items) {
                rooms.append(fetch(http, view));
                QString found = compareParts(rooms.last());
                if (found.isEmpty())
                    found = compareCounts(rooms.last(), fresh.tokens.user.id);
                if (!found.isEmpty())
                    return QStringLiteral("what %1 fetches of \"%2\": %3")
                        .arg(fresh.username, view.room.name, found);
            }
            for (const Device& device : person.devices) {
                if (const QString found = compareDevice(*device.chat, rooms); !found.isEmpty())
                    return found;
            }
        }
    } catch (const NotFetched& problem) {
        return problem.why;
    }
    return {};
}

} // namespace parlor::devices
