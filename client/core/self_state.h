// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/cache.h"
#include "client/core/connection.h"
#include "client/core/timing.h"
#include "shared/limits.h"

#include <QObject>

namespace parlor {

/// What this device tells of its user for the moment: how it is to be shown, and where something is being
/// typed. Nothing of it is kept: what could not be told when it was so is told no more, but for the presence,
/// which every connection is told anew. The core's thread.
class SelfState : public QObject {
    Q_OBJECT
public:
    /// While typing goes on it is told again after this time: before it is over by itself.
    static constexpr std::chrono::milliseconds typingRepeat{limits::typingSeconds * 600};

    SelfState(Cache& cache, Connection& connection, Timing& timing);
    ~SelfState() override;

    /// Online, Away or DoNotDisturb.
    void setPresence(PresenceStatus status);
    /// Something was typed in `room`, which is then the only one where it is; or what was typed there is
    /// gone.
    void setTyping(const RoomId& room, bool typing);
    /// A message was sent: whoever gets it knows that the typing is over.
    void sent(const RoomId& room);
    void setOnline(bool online);

private:
    void tellPresence();
    void startTyping();
    void endTyping(bool tell);

    Cache& m_cache;
    Connection& m_connection;
    Timing& m_timing;
    Backoff m_backoff;
    PresenceStatus m_presence = PresenceStatus::Online;
    PresenceStatus m_told = PresenceStatus::Online; ///< on this connection
    bool m_telling = false;
    Timing::TimerId m_retry = 0;
    RoomId m_typing;           ///< where the server was told of it; null if nowhere
    bool m_typedSince = false; ///< something was typed since it was told
    Timing::TimerId m_repeat = 0;
};

} // namespace parlor
