// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocket_frame.h"

#include <QtEndian>

#include <array>
#include <cstring>

namespace parlor::net {

namespace {

constexpr char finText = '\x81';
constexpr char finClose = '\x88';
constexpr char finPong = '\x8a';
constexpr qsizetype controlMax = 125;

QByteArray controlFrame(char first, QByteArrayView payload) {
    QByteArray frame;
    frame.reserve(2 + payload.size());
    return frame.append(first).append(char(payload.size())).append(payload);
}

} // namespace

SharedFrame SharedFrame::text(const QByteArray& utf8) {
    std::array<char, 10> header{finText};
    qsizetype headerSize = 2;
    const auto size = quint64(utf8.size());
    if (size < 126) {
        header[1] = char(size);
    } else if (size <= 0xffff) {
        header[1] = 126;
        qToBigEndian(quint16(size), header.data() + 2);
        headerSize = 4;
    } else {
        header[1] = 127;
        qToBigEndian(size, header.data() + 2);
        headerSize = 10;
    }
    SharedFrame frame;
    frame.m_bytes = QByteArray(headerSize + utf8.size(), Qt::Uninitialized);
    char* const to = frame.m_bytes.data();
    std::memcpy(to, header.data(), std::size_t(headerSize));
    if (!utf8.isEmpty())
        std::memcpy(to + headerSize, utf8.constData(), std::size_t(utf8.size()));
    return frame;
}

QByteArray SharedFrame::payload() const {
    if (m_bytes.isEmpty())
        return {};
    const auto length = quint8(m_bytes[1]);
    return m_bytes.mid(length < 126 ? 2 : length == 126 ? 4 : 10);
}

const QByteArray& pingFrame() {
    static const QByteArray frame("\x89\x00", 2);
    return frame;
}

QByteArray pongFrame(const QByteArray& payload) {
    return controlFrame(finPong, payload);
}

QByteArray closeFrame(quint16 code, const QByteArray& reason) {
    if (code == 0)
        return controlFrame(finClose, {});
    std::array<char, 2> bytes{};
    qToBigEndian(code, bytes.data());
    qsizetype size = std::min(reason.size(), controlMax - qsizetype(bytes.size()));
    while (size > 0 && size < reason.size() && (quint8(reason[size]) & 0xc0) == 0x80)
        --size; // a character would be cut here
    return controlFrame(finClose, QByteArray(bytes.data(), bytes.size()).append(reason.left(size)));
}

} // namespace parlor::net
