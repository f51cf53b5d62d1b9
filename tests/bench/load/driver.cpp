// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/driver.h"

#include "tests/bench/load/dialect.h"

namespace parlor::load {

namespace {

constexpr uint64_t stride = 7919; // a prime that is no factor of any number of rooms or members used here

int64_t after(double seconds) {
    return now() + int64_t(seconds * 1e9);
}

} // namespace

Driver::Driver(Engine& engine, Ledger& ledger, Dialect& dialect)
    : m_engine(engine)
    , m_ledger(ledger)
    , m_dialect(dialect) {}

Driver::~Driver() {
    m_ledger.completed = nullptr;
}

void Driver::send(uint32_t room, int64_t due) {
    const std::vector<uint32_t>& members = m_ledger.members(room);
    if (members.empty())
        return;
    m_speakers.resize(m_ledger.rooms());
    const uint32_t sender = members[size_t(m_speakers[room]++ * stride % members.size())];
    const uint32_t number = m_ledger.send(room, sender, due);
    m_text.clear();
    m_dialect.message(m_text, sender, room, number);
    m_engine.send(sender, m_text.data(), m_text.size());
}

void Driver::openLoop(double rate, double seconds) {
    const int64_t begin = now();
    const auto count = int64_t(rate * seconds);
    const int64_t end = begin + int64_t(seconds * 1e9);
    const auto dueAt = [&](int64_t i) { return i < count ? begin + int64_t(double(i) * 1e9 / rate) : end; };
    int64_t i = 0;
    for (int64_t time = begin; time < end; time = now()) {
        for (; i < count && dueAt(i) <= time; ++i)
            send(uint32_t(m_turn++ * stride % m_ledger.rooms()), dueAt(i));
        m_engine.turn(dueAt(i));
    }
    // What became due while the last turn took longer than it should have.
    for (; i < count; ++i)
        send(uint32_t(m_turn++ * stride % m_ledger.rooms()), dueAt(i));
}

void Driver::closedLoop(uint32_t inFlight, double seconds) {
    m_next.clear();
    m_ledger.completed = [this](uint32_t room) { m_next.push_back(room); };
    for (uint32_t i = 0; i < inFlight; ++i)
        m_next.push_back(i % m_ledger.rooms());
    const int64_t end = after(seconds);
    std::vector<uint32_t> rooms;
    while (now() < end) {
        rooms.swap(m_next);
        const int64_t time = now();
        for (const uint32_t room : rooms)
            send(room, time);
        rooms.clear();
        m_engine.turn(end);
    }
    m_ledger.completed = nullptr;
}

void Driver::drain(double patience) {
    int64_t bytes = m_engine.receivedBytes();
    int64_t end = after(patience);
    while ((m_ledger.open() > 0 || (m_dialect.acknowledges() && m_ledger.unanswered() > 0)) && now() < end) {
        m_engine.turn(end);
        if (m_engine.receivedBytes() != bytes) {
            bytes = m_engine.receivedBytes();
            end = after(patience);
        }
    }
}

void Driver::settle(double quiet, double longest) {
    const int64_t last = after(longest);
    int64_t bytes = m_engine.receivedBytes();
    int64_t end = after(quiet);
    while (now() < end && now() < last) {
        m_engine.turn(end);
        if (m_engine.receivedBytes() != bytes) {
            bytes = m_engine.receivedBytes();
            end = after(quiet);
        }
    }
}

void Driver::idle(double seconds) {
    const int64_t end = after(seconds);
    while (now() < end)
        m_engine.turn(end);
}

} // namespace parlor::load
