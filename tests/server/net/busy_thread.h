// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/server.h"

#include <QSemaphore>

#include <memory>

namespace parlor::net::test {

/// Keeps a network thread busy from when it is made until release(), so that what comes meanwhile is all
/// there at once in the thread's next turn.
class BusyThread {
public:
    BusyThread(Server& server, ThreadIndex thread)
        : m_state(std::make_shared<State>()) {
        server.post(thread, [state = m_state] {
            state->held.release();
            state->released.acquire();
        });
        m_state->held.acquire();
    }
    ~BusyThread() { release(); }
    BusyThread(const BusyThread&) = delete;
    BusyThread& operator=(const BusyThread&) = delete;

    void release() { m_state->released.release(); }

private:
    struct State {
        QSemaphore held;
        QSemaphore released;
    };
    std::shared_ptr<State> m_state;
};

} // namespace parlor::net::test
