// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/target.h"
#include "tests/support/chat_device.h"

#include <QElapsedTimer>
#include <QMap>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace parlor::devices {

/// One of a person's devices, and the state of its connection.
struct Device {
    enum class Link { Down, Connecting, Up };
    std::unique_ptr<test::ChatDevice> chat;
    Link link = Link::Down;
    QHash<QString, QString> asked; ///< acts by socket that are not answered: ref -> act
};

struct Person {
    test::TestAccount account;
    std::vector<Device> devices;
};

/// Some people with several devices each, who do at random what one can do in rooms, by socket and by HTTP,
/// while their connections are lost and come back. All choices come from the seed; what happens is up to
/// timing as well. For the thread that runs the event loop.
class Company {
public:
    Company(scenario::Target& target, quint32 seed);

    /// Makes accounts and rooms, and connects all devices.
    void assemble();
    /// One random act of one random device, or something that happens to its connection.
    void act();
    /// The server was killed, and is there again.
    void serverIsBack();
    /// Everybody connects again; true once all is answered and all devices are in step.
    bool settle();

    std::vector<Person>& people() { return m_people; }
    QUrl url() const { return m_target.url(); }
    /// How often each act succeeded.
    const QMap<QString, int>& done() const { return m_done; }
    /// Acts that were refused, with the code.
    const QMap<QString, int>& refused() const { return m_refused; }
    int lostConnections() const { return m_lost; }
    /// What no server should have said, of all devices.
    QStringList problems() const;

private:
    using Act = void (Company::*)(Person&, Device&);
    struct ActRow {
        const char* name;
        int weight;
        Act act;
    };
    static const std::vector<ActRow>& acts();

    int random(int below) { return std::uniform_int_distribution<int>(0, below - 1)(m_random); }
    bool chance(int percent) { return random(100) < percent; }
    void connectDevice(Device& device);
    void drop(Device& device);
    void reconnectSome(int percent);
    void addDevice(Person& person, int number);
    void makeRoom(Person& owner, const QByteArray& path, const QJsonObject& body);

    /// A room that the device shows; null if it shows none.
    RoomId roomOf(Device& device);
    /// A message of late that the device shows in a random room; null if there is none for which `wanted`
    /// holds.
    const Message* messageOf(Device& device, const std::function<bool(const Message&)>& wanted = {});
    qint64 someSeq(Device& device, const RoomId& room);
    QString words();
    void ask(Device& device, const ClientFrame& frame);
    void request(Device& device, const QByteArray& method, const QByteArray& path,
                 const QJsonObject& body = {});
    void count(const QString& act, const std::optional<Error>& error);

    void send(Person& person, Device& device);
    void sendByHttp(Person& person, Device& device);
    void reply(Person& person, Device& device);
    void edit(Person& person, Device& device);
    void remove(Person& person, Device& device);
    void react(Person& person, Device& device);
    void unreact(Person& person, Device& device);
    void pin(Person& person, Device& device);
    void unpin(Person& person, Device& device);
    void seen(Person& person, Device& device);
    void delivered(Person& person, Device& device);
    void mark(Person& person, Device& device);
    void join(Person& person, Device& device);
    void leave(Person& person, Device& device);
    void addMember(Person& person, Device& device);
    void removeMember(Person& person, Device& device);
    void changeTopic(Person& person, Device& device);

    scenario::Target& m_target;
    std::mt19937 m_random;
    std::vector<Person> m_people;
    QList<RoomId> m_rooms; ///< all that were made
    RoomId m_direct;
    QString m_act; ///< the one that is being done
    int m_open = 0;
    int m_lost = 0;
    int m_words = 0;
    QMap<QString, int> m_done;
    QMap<QString, int> m_refused;
    QStringList m_problems;
    QElapsedTimer m_sinceResend;
};

} // namespace parlor::devices
