// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/latency.h"
#include "tests/bench/load/stamp.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace parlor::load {

/// Who was to get what, and who got it: one bit for each message and receiver, so that what was lost and what
/// came twice is counted exactly. A receiver is in one room. One thread.
class Ledger {
public:
    /// Messages of which phase (beginWith) count together. Those of phase 0 warm up: their times are thrown
    /// away.
    static constexpr size_t phases = 3;
    struct Times {
        Latency delivery;        ///< from the moment a message was due to each of its deliveries
        Latency acknowledgement; ///< to its acknowledgement
        int64_t sent = 0;
        int64_t delivered = 0;
        int64_t acknowledged = 0;
        int64_t refused = 0;
        int64_t lastDelivery = 0; ///< by now(); 0 if there was none
    };
    struct Totals {
        int64_t expected = 0; ///< deliveries of all messages that were sent and not refused
        int64_t lost = 0;
        int64_t doubled = 0;
        int64_t strays = 0; ///< of another room, of no message, or of a message that was refused
    };

    /// `echoes`: the sender of a message gets it too.
    explicit Ledger(bool echoes)
        : m_echoes(echoes) {}

    uint32_t addRoom();
    uint32_t rooms() const { return uint32_t(m_rooms.size()); }
    /// The receiver of that number (the connection's) is in `room` from now on.
    void addMember(uint32_t room, uint32_t receiver);
    const std::vector<uint32_t>& members(uint32_t room) const { return m_rooms[room].members; }
    /// Whoever is gone gets nothing more, and nothing is expected of them, not even of what is under way.
    void forget(uint32_t receiver);

    void beginPhase(size_t phase) { m_phase = phase; }
    Times& times(size_t phase) { return m_times[phase]; }
    const Times& times(size_t phase) const { return m_times[phase]; }

    /// A message is sent to `room`, which was due at `due`. Its number.
    uint32_t send(uint32_t room, uint32_t sender, int64_t due);
    void delivered(uint32_t receiver, Stamp stamp, int64_t at);
    void acknowledged(Stamp stamp, int64_t at);
    void refused(Stamp stamp);

    /// Messages that somebody has not got yet.
    int64_t open() const { return m_open; }
    /// Messages that were sent and neither acknowledged nor refused.
    int64_t unanswered() const { return m_unanswered; }
    /// Called with the room when the last receiver of a message has got it, or it was refused.
    std::function<void(uint32_t room)> completed;

    /// Goes through all bits.
    Totals totals() const;

private:
    struct Message {
        int64_t due = 0;
        uint32_t sender = 0;
        uint32_t remaining = 0; ///< receivers who have not got it
        uint8_t phase = 0;
        bool answered = false;
        bool refused = false;
    };
    struct Room {
        std::vector<Message> messages;
        std::vector<uint32_t> members;
    };
    struct Receiver {
        uint32_t room = nowhere;
        uint32_t from = 0;          ///< the first message of the room that is expected
        std::vector<uint64_t> bits; ///< of the messages that came, from number 0 on
    };
    static constexpr uint32_t nowhere = UINT32_MAX;
    Message* find(Stamp stamp);
    void settle(uint32_t room);

    const bool m_echoes;
    size_t m_phase = 0;
    std::vector<Room> m_rooms;
    std::vector<Receiver> m_receivers;
    std::array<Times, phases> m_times;
    int64_t m_open = 0;
    int64_t m_unanswered = 0;
    int64_t m_doubled = 0;
    int64_t m_strays = 0;
};

} // namespace parlor::load
