// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/ledger.h"

#include <algorithm>

namespace parlor::load {

uint32_t Ledger::addRoom() {
    m_rooms.emplace_back();
    return uint32_t(m_rooms.size() - 1);
}

void Ledger::addMember(uint32_t room, uint32_t receiver) {
    if (receiver >= m_receivers.size())
        m_receivers.resize(receiver + 1);
    m_receivers[receiver].room = room;
    m_receivers[receiver].from = uint32_t(m_rooms[room].messages.size());
    m_rooms[room].members.push_back(receiver);
}

void Ledger::forget(uint32_t receiver) {
    Receiver& gone = m_receivers[receiver];
    if (gone.room == nowhere)
        return;
    Room& room = m_rooms[gone.room];
    for (uint32_t number = gone.from; number < room.messages.size(); ++number) {
        Message& message = room.messages[number];
        const bool got = number / 64 < gone.bits.size() && (gone.bits[number / 64] >> (number % 64) & 1) != 0;
        if (got || message.refused || (!m_echoes && message.sender == receiver))
            continue;
        if (--message.remaining == 0)
            settle(gone.room);
    }
    std::erase(room.members, receiver);
    gone = Receiver();
}

uint32_t Ledger::send(uint32_t room, uint32_t sender, int64_t due) {
    Room& to = m_rooms[room];
    Message message;
    message.due = due;
    message.sender = sender;
    message.remaining = uint32_t(to.members.size()) - (m_echoes ? 0 : 1);
    message.phase = uint8_t(m_phase);
    to.messages.push_back(message);
    ++m_times[m_phase].sent;
    ++m_unanswered;
    if (message.remaining > 0)
        ++m_open;
    return uint32_t(to.messages.size() - 1);
}

Ledger::Message* Ledger::find(Stamp stamp) {
    if (stamp.room >= m_rooms.size() || stamp.number >= m_rooms[stamp.room].messages.size())
        return nullptr;
    return &m_rooms[stamp.room].messages[stamp.number];
}

void Ledger::settle(uint32_t room) {
    --m_open;
    if (completed)
        completed(room);
}

void Ledger::delivered(uint32_t receiver, Stamp stamp, int64_t at) {
    Message* const message = find(stamp);
    if (!message || receiver >= m_receivers.size() || m_receivers[receiver].room != stamp.room ||
        stamp.number < m_receivers[receiver].from || (!m_echoes && message->sender == receiver) ||
        message->refused) {
        ++m_strays;
        return;
    }
    std::vector<uint64_t>& bits = m_receivers[receiver].bits;
    const size_t word = stamp.number / 64;
    if (word >= bits.size())
        bits.resize(word + 1);
    const uint64_t bit = uint64_t(1) << (stamp.number % 64);
    if (bits[word] & bit) {
        ++m_doubled;
        return;
    }
    bits[word] |= bit;
    Times& times = m_times[message->phase];
    ++times.delivered;
    times.lastDelivery = at;
    times.delivery.add(at - message->due);
    if (--message->remaining == 0)
        settle(stamp.room);
}

void Ledger::acknowledged(Stamp stamp, int64_t at) {
    Message* const message = find(stamp);
    if (!message || message->answered) {
        ++m_strays;
        return;
    }
    message->answered = true;
    --m_unanswered;
    Times& times = m_times[message->phase];
    ++times.acknowledged;
    times.acknowledgement.add(at - message->due);
}

void Ledger::refused(Stamp stamp) {
    Message* const message = find(stamp);
    if (!message || message->answered) {
        ++m_strays;
        return;
    }
    message->answered = true;
    message->refused = true;
    --m_unanswered;
    ++m_times[message->phase].refused;
    const bool open = message->remaining > 0;
    message->remaining = 0;
    if (open)
        settle(stamp.room);
}

Ledger::Totals Ledger::totals() const {
    Totals totals;
    totals.doubled = m_doubled;
    totals.strays = m_strays;
    for (const Room& room : m_rooms) {
        for (const uint32_t member : room.members) {
            const Receiver& receiver = m_receivers[member];
            for (uint32_t number = receiver.from; number < room.messages.size(); ++number) {
                const Message& message = room.messages[number];
                const bool got = number / 64 < receiver.bits.size() &&
                                 (receiver.bits[number / 64] >> (number % 64) & 1) != 0;
                if (!m_echoes && message.sender == member)
                    continue;
                if (message.refused) {
                    totals.strays += got ? 1 : 0; // came before the refusal
                    continue;
                }
                ++totals.expected;
                totals.lost += got ? 0 : 1;
            }
        }
    }
    return totals;
}

} // namespace parlor::load
