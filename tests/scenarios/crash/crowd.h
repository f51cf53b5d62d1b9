// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/chat_device.h"

#include <QRandomGenerator>
#include <QTimer>

#include <memory>
#include <vector>

namespace parlor::crash {

/// A member of the crowd: one device, and what the server has told its user beside messages.
struct Member {
    std::unique_ptr<test::ChatDevice> device;
    bool sends = true;
    int nextMessage = 0;
    int unseen = 0;                                      ///< received since the last message:seen
    QHash<QString, std::pair<RoomId, qint64>> askedSeen; ///< by ref
    QHash<RoomId, qint64> confirmedSeen;                 ///< highest cursor that was answered with ok
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
};

/// People on several devices who talk in several rooms as fast as they are allowed to, lose connections, send
/// again, and read. Everything happens on the event loop of the test's thread; what happens when is decided
/// by the seed (and by how fast the server is).
class Crowd : public QObject {
    Q_OBJECT
public:
    explicit Crowd(quint32 seed)
        : m_random(seed) {}

    /// Registers everybody and makes the rooms. False, and problems() tells why.
    bool assemble(const QUrl& server);
    /// Connects all that are not connected, each a little later than the one before.
    void serverIsUp();
    /// Nobody tries to connect until it is up again: what would answer on its port meanwhile may be somebody
    /// else.
    void serverIsDown();
    void setTalking(bool talking);
    /// Whether everybody is in step with the server and nothing waits for an answer.
    bool isQuiet() const;

    const Tally& tally() const { return m_tally; }
    const std::vector<std::unique_ptr<Member>>& members() const { return m_members; }
    const QList<RoomId>& rooms() const { return m_rooms; }
    /// Breaches of promises that were seen while talking.
    QStringList problems() const;
    QRandomGenerator& random() { return m_random; }

private:
    Member* addMember(const QString& name, bool sends);
    void connectSoon(Member& member);
    void tick();
    void talk(Member& member);
    void onLive(Member& member);
    void onSaved(Member& member, const server::MessageSaved& saved);
    void onMessage(Member& member, const Message& message);
    void onEvent(Member& member, const ServerEvent& event);
    void readBack(Member& member, const server::MessageSaved& saved);

    QRandomGenerator m_random;
    std::vector<std::unique_ptr<Member>> m_members;
    QList<RoomId> m_rooms;
    QTimer m_tick;
    Tally m_tally;
    QStringList m_problems;
    int m_readsUnderWay = 0;
    bool m_up = false;
    bool m_talking = false;
};

} // namespace parlor::crash
