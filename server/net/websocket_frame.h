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
        qsizetype size = 0; ///< header and payload, bytes
        quint8 opcode = 0;
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

} // namespace parlor::net
