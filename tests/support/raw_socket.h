// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/wait.h"

#include <QByteArray>
#include <QTcpSocket>
#include <QUrl>

namespace parlor::test {

/// A TCP connection that says exactly what the test wants, however wrong. For the thread that runs the event
/// loop.
class RawSocket {
public:
    /// Connects to the host and port of `base` and waits for it.
    explicit RawSocket(const QUrl& base);

    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void send(const QByteArray& bytes);
    /// Waits until all that was sent has been taken by the kernel, or the connection has ended.
    bool waitSent(std::chrono::milliseconds deadline = patience);

    /// Everything that has come so far.
    const QByteArray& received();
    /// Reads nothing from now on: after a few kilobytes the peer's data stays with the peer.
    void stopReading();
    void resumeReading();
    bool waitForBytes(const QByteArray& bytes, std::chrono::milliseconds deadline = patience);
    bool waitClosed(std::chrono::milliseconds deadline = patience);
    /// Ends the connection with a reset instead of an orderly end.
    void reset();

    /// GET /ws with `headers` (each with its line end) added, and waits for the answer. True if it was 101.
    bool upgrade(const QUrl& base, const QByteArray& headers = {});
    /// A frame with a mask of zeros. `length`: what the header claims, if not what is there.
    static QByteArray frame(int opcode, const QByteArray& payload, bool final = true, bool masked = true,
                            qint64 length = -1);
    /// The code of a close frame that ends what has come; 0 if there is none.
    int closeCode();

private:
    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_reading = true;
};

} // namespace parlor::test
