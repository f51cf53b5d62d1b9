// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace parlor::net {

/// What hears of the bytes that a Qt parser writes, and of its wish to end.
class FeedSocketOwner {
public:
    virtual ~FeedSocketOwner() = default;
    virtual void feedWritten(const QByteArray& bytes) = 0;
    /// Qt closed or aborted its end.
    virtual void feedClosed() = 0;
};

/// A QTcpSocket without a descriptor, by which Qt's parsers read what we have checked first. QHttpServer and
/// QWebSocket accept much that they should not (smuggled requests, unmasked frames, gigabytes), keep raw
/// pointers to sockets that go away, and read as fast as the peer sends. Behind this socket they see one
/// whole, well-formed request or frame at a time, and the real socket, with its pace, its limits and its end,
/// stays ours.
class FeedSocket : public QTcpSocket {
    Q_OBJECT

public:
    /// `owner` may be null. `id` is what peerName() tells, so that a QWebSocket made from this socket can be
    /// recognised. Unbuffered unless the parser needs transactions: Qt then retains no read buffer for it.
    FeedSocket(FeedSocketOwner* owner, const QHostAddress& peer, quint16 peerPort, const QString& id,
               OpenMode mode = QIODevice::ReadWrite | QIODevice::Unbuffered);
    ~FeedSocket() override;

    /// Makes `bytes` readable and emits readyRead().
    void feed(const QByteArray& bytes);
    /// The owner goes away; nothing is told any more.
    void detach() { m_owner = nullptr; }
    /// The real socket is gone: becomes unconnected and says so.
    void setLost();
    bool isClosed() const { return m_closed; }

    qint64 bytesAvailable() const override;
    void close() override;
    void disconnectFromHost() override;

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 skipData(qint64 maxSize) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    void finish();
    void releaseRead();

    FeedSocketOwner* m_owner;
    QByteArray m_bytes;
    qsizetype m_position = 0;
    bool m_closed = false;
};

} // namespace parlor::net
