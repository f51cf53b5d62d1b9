// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/parlord_dialect.h"

#include <cstdio>

namespace parlor::load {

namespace {

/// The text behind `name` in a frame, up to the next quote. No JSON is parsed here: what the server writes
/// has no blanks around its colons, and none of the values that are looked for has an escape.
std::string_view valueOf(std::string_view text, std::string_view name) {
    const size_t at = text.find(name);
    if (at == std::string_view::npos)
        return {};
    const size_t begin = at + name.size();
    return text.substr(begin, text.find('"', begin) - begin);
}

} // namespace

void ParlordDialect::setTokens(std::vector<std::string> tokens, uint32_t own) {
    m_tokens = std::move(tokens);
    m_own = own < m_tokens.size() ? own : 0;
}

std::string ParlordDialect::hello(uint32_t index) {
    const size_t token = index < m_own ? index : m_own + (index - m_own) % (m_tokens.size() - m_own);
    return handshake("Sec-WebSocket-Protocol: parlor.v1\r\nAuthorization: Bearer " + m_tokens[token] +
                     "\r\n");
}

void ParlordDialect::message(std::string& out, uint32_t, uint32_t room, uint32_t number) {
    char digits[Stamp::digits + 1] = {};
    Stamp{room, number}.write(digits);
    m_payload.assign(R"({"type":"message:new","ref":")").append(digits).append(R"(","data":{"roomId":")");
    m_payload.append(m_rooms[room]).append(R"(","type":"text","content":")");
    m_payload.append(messageText(room, number, m_bytes)).append(R"(","tempId":"5d6e7f80-91a2-43b4-85c6-)");
    m_payload.append(digits).append(R"("}})");
    frame(out, 1, m_payload);
}

void ParlordDialect::text(Engine& engine, uint32_t index, std::string_view text, int64_t at) {
    const std::string_view ref = valueOf(text, R"("ref":")");
    Stamp stamp;
    if (ref.size() == Stamp::digits && Stamp::read(ref.data(), stamp)) {
        if (text.find(R"("message:saved")") != std::string_view::npos) {
            ledger().acknowledged(stamp, at);
            return;
        }
        const std::string code(valueOf(text, R"("code":")"));
        if (++m_errors[code] == 1)
            fprintf(stderr, "parlor-load: a message was refused: %.*s\n", int(text.size()), text.data());
        ledger().refused(stamp);
        return;
    }
    if (engine.client(index).stage == Client::Stage::Greeting &&
        text.find(R"("authenticated")") != std::string_view::npos)
        engine.setReady(engine.client(index));
}

} // namespace parlor::load
