// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/ids.h"

#include "shared/json_cursor.h"

#include <array>

namespace parlor {

namespace {

constexpr std::array<signed char, 128> hexDigits = [] {
    std::array<signed char, 128> values{};
    values.fill(-1);
    for (signed char i = 0; i < 10; ++i)
        values[std::size_t('0' + i)] = i;
    for (signed char i = 0; i < 6; ++i)
        values[std::size_t('a' + i)] = values[std::size_t('A' + i)] = static_cast<signed char>(10 + i);
    return values;
}();

/// By hand: it is done several times for every message.
template <typename View>
std::optional<QUuid> readUuid(View text) {
    if (text.size() != 36)
        return std::nullopt;
    std::array<uint, 16> bytes{};
    qsizetype at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[at++] != QLatin1Char('-'))
                return std::nullopt;
        }
        for (int half = 0; half < 2; ++half) {
            const char16_t c = QChar(text[at++]).unicode();
            const int digit = c < hexDigits.size() ? hexDigits[c] : -1;
            if (digit < 0)
                return std::nullopt;
            bytes[i] = bytes[i] * 16 + uint(digit);
        }
    }
    const auto byte = [&](std::size_t i) { return uchar(bytes[i]); };
    const QUuid uuid(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3],
                     ushort(bytes[4] << 8 | bytes[5]), ushort(bytes[6] << 8 | bytes[7]), byte(8), byte(9),
                     byte(10), byte(11), byte(12), byte(13), byte(14), byte(15));
    if (uuid.isNull())
        return std::nullopt;
    return uuid;
}

} // namespace

std::optional<QUuid> parseUuid(QStringView text) {
    return readUuid(text);
}

std::optional<QUuid> parseUuid(QLatin1StringView text) {
    return readUuid(text);
}

MessageId messageIdFor(const UserId& sender, const RoomId& room, const TempId& tempId) {
    const QByteArray name =
        room.uuid().toByteArray(QUuid::WithoutBraces) + '/' + tempId.uuid().toByteArray(QUuid::WithoutBraces);
    return MessageId(QUuid::createUuidV5(sender.uuid(), name));
}

} // namespace parlor
