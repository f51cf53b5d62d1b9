// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTcpSocket>

#include <chrono>
#include <memory>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace parlor::net {

class NetworkThread;

/// Milliseconds of a clock that never jumps.
qint64 steadyNow();

/// What is spoken on a channel: HTTP, then perhaps WebSocket. All calls come on the channel's thread.
class Protocol {
public:
    virtual ~Protocol() = default;
    virtual void received(const QByteArray& bytes) = 0;
    /// The kernel has taken some of what was queued.
    virtual void written() {}
    /// The socket is gone; the last call, made from the event loop, never from inside another call.
    virtual void lost() {}
    /// Every sweep interval: look at deadlines.
    virtual void sweep(qint64 now) = 0;
    /// The server stops: end as soon as what is in flight is done.
    virtual void shutDown() = 0;
};

/// One client's socket: queue, one write per turn of the loop, back-pressure, an orderly end. Deletes itself
/// (through the thread) once the socket is gone. One thread only.
class Channel : public QObject {
    Q_OBJECT

public:
    Channel(NetworkThread& thread, quint64 id, std::unique_ptr<QTcpSocket> socket);
    ~Channel() override;

    NetworkThread& thread() const { return m_thread; }
    quint64 id() const { return m_id; }
    QHostAddress peerAddress() const { return m_socket->peerAddress(); }
    quint16 peerPort() const { return m_socket->peerPort(); }
    bool isSecure() const { return m_ssl != nullptr; }

    /// The protocol before it lives on until the next turn, since it may be the caller.
    void setProtocol(std::unique_ptr<Protocol> protocol);
    Protocol* protocol() const { return m_protocol.get(); }

    /// Queues bytes. All that is queued in one turn of the loop leaves in one system call.
    void send(const QByteArray& bytes);
    /// Writes what is queued now.
    void flush();
    /// Bytes that the kernel has not taken yet.
    qint64 queuedBytes() const;
    /// Forgets what has not been offered to the kernel; pieces given to send() are kept or dropped whole.
    void dropQueued();
    /// Whether the kernel took something lately: steadyNow() of the last time.
    qint64 lastProgress() const { return m_lastProgress; }

    /// While off, nothing is delivered and TCP holds the peer back.
    void setReading(bool on);

    /// Ends in order: what is queued is sent, then our direction is closed, then input is thrown away until
    /// the peer has closed too, so that the last bytes are not lost to a reset. Aborts when output makes no
    /// progress for `stall`, and closeDeadline after our direction was closed.
    void finish(std::chrono::milliseconds stall);
    bool isFinishing() const { return m_finishing; }
    /// Drops the connection at once. The protocol hears of it in the next turn of the loop.
    void abort();
    bool isGone() const { return m_gone; }

    void sweep(qint64 now);
    void shutDown();

private:
    void readSocket();
    void socketWritten();
    void socketGone();
    void closeOurSide();
    /// Offers the queue to the kernel; what it does not take stays queued. False: the connection is broken.
    bool sendDirectly();
    /// Gives what is queued to the socket's own buffer.
    void handOver();
    qint64 socketBytes() const;

    NetworkThread& m_thread;
    const quint64 m_id;
    std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket* m_ssl = nullptr;
    std::unique_ptr<Protocol> m_protocol;
    std::unique_ptr<Protocol> m_previous;
    const int m_descriptor;
    std::vector<QByteArray> m_queue; ///< not offered to the kernel yet
    qint64 m_queueBytes = 0;
    qint64 m_lastProgress = 0;
    qint64 m_ourSideClosed = 0; ///< when; 0 if it is open
    qint64 m_stall = 0;         ///< ms, while finishing
    bool m_reading = true;
    bool m_readScheduled = false;
    bool m_dirty = false; ///< in the thread's list of channels to flush
    bool m_finishing = false;
    bool m_gone = false;
    bool m_handedOver = false; ///< the socket's own buffer holds something

    friend class NetworkThread;
};

} // namespace parlor::net
