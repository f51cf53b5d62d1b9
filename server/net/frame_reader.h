// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/utf8_check.h"
#include "shared/error.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <optional>

namespace parlor::net {

/// Reads what a WebSocket client sends (RFC 6455, 5), however its bytes are cut into pieces: unmasks, joins
/// fragments, checks every rule at the first byte that breaks it. Holds nothing on the heap between messages.
/// One per connection, one thread.
class FrameReader {
public:
    /// A message may have `maxMessage` bytes, all fragments together.
    explicit FrameReader(qsizetype maxMessage)
        : m_maxMessage(maxMessage) {}

    enum class Event {
        NeedMore, ///< all was taken, and no event is complete
        Text,     ///< a whole message: valid UTF-8
        Ping,
        Pong,
        Close,  ///< the last event
        Failed, ///< the client broke a rule; the last event
    };
    struct Read {
        Event event = Event::NeedMore;
        QByteArray payload; ///< the text, what a pong must repeat, or the reason of a close
        /// Of Close what the client gave, 0 if it gave none. Of Failed the code to close with: ProtocolError
        /// (unmasked, reserved bits, opcodes or close codes, a length longer than it need be, a fragmented or
        /// long control frame, fragments out of order), UnsupportedData (binary), TooBig, BadUtf8.
        quint16 code = 0;
    };
    /// Takes bytes from the front of `bytes` up to the next event.
    Read next(QByteArrayView& bytes);

private:
    /// True once the header is whole and a frame has begun; false if more is needed, or m_failure is set.
    bool readHeader(QByteArrayView& bytes);
    std::optional<CloseCode> checkStart() const;
    std::optional<CloseCode> checkLength(quint64 length) const;
    quint64 lengthInHeader() const;
    void turnMask(qsizetype size);
    Read endOfFrame();
    Read closed();
    bool isControl() const;

    qsizetype m_maxMessage;
    QByteArray m_message; ///< of the present message what has come, unmasked
    QByteArray m_control; ///< of the present control frame
    quint64 m_left = 0;   ///< payload of the present frame that is to come, bytes
    std::array<quint8, 14> m_header{};
    quint8 m_headerSize = 0;
    quint8 m_opcode = 0;
    std::array<char, 4> m_mask{}; ///< turned so that its first byte is for the next one to come
    Utf8Check m_utf8;
    bool m_final = false;
    bool m_inFrame = false;
    bool m_inMessage = false; ///< a message has begun; its last frame has not
    std::optional<CloseCode> m_failure;
};

/// What a mask does, done or undone: `size` bytes of `from` combined with the four of `mask`, over and over,
/// into `to`. They may be the same place.
void applyMask(char* to, const char* from, qsizetype size, const std::array<char, 4>& mask);

/// Whether a close frame may carry that code (RFC 6455, 7.4, and the codes registered since).
bool isCloseCode(quint16 code);

} // namespace parlor::net
