// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_socket.h"

#include <QtEndian>

#include <sys/socket.h>

namespace parlor::test {

RawSocket::RawSocket(const QUrl& base) {
    m_socket.connectToHost(base.host(), quint16(base.port()));
    waitUntil([this] {
        return m_socket.state() != QAbstractSocket::HostLookupState &&
               m_socket.state() != QAbstractSocket::ConnectingState;
    });
}

void RawSocket::send(const QByteArray& bytes) {
    m_socket.write(bytes);
}

bool RawSocket::waitSent(std::chrono::milliseconds deadline) {
    return waitUntil([this] { return m_socket.bytesToWrite() == 0 || !isConnected(); }, deadline);
}

const QByteArray& RawSocket::received() {
    if (m_reading)
        m_received += m_socket.readAll();
    return m_received;
}

void RawSocket::stopReading() {
    m_reading = false;
    m_socket.setReadBufferSize(4096);
}

void RawSocket::resumeReading() {
    m_reading = true;
    m_socket.setReadBufferSize(0);
}

bool RawSocket::waitForBytes(const QByteArray& bytes, std::chrono::milliseconds deadline) {
    return waitUntil([&] { return received().contains(bytes) || !isConnected(); }, deadline) &&
           received().contains(bytes);
}

bool RawSocket::waitClosed(std::chrono::milliseconds deadline) {
    const bool closed = waitUntil([this] { return received(), !isConnected(); }, deadline);
    received();
    return closed;
}

void RawSocket::reset() {
    const linger abortively{1, 0};
    ::setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &abortively, sizeof abortively);
    m_socket.abort();
}

bool RawSocket::upgrade(const QUrl& base, const QByteArray& headers) {
    send("GET /ws HTTP/1.1\r\nHost: " + base.authority().toUtf8() +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         headers + "\r\n");
    return waitForBytes("\r\n\r\n") && received().startsWith("HTTP/1.1 101");
}

QByteArray RawSocket::frame(int opcode, const QByteArray& payload, bool final, bool masked, qint64 length) {
    const qint64 claimed = length >= 0 ? length : payload.size();
    const int mask = masked ? 0x80 : 0;
    QByteArray frame(1, char((final ? 0x80 : 0) | opcode));
    if (claimed < 126) {
        frame.append(char(mask | int(claimed)));
    } else if (claimed < 65536) {
        frame.append(char(mask | 126)).append(2, '\0');
        qToBigEndian(quint16(claimed), frame.data() + 2);
    } else {
        frame.append(char(mask | 127)).append(8, '\0');
        qToBigEndian(quint64(claimed), frame.data() + 2);
    }
    if (masked)
        frame.append(4, '\0');
    return frame + payload;
}

int RawSocket::closeCode() {
    const QByteArray& bytes = received();
    // The server's frames are short where this is asked: behind the handshake, find one with opcode 8 by
    // walking them.
    qsizetype at = bytes.indexOf("\r\n\r\n") + 4;
    while (at >= 4 && at + 2 <= bytes.size()) {
        const int opcode = bytes.at(at) & 0x0f;
        qint64 length = bytes.at(at + 1) & 0x7f;
        qsizetype header = 2;
        if (length == 126 && at + 4 <= bytes.size()) {
            length = qFromBigEndian<quint16>(bytes.constData() + at + 2);
            header = 4;
        } else if (length == 127 && at + 10 <= bytes.size()) {
            length = qint64(qFromBigEndian<quint64>(bytes.constData() + at + 2));
            header = 10;
        }
        if (opcode == 8)
            return at + header + 2 <= bytes.size() ? qFromBigEndian<quint16>(bytes.constData() + at + header)
                                                   : 0;
        at += header + length;
    }
    return 0;
}

} // namespace parlor::test
