// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/ids.h"

namespace parlor {

std::optional<QUuid> parseUuid(QStringView text) {
    if (text.size() != 36)
        return std::nullopt;
    for (qsizetype i = 0; i < 36; ++i) {
        const char16_t c = text[i].unicode();
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
        if (dash ? c != u'-' : !hex)
            return std::nullopt;
    }
    const QUuid uuid = QUuid::fromString(text);
    if (uuid.isNull())
        return std::nullopt;
    return uuid;
}

MessageId messageIdFor(const UserId& sender, const RoomId& room, const TempId& tempId) {
    const QByteArray name =
        room.uuid().toByteArray(QUuid::WithoutBraces) + '/' + tempId.uuid().toByteArray(QUuid::WithoutBraces);
    return MessageId(QUuid::createUuidV5(sender.uuid(), name));
}

} // namespace parlor
