// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/http.h"
#include "server/net/network_thread.h"

#include <atomic>
#include <memory>

namespace parlor::net {

/// The way back from a handler to its client, whoever still lives: names the connection and request by
/// number, so that an answer for a client that has gone finds nothing. Shared by all copies of one HttpReply.
class PendingReply {
public:
    PendingReply(NetworkThread& thread, quint64 channel, quint64 serial);
    /// A handler that lost its reply still gets its client an answer: 500.
    ~PendingReply();
    PendingReply(const PendingReply&) = delete;
    PendingReply& operator=(const PendingReply&) = delete;

    /// Any thread. The first call counts.
    void answer(Result<HttpResponse> result);

private:
    NetworkThread* m_thread; ///< used only in tasks, which do not run once it is gone
    std::shared_ptr<TaskQueue> m_tasks;
    const quint64 m_channel;
    const quint64 m_serial;
    std::atomic<bool> m_answered{false};
};

/// Runs `handler` and turns whatever leaves it by exception into an Internal error: the one edge where that
/// happens.
void runGuarded(const AsyncHttpHandler& handler, const HttpRequest& request, const PathArgs& args,
                const std::shared_ptr<PendingReply>& reply);

} // namespace parlor::net
