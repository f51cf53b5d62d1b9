// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/ws_dialect.h"

#include <map>
#include <string>
#include <vector>

namespace parlor::load {

/// parlor.v1, see docs/protocol.md.
class ParlordDialect : public WsDialect {
public:
    /// `bytes`: the size of a message's text.
    ParlordDialect(Ledger& ledger, size_t bytes)
        : WsDialect(ledger)
        , m_bytes(bytes) {}

    /// The first `own` clients have an access token each; the others share those that follow (all of them, if
    /// none does).
    void setTokens(std::vector<std::string> tokens, uint32_t own);
    /// The id of each of the ledger's rooms.
    void setRooms(std::vector<std::string> ids) { m_rooms = std::move(ids); }
    /// Errors that the server answered with, by code.
    const std::map<std::string, int64_t>& errors() const { return m_errors; }

    std::string hello(uint32_t index) override;
    void message(std::string& out, uint32_t sender, uint32_t room, uint32_t number) override;
    bool acknowledges() const override { return true; }

protected:
    void upgraded(Engine&, uint32_t) override {}
    void text(Engine& engine, uint32_t index, std::string_view text, int64_t at) override;

private:
    const size_t m_bytes;
    std::vector<std::string> m_tokens;
    uint32_t m_own = 0;
    std::vector<std::string> m_rooms;
    std::map<std::string, int64_t> m_errors;
    std::string m_payload;
};

} // namespace parlor::load
