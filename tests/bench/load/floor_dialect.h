// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/ws_dialect.h"

namespace parlor::load {

/// What floor_server.cpp understands: texts that join a room or go to one.
class FloorDialect : public WsDialect {
public:
    /// The first `members` clients are spread over the rooms as fillRooms() does it; the others are in none.
    FloorDialect(Ledger& ledger, uint32_t rooms, uint32_t members, size_t bytes)
        : WsDialect(ledger)
        , m_rooms(rooms)
        , m_members(members)
        , m_bytes(bytes) {}

    std::string hello(uint32_t index) override;
    void message(std::string& out, uint32_t sender, uint32_t room, uint32_t number) override;

protected:
    void upgraded(Engine& engine, uint32_t index) override;
    void text(Engine&, uint32_t, std::string_view, int64_t) override {}

private:
    const uint32_t m_rooms;
    const uint32_t m_members;
    const size_t m_bytes;
};

} // namespace parlor::load
