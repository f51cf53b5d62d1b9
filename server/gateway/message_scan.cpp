// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_scan.h"

#include "server/log/records.h"
#include "shared/json_cursor.h"

#include <algorithm>
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

/// In lower case, as we write it.
std::optional<QUuid> readUuid(const char* text) {
    if (std::any_of(text, text + idSize, [](char c) { return c >= 'A' && c <= 'F'; }))
        return std::nullopt;
    return parseUuid(QLatin1StringView(text, qsizetype(idSize)));
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
