// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/irc_dialect.h"

#include "tests/bench/load/ws_dialect.h"

#include <cstdio>
#include <cstring>

namespace parlor::load {

std::string IrcDialect::hello(uint32_t index) {
    const std::string name = std::string("u").append(std::to_string(index));
    return "NICK " + name + "\r\nUSER " + name + " 0 * :" + name + "\r\n";
}

void IrcDialect::message(std::string& out, uint32_t, uint32_t room, uint32_t number) {
    out.append("PRIVMSG #r").append(std::to_string(room)).append(" :");
    out.append(messageText(room, number, m_bytes)).append("\r\n");
}

size_t IrcDialect::take(Engine& engine, uint32_t index, const char* data, size_t size, int64_t at) {
    size_t taken = 0;
    while (const void* end = memchr(data + taken, '\n', size - taken)) {
        const char* const begin = data + taken;
        const auto length = size_t(static_cast<const char*>(end) - begin);
        taken += length + 1;
        Stamp stamp;
        if (Stamp::find(begin, length, stamp))
            m_ledger.delivered(index, stamp, at);
        else
            line(engine, index, std::string_view(begin, length));
        if (engine.client(index).fd < 0)
            return size;
        if (taken == size)
            break;
    }
    return taken;
}

void IrcDialect::line(Engine& engine, uint32_t index, std::string_view text) {
    if (text.starts_with("PING ")) {
        std::string pong("PONG ");
        pong.append(text.substr(5, text.find('\r') - 5)).append("\r\n");
        engine.send(index, pong.data(), pong.size());
    } else if (text.starts_with("ERROR ")) {
        fprintf(stderr, "parlor-load: client %u: %.*s\n", index, int(text.size()), text.data());
    } else if (engine.client(index).stage == Client::Stage::Greeting) {
        const std::string_view answer = text.substr(std::min(text.find(' '), text.size() - 1) + 1, 4);
        const bool inRoom = index < m_rooms.size();
        if (answer == "001 " && inRoom) {
            const std::string join =
                std::string("JOIN #r").append(std::to_string(m_rooms[index])).append("\r\n");
            engine.send(index, join.data(), join.size());
        } else if (answer == (inRoom ? "366 " : "001 ")) { // the end of the room's names, or the welcome
            engine.setReady(engine.client(index));
        }
    }
}

} // namespace parlor::load
