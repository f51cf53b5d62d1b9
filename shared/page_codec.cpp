// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/codec.h"
#include "shared/model_codec.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
Result<Page<T>> decodePage(const QJsonObject& json, T (*read)(JsonReader&)) {
    JsonReader reader(json);
    Page<T> page;
    // A list that is not paged (a user's rooms) may be longer than a page, but is not endless.
    page.items = reader.modelArray("items"_L1, limits::syncRoomsMax, read);
    page.next = reader.optionalText("next"_L1, 1, limits::tokenMax);
    return finished(reader, std::move(page), QString());
}

} // namespace

template <>
Result<Page<User>> pageFromJson<User>(const QJsonObject& json) {
    return decodePage(json, readUser);
}

template <>
Result<Page<RoomView>> pageFromJson<RoomView>(const QJsonObject& json) {
    return decodePage(json, readRoomView);
}

template <>
Result<Page<PublicRoom>> pageFromJson<PublicRoom>(const QJsonObject& json) {
    return decodePage(json, readPublicRoom);
}

template <>
Result<Page<Member>> pageFromJson<Member>(const QJsonObject& json) {
    return decodePage(json, readMember);
}

template <>
Result<Page<Ban>> pageFromJson<Ban>(const QJsonObject& json) {
    return decodePage(json, readBan);
}

template <>
Result<Page<Message>> pageFromJson<Message>(const QJsonObject& json) {
    return decodePage(json, readMessage);
}

template <>
Result<Page<MessageVersion>> pageFromJson<MessageVersion>(const QJsonObject& json) {
    return decodePage(json, readMessageVersion);
}

template <>
Result<Page<MemberCursor>> pageFromJson<MemberCursor>(const QJsonObject& json) {
    return decodePage(json, readMemberCursor);
}

template <>
Result<Page<SessionInfo>> pageFromJson<SessionInfo>(const QJsonObject& json) {
    return decodePage(json, readSessionInfo);
}

template <>
Result<Page<AuditEntry>> pageFromJson<AuditEntry>(const QJsonObject& json) {
    return decodePage(json, readAuditEntry);
}

} // namespace parlor
