// SPDX-License-Identifier: GPL-3.0-or-later
// What the people of a company do. Each act is done by socket where there is one, or by HTTP; what one may
// not do is refused, and that is no failure of the test.
#include "tests/scenarios/devices/company.h"

#include <QUrl>

namespace parlor::devices {

namespace {

constexpr const char* emoji[] = {"👍", "🎉", "🥄"};

QByteArray pathOf(const RoomId& room) {
    return "/api/v1/rooms/" + room.toString().toLatin1();
}

QByteArray pathOf(const Message& message) {
    return "/api/v1/messages/" + message.id.toString().toLatin1();
}

} // namespace

const std::vector<Company::ActRow>& Company::acts() {
    static const std::vector<ActRow> table{
        {"send", 22, &Company::send},
        {"send by HTTP", 8, &Company::sendByHttp},
        {"reply", 10, &Company::reply},
        {"edit", 12, &Company::edit},
        {"delete", 6, &Company::remove},
        {"react", 12, &Company::react},
        {"unreact", 8, &Company::unreact},
        {"pin", 4, &Company::pin},
        {"unpin", 3, &Company::unpin},
        {"seen", 14, &Company::seen},
        {"delivered", 5, &Company::delivered},
        {"mark", 5, &Company::mark},
        {"join", 4, &Company::join},
        {"leave", 2, &Company::leave},
        {"add member", 3, &Company::addMember},
        {"remove member", 1, &Company::removeMember},
        {"change topic", 4, &Company::changeTopic},
    };
    return table;
}

QString Company::words() {
    QString text = QStringLiteral("words %1").arg(++m_words);
    if (chance(25))
        text += QStringLiteral(" @") + m_people[std::size_t(random(int(m_people.size())))].account.username;
    if (chance(5))
        text += QStringLiteral(" @room");
    return text;
}

void Company::send(Person&, Device& device) {
    if (const RoomId room = roomOf(device); !room.isNull())
        device.chat->sendMessage(room, words());
}

void Company::sendByHttp(Person&, Device& device) {
    if (const RoomId room = roomOf(device); !room.isNull())
        request(device, "POST", pathOf(room) + "/messages",
                toJson(SendMessageRequest{words(), TempId::create(), false, std::nullopt}));
}

void Company::reply(Person&, Device& device) {
    const Message* message = messageOf(device);
    if (!message)
        return;
    if (chance(50))
        device.chat->sendMessage(message->roomId, words(), message->id);
    else
        request(device, "POST", pathOf(message->roomId) + "/messages",
                toJson(SendMessageRequest{words(), TempId::create(), false, message->id}));
}

void Company::edit(Person& person, Device& device) {
    const UserId self = person.account.tokens.user.id;
    const Message* message =
        messageOf(device, [&](const Message& one) { return one.sender == self && !one.deletedAt; });
    if (!message)
        return;
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessageEdit{message->roomId, message->id, words(), OpId::create(), false});
    else
        request(device, "PATCH", pathOf(*message),
                toJson(EditMessageRequest{words(), OpId::create(), false}));
}

void Company::remove(Person& person, Device& device) {
    const UserId self = person.account.tokens.user.id;
    const Message* message =
        messageOf(device, [&](const Message& one) { return one.sender == self || chance(10); });
    if (!message)
        return;
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessageDelete{message->roomId, message->id});
    else
        request(device, "DELETE", pathOf(*message));
}

void Company::react(Person&, Device& device) {
    const Message* message = messageOf(device);
    if (!message)
        return;
    const QString one = QString::fromUtf8(emoji[random(int(std::size(emoji)))]);
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::ReactionAdd{message->roomId, message->id, one});
    else
        request(device, "POST", pathOf(*message) + "/reactions", toJson(ReactionRequest{one}));
}

void Company::unreact(Person&, Device& device) {
    const Message* message = messageOf(device, [](const Message& one) { return !one.reactions.isEmpty(); });
    if (!message)
        return;
    const QString one = message->reactions.at(random(int(message->reactions.size()))).emoji;
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::ReactionRemove{message->roomId, message->id, one});
    else
        request(device, "DELETE", pathOf(*message) + "/reactions/" + QUrl::toPercentEncoding(one));
}

void Company::pin(Person&, Device& device) {
    const Message* message = messageOf(device, [](const Message& one) { return !one.deletedAt; });
    if (!message)
        return;
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessagePin{message->roomId, message->id});
    else
        request(device, "POST", pathOf(*message) + "/pin");
}

void Company::unpin(Person&, Device& device) {
    const Message* message = messageOf(device, [](const Message& one) { return one.pinned.has_value(); });
    if (!message)
        return;
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessageUnpin{message->roomId, message->id});
    else
        request(device, "DELETE", pathOf(*message) + "/pin");
}

void Company::seen(Person&, Device& device) {
    const RoomId room = roomOf(device);
    if (room.isNull())
        return;
    const qint64 seq = someSeq(device, room);
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessageSeen{room, seq});
    else
        request(device, "POST", pathOf(room) + "/seen", toJson(CursorRequest{seq}));
}

void Company::delivered(Person&, Device& device) {
    const RoomId room = roomOf(device);
    if (room.isNull())
        return;
    const qint64 seq = someSeq(device, room);
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::MessageDelivered{room, seq});
    else
        request(device, "POST", pathOf(room) + "/delivered", toJson(CursorRequest{seq}));
}

void Company::mark(Person&, Device& device) {
    const RoomId room = roomOf(device);
    if (room.isNull())
        return;
    const qint64 seq = someSeq(device, room);
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::RoomMark{room, seq});
    else
        request(device, "POST", pathOf(room) + "/mark", toJson(CursorRequest{seq}));
}

void Company::join(Person&, Device& device) {
    const RoomId room = m_rooms.at(random(int(m_rooms.size())));
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::RoomJoin{room});
    else
        request(device, "POST", pathOf(room) + "/join");
}

void Company::leave(Person&, Device& device) {
    const RoomId room = m_rooms.at(random(int(m_rooms.size())));
    if (device.link == Device::Link::Up && chance(60))
        ask(device, client::RoomLeave{room});
    else
        request(device, "POST", pathOf(room) + "/leave");
}

void Company::addMember(Person&, Device& device) {
    const RoomId room = m_rooms.at(random(int(m_rooms.size())));
    const Person& other = m_people[std::size_t(random(int(m_people.size())))];
    request(device, "POST", pathOf(room) + "/members",
            toJson(AddMemberRequest{other.account.tokens.user.id}));
}

void Company::removeMember(Person&, Device& device) {
    const RoomId room = m_rooms.at(random(int(m_rooms.size())));
    const Person& other = m_people[std::size_t(random(int(m_people.size())))];
    request(device, "DELETE",
            pathOf(room) + "/members/" + other.account.tokens.user.id.toString().toLatin1());
}

void Company::changeTopic(Person&, Device& device) {
    const RoomId room = m_rooms.at(random(int(m_rooms.size())));
    request(device, "PATCH", pathOf(room), {{QStringLiteral("topic"), words()}});
}

} // namespace parlor::devices
