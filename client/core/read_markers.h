// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/cache.h"
#include "client/core/connection.h"
#include "client/core/timing.h"

#include <QObject>
#include <QSet>

namespace parlor {

/// What the user has seen: kept and shown at once, told to the server in a coalesced way, as soon as that is
/// possible. The core's thread.
class ReadMarkers : public QObject {
    Q_OBJECT
public:
    /// Marks of one room within this time become one frame.
    static constexpr std::chrono::milliseconds coalesce{300};

    ReadMarkers(Cache& cache, Connection& connection, Timing& timing);
    ~ReadMarkers() override;

    /// Further than before, or nothing happens.
    void mark(const RoomId& room, qint64 seq);
    /// Only what is up to `seq` is read, whatever was before; further than before is as mark().
    void markBack(const RoomId& room, qint64 seq);
    /// Tells what waits, if the connection is online. Called when it becomes so.
    void flush();

Q_SIGNALS:
    void roomChanged(const parlor::RoomId& room);

private:
    void change(const RoomId& room, const std::function<Result<Cache::Change>()>& work);
    void tell(const RoomId& room, const Cache::Mark& mark);
    void schedule(std::chrono::milliseconds delay);

    Cache& m_cache;
    Connection& m_connection;
    Timing& m_timing;
    QSet<RoomId> m_inFlight;
    Backoff m_backoff;
    Timing::TimerId m_timer = 0;
};

} // namespace parlor
