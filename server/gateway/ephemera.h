// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/housekeeper.h"
#include "server/gateway/presence_service.h"
#include "server/gateway/receipts.h"
#include "server/gateway/room_sizes.h"
#include "server/gateway/status_teller.h"
#include "server/gateway/typing_service.h"
#include "server/log/log.h"

#include <memory>

namespace parlor::gateway {

/// What a gateway tells that nobody keeps: presence, typing, and how far members have come. Its broadcasts to
/// and from the other gateways, and the thread that wakes those parts when it is time.
class Ephemera {
public:
    Ephemera(EphemeraTimes times, store::Store& store, log::Log& log, Hub& hub, Receipts& receipts,
             const ArchivedRooms& archived, QThreadPool& pool);
    ~Ephemera();

    /// After the hub's start.
    void start();
    /// Tells the other gateways that nobody is here any more. Idempotent.
    void stop();
    /// Tail's thread.
    void applied(const std::vector<Applied>& records);

    PresenceService& presence() { return m_presence; }
    const PresenceService& presence() const { return m_presence; }
    TypingService& typing() { return m_typing; }
    const TypingService& typing() const { return m_typing; }
    const StatusTeller& statuses() const { return m_statuses; }

private:
    void broadcast(const gossip::Message& message);
    void heard(const QByteArray& gateway, const QByteArray& value);
    void listen();
    void turn();

    const EphemeraTimes m_times;
    /// Of this process, and of no other that ever was.
    const QByteArray m_name = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    log::Log& m_log;
    Receipts& m_receipts;
    RoomSizes m_sizes;
    StatusTeller m_statuses;
    PresenceService m_presence;
    TypingService m_typing;
    Housekeeper m_keeper;
    std::unique_ptr<log::Subscription> m_subscription; ///< keeper's thread, until stop()
    std::chrono::steady_clock::time_point m_nextPresence;
    bool m_started = false;
};

} // namespace parlor::gateway
