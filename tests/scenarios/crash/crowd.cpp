// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/crash/crowd.h"

namespace parlor::crash {

namespace {

// The pace: at most `window` unanswered messages per device, topped up once per tick.
constexpr int window = 4;
constexpr std::chrono::milliseconds tickInterval{15};
constexpr int roomCount = 4;
constexpr int seenEvery = 25;

} // namespace

bool Crowd::assemble(const QUrl& server) {
    struct Person {
        const char* name;
        int devices;
        bool sends;
    };
    static constexpr Person people[] = {{"ada", 2, true},  {"ben", 1, true}, {"cleo", 2, true},
                                        {"dan", 1, true},  {"eve", 1, true}, {"fay", 1, true},
                                        {"gus", 1, false}, {"hal", 2, false}};
    QList<test::TestAccount> accounts;
    for (const Person& person : people) {
        for (int i = 0; i < person.devices; ++i) {
            test::TestAccount account;
            account.username = QString::fromLatin1(person.name);
            account.password = QStringLiteral("correct horse battery");
            test::HttpTestClient http(server);
            const auto answer = i == 0 ? test::registerAccount(http, account) : test::logIn(http, account);
            if (account.tokens.accessToken.isEmpty()) {
                m_problems.append(account.username + QStringLiteral(" has no account: ") + answer.describe());
                return false;
            }
            addMember(QStringLiteral("%1/%2").arg(account.username).arg(i + 1), person.sends)
                ->device->setAccount(server, account);
            accounts.append(account);
        }
    }
    for (int i = 0; i < roomCount; ++i) {
        const auto answer = m_members.front()->device->http().post(
            "/api/v1/rooms",
            toJson(CreateRoomRequest{QStringLiteral("room %1").arg(i + 1), RoomKind::Public, {}}));
        const auto view = decodeBody<RoomView>(answer.body);
        if (!view) {
            m_problems.append(QStringLiteral("no room: ") + answer.describe());
            return false;
        }
        m_rooms.append(view->room.id);
        for (size_t m = 1; m < m_members.size(); ++m) {
            // Everybody is in the first two rooms, every second one in each of the others.
            if (i >= 2 && (m + size_t(i)) % 2 == 0)
                continue;
            m_members[m]->device->http().post("/api/v1/rooms/" + view->room.id.toString().toLatin1() +
                                              "/join");
        }
    }
    connect(&m_tick, &QTimer::timeout, this, &Crowd::tick);
    m_tick.start(tickInterval);
    return true;
}

Member* Crowd::addMember(const QString& name, bool sends) {
    auto owned = std::make_unique<Member>();
    Member* member = owned.get();
    member->device = std::make_unique<test::ChatDevice>(name);
    member->sends = sends;
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
        connectSoon(*member);
    });
    m_members.push_back(std::move(owned));
    return member;
}

void Crowd::connectSoon(Member& member) {
    if (m_up && !member.reconnect.isActive())
        member.reconnect.start(int(m_random.bounded(5, 120)));
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
        return member->device->isLive() && member->device->unanswered() == 0 && member->askedSeen.isEmpty();
    });
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
            connectSoon(*member);
            continue;
        }
        talk(*member);
    }
}

void Crowd::talk(Member& member) {
    test::ChatDevice& device = *member.device;
    // What was refused as "not now" is due again, in its old order; so is, now and then, something whose
    // answer is merely late.
    const bool impatient = device.unanswered() > 0 && m_random.bounded(50) == 0;
    QList<TempId> again;
    int found = 0;
    for (auto it = device.outbox().cend(); found < device.unanswered() && again.size() < window;) {
        --it;
        if (it->saved)
            continue;
        ++found;
        if (it->refused || impatient)
            again.prepend(it->tempId);
    }
    for (const TempId& tempId : std::as_const(again)) {
        ++m_tally.retries;
        device.resend(tempId);
    }
    if (!member.sends || !m_talking)
        return;
    const QList<RoomId> rooms = device.rooms().keys();
    while (device.unanswered() < window) {
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
    const QByteArray path = "/api/v1/rooms/" + saved.roomId.toString().toLatin1() +
                            "/messages?limit=1&after=" + QByteArray::number(saved.seq - 1);
    member.device->http().requestLater(
        "GET", path, {}, {}, [this, &member, saved](const test::HttpAnswer& answer) {
            --m_readsUnderWay;
            if (answer.status == 0 || answer.status == 503)
                return; // killed meanwhile
            ++m_tally.readBack;
            const auto json = parseObject(answer.body);
            const auto page = json ? pageFromJson<Message>(*json) : fail(json.error());
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
    member.unseen = 0;
    member.askedSeen.insert(member.device->seen(message.roomId, message.seq), {message.roomId, message.seq});
}

void Crowd::onEvent(Member& member, const ServerEvent& event) {
    if (!event.ref)
        return;
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
