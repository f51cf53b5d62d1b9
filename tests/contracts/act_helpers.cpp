// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/act_helpers.h"

#include "shared/codec.h"

namespace parlor::test {

QStringList told(store::Store& store, const QList<store::OutboxRow>& rows) {
    const auto nameOf = [&](const UserId& id) { return store.account(id)->user.username; };
    QStringList lines;
    for (const store::OutboxRow& row : rows) {
        const log::Event event = log::decode(row.value).value_or(log::UnknownRecord{});
        if (const auto* room = std::get_if<log::RoomRecord>(&event))
            lines.append(room->deleted ? QStringLiteral("room deleted") : QStringLiteral("room"));
        else if (const auto* member = std::get_if<log::MemberRecord>(&event))
            lines.append(member->user.username + QLatin1Char(' ') +
                         (member->role ? toString(*member->role) : QStringLiteral("out")));
        else if (const auto* ban = std::get_if<log::BanRecord>(&event))
            lines.append((ban->banned ? QStringLiteral("ban ") : QStringLiteral("unban ")) +
                         nameOf(ban->userId));
        else if (const auto* message = std::get_if<log::MessageRecord>(&event))
            lines.append(nameOf(message->sender) + QStringLiteral(": ") + message->content);
    }
    return lines;
}

store::Actor by(const User& user) {
    return {user.id, {}};
}

store::Actor refusing(const User& user, ErrorCode code) {
    return {user.id, [code](const store::RoomScene&) -> Result<void> { return fail(code); }};
}

int memberCountOf(store::Store& store, const RoomId& room, const UserId& member) {
    const auto view = store.roomOf(member, room);
    return view ? view->first.memberCount : -1;
}

} // namespace parlor::test
