// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace parlor::net {

/// A QTcpSocket without a descriptor, by which Qt's HTTP parser reads what we have checked first. QHttpServer
/// accepts much that it should not (smuggled requests), keeps raw pointers to sockets that go away, and reads
/// as fast as the peer sends. Behind this socket it sees one whole, well-formed request at a time, and what
/// it writes goes nowhere.
class FeedSocket : public QTcpSocket {
    Q_OBJECT

public:
    FeedSocket();
    ~FeedSocket() override;

    /// Makes `bytes` readable and emits readyRead().
    void feed(const QByteArray& bytes);
    /// Becomes unconnected and says so.
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

    QByteArray m_bytes;
    qsizetype m_position = 0;
    bool m_closed = false;
};

} // namespace parlor::net
