// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/engine.h"
#include "tests/bench/load/ledger.h"

#include <cstdint>
#include <string>
#include <vector>

namespace parlor::load {

/// Lets the members of the ledger's rooms talk. Rooms take turns in an order that looks random and is always
/// the same, and so do the members of each.
class Driver {
public:
    Driver(Engine& engine, Ledger& ledger, Dialect& dialect);
    ~Driver();

    /// Sends `rate` messages per second for `seconds`, each when it is due, whether those before it have
    /// arrived or not.
    void openLoop(double rate, double seconds);
    /// Keeps `inFlight` messages under way for `seconds`: the next one of a room is sent when its last was
    /// delivered to all.
    void closedLoop(uint32_t inFlight, double seconds);
    /// Waits until everything was delivered and answered, or until nothing has come for `patience` seconds.
    void drain(double patience);
    /// Waits until nothing has come for `quiet` seconds: what the server tells of those who came is over
    /// then. At most `longest`.
    void settle(double quiet, double longest);
    /// Serves the connections for so many seconds.
    void idle(double seconds);

    /// The next message of a room. `due` by now().
    void send(uint32_t room, int64_t due);

private:
    Engine& m_engine;
    Ledger& m_ledger;
    Dialect& m_dialect;
    uint64_t m_turn = 0;
    std::vector<uint32_t> m_speakers; ///< of each room: whose turn it is
    std::vector<uint32_t> m_next;     ///< rooms that may send again
    std::string m_text;
};

} // namespace parlor::load
