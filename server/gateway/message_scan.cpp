// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_scan.h"

#include "server/log/records.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace parlor::gateway {

namespace {

static_assert(log::recordVersion == 1);
// As encodeMessage() in server/log/records.cpp writes it; a test holds the two together.
constexpr std::string_view beforeId = R"({"v":1,"kind":"message","id":")";
constexpr std::string_view beforeRoom = R"(","roomId":")";
constexpr std::string_view afterRoom = R"(","sender":")";
constexpr std::string_view afterSender = R"(","tempId":")";
constexpr std::string_view beforeReplyTo = R"(","type":"text","replyTo":")"; // system messages answer nothing
constexpr std::string_view beforeThreadRoot = R"(","threadRoot":")";
constexpr std::string_view atEnd = R"("})";
constexpr std::size_t idSize = 36;

constexpr std::array<signed char, 256> hexDigits = [] {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (signed char i = 0; i < 10; ++i)
        values[static_cast<std::size_t>('0' + i)] = i;
    for (signed char i = 0; i < 6; ++i)
        values[static_cast<std::size_t>('a' + i)] = static_cast<signed char>(10 + i);
    return values;
}();

/// A canonical lower-case UUID that is not null.
std::optional<QUuid> readUuid(const char* text) {
    std::array<uchar, 16> bytes{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < idSize;) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i++] != '-')
                return std::nullopt;
            continue;
        }
        const int high = hexDigits[static_cast<uchar>(text[i])];
        const int low = hexDigits[static_cast<uchar>(text[i + 1])];
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes[count++] = static_cast<uchar>(high * 16 + low);
        i += 2;
    }
    const auto at = [&](std::size_t i) { return uint(bytes[i]); };
    const QUuid uuid(at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3), ushort(at(4) << 8 | at(5)),
                     ushort(at(6) << 8 | at(7)), bytes[8], bytes[9], bytes[10], bytes[11], bytes[12],
                     bytes[13], bytes[14], bytes[15]);
    if (uuid.isNull())
        return std::nullopt;
    return uuid;
}

} // namespace

std::optional<ScannedMessage> scanMessage(const QByteArray& record) {
    constexpr std::size_t fixed = beforeId.size() + beforeRoom.size() + afterRoom.size() + 2 * idSize;
    const std::string_view text(record.constData(), static_cast<std::size_t>(record.size()));
    if (text.size() < fixed + atEnd.size() || !text.ends_with(atEnd) || !text.starts_with(beforeId) ||
        text.substr(beforeId.size() + idSize, beforeRoom.size()) != beforeRoom ||
        text.substr(beforeId.size() + beforeRoom.size() + 2 * idSize, afterRoom.size()) != afterRoom)
        return std::nullopt;
    const auto id = readUuid(text.data() + beforeId.size());
    const auto room = readUuid(text.data() + beforeId.size() + idSize + beforeRoom.size());
    if (!id || !room)
        return std::nullopt;
    ScannedMessage scanned{MessageId(*id), RoomId(*room), {}};
    // What is no reply has other text where a reply has this; what looks like one otherwise is decoded.
    std::size_t at = fixed + idSize;
    if (text.substr(std::min(at, text.size()), afterSender.size()) != afterSender)
        return std::nullopt;
    at += afterSender.size() + idSize;
    if (text.substr(std::min(at, text.size()), beforeReplyTo.size()) != beforeReplyTo)
        return scanned;
    at += beforeReplyTo.size() + idSize;
    if (text.substr(std::min(at, text.size()), beforeThreadRoot.size()) != beforeThreadRoot)
        return scanned; // of a version that had no threads
    at += beforeThreadRoot.size();
    if (at + idSize > text.size())
        return std::nullopt;
    const auto root = readUuid(text.data() + at);
    if (!root)
        return std::nullopt;
    scanned.threadRoot = MessageId(*root);
    return scanned;
}

} // namespace parlor::gateway
