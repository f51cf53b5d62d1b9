// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/frame_reader.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <utility>

namespace parlor::net {

namespace {

constexpr quint8 opContinuation = 0x0;
constexpr quint8 opText = 0x1;
constexpr quint8 opBinary = 0x2;
constexpr quint8 opClose = 0x8;
constexpr quint8 opPing = 0x9;
constexpr quint8 opPong = 0xa;
constexpr quint64 controlMax = 125;
constexpr quint8 maskSize = 4;
constexpr quint8 length16 = 126; // two bytes of length follow
constexpr quint8 length64 = 127; // eight

FrameReader::Read failed(CloseCode code) {
    return {FrameReader::Event::Failed, {}, quint16(code)};
}

} // namespace

void applyMask(char* to, const char* from, qsizetype size, const std::array<char, 4>& mask) {
    quint64 wide = 0;
    std::memcpy(&wide, mask.data(), mask.size());
    std::memcpy(reinterpret_cast<char*>(&wide) + mask.size(), mask.data(), mask.size());
    qsizetype i = 0;
    for (; i + 8 <= size; i += 8) {
        quint64 word = 0;
        std::memcpy(&word, from + i, sizeof word);
        word ^= wide;
        std::memcpy(to + i, &word, sizeof word);
    }
    for (; i < size; ++i)
        to[i] = char(from[i] ^ mask[std::size_t(i) % mask.size()]);
}

bool isCloseCode(quint16 code) {
    // 1005, 1006 and 1015 are never sent, 1004 has no meaning; 1012 to 1014 are registered with IANA.
    const bool defined = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
    return defined || (code >= 3000 && code <= 4999);
}

bool FrameReader::isControl() const {
    return m_opcode >= opClose;
}

FrameReader::Read FrameReader::next(QByteArrayView& bytes) {
    for (;;) {
        if (!m_inFrame && !readHeader(bytes)) {
            if (m_failure)
                return failed(*m_failure);
            return {};
        }
        const auto size = qsizetype(std::min<quint64>(m_left, quint64(bytes.size())));
        if (size > 0) {
            QByteArray& target = isControl() ? m_control : m_message;
            const qsizetype before = target.size();
            if (before == 0)
                target = QByteArray(size, Qt::Uninitialized); // exactly as much as there is
            else
                target.resize(before + size);
            char* const to = target.data() + before;
            applyMask(to, bytes.data(), size, m_mask);
            turnMask(size);
            bytes = bytes.sliced(size);
            m_left -= quint64(size);
            if (!isControl() && !m_utf8.feed(QByteArrayView(to, size)))
                return failed(CloseCode::BadUtf8);
        }
        if (m_left > 0)
            return {};
        if (Read read = endOfFrame(); read.event != Event::NeedMore)
            return read;
    }
}

void FrameReader::turnMask(qsizetype size) {
    const std::array<char, maskSize> mask = m_mask;
    for (std::size_t i = 0; i < mask.size(); ++i)
        m_mask[i] = mask[(i + std::size_t(size)) % mask.size()];
}

bool FrameReader::readHeader(QByteArrayView& bytes) {
    // What was looked at before is looked at again when more of the header comes: that changes nothing.
    const auto have = [&](qsizetype size) {
        const qsizetype more = std::clamp<qsizetype>(size - m_headerSize, 0, bytes.size());
        std::copy_n(bytes.begin(), more, m_header.begin() + m_headerSize);
        m_headerSize = quint8(m_headerSize + more);
        bytes = bytes.sliced(more);
        return m_headerSize >= size;
    };
    if (!have(2))
        return false;
    m_failure = checkStart();
    if (m_failure)
        return false;
    const quint8 length = m_header[1] & 0x7f;
    const qsizetype lengthEnd = length == length64 ? 10 : length == length16 ? 4 : 2;
    if (!have(lengthEnd))
        return false;
    const quint64 payload = lengthInHeader();
    m_failure = checkLength(payload);
    if (m_failure || !have(lengthEnd + maskSize))
        return false;

    std::memcpy(m_mask.data(), m_header.data() + lengthEnd, maskSize);
    m_final = m_header[0] & 0x80;
    m_opcode = m_header[0] & 0x0f;
    m_left = payload;
    m_headerSize = 0;
    m_inFrame = true;
    return true;
}

std::optional<CloseCode> FrameReader::checkStart() const {
    const quint8 opcode = m_header[0] & 0x0f;
    const bool final = m_header[0] & 0x80;
    if ((m_header[0] & 0x70) || opcode > opPong || (opcode > opBinary && opcode < opClose) ||
        !(m_header[1] & 0x80))
        return CloseCode::ProtocolError;
    if (opcode >= opClose)
        return final && (m_header[1] & 0x7f) <= controlMax ? std::nullopt
                                                           : std::optional(CloseCode::ProtocolError);
    if (opcode == opBinary)
        return CloseCode::UnsupportedData;
    if ((opcode == opContinuation) != m_inMessage)
        return CloseCode::ProtocolError;
    return std::nullopt;
}

quint64 FrameReader::lengthInHeader() const {
    switch (const quint8 length = m_header[1] & 0x7f) {
    case length16:
        return qFromBigEndian<quint16>(m_header.data() + 2);
    case length64:
        return qFromBigEndian<quint64>(m_header.data() + 2);
    default:
        return length;
    }
}

std::optional<CloseCode> FrameReader::checkLength(quint64 length) const {
    const quint8 form = m_header[1] & 0x7f;
    if ((form == length16 && length < length16) || (form == length64 && (length <= 0xffff || length >> 63)))
        return CloseCode::ProtocolError;
    const bool control = (m_header[0] & 0x0f) >= opClose;
    if (!control && length > quint64(m_maxMessage - m_message.size()))
        return CloseCode::TooBig;
    return std::nullopt;
}

FrameReader::Read FrameReader::endOfFrame() {
    m_inFrame = false;
    switch (m_opcode) {
    case opPing:
        return {Event::Ping, std::exchange(m_control, {}), 0};
    case opPong:
        return {Event::Pong, std::exchange(m_control, {}), 0};
    case opClose:
        return closed();
    default:
        break;
    }
    m_inMessage = !m_final;
    if (m_inMessage)
        return {};
    if (!m_utf8.isWhole())
        return failed(CloseCode::BadUtf8);
    return {Event::Text, std::exchange(m_message, {}), 0};
}

FrameReader::Read FrameReader::closed() {
    const QByteArray payload = std::exchange(m_control, {});
    if (payload.isEmpty())
        return {Event::Close, {}, 0};
    if (payload.size() == 1)
        return failed(CloseCode::ProtocolError);
    const auto code = qFromBigEndian<quint16>(payload.constData());
    if (!isCloseCode(code))
        return failed(CloseCode::ProtocolError);
    Utf8Check utf8;
    if (!utf8.feed(QByteArrayView(payload).sliced(2)) || !utf8.isWhole())
        return failed(CloseCode::BadUtf8);
    return {Event::Close, payload.mid(2), code};
}

} // namespace parlor::net
