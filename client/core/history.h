// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/api.h"
#include "client/core/backoff.h"
#include "client/core/sync.h"
#include "client/core/timing.h"

#include <QObject>
#include <QSet>

namespace parlor {

/// Fetches what the stream does not bring: the newest page of rooms that have none, and older pages when
/// somebody scrolls up. The core's thread.
class History : public QObject {
    Q_OBJECT
public:
    static constexpr int concurrency = 2;
    /// Rooms whose newest page is fetched unasked; the others wait until they are shown.
    static constexpr int ahead = 30;

    History(Cache& cache, Sync& sync, Api& api, Timing& timing);
    ~History() override;

    /// Fetching newest pages begins and ends with the connection.
    void setOnline(bool online);
    /// There may be rooms that need a page.
    void pump();
    /// Fetches the newest page of `room` before those of others, if it has none.
    void show(const RoomId& room);
    /// See Core::loadOlder().
    void loadOlder(const RoomId& room, qint64 beforeSeq, int limit, QObject* context,
                   Done<OlderMessages> done);

private:
    QString pagePath(const RoomId& room, int limit);
    void fetchNewest(const RoomId& room);
    void fetched(const RoomId& room, int generation, const Outcome<Page<Message>>& page);

    Cache& m_cache;
    Sync& m_sync;
    Api& m_api;
    Timing& m_timing;
    bool m_online = false;
    QSet<RoomId> m_inFlight;
    QSet<RoomId> m_refused; ///< on this connection
    RoomId m_shown;
    Backoff m_backoff;
    Timing::TimerId m_retry = 0;
};

} // namespace parlor
