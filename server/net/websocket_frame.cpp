// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_frame.h"

#include <QtEndian>

#include <utility>

namespace parlor::net {

namespace {

constexpr quint8 finText = 0x81;
constexpr quint8 opContinuation = 0x0;
constexpr quint8 opText = 0x1;
constexpr quint8 opBinary = 0x2;
constexpr quint8 opClose = 0x8;
constexpr quint8 opPong = 0xa;
constexpr qsizetype controlMax = 125;
constexpr qsizetype maskSize = 4;
constexpr quint8 maskBit = 0x80;

/// First bytes of a final text frame: `flag` is the mask bit or 0.
QByteArray textHeader(qsizetype payload, quint8 flag) {
    QByteArray header(1, char(finText));
    const auto size = quint64(payload);
    if (size < 126) {
        header.append(char(flag | size));
    } else if (size <= 0xffff) {
        header.append(char(flag | 126));
        const quint16 length = qToBigEndian(quint16(size));
        header.append(reinterpret_cast<const char*>(&length), sizeof length);
    } else {
        header.append(char(flag | 127));
        const quint64 length = qToBigEndian(size);
        header.append(reinterpret_cast<const char*>(&length), sizeof length);
    }
    return header;
}

} // namespace

SharedFrame SharedFrame::text(const QByteArray& utf8) {
    SharedFrame frame;
    frame.m_bytes = textHeader(utf8.size(), 0) + utf8;
    return frame;
}

QByteArray FragmentJoiner::take(const FrameCutter::Frame& frame, const QByteArray& bytes) {
    if (!frame.fragment)
        return bytes;
    const char* mask = bytes.constData() + frame.payload - maskSize;
    const qsizetype start = m_payload.size();
    m_payload += QByteArrayView(bytes).sliced(frame.payload);
    for (qsizetype i = start; i < m_payload.size(); ++i)
        m_payload[i] = char(m_payload[i] ^ mask[(i - start) % maskSize]);
    if (!frame.last)
        return {};
    const QByteArray payload = std::exchange(m_payload, {});
    return textHeader(payload.size(), maskBit) + QByteArray(maskSize, '\0') +
           payload; // a mask of zeros changes nothing
}

QByteArray SharedFrame::payload() const {
    if (m_bytes.isEmpty())
        return {};
    const auto length = quint8(m_bytes[1]);
    return m_bytes.mid(length < 126 ? 2 : length == 126 ? 4 : 10);
}

tl::expected<std::optional<FrameCutter::Frame>, CloseCode> FrameCutter::next(QByteArrayView bytes) {
    using Result = tl::expected<std::optional<Frame>, CloseCode>;
    const auto refuse = [](CloseCode code) { return tl::unexpected<CloseCode>(code); };
    if (bytes.size() < 2)
        return Result(std::nullopt);
    const auto first = quint8(bytes[0]);
    const auto second = quint8(bytes[1]);
    const bool fin = first & 0x80;
    const quint8 opcode = first & 0x0f;
    const bool control = opcode >= opClose;
    if ((first & 0x70) || !(second & 0x80) || (opcode > opBinary && opcode < opClose) || opcode > opPong)
        return refuse(CloseCode::ProtocolError);

    quint64 payload = second & 0x7f;
    qsizetype header = 2;
    if (payload == 126) {
        if (bytes.size() < 4)
            return Result(std::nullopt);
        payload = qFromBigEndian<quint16>(bytes.data() + 2);
        header = 4;
    } else if (payload == 127) {
        if (bytes.size() < 10)
            return Result(std::nullopt);
        payload = qFromBigEndian<quint64>(bytes.data() + 2);
        header = 10;
    }
    if (control) {
        if (!fin || payload > quint64(controlMax))
            return refuse(CloseCode::ProtocolError);
    } else {
        if (opcode == opBinary)
            return refuse(CloseCode::UnsupportedData);
        if ((opcode == opContinuation) != m_inMessage)
            return refuse(CloseCode::ProtocolError);
        if (payload > quint64(m_maxPayload - m_fragments))
            return refuse(CloseCode::TooBig);
    }
    const qsizetype size = header + maskSize + qsizetype(payload);
    if (bytes.size() < size)
        return Result(std::nullopt);
    const bool fragment = !control && (m_inMessage || !fin);
    if (!control) {
        m_inMessage = !fin;
        m_fragments = fin ? 0 : m_fragments + qsizetype(payload);
    }
    return Result(Frame{size, header + maskSize, fragment, fin});
}

} // namespace parlor::net
