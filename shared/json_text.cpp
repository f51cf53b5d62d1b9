// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"

#include <QJsonDocument>

namespace parlor {

Result<QJsonObject> parseObject(const QByteArray& text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(
            ErrorCode::Invalid,
            QStringLiteral("Not valid JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    }
    if (!document.isObject())
        return fail(ErrorCode::Invalid, QStringLiteral("A JSON object is expected at byte 0."));
    return document.object();
}

QByteArray toBytes(const QJsonObject& json) {
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace parlor
