// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/chat_device.h"

#include <QElapsedTimer>

namespace parlor::faults {

/// Two people who answer each other as fast as they can, all the time that the event loop runs, and must not
/// notice what others do to the server.
class HealthyPair : public QObject {
    Q_OBJECT
public:
    /// Registers both, makes a private room for them and has them begin.
    bool start(const QUrl& server);
    /// Waits for `more` further messages.
    bool keepTalking(int more = 50);
    /// The longest time between a message and its answer so far, milliseconds.
    qint64 longestWait() const { return m_longest; }
    int messages() const { return m_messages; }
    /// Lost connections and breaches of the protocol; empty if they noticed nothing.
    QStringList complaints() const;
    test::ChatDevice& alice() { return m_alice; }
    const RoomId& room() const { return m_room; }

private:
    void answer(test::ChatDevice& who, const Message& message);

    test::ChatDevice m_alice{QStringLiteral("Alice")};
    test::ChatDevice m_bob{QStringLiteral("Bob")};
    RoomId m_room;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
    int m_messages = 0;
    int m_lost = 0;
};

} // namespace parlor::faults
