// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/frame_envelope.h"

namespace parlor {

using namespace Qt::StringLiterals;

void appendJsonString(QByteArray& out, QStringView text) {
    constexpr char hex[] = "0123456789abcdef";
    // Worst case: a control character in six bytes, else three bytes per unit.
    out.reserve(out.size() + text.size() + text.size() / 4 + 16);
    out += '"';
    const char16_t* unit = text.utf16();
    const char16_t* const end = unit + text.size();
    while (unit != end) {
        const char16_t c = *unit++;
        if (c >= 0x20 && c < 0x80) {
            if (c == u'"' || c == u'\\')
                out += '\\';
            out += char(c);
        } else if (c < 0x20) {
            switch (c) {
            case u'\n':
                out += "\\n";
                break;
            case u'\r':
                out += "\\r";
                break;
            case u'\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += hex[c >> 4];
                out += hex[c & 15];
            }
        } else if (c < 0x800) {
            out += char(0xC0 | (c >> 6));
            out += char(0x80 | (c & 0x3F));
        } else if (!QChar::isSurrogate(c)) {
            out += char(0xE0 | (c >> 12));
            out += char(0x80 | ((c >> 6) & 0x3F));
            out += char(0x80 | (c & 0x3F));
        } else if (QChar::isHighSurrogate(c) && unit != end && QChar::isLowSurrogate(*unit)) {
            const char32_t point = QChar::surrogateToUcs4(c, *unit++);
            out += char(0xF0 | (point >> 18));
            out += char(0x80 | ((point >> 12) & 0x3F));
            out += char(0x80 | ((point >> 6) & 0x3F));
            out += char(0x80 | (point & 0x3F));
        } else {
            out += "\xEF\xBF\xBD";
        }
    }
    out += '"';
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
