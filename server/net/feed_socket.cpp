// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/feed_socket.h"

#include <algorithm>
#include <cstring>

namespace parlor::net {

FeedSocket::FeedSocket() {
    setOpenMode(QIODevice::ReadWrite);
    setSocketState(QAbstractSocket::ConnectedState);
    setPeerAddress(QHostAddress(QHostAddress::LocalHost));
}

FeedSocket::~FeedSocket() {
    m_closed = true;
    setSocketState(QAbstractSocket::UnconnectedState);
}

void FeedSocket::feed(const QByteArray& bytes) {
    if (m_closed)
        return;
    if (m_position == m_bytes.size()) {
        m_bytes = bytes;
        m_position = 0;
    } else {
        m_bytes = m_bytes.mid(m_position) + bytes;
        m_position = 0;
    }
    Q_EMIT readyRead();
}

void FeedSocket::setLost() {
    m_closed = true;
    setOpenMode(QIODevice::NotOpen);
    if (state() != QAbstractSocket::UnconnectedState) {
        setSocketState(QAbstractSocket::UnconnectedState);
        Q_EMIT stateChanged(QAbstractSocket::UnconnectedState);
        Q_EMIT disconnected();
    }
}

qint64 FeedSocket::bytesAvailable() const {
    return m_closed ? 0 : QIODevice::bytesAvailable() + m_bytes.size() - m_position;
}

void FeedSocket::close() {
    finish();
}

void FeedSocket::disconnectFromHost() {
    finish();
}

void FeedSocket::finish() {
    if (m_closed)
        return;
    m_closed = true;
    m_bytes.clear();
    m_position = 0;
}

qint64 FeedSocket::readData(char* data, qint64 maxSize) {
    const qsizetype size = std::min<qsizetype>(qsizetype(maxSize), m_bytes.size() - m_position);
    if (size <= 0)
        return 0;
    std::memcpy(data, m_bytes.constData() + m_position, std::size_t(size));
    m_position += size;
    releaseRead();
    return size;
}

qint64 FeedSocket::skipData(qint64 maxSize) {
    const qint64 size = std::min<qint64>(maxSize, m_bytes.size() - m_position);
    m_position += qsizetype(size);
    releaseRead();
    return size;
}

void FeedSocket::releaseRead() {
    // What was read is not kept until the next request comes.
    if (m_position == m_bytes.size()) {
        m_bytes = QByteArray();
        m_position = 0;
    }
}

qint64 FeedSocket::writeData(const char*, qint64 size) {
    return m_closed ? -1 : size;
}

} // namespace parlor::net
