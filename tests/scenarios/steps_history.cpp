// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/step_table.h"

#include <QUrl>

// Lines about what a room holds: on a device, and in the history that the server gives.
namespace parlor::scenario {

namespace {

using test::HttpAnswer;

QByteArray historyPath(const RoomId& room, const QByteArray& query) {
    return "/api/v1/rooms/" + room.toString().toLatin1() + "/messages" + query;
}

Page<Message> fetch(Role& role, const RoomId& room, const QByteArray& query, int limit) {
    const HttpAnswer answer = role.device.http().get(historyPath(room, query));
    Stage::expectStatus(answer, {200});
    const auto json = parseObject(answer.body);
    const auto page = json ? pageFromJson<Message>(*json) : parlor::fail(json.error());
    if (!page)
        Stage::fail(QStringLiteral("the history cannot be read: ") + page.error().message() +
                    page.error().field());
    if (page->items.size() > limit)
        Stage::fail(QStringLiteral("a page of %1 messages where %2 were asked for")
                        .arg(page->items.size())
                        .arg(limit));
    for (qsizetype i = 1; i < page->items.size(); ++i) {
        if (page->items.at(i).seq <= page->items.at(i - 1).seq)
            Stage::fail(QStringLiteral("the items of a page are not in ascending order"));
    }
    return *page;
}

/// All of it, page by page from the newest to the oldest.
QList<Message> readBackward(Role& role, const RoomId& room, int limit) {
    QList<Message> result;
    QByteArray query = "?limit=" + QByteArray::number(limit);
    for (;;) {
        const Page<Message> page = fetch(role, room, query, limit);
        result = page.items + result;
        if (!page.next)
            return result;
        query = "?limit=" + QByteArray::number(limit) + "&before=" + QUrl::toPercentEncoding(*page.next);
    }
}

/// All of it from the oldest to the newest.
QList<Message> readForward(Role& role, const RoomId& room, int limit) {
    QList<Message> result;
    QByteArray after = "0";
    for (;;) {
        const Page<Message> page =
            fetch(role, room, "?limit=" + QByteArray::number(limit) + "&after=" + after, limit);
        result += page.items;
        if (!page.next)
            return result;
        after = QUrl::toPercentEncoding(*page.next);
    }
}

QStringList cached(Stage& s, Role& role, const RoomId& room) {
    const auto it = role.device.rooms().constFind(room);
    return it == role.device.rooms().cend() ? QStringList() : s.asLines(it->timeline.values());
}

/// "Alice: 1 of 700" to "Alice: 700 of 700", written as "Alice: 1 to 700 of 700".
QStringList expand(const QStringList& block) {
    static const QRegularExpression run(QStringLiteral("^([A-Z][a-z]+): ([0-9]+) to ([0-9]+) of ([0-9]+)$"));
    QStringList result;
    for (const QString& line : block) {
        const auto match = run.match(line);
        if (!match.hasMatch()) {
            result.append(line);
            continue;
        }
        for (int i = match.captured(2).toInt(); i <= match.captured(3).toInt(); ++i)
            result.append(
                QStringLiteral("%1: %2 of %3").arg(match.captured(1)).arg(i).arg(match.captured(4)));
    }
    return result;
}

void expectTimeline(Stage& s, Role& role, const RoomId& room, const QStringList& expected) {
    if (!test::waitUntil([&] { return cached(s, role, room) == expected; }))
        Stage::expectLines(expected, cached(s, role, room));
}

} // namespace

void addHistorySteps(StepTable& table) {
    table.addWithBlock(QStringLiteral("{actor}'s timeline of {text} is"), [](Stage& s, const StepArgs& a) {
        expectTimeline(s, s.role(a[0]), s.room(a[1]), expand(a.block));
    });
    table.add(QStringLiteral("{actor}'s timeline of {text} is empty"),
              [](Stage& s, const StepArgs& a) { expectTimeline(s, s.role(a[0]), s.room(a[1]), {}); });
    table.addWithBlock(
        QStringLiteral("the history of {text} for {actor} is"), [](Stage& s, const StepArgs& a) {
            Stage::expectLines(expand(a.block), s.asLines(readBackward(s.role(a[1]), s.room(a[0]), 100)));
        });
    table.addWithBlock(QStringLiteral("the history of {text} for {actor}, read backward by {number}, is"),
                       [](Stage& s, const StepArgs& a) {
                           Stage::expectLines(expand(a.block), s.asLines(readBackward(
                                                                   s.role(a[1]), s.room(a[0]), a.number(2))));
                       });
    table.addWithBlock(QStringLiteral("the history of {text} for {actor}, read forward by {number}, is"),
                       [](Stage& s, const StepArgs& a) {
                           Stage::expectLines(expand(a.block), s.asLines(readForward(
                                                                   s.role(a[1]), s.room(a[0]), a.number(2))));
                       });
    table.addWithBlock(QStringLiteral("the {number} messages of {text} around {text} for {actor} are"),
                       [](Stage& s, const StepArgs& a) {
                           const QByteArray query = "?limit=" + QByteArray::number(a.number(0)) +
                                                    "&around=" + QByteArray::number(s.message(a[2]).seq);
                           const auto page = fetch(s.role(a[3]), s.room(a[1]), query, a.number(0));
                           Stage::expectLines(expand(a.block), s.asLines(page.items));
                       });
    table.add(QStringLiteral("{actor} fetches history of {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(s.role(a[0]).device.http().get(historyPath(s.room(a[1]), {})), a[2]);
              });
    table.add(QStringLiteral("{actor} fetches history of {text} with {text} and is refused {word}"),
              [](Stage& s, const StepArgs& a) {
                  Stage::expectRefused(
                      s.role(a[0]).device.http().get(historyPath(s.room(a[1]), "?" + a[2].toUtf8())), a[3]);
              });
    table.add(QStringLiteral("all devices show the same in {text}"), [](Stage& s, const StepArgs& a) {
        const RoomId room = s.room(a[0]);
        QList<Role*> members;
        for (Role* role : s.roles()) {
            if (role->device.rooms().contains(room))
                members.append(role);
        }
        const QList<Message> history = readForward(*members.constFirst(), room, 100);
        for (Role* role : std::as_const(members)) {
            if (!test::waitUntil(
                    [&] { return role->device.rooms().value(room).timeline.values() == history; }))
                Stage::expectLines(s.asLines(history), cached(s, *role, room));
        }
    });
}

} // namespace parlor::scenario
