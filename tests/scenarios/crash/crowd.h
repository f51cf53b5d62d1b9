// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/chat_device.h"

#include <QRandomGenerator>
#include <QTimer>

#include <memory>
#include <vector>

namespace parlor::crash {

/// Who is in a crowd, and how it behaves. The defaults are those of the crash test: a few who talk as fast as
/// they are allowed to.
struct CrowdPlan {
    struct Person {
        QString name;
        int devices = 1;
        bool sends = true;
        bool passes = false; ///< joins and leaves the passing rooms again and again; has one device
    };
    QList<Person> people; ///< the first one owns all rooms and stays in them
    int rooms = 4;
    int roomsOfEach = 0;  ///< of those rooms; 0: the first two, and every second one of the others
    int passingRooms = 0; ///< beside those
    int window = 4;       ///< unanswered messages per device
    int sendOneIn = 1;    ///< of the ticks in which a device may send
    int resendOneIn = 1;  ///< of the ticks in which something refused as "not now" waits
    int passOneIn = 200;  ///< of the ticks of a person who passes
    std::pair<int, int> reconnectAfter{5, 120}; ///< ms
    /// Whether what was acknowledged is readable at once. A gateway that cannot reach the brokers does not
    /// know how much it has not read, and answers with what it has.
    bool readableAtOnce = true;
};
CrowdPlan smallCrowd();

/// A member of the crowd: one device, and what the server has told its user beside messages.
struct Member {
    enum class Stay { Out, In, Unknown };

    std::unique_ptr<test::ChatDevice> device;
    bool sends = true;
    bool passes = false;
    int nextMessage = 0;
    int unseen = 0;                                      ///< received since the last message:seen
    QHash<QString, std::pair<RoomId, qint64>> askedSeen; ///< by ref
    QHash<RoomId, qint64> confirmedSeen;                 ///< highest cursor that was answered with ok
    QHash<RoomId, Stay> stays;                           ///< in the passing rooms, as it was answered
    QString askedStay;                                   ///< ref of the change that is under way
    RoomId changing;
    Stay changingTo = Stay::Unknown;
    QTimer reconnect;
};

/// What was done to the server, so that a test can tell that enough was.
struct Tally {
    int acknowledged = 0;
    int retries = 0;         ///< sendings after the first
    int drops = 0;           ///< connections that the clients dropped
    int lostConnections = 0; ///< connections that ended because the server was gone
    int seenConfirmed = 0;
    int readBack = 0; ///< acknowledged messages looked for in the history at once
    int refusals = 0; ///< retryable refusals
    int passages = 0; ///< joined or left, and answered
};

/// People on several devices who talk in several rooms, lose connections, send again, read, join and leave.
/// Everything happens on the event loop of the test's thread; what happens when is decided by the seed (and
/// by how fast the server is).
class Crowd : public QObject {
    Q_OBJECT
public:
    Crowd(CrowdPlan plan, quint32 seed)
        : m_plan(std::move(plan))
        , m_random(seed) {}

    /// Registers everybody and makes the rooms. False, and problems() tells why.
    bool assemble(const QUrl& server);
    /// Connects all that are not connected, each a little later than the one before.
    void serverIsUp();
    /// Nobody tries to connect until it is up again: what would answer on its port meanwhile may be somebody
    /// else.
    void serverIsDown();
    void setTalking(bool talking);
    /// Whether everybody is in step with the server and nothing waits for an answer. Who does not know
    /// whether they are in a passing room, for want of an answer, asks to be in it until there is one; not
    /// while talking.
    bool isQuiet() const;
    /// Why it is not quiet, in words.
    QString unrest() const;

    const Tally& tally() const { return m_tally; }
    const std::vector<std::unique_ptr<Member>>& members() const { return m_members; }
    const QList<RoomId>& rooms() const { return m_rooms; }
    const QList<RoomId>& passingRooms() const { return m_passingRooms; }
    /// Breaches of promises that were seen while talking.
    QStringList problems() const;
    QRandomGenerator& random() { return m_random; }

private:
    bool addAccounts(const QUrl& server);
    bool makeRooms();
    std::optional<RoomId> makeRoom(const QString& name);
    bool belongs(int person, int room) const;
    Member* addMember(const QString& name, const CrowdPlan::Person& person);
    void connectSoon(Member& member);
    void tick();
    void talk(Member& member);
    void pass(Member& member);
    void changeStay(Member& member, const RoomId& room, Member::Stay to);
    void onLive(Member& member);
    void onSaved(Member& member, const server::MessageSaved& saved);
    void onMessage(Member& member, const Message& message);
    void onEvent(Member& member, const ServerEvent& event);
    void onStayAnswered(Member& member, bool done);
    void readBack(Member& member, const server::MessageSaved& saved);
    bool oneIn(int count) { return count <= 1 || m_random.bounded(count) == 0; }

    const CrowdPlan m_plan;
    QRandomGenerator m_random;
    std::vector<std::unique_ptr<Member>> m_members;
    QList<int> m_personOf; ///< by member: its place in the plan
    QList<RoomId> m_rooms;
    QList<RoomId> m_passingRooms;
    QTimer m_tick;
    Tally m_tally;
    QStringList m_problems;
    int m_readsUnderWay = 0;
    bool m_up = false;
    bool m_talking = false;
};

} // namespace parlor::crash
