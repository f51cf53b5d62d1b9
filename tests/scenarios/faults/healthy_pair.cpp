// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/faults/healthy_pair.h"

namespace parlor::faults {

bool HealthyPair::start(const QUrl& server) {
    for (test::ChatDevice* device : {&m_alice, &m_bob}) {
        test::TestAccount account;
        account.username = QStringLiteral("healthy.") + device->name().toLower();
        account.password = QStringLiteral("correct horse battery");
        test::HttpTestClient http(server);
        test::registerAccount(http, account);
        if (account.tokens.accessToken.isEmpty())
            return false;
        device->setAccount(server, account);
        device->socket().setKeepsEvents(false);
        connect(device, &test::ChatDevice::messageReceived, this,
                [this, device](const Message& message) { answer(*device, message); });
        connect(device, &test::ChatDevice::closed, this, [this] { ++m_lost; });
        device->connectNow();
        if (!test::waitUntil([device] { return device->isLive(); }))
            return false;
    }
    const auto answer = m_alice.http().post(
        "/api/v1/rooms",
        toJson(CreateRoomRequest{QStringLiteral("the bench in the park"), RoomKind::Private, {}}));
    const auto room = decodeBody<RoomView>(answer.body);
    if (!room)
        return false;
    m_room = room->room.id;
    m_alice.http().post("/api/v1/rooms/" + m_room.toString().toLatin1() + "/members",
                        toJson(AddMemberRequest{m_bob.userId()}));
    if (!test::waitUntil(
            [this] { return m_bob.rooms().contains(m_room) && m_alice.isLive() && m_bob.isLive(); }))
        return false;
    m_since.start();
    m_alice.sendMessage(m_room, QStringLiteral("Nice weather today"));
    return keepTalking(4);
}

void HealthyPair::answer(test::ChatDevice& who, const Message& message) {
    if (message.sender == who.userId())
        return;
    ++m_messages;
    m_longest = std::max(m_longest, m_since.restart());
    who.sendMessage(m_room, QStringLiteral("Indeed, and that is answer number %1").arg(m_messages));
}

bool HealthyPair::keepTalking(int more) {
    const int target = m_messages + more;
    return test::waitUntil([&] { return m_messages >= target; });
}

QStringList HealthyPair::complaints() const {
    QStringList result = m_alice.breaches() + m_bob.breaches();
    if (m_lost > 0)
        result.append(QStringLiteral("%1 connections lost").arg(m_lost));
    return result;
}

} // namespace parlor::faults
