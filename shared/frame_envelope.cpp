// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/frame_envelope.h"

#include "shared/json_append.h"

namespace parlor {

using namespace Qt::StringLiterals;

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
