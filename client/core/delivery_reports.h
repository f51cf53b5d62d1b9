// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/cache.h"
#include "client/core/connection.h"
#include "client/core/timing.h"

#include <QObject>

namespace parlor {

/// Tells the server up to where this device has the messages of each room: once for all that came lately, and
/// only for rooms whose members are told of it. Nothing of it is kept: what was read is told by ReadMarkers
/// in any case. The core's thread.
class DeliveryReports : public QObject {
    Q_OBJECT
public:
    /// Messages of one room within this time become one frame.
    static constexpr std::chrono::milliseconds coalesce{1'000};

    DeliveryReports(Cache& cache, Connection& connection, Timing& timing);
    ~DeliveryReports() override;

    /// Messages came into the cache, live or by catching up.
    void note(const MessagesChange& change);
    /// Becoming online tells what came meanwhile.
    void flush();

private:
    Cache& m_cache;
    Connection& m_connection;
    Timing& m_timing;
    Timing::TimerId m_timer = 0;
    QHash<RoomId, qint64> m_waiting;
    QHash<RoomId, qint64> m_told; ///< in this run
};

} // namespace parlor
