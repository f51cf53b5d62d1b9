// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/floor_dialect.h"

namespace parlor::load {

std::string FloorDialect::hello(uint32_t) {
    return handshake({});
}

void FloorDialect::message(std::string& out, uint32_t, uint32_t room, uint32_t number) {
    frame(out, 1, 'r' + messageText(room, number, m_bytes - 1));
}

void FloorDialect::upgraded(Engine& engine, uint32_t index) {
    if (index < m_members) {
        std::string join;
        frame(join, 1, 'j' + messageText(index % m_rooms, 0, Stamp::size));
        engine.send(index, join.data(), join.size());
    }
    engine.setReady(engine.client(index));
}

} // namespace parlor::load
