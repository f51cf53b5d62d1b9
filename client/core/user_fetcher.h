// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/api.h"
#include "client/core/backoff.h"
#include "client/core/sync.h"
#include "client/core/timing.h"

#include <QObject>
#include <QSet>

namespace parlor {

/// Fetches people that messages name and the cache does not know, in batches. The core's thread.
class UserFetcher : public QObject {
    Q_OBJECT
public:
    static constexpr int batchMax = 100; ///< ids in one request, by docs/protocol.md

    UserFetcher(Sync& sync, Api& api, Timing& timing);
    ~UserFetcher() override;

    void setOnline(bool online);
    void need(const QSet<UserId>& users);

private:
    void pump();

    Sync& m_sync;
    Api& m_api;
    Timing& m_timing;
    bool m_online = false;
    bool m_inFlight = false;
    QSet<UserId> m_needed;
    QSet<UserId> m_asked; ///< on this connection: who was not told then is not asked for again
    Backoff m_backoff;
    Timing::TimerId m_retry = 0;
};

} // namespace parlor
