// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"
#include "server/gateway/room_service.h"
#include "server/gateway/session.h"

#include <QJsonArray>

// Cursors, presence and typing.
namespace parlor::gateway {

std::function<void(const Result<void>&)> Session::confirmLater(const Ref& ref) {
    return [answer = answerLater(ref), &services = m_services](const Result<void>& result) {
        answer(result ? ServerFrame(server::Ok{}) : services.failure(result.error()));
    };
}

void Session::handle(const Ref& ref, const client::MessageDelivered& frame) {
    m_services.receipts.delivered(userId(), frame.roomId, frame.seq, confirmLater(ref));
}

void Session::handle(const Ref& ref, const client::MessageSeen& frame) {
    m_services.receipts.seen(userId(), frame.roomId, frame.seq, confirmLater(ref));
}

void Session::handle(const Ref& ref, const client::RoomMark& frame) {
    m_services.receipts.mark(userId(), frame.roomId, frame.seq, confirmLater(ref));
}

void Session::handle(const Ref& ref, const client::TypingStart& frame) {
    setTyping(ref, frame.roomId, true);
}

void Session::handle(const Ref& ref, const client::TypingStop& frame) {
    setTyping(ref, frame.roomId, false);
}

void Session::setTyping(const Ref& ref, const RoomId& room, bool typing) {
    TypingService& service = m_services.ephemera.typing();
    const auto state = m_shard.memberState(userId(), room);
    if (state && state->role && service.answersAtOnce(room)) {
        const auto set = service.set(userId(), room, typing);
        return reply(ref, set ? ServerFrame(server::Ok{}) : m_services.failure(set.error()));
    }
    answerFromPool(
        ref, [&rooms = m_services.rooms, &service, user = userId(), room, typing]() -> Result<ServerFrame> {
            if (const auto member = rooms.requireMember(user, room); !member)
                return fail(member.error());
            return service.set(user, room, typing).map([] { return ServerFrame(server::Ok{}); });
        });
}

void Session::handle(const Ref& ref, const client::PresenceSet& frame) {
    m_services.ephemera.presence().setDevice(userId(), m_shard.deviceOf(m_key), frame.status);
    reply(ref, server::Ok{});
}

void Session::handle(const Ref& ref, const client::PresenceGet& frame) {
    answerFromPool(ref,
                   [&presence = m_services.ephemera.presence(), user = userId(),
                    ids = frame.userIds]() -> Result<ServerFrame> {
                       return presence.get(user, ids).map([](const QList<Presence>& users) {
                           QJsonArray list;
                           for (const Presence& one : users)
                               list.append(toJson(one));
                           return ServerFrame(server::Ok{{{QStringLiteral("users"), list}}});
                       });
                   });
}

} // namespace parlor::gateway
