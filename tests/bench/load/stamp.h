// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace parlor::load {

/// Which message this is, written into its text: '~', the room as 5 and its number within the room as 7
/// hexadecimal digits. No other text that a server sends here has a '~', so one memchr finds it in whatever
/// is around it.
struct Stamp {
    static constexpr char mark = '~';
    static constexpr size_t digits = 12;
    static constexpr size_t size = 1 + digits;

    uint32_t room = 0;   ///< below 2^20
    uint32_t number = 0; ///< below 2^28

    /// Writes the digits, without the mark.
    void write(char* to) const {
        uint64_t value = (uint64_t(room) << 28) | number;
        for (size_t i = digits; i-- > 0; value >>= 4)
            to[i] = "0123456789abcdef"[value & 15];
    }

    /// Reads `digits` characters; false if they are none of ours.
    static bool read(const char* from, Stamp& stamp) {
        uint64_t value = 0;
        for (size_t i = 0; i < digits; ++i) {
            const auto c = uint8_t(from[i]);
            const auto digit = uint8_t(c <= '9' ? c - '0' : c - 'a' + 10);
            if (digit > 15)
                return false;
            value = (value << 4) | digit;
        }
        stamp.room = uint32_t(value >> 28);
        stamp.number = uint32_t(value & 0xfffffff);
        return true;
    }

    /// Finds a stamp in [data, data + size).
    static bool find(const char* data, size_t size, Stamp& stamp) {
        const char* at = size == 0 ? nullptr : static_cast<const char*>(memchr(data, mark, size));
        return at && size - size_t(at - data) >= Stamp::size && read(at + 1, stamp);
    }
};

} // namespace parlor::load
