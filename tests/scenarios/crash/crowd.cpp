// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/crash/crowd.h"

namespace parlor::crash {

namespace {

constexpr std::chrono::milliseconds tickInterval{15};
constexpr int seenEvery = 25;
constexpr int requestsAtOnce = 16;

QByteArray roomPath(const RoomId& room) {
    return "/api/v1/rooms/" + room.toString().toLatin1();
}

} // namespace

CrowdPlan smallCrowd() {
    CrowdPlan plan;
    const auto add = [&](const char* name, int devices, bool sends) {
        plan.people.append({QString::fromLatin1(name), devices, sends, false});
    };
    add("ada", 2, true);
    add("ben", 1, true);
    add("cleo", 2, true);
    add("dan", 1, true);
    add("eve", 1, true);
    add("fay", 1, true);
    add("gus", 1, false);
    add("hal", 2, false);
    return plan;
}

bool Crowd::assemble(const QUrl& server) {
    if (!addAccounts(server) || !makeRooms())
        return false;
    connect(&m_tick, &QTimer::timeout, this, &Crowd::tick);
    m_tick.start(tickInterval);
    return true;
}

bool Crowd::addAccounts(const QUrl& server) {
    for (int index = 0; index < m_plan.people.size(); ++index) {
        const CrowdPlan::Person& person = m_plan.people.at(index);
        for (int i = 0; i < person.devices; ++i) {
            test::TestAccount account;
            account.username = person.name;
            account.password = QStringLiteral("correct horse battery");
            test::HttpTestClient http(server);
            const auto answer = i == 0 ? test::registerAccount(http, account) : test::logIn(http, account);
            if (account.tokens.accessToken.isEmpty()) {
                m_problems.append(account.username + QStringLiteral(" has no account: ") + answer.describe());
                return false;
            }
            addMember(QStringLiteral("%1/%2").arg(account.username).arg(i + 1), person)
                ->device->setAccount(server, account);
            m_personOf.append(index);
        }
    }
    return true;
}

bool Crowd::belongs(int person, int room) const {
    if (person == 0)
        return true;
    if (m_plan.roomsOfEach == 0)
        return room < 2 || (person + room) % 2 != 0;
    for (int k = 0; k < m_plan.roomsOfEach; ++k) {
        if ((person + k * k) % m_plan.rooms == room)
            return true;
    }
    return false;
}

std::optional<RoomId> Crowd::makeRoom(const QString& name) {
    const auto answer = m_members.front()->device->http().post(
        "/api/v1/rooms", toJson(CreateRoomRequest{name, RoomKind::Public, {}}));
    const auto view = decodeBody<RoomView>(answer.body);
    if (!view) {
        m_problems.append(QStringLiteral("no room: ") + answer.describe());
        return std::nullopt;
    }
    return view->room.id;
}

bool Crowd::makeRooms() {
    for (int i = 0; i < m_plan.rooms + m_plan.passingRooms; ++i) {
        const auto room = makeRoom(QStringLiteral("room %1").arg(i + 1));
        if (!room)
            return false;
        (i < m_plan.rooms ? m_rooms : m_passingRooms).append(*room);
    }
    int underWay = 0;
    const auto joined = [&](const test::HttpAnswer& answer) {
        --underWay;
        if (answer.status >= 300 || answer.status == 0)
            m_problems.append(QStringLiteral("cannot join: ") + answer.describe());
    };
    for (int i = 0; i < m_rooms.size(); ++i) {
        for (size_t m = 1; m < m_members.size(); ++m) {
            if (!belongs(m_personOf.at(qsizetype(m)), i))
                continue;
            test::waitUntil([&] { return underWay < requestsAtOnce; });
            ++underWay;
            m_members[m]->device->http().requestLater("POST", roomPath(m_rooms.at(i)) + "/join", "{}",
                                                      "application/json", joined);
        }
    }
    test::waitUntil([&] { return underWay == 0; });
    return m_problems.isEmpty();
}

Member* Crowd::addMember(const QString& name, const CrowdPlan::Person& person) {
    auto owned = std::make_unique<Member>();
    Member* member = owned.get();
    member->device = std::make_unique<test::ChatDevice>(name);
    member->sends = person.sends;
    member->passes = person.passes;
    member->reconnect.setSingleShot(true);
    test::ChatDevice* device = member->device.get();
    device->socket().setKeepsEvents(false);
    connect(&member->reconnect, &QTimer::timeout, this, [this, device] {
        if (m_up)
            device->connectNow();
    });
    connect(device, &test::ChatDevice::live, this, [this, member] { onLive(*member); });
    connect(device, &test::ChatDevice::saved, this,
            [this, member](const auto& saved) { onSaved(*member, saved); });
    connect(device, &test::ChatDevice::messageReceived, this,
            [this, member](const Message& m) { onMessage(*member, m); });
    connect(&device->socket(), &test::WsTestClient::eventReceived, this,
            [this, member](const ServerEvent& event) { onEvent(*member, event); });
    connect(device, &test::ChatDevice::refused, this,
            [this, member](const TempId& tempId, const Error& error) {
                if (errorInfo(error.code()).retryable)
                    ++m_tally.refusals; // tick() sends it again
                else
                    m_problems.append(member->device->name() + QStringLiteral(": refused for good: ") +
                                      error.message() + QLatin1Char(' ') + tempId.toString());
            });
    connect(device, &test::ChatDevice::closed, this, [this, member] {
        ++m_tally.lostConnections;
        onStayAnswered(*member, false);
        connectSoon(*member);
    });
    m_members.push_back(std::move(owned));
    return member;
}

void Crowd::connectSoon(Member& member) {
    if (m_up && !member.reconnect.isActive())
        member.reconnect.start(m_random.bounded(m_plan.reconnectAfter.first, m_plan.reconnectAfter.second));
}

void Crowd::serverIsUp() {
    m_up = true;
    for (const auto& member : m_members) {
        if (!member->device->isAuthenticated())
            connectSoon(*member);
    }
}

void Crowd::serverIsDown() {
    m_up = false;
    for (const auto& member : m_members)
        member->reconnect.stop();
}

void Crowd::setTalking(bool talking) {
    m_talking = talking;
}

bool Crowd::isQuiet() const {
    if (m_readsUnderWay > 0)
        return false;
    return std::all_of(m_members.cbegin(), m_members.cend(), [](const auto& member) {
        const QList<Member::Stay> stays = member->stays.values();
        return member->device->isLive() && member->device->unanswered() == 0 && member->askedSeen.isEmpty() &&
               member->askedStay.isEmpty() && !stays.contains(Member::Stay::Unknown);
    });
}

QString Crowd::unrest() const {
    const auto count = [this](const auto& is) {
        return std::count_if(m_members.cbegin(), m_members.cend(), is);
    };
    return QStringLiteral(
               "of %1 devices %2 are not connected, %3 not in step, %4 wait for an acknowledgement, "
               "%5 for a cursor, %6 for their stay; %7 reads under way")
        .arg(m_members.size())
        .arg(count([](const auto& member) { return !member->device->isAuthenticated(); }))
        .arg(count([](const auto& member) {
            return member->device->isAuthenticated() && !member->device->isLive();
        }))
        .arg(count([](const auto& member) { return member->device->unanswered() > 0; }))
        .arg(count([](const auto& member) { return !member->askedSeen.isEmpty(); }))
        .arg(count([](const auto& member) {
            return !member->askedStay.isEmpty() || member->stays.values().contains(Member::Stay::Unknown);
        }))
        .arg(m_readsUnderWay);
}

QStringList Crowd::problems() const {
    QStringList result = m_problems;
    for (const auto& member : m_members)
        result += member->device->breaches() + member->device->socket().undecodable();
    return result;
}

void Crowd::tick() {
    for (const auto& member : m_members) {
        if (!member->device->isLive())
            continue;
        if (m_talking && m_random.bounded(1500) == 0) { // the network, not the server
            ++m_tally.drops;
            member->device->drop();
            onStayAnswered(*member, false);
            connectSoon(*member);
            continue;
        }
        talk(*member);
        if (member->passes)
            pass(*member);
    }
}

void Crowd::talk(Member& member) {
    test::ChatDevice& device = *member.device;
    // What was refused as "not now" is due again, in its old order; so is, now and then, something whose
    // answer is merely late.
    const bool impatient = device.unanswered() > 0 && m_random.bounded(50) == 0;
    QList<TempId> again;
    int found = 0;
    for (auto it = device.outbox().cend(); found < device.unanswered() && again.size() < m_plan.window;) {
        --it;
        if (it->saved)
            continue;
        ++found;
        if ((it->refused && oneIn(m_plan.resendOneIn)) || impatient)
            again.prepend(it->tempId);
    }
    for (const TempId& tempId : std::as_const(again)) {
        ++m_tally.retries;
        device.resend(tempId);
    }
    if (!member.sends || !m_talking)
        return;
    QList<RoomId> rooms = device.rooms().keys();
    if (member.passes) // what is sent to a room that one is leaving may be refused for good
        rooms.removeIf([this](const RoomId& room) { return m_passingRooms.contains(room); });
    while (device.unanswered() < m_plan.window && oneIn(m_plan.sendOneIn)) {
        // Longer and shorter ones, 300 bytes in the middle.
        const QString content = QStringLiteral("%1 #%2 ").arg(device.name()).arg(++member.nextMessage) +
                                QString(int(m_random.bounded(20, 580)), QLatin1Char('.'));
        const TempId tempId = device.sendMessage(rooms.at(int(m_random.bounded(rooms.size()))), content);
        if (m_random.bounded(50) == 0) { // while the first sending is still on its way
            ++m_tally.retries;
            device.resend(tempId);
        }
    }
}

void Crowd::pass(Member& member) {
    if (!member.askedStay.isEmpty())
        return;
    if (m_talking) {
        if (!oneIn(m_plan.passOneIn))
            return;
        const RoomId room = m_passingRooms.at(m_random.bounded(int(m_passingRooms.size())));
        const bool in = member.stays.value(room, Member::Stay::Out) == Member::Stay::In;
        changeStay(member, room, in ? Member::Stay::Out : Member::Stay::In);
    } else if (const RoomId room = member.stays.key(Member::Stay::Unknown); !room.isNull()) {
        changeStay(member, room, Member::Stay::In);
    }
}

void Crowd::changeStay(Member& member, const RoomId& room, Member::Stay to) {
    member.changing = room;
    member.changingTo = to;
    test::WsTestClient& socket = member.device->socket();
    member.askedStay =
        to == Member::Stay::In ? socket.send(client::RoomJoin{room}) : socket.send(client::RoomLeave{room});
}

void Crowd::onStayAnswered(Member& member, bool done) {
    if (member.askedStay.isEmpty())
        return;
    member.askedStay.clear();
    member.stays.insert(member.changing, done ? member.changingTo : Member::Stay::Unknown);
    if (done)
        ++m_tally.passages;
}

void Crowd::onLive(Member& member) {
    // On a new connection nothing can be answered that was asked on the old one.
    if (member.askedSeen.isEmpty() && member.device->unanswered() == 0)
        return;
    member.askedSeen.clear();
    m_tally.retries += member.device->unanswered();
    member.device->resendUnanswered();
}

void Crowd::onSaved(Member& member, const server::MessageSaved& saved) {
    ++m_tally.acknowledged;
    if (m_random.bounded(100) == 0)
        readBack(member, saved);
}

void Crowd::readBack(Member& member, const server::MessageSaved& saved) {
    ++m_readsUnderWay;
    const QByteArray path =
        roomPath(saved.roomId) + "/messages?limit=1&after=" + QByteArray::number(saved.seq - 1);
    member.device->http().requestLater(
        "GET", path, {}, {}, [this, &member, saved](const test::HttpAnswer& answer) {
            --m_readsUnderWay;
            if (answer.status == 0 || answer.status == 503)
                return; // killed meanwhile
            const auto json = parseObject(answer.body);
            const auto page = json ? pageFromJson<Message>(*json) : fail(json.error());
            if (page && page->items.isEmpty() && !m_plan.readableAtOnce)
                return;
            ++m_tally.readBack;
            if (!page || page->items.size() != 1 || page->items.constFirst().id != saved.id)
                m_problems.append(member.device->name() +
                                  QStringLiteral(": seq %1 was acknowledged but not readable: %2")
                                      .arg(saved.seq)
                                      .arg(answer.describe()));
        });
}

void Crowd::onMessage(Member& member, const Message& message) {
    if (++member.unseen < seenEvery || !member.device->isAuthenticated())
        return;
    // Whether a cursor in a passing room is still the same membership's, nobody could tell afterwards.
    if (m_passingRooms.contains(message.roomId))
        return;
    member.unseen = 0;
    member.askedSeen.insert(member.device->seen(message.roomId, message.seq), {message.roomId, message.seq});
}

void Crowd::onEvent(Member& member, const ServerEvent& event) {
    if (!event.ref)
        return;
    if (*event.ref == member.askedStay)
        onStayAnswered(member, std::holds_alternative<server::Ok>(event.frame));
    const auto asked = member.askedSeen.constFind(*event.ref);
    if (asked == member.askedSeen.cend())
        return;
    if (std::holds_alternative<server::Ok>(event.frame)) {
        ++m_tally.seenConfirmed;
        qint64& confirmed = member.confirmedSeen[asked->first];
        confirmed = std::max(confirmed, asked->second);
    }
    member.askedSeen.erase(asked);
}

} // namespace parlor::crash
