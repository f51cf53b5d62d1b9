// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_changer.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/room_service.h"
#include "server/gateway/session.h"

namespace parlor::gateway {

void Session::handle(const Ref& ref, const client::MessageNew& frame) {
    if (frame.type != MessageType::Text)
        return refuse(ref,
                      Error(ErrorCode::Invalid, QStringLiteral("Only messages of type text can be sent."),
                            QStringLiteral("data.type")));
    const auto state = m_shard.memberState(userId(), frame.roomId);
    if (state && state->role) {
        sendMessage(ref, frame);
        return;
    }
    // Not known here: another gateway may have made the change a moment ago, so the store has the last word.
    pause();
    m_services.pool.start(
        [&shard = m_shard, &services = m_services, key = m_key, user = userId(), ref, frame] {
            const auto member = services.rooms.requireMember(user, frame.roomId);
            shard.withSession(key, [ref, frame, member](Session& session) {
                if (!member)
                    session.refuse(ref, member.error());
                if (!member || !session.sendMessage(ref, frame))
                    session.resume();
            });
        });
}

bool Session::sendMessage(const Ref& ref, const client::MessageNew& frame) {
    auto done = [answer = answerLater(ref), &services = m_services, room = frame.roomId,
                 tempId = frame.tempId](const Result<Message>& saved) {
        answer(saved
                   ? ServerFrame(server::MessageSaved{room, tempId, saved->id, saved->seq, saved->createdAt})
                   : services.failure(saved.error()));
    };
    // What is looked up in the store first must not be overtaken by what follows.
    std::function<void()> ordered = [] {};
    const bool looksUp = m_services.sender.looksUp(frame);
    if (looksUp) {
        pause();
        ordered = [&shard = m_shard, key = m_key] {
            shard.withSession(key, [](Session& session) { session.resume(); });
        };
    }
    m_services.sender.send(userId(), frame, std::move(done), std::move(ordered));
    return looksUp;
}

std::function<void(const Result<Message>&)> Session::answerChange(const Ref& ref) {
    pause();
    return [&shard = m_shard, &services = m_services, key = m_key, ref](const Result<Message>& changed) {
        const ServerFrame answer =
            changed ? ServerFrame(server::Ok{{{QStringLiteral("changeSeq"), changed->changeSeq}}})
                    : services.failure(changed.error());
        shard.withSession(key, [frame = net::SharedFrame::text(encode(answer, ref))](Session& session) {
            session.send(frame);
            session.resume();
        });
    };
}

void Session::handle(const Ref& ref, const client::MessageEdit& frame) {
    m_services.changer.edit(userId(), {frame.messageId, frame.roomId},
                            {frame.content, frame.opId, frame.retry}, answerChange(ref));
}

void Session::handle(const Ref& ref, const client::MessageDelete& frame) {
    m_services.changer.remove(userId(), {frame.messageId, frame.roomId}, answerChange(ref));
}

void Session::handle(const Ref& ref, const client::ReactionAdd& frame) {
    m_services.changer.react(userId(), {frame.messageId, frame.roomId}, frame.emoji, true, answerChange(ref));
}

void Session::handle(const Ref& ref, const client::ReactionRemove& frame) {
    m_services.changer.react(userId(), {frame.messageId, frame.roomId}, frame.emoji, false,
                             answerChange(ref));
}

void Session::handle(const Ref& ref, const client::MessagePin& frame) {
    m_services.changer.pin(userId(), {frame.messageId, frame.roomId}, true, answerChange(ref));
}

void Session::handle(const Ref& ref, const client::MessageUnpin& frame) {
    m_services.changer.pin(userId(), {frame.messageId, frame.roomId}, false, answerChange(ref));
}

} // namespace parlor::gateway
