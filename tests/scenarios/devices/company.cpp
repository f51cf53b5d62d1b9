// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/devices/company.h"

#include "tests/support/wait.h"

#include <QCoreApplication>

using namespace std::chrono_literals;

namespace parlor::devices {

namespace {

/// More than this under way, and the company waits: a test that only fills queues tests nothing else.
constexpr int openMax = 25;

} // namespace

Company::Company(scenario::Target& target, quint32 seed)
    : m_target(target)
    , m_random(seed) {
    m_sinceResend.start();
}

void Company::assemble() {
    for (const char* name : {"ann", "ben", "cat", "dan", "eve"}) {
        Person& person = m_people.emplace_back();
        person.account.username = QLatin1String(name) + m_target.nameSuffix();
        person.account.password = QStringLiteral("correct horse battery");
        test::HttpTestClient http(url());
        const auto answer = test::registerAccount(http, person.account);
        if (answer.status != 201)
            throw scenario::PlayError(QStringLiteral("registering: ") + answer.describe());
        const int devices = 2 + random(2);
        for (int i = 1; i <= devices; ++i)
            addDevice(person, i);
    }
    for (const char* name : {"kitchen", "garden"})
        makeRoom(m_people[0], "/api/v1/rooms",
                 toJson(CreateRoomRequest{QLatin1String(name), RoomKind::Public, {}}));
    makeRoom(m_people[1], "/api/v1/rooms",
             toJson(CreateRoomRequest{QStringLiteral("attic"), RoomKind::Private, {}}));
    makeRoom(m_people[2], "/api/v1/rooms/direct",
             {{QStringLiteral("userId"), m_people[3].account.tokens.user.id.toString()}});
    m_direct = m_rooms.takeLast();
    for (Person& person : m_people) {
        test::HttpTestClient http(url());
        http.setToken(person.account.tokens.accessToken);
        for (const RoomId& room : std::as_const(m_rooms))
            http.post("/api/v1/rooms/" + room.toString().toLatin1() + "/join");
    }
    if (!test::waitUntil([this] { return settle(); }))
        throw scenario::PlayError(QStringLiteral("not all devices could connect"));
}

void Company::addDevice(Person& person, int number) {
    // A session of its own, as a device that logged in has.
    test::TestAccount account = person.account;
    test::HttpTestClient http(url());
    const auto answer = test::logIn(http, account);
    if (answer.status != 200)
        throw scenario::PlayError(QStringLiteral("logging in: ") + answer.describe());
    Device& device = person.devices.emplace_back();
    device.chat =
        std::make_unique<test::ChatDevice>(QStringLiteral("%1 (%2)").arg(account.username).arg(number));
    test::ChatDevice* chat = device.chat.get();
    chat->setAccount(url(), account);
    chat->setFetchesCursors(true);
    chat->socket().setKeepsEvents(false);
    const auto self = [this, &people = m_people, user = account.tokens.user.id, chat]() -> Device& {
        for (Person& one : people) {
            for (Device& found : one.devices) {
                if (found.chat.get() == chat)
                    return found;
            }
        }
        qFatal("a device is gone");
    };
    QObject::connect(chat, &test::ChatDevice::authenticated, chat, [self, chat] {
        self().link = Device::Link::Up;
        chat->resendUnanswered();
    });
    QObject::connect(chat, &test::ChatDevice::closed, chat, [self] {
        Device& here = self();
        here.link = Device::Link::Down;
        here.asked.clear(); // nobody knows whether they were done: that shows in what everybody sees
    });
    QObject::connect(&chat->socket(), &test::WsTestClient::eventReceived, chat,
                     [this, self](const ServerEvent& event) {
                         Device& here = self();
                         const auto asked = here.asked.find(event.ref.value_or(QString()));
                         if (asked == here.asked.end())
                             return;
                         const auto* failure = std::get_if<server::Failure>(&event.frame);
                         count(*asked, failure ? std::optional<Error>(failure->error) : std::nullopt);
                         here.asked.erase(asked);
                     });
    QObject::connect(chat, &test::ChatDevice::saved, chat, [this] { ++m_done[QStringLiteral("send")]; });
}

void Company::makeRoom(Person& owner, const QByteArray& path, const QJsonObject& body) {
    test::HttpTestClient http(url());
    http.setToken(owner.account.tokens.accessToken);
    const auto answer = http.post(path, body);
    const auto room = decodeBody<RoomView>(answer.body);
    if (answer.status != 201 || !room)
        throw scenario::PlayError(QStringLiteral("making a room: ") + answer.describe());
    m_rooms.append(room->room.id);
}

void Company::connectDevice(Device& device) {
    device.link = Device::Link::Connecting;
    device.chat->connectNow();
}

void Company::drop(Device& device) {
    ++m_lost;
    device.chat->drop();
    device.link = Device::Link::Down;
    device.asked.clear();
}

void Company::reconnectSome(int percent) {
    for (Person& person : m_people) {
        for (Device& device : person.devices) {
            if (device.link == Device::Link::Down && chance(percent))
                connectDevice(device);
        }
    }
}

void Company::serverIsBack() {
    for (Person& person : m_people) {
        for (Device& device : person.devices)
            drop(device);
    }
}

bool Company::settle() {
    reconnectSome(100);
    bool settled = m_open == 0;
    const bool resend = m_sinceResend.elapsed() > 500;
    if (resend)
        m_sinceResend.restart();
    for (Person& person : m_people) {
        for (Device& device : person.devices) {
            const bool waits = device.chat->unsettled() > 0;
            settled = settled && device.link == Device::Link::Up && device.chat->isLive() &&
                      device.asked.isEmpty() && !waits;
            if (resend && waits && device.link == Device::Link::Up)
                device.chat->resendUnanswered();
        }
    }
    return settled;
}

QStringList Company::problems() const {
    QStringList all = m_problems;
    for (const Person& person : m_people) {
        for (const Device& device : person.devices)
            all += device.chat->breaches() + device.chat->socket().undecodable();
    }
    return all;
}

void Company::act() {
    reconnectSome(5);
    int weights = 0;
    for (const ActRow& row : acts())
        weights += row.weight;
    int choice = random(weights);
    const ActRow* chosen = nullptr;
    for (const ActRow& row : acts()) {
        if (choice < row.weight) {
            chosen = &row;
            break;
        }
        choice -= row.weight;
    }
    Person& person = m_people[std::size_t(random(int(m_people.size())))];
    Device& device = person.devices[std::size_t(random(int(person.devices.size())))];
    if (chance(2) && device.link == Device::Link::Up)
        drop(device);
    m_act = QLatin1String(chosen->name);
    (this->*chosen->act)(person, device);
    QCoreApplication::processEvents();
    test::waitUntil([this] {
        int open = m_open;
        for (const Person& one : m_people) {
            for (const Device& other : one.devices)
                open += int(other.asked.size());
        }
        return open < openMax;
    });
}

RoomId Company::roomOf(Device& device) {
    const QList<RoomId> rooms = device.chat->rooms().keys();
    if (rooms.isEmpty())
        return {};
    // The order of a QHash is of no seed; that of the ids is that of this run.
    QList<RoomId> sorted = m_rooms + QList<RoomId>{m_direct};
    sorted.removeIf([&](const RoomId& room) { return !rooms.contains(room); });
    return sorted.isEmpty() ? RoomId() : sorted.at(random(int(sorted.size())));
}

const Message* Company::messageOf(Device& device, const std::function<bool(const Message&)>& wanted) {
    constexpr int late = 12;
    const auto room = device.chat->rooms().constFind(roomOf(device));
    if (room == device.chat->rooms().cend())
        return nullptr;
    QList<const Message*> found;
    for (auto it = room->timeline.cend(); it != room->timeline.cbegin() && found.size() < late;) {
        --it;
        if (it->type == MessageType::Text && (!wanted || wanted(*it)))
            found.append(&*it);
    }
    return found.isEmpty() ? nullptr : found.at(random(int(found.size())));
}

qint64 Company::someSeq(Device& device, const RoomId& room) {
    const auto& timeline = device.chat->rooms().constFind(room)->timeline;
    if (timeline.isEmpty())
        return 0;
    auto it = timeline.cend();
    for (int back = 1 + random(std::min(8, int(timeline.size()))); back > 0; --back)
        --it;
    return it.key();
}

void Company::ask(Device& device, const ClientFrame& frame) {
    device.asked.insert(device.chat->socket().send(frame), m_act);
}

void Company::request(Device& device, const QByteArray& method, const QByteArray& path,
                      const QJsonObject& body) {
    ++m_open;
    const bool hasBody = !body.isEmpty();
    device.chat->http().requestLater(
        method, path, hasBody ? toBytes(body) : QByteArray(), hasBody ? "application/json" : QByteArray(),
        [this, act = m_act](const test::HttpAnswer& answer) {
            --m_open;
            if (answer.status == 0)
                return; // the server was killed
            if (answer.status < 300)
                return count(act, std::nullopt);
            const auto code = errorCodeFromName(answer.errorCode().toLatin1());
            count(act, Error(code.value_or(ErrorCode::Internal), answer.describe()));
        });
}

void Company::count(const QString& act, const std::optional<Error>& error) {
    if (!error) {
        ++m_done[act];
        return;
    }
    ++m_refused[act + QLatin1Char(' ') + QLatin1String(errorInfo(error->code()).name)];
    if (error->code() == ErrorCode::Internal || error->code() == ErrorCode::Invalid)
        m_problems.append(act + QStringLiteral(" was answered: ") + error->message());
}

} // namespace parlor::devices
