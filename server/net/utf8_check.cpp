// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/utf8_check.h"

#include <cstring>

namespace parlor::net {

bool Utf8Check::feed(QByteArrayView bytes) {
    const auto* at = reinterpret_cast<const quint8*>(bytes.data());
    const auto* const end = at + bytes.size();
    // In registers while the loop runs.
    quint8 needed = m_needed;
    quint8 lowest = m_lowest;
    quint8 highest = m_highest;
    while (at != end) {
        if (needed > 0) {
            if (*at < lowest || *at > highest)
                return false;
            ++at;
            --needed;
            lowest = 0x80;
            highest = 0xbf;
            continue;
        }
        while (end - at >= 8) { // most of what people and programs write is ASCII
            quint64 word = 0;
            std::memcpy(&word, at, sizeof word);
            if (word & Q_UINT64_C(0x8080808080808080))
                break;
            at += 8;
        }
        while (at != end && *at < 0x80)
            ++at;
        if (at == end)
            break;
        // The rows of RFC 3629, 4: no overlong form, no surrogate, nothing above U+10FFFF.
        const quint8 first = *at++;
        if (first < 0xc2 || first > 0xf4)
            return false;
        needed = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        if (first == 0xe0)
            lowest = 0xa0;
        else if (first == 0xed)
            highest = 0x9f;
        else if (first == 0xf0)
            lowest = 0x90;
        else if (first == 0xf4)
            highest = 0x8f;
    }
    m_needed = needed;
    m_lowest = lowest;
    m_highest = highest;
    return true;
}

} // namespace parlor::net
