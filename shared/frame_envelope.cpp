// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/frame_envelope.h"

namespace parlor {

using namespace Qt::StringLiterals;

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

QByteArray envelopeHead(QLatin1StringView type, const std::optional<QString>& ref, qsizetype reserve) {
    QByteArray out;
    out.reserve(reserve + 32 + type.size() + (ref ? ref->size() + 16 : 0));
    out += "{\"type\":\"";
    out.append(type.data(), type.size());
    out += '"';
    if (ref) {
        out += ",\"ref\":";
        appendJsonString(out, *ref);
    }
    out += ",\"data\":";
    return out;
}

QByteArray envelope(QLatin1StringView type, const std::optional<QString>& ref, QByteArrayView data) {
    QByteArray out = envelopeHead(type, ref, data.size());
    out.append(data);
    out += '}';
    return out;
}

EnvelopeReader::EnvelopeReader(const QJsonObject& frame)
    : reader(frame)
    , ref(reader.optionalText("ref"_L1, 1, limits::refMax)) {
    if (reader.failed())
        ref.reset();
    type = reader.text("type"_L1, 1, limits::refMax);
}

QJsonObject EnvelopeReader::data(bool optional) {
    if (optional && !reader.has("data"_L1))
        return {};
    return reader.object("data"_L1);
}

} // namespace parlor
