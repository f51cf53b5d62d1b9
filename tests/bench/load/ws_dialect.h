// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/dialect.h"
#include "tests/bench/load/ledger.h"

#include <string_view>

namespace parlor::load {

/// WebSocket (RFC 6455) as a client speaks it: the handshake, text frames out, texts in that are looked at
/// only for a stamp.
class WsDialect : public Dialect {
public:
    explicit WsDialect(Ledger& ledger)
        : m_ledger(ledger) {}
    size_t take(Engine& engine, uint32_t index, const char* data, size_t size, int64_t at) override;

    /// The handshake; `headers` are more of them, each with its line end.
    static std::string handshake(std::string_view headers);
    /// Appends `payload`, masked, as one frame of at most 65,535 bytes.
    static void frame(std::string& out, char opcode, std::string_view payload);

protected:
    /// The server has taken the upgrade.
    virtual void upgraded(Engine& engine, uint32_t index) = 0;
    /// A text without a stamp.
    virtual void text(Engine& engine, uint32_t index, std::string_view text, int64_t at) = 0;
    Ledger& ledger() { return m_ledger; }

private:
    void control(Engine& engine, uint32_t index, int opcode, std::string_view payload);

    Ledger& m_ledger;
};

/// The text of messages: a stamp, then words up to `size` bytes.
std::string messageText(uint32_t room, uint32_t number, size_t size);

} // namespace parlor::load
