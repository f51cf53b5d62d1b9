// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json_append.h"

#include <array>
#include <charconv>

namespace parlor {

void appendJsonString(QByteArray& out, QStringView text) {
    // Through a small buffer: to append byte by byte to a QByteArray costs several times as much.
    char buffer[512];
    constexpr std::size_t longestStep = 6; // \u001f
    std::size_t used = 0;
    const auto put = [&](auto... bytes) { ((buffer[used++] = char(bytes)), ...); };
    put('"');
    const char16_t* unit = text.utf16();
    const char16_t* const end = unit + text.size();
    while (unit != end) {
        if (used + longestStep + 1 > sizeof buffer) {
            out.append(buffer, qsizetype(used));
            used = 0;
        }
        const char16_t c = *unit++;
        if (c >= 0x20 && c < 0x80) {
            if (c == u'"' || c == u'\\')
                put('\\');
            put(c);
        } else if (c < 0x20) {
            constexpr char hex[] = "0123456789abcdef";
            if (c == u'\n')
                put('\\', 'n');
            else
                put('\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]);
        } else if (c < 0x800) {
            put(0xC0 | (c >> 6), 0x80 | (c & 0x3F));
        } else if (!QChar::isSurrogate(c)) {
            put(0xE0 | (c >> 12), 0x80 | ((c >> 6) & 0x3F), 0x80 | (c & 0x3F));
        } else if (QChar::isHighSurrogate(c) && unit != end && QChar::isLowSurrogate(*unit)) {
            const char32_t point = QChar::surrogateToUcs4(c, *unit++);
            put(0xF0 | (point >> 18), 0x80 | ((point >> 12) & 0x3F), 0x80 | ((point >> 6) & 0x3F),
                0x80 | (point & 0x3F));
        } else {
            put(0xEF, 0xBF, 0xBD);
        }
    }
    put('"');
    out.append(buffer, qsizetype(used));
}

void appendText(QByteArray& out, QByteArrayView before, QStringView text) {
    out.append(before);
    appendJsonString(out, text);
}

void appendId(QByteArray& out, QByteArrayView before, const QUuid& id) {
    constexpr char hex[] = "0123456789abcdef";
    std::array<char, 38> text{'"'};
    std::size_t used = 1;
    const auto put = [&](auto value) {
        for (int shift = int(sizeof value) * 8 - 4; shift >= 0; shift -= 4)
            text[used++] = hex[(value >> shift) & 15];
    };
    put(id.data1);
    text[used++] = '-';
    put(id.data2);
    text[used++] = '-';
    put(id.data3);
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == 0 || i == 2)
            text[used++] = '-';
        put(id.data4[i]);
    }
    text[used++] = '"';
    out.append(before);
    out.append(text.data(), qsizetype(used));
}

void appendNumber(QByteArray& out, QByteArrayView before, qint64 number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(before);
    out.append(text.data(), end - text.data());
}

} // namespace parlor
