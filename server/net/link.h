// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHostAddress>

#include <span>

namespace parlor::net {

/// Who hears of a link. Every call comes from the event loop, none from inside a call of the link.
class LinkOwner {
public:
    virtual ~LinkOwner() = default;
    /// `bytes` are there during the call only. Also while reading is switched off, if they had been read
    /// before.
    virtual void linkReceived(QByteArrayView bytes) = 0;
    /// Something left, or may be offered again.
    virtual void linkWritable() = 0;
    /// The connection is gone: the peer has ended its direction, or an error has ended both.
    virtual void linkLost() = 0;
};

/// The bytes of one connection, in and out. One thread. Outlives what it calls: it is destroyed from the
/// event loop.
class Link {
public:
    virtual ~Link() = default;

    /// The other end; null if it was gone before start().
    virtual QHostAddress peerAddress() const = 0;
    /// Begins to read; nothing is told before.
    virtual void start() = 0;
    /// Offers `pieces`, the first from byte `offset` on. Returns how many bytes were taken, -1 if the
    /// connection is broken. After fewer than all of them, linkWritable() follows.
    virtual qint64 send(std::span<const QByteArray> pieces, qsizetype offset) = 0;
    /// Bytes that were taken and that the kernel does not have yet. While there are some, linkWritable()
    /// follows.
    virtual qint64 heldBytes() const = 0;
    /// While off, TCP holds the peer back.
    virtual void setReading(bool on) = 0;
    /// What comes is told as soon as it is there; before, and of connections that never settle, after what
    /// comes from those who did, and bit by bit if thousands come at once (latePerTurn).
    virtual void settle() = 0;
    /// Ends our direction, once there are no held bytes.
    virtual void closeSending() = 0;
    /// Drops the connection at once, and tells nobody.
    virtual void close() = 0;
};

} // namespace parlor::net
