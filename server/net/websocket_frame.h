// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/websocket.h"

#include <QByteArrayView>

#include <optional>
#include <tl/expected.hpp>

namespace parlor::net {

/// Cuts the bytes from a client into whole frames (RFC 6455, 5.2) and refuses those that no client may send,
/// before more of them than their header is read. One per connection.
class FrameCutter {
public:
    explicit FrameCutter(qsizetype maxPayload)
        : m_maxPayload(maxPayload) {}

    struct Frame {
        qsizetype size = 0;    ///< header and payload, bytes
        qsizetype payload = 0; ///< where the payload begins; the four bytes before it are the mask
        bool fragment = false; ///< of a message in several frames
        bool last = true;      ///< ends its message
    };
    /// The frame that `bytes` begins with; nullopt if it is not whole yet; the code to close with if it is
    /// not allowed: ProtocolError (unmasked, reserved bits or opcode, a fragmented or long control frame,
    /// fragments out of order), UnsupportedData (binary), TooBig (a frame, or fragments together, over the
    /// limit).
    tl::expected<std::optional<Frame>, CloseCode> next(QByteArrayView bytes);

private:
    qsizetype m_maxPayload;
    qsizetype m_fragments = 0; ///< payload of the message so far
    bool m_inMessage = false;  ///< a fragmented message has begun
};

/// Makes one frame of a message that came in several: QWebSocket checks UTF-8 frame by frame, and would
/// refuse a character that a client has split over two.
class FragmentJoiner {
public:
    /// `bytes` is the whole frame. Gives what to hand on: the frame itself if it is no fragment, nothing
    /// before the last fragment, then the whole message as one masked text frame.
    QByteArray take(const FrameCutter::Frame& frame, const QByteArray& bytes);

private:
    QByteArray m_payload;
};

} // namespace parlor::net
