// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/ws_dialect.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace parlor::load {

std::string messageText(uint32_t room, uint32_t number, size_t size) {
    static constexpr std::string_view words =
        " the soup is on the stove and whoever wants some should bring a bowl and a spoon because there are "
        "none left"
        " in the cupboard after yesterday evening when everybody came at once";
    std::string text(std::max(size, Stamp::size), ' ');
    text[0] = Stamp::mark;
    Stamp{room, number}.write(text.data() + 1);
    for (size_t at = Stamp::size; at < text.size(); at += words.size())
        words.copy(text.data() + at, text.size() - at);
    if (text.back() == ' ')
        text.back() = '.';
    return text;
}

std::string WsDialect::handshake(std::string_view headers) {
    std::string request =
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    return request.append(headers).append("\r\n");
}

void WsDialect::frame(std::string& out, char opcode, std::string_view payload) {
    static constexpr char mask[4] = {'\x37', '\x5a', '\x21', '\x3d'};
    out.push_back(char(0x80 | opcode));
    if (payload.size() < 126) {
        out.push_back(char(0x80 | payload.size()));
    } else {
        out.push_back(char(0x80 | 126));
        out.push_back(char(payload.size() >> 8));
        out.push_back(char(payload.size() & 0xff));
    }
    out.append(mask, sizeof mask);
    const size_t begin = out.size();
    out.append(payload);
    for (size_t i = 0; i < payload.size(); ++i)
        out[begin + i] = char(out[begin + i] ^ mask[i & 3]);
}

size_t WsDialect::take(Engine& engine, uint32_t index, const char* data, size_t size, int64_t at) {
    size_t taken = 0;
    if (engine.client(index).step == 0) {
        const std::string_view text(data, size);
        const size_t end = text.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return 0;
        if (!text.starts_with("HTTP/1.1 101")) {
            fprintf(stderr, "parlor-load: refused: %.*s\n", int(std::min<size_t>(end, 400)), data);
            engine.abort(index);
            return size;
        }
        taken = end + 4;
        engine.client(index).step = 1;
        upgraded(engine, index);
    }
    while (size - taken >= 2) {
        const auto* head = reinterpret_cast<const unsigned char*>(data + taken);
        const size_t code = head[1] & 0x7f;
        const size_t headSize = code == 126 ? 4 : code == 127 ? 10 : 2;
        if (size - taken < headSize)
            break;
        size_t length = code;
        if (headSize > 2) {
            length = 0;
            for (size_t i = 2; i < headSize; ++i)
                length = (length << 8) | head[i];
        }
        if (size - taken - headSize < length)
            break;
        const std::string_view payload(data + taken + headSize, length);
        taken += headSize + length;
        const int opcode = head[0] & 0x0f;
        Stamp stamp;
        if (opcode != 1)
            control(engine, index, opcode, payload);
        else if (Stamp::find(payload.data(), payload.size(), stamp))
            m_ledger.delivered(index, stamp, at);
        else
            text(engine, index, payload, at);
        if (engine.client(index).fd < 0)
            return size;
    }
    return taken;
}

void WsDialect::control(Engine& engine, uint32_t index, int opcode, std::string_view payload) {
    if (opcode == 8 && payload.size() >= 2)
        engine.client(index).closeCode = uint16_t((uint8_t(payload[0]) << 8) | uint8_t(payload[1]));
    if (opcode != 9)
        return;
    std::string pong;
    frame(pong, 10, payload);
    engine.send(index, pong.data(), pong.size());
}

} // namespace parlor::load
