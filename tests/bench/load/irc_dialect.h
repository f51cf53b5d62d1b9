// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/dialect.h"
#include "tests/bench/load/ledger.h"

#include <string_view>
#include <vector>

namespace parlor::load {

/// IRC over plain TCP, as InspIRCd speaks it. Nothing is acknowledged, and nobody gets their own message.
class IrcDialect : public Dialect {
public:
    /// `rooms`: of each client that is in one; those beyond are in none. `bytes`: the size of a message's
    /// text, at most 400.
    IrcDialect(Ledger& ledger, std::vector<uint32_t> rooms, size_t bytes)
        : m_ledger(ledger)
        , m_rooms(std::move(rooms))
        , m_bytes(bytes) {}

    std::string hello(uint32_t index) override;
    size_t take(Engine& engine, uint32_t index, const char* data, size_t size, int64_t at) override;
    void message(std::string& out, uint32_t sender, uint32_t room, uint32_t number) override;

private:
    void line(Engine& engine, uint32_t index, std::string_view text);

    Ledger& m_ledger;
    const std::vector<uint32_t> m_rooms;
    const size_t m_bytes;
};

} // namespace parlor::load
