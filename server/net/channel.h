// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/link.h"

#include <QHostAddress>

#include <chrono>
#include <memory>
#include <vector>

namespace parlor::net {

class NetworkThread;

/// Milliseconds of a clock that never jumps.
qint64 steadyNow();

/// What is spoken on a channel: HTTP, then perhaps WebSocket. All calls come on the channel's thread.
class Protocol {
public:
    virtual ~Protocol() = default;
    /// `bytes` are there during the call only.
    virtual void received(QByteArrayView bytes) = 0;
    /// The kernel has taken some of what was queued.
    virtual void written() {}
    /// The connection is gone; the last call, made from the event loop, never from inside another call.
    virtual void lost() {}
    /// Look at deadlines. Returns when to look again (steadyNow(); one that has passed: at the next sweep):
    /// no deadline may be earlier, unless NetworkThread::sweepSoon() tells of it.
    virtual qint64 sweep(qint64 now) = 0;
    /// The server stops: end as soon as what is in flight is done.
    virtual void shutDown() = 0;
};

/// One client's connection: queue, one write per turn of the loop, back-pressure, an orderly end. Deleted by
/// its thread once the connection is gone. One thread only.
class Channel final : private LinkOwner {
public:
    Channel(NetworkThread& thread, quint64 id);
    ~Channel() override;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// Takes an accepted descriptor over, and tells `protocol` what comes. False if its client is gone
    /// already.
    bool open(qintptr descriptor, std::unique_ptr<Protocol> protocol);

    NetworkThread& thread() const { return m_thread; }
    quint64 id() const { return m_id; }
    const QHostAddress& peerAddress() const { return m_peer; }
    bool isSecure() const;

    /// The protocol before it lives on until it has returned, since it may be the caller.
    void setProtocol(std::unique_ptr<Protocol> protocol);
    Protocol* protocol() const { return m_protocol.get(); }

    /// When what is queued is offered to the kernel.
    enum class Turn : quint8 {
        This,     ///< at the end of this turn of the loop
        InSlices, ///< when those who wait since earlier have had their turn; with what comes as This before
    };
    /// Queues bytes. All that is queued in one turn of the loop leaves in one system call.
    void send(const QByteArray& bytes, Turn turn = Turn::This);
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
    /// As Link::settle().
    void settle();

    /// Ends in order: what is queued is sent, then our direction is closed, then input is thrown away until
    /// the peer has closed too, so that the last bytes are not lost to a reset. Aborts when output makes no
    /// progress for `stall`, and closeDeadline after our direction was closed.
    void finish(std::chrono::milliseconds stall);
    bool isFinishing() const { return m_finishing; }
    /// Drops the connection at once. The protocol hears of it in the next turn of the loop.
    void abort();
    bool isGone() const { return m_gone; }

    /// As Protocol::sweep().
    qint64 sweep(qint64 now);
    void shutDown();

private:
    void linkReceived(QByteArrayView bytes) override;
    void linkWritable() override;
    void linkLost() override;
    void closeOurSide();
    void taken(qint64 bytes);

    NetworkThread& m_thread;
    const quint64 m_id;
    QHostAddress m_peer;
    std::unique_ptr<Link> m_link;
    std::unique_ptr<Protocol> m_protocol;
    std::unique_ptr<Protocol> m_previous;
    std::vector<QByteArray> m_queue; ///< what the link has not taken, from m_next on
    std::size_t m_next = 0;
    qsizetype m_offset = 0; ///< of the next piece that much was taken
    qint64 m_queueBytes = 0;
    qint64 m_lastProgress = 0;
    qint64 m_ourSideClosed = 0;   ///< when; 0 if it is open
    qint64 m_stall = 0;           ///< ms, while finishing
    std::size_t m_place = 0;      ///< in the thread's list of deadlines
    bool m_dirty = false;         ///< in the thread's list of channels to flush
    bool m_waitsForSlice = false; ///< in the thread's list of channels that are flushed in slices
    bool m_stuck = false;         ///< the kernel did not take all: it tells when it takes more
    bool m_finishing = false;
    bool m_gone = false;

    friend class NetworkThread;
};

} // namespace parlor::net
