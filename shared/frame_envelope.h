// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/json_reader.h"
#include "shared/result.h"

#include <QByteArray>
#include <QByteArrayView>

/// What is around the data of a frame, in both directions: {"type":T,"ref"?:R,"data":{…}}. Internal to
/// parlor_shared.
namespace parlor {

/// The frame, its members in the documented order. `data` is a JSON object as text.
QByteArray envelope(QLatin1StringView type, const std::optional<QString>& ref, QByteArrayView data);
/// The same, up to and with `"data":`; the caller appends the object and a brace.
QByteArray envelopeHead(QLatin1StringView type, const std::optional<QString>& ref, qsizetype reserve);

/// Reads ref and type, in this order, so that an error of the type can be answered with the ref.
struct EnvelopeReader {
    explicit EnvelopeReader(const QJsonObject& frame);

    JsonReader reader;
    std::optional<QString> ref;
    QString type;

    /// The data; an absent one is empty if `optional`, else a failure.
    QJsonObject data(bool optional);
};

} // namespace parlor
