// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace parlor::net {

/// Checks UTF-8 that comes in pieces (RFC 3629), and refuses it at the first byte after which nothing valid
/// can follow.
class Utf8Check {
public:
    /// False: malformed. Nothing more may be fed then.
    bool feed(QByteArrayView bytes);
    /// Whether what was fed so far ends with a whole character.
    bool isWhole() const { return m_needed == 0; }

private:
    quint8 m_needed = 0;    ///< continuation bytes to come
    quint8 m_lowest = 0x80; ///< what the next one may be
    quint8 m_highest = 0xbf;
};

} // namespace parlor::net
