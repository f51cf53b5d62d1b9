// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/typing_service.h"

#include "shared/codec.h"
#include "shared/limits.h"

namespace parlor::gateway {

TypingService::TypingService(Hub& hub, RoomSizes& sizes, const ArchivedRooms& archived,
                             std::function<void(const gossip::Message&)> broadcast)
    : m_hub(hub)
    , m_sizes(sizes)
    , m_archived(archived)
    , m_broadcast(std::move(broadcast)) {}

Result<void> TypingService::set(const UserId& user, const RoomId& room, bool typing) {
    if (typing && m_archived.contains(room))
        return fail(ErrorCode::Conflict,
                    QStringLiteral("This room is archived: it can be read, but not written."));
    const auto sizes = m_sizes.of({room});
    if (!sizes)
        return fail(sizes.error());
    if (sizes->value(room, 0) > limits::presenceRoomMax)
        return {};
    const gossip::Typing told{room, user, typing};
    if (note(told, std::chrono::steady_clock::now())) {
        tell(told);
        m_broadcast(told);
    }
    return {};
}

void TypingService::heard(const gossip::Typing& typing, TypingBook::Time now) {
    if (m_hub.interest().contains(typing.room) && note(typing, now))
        tell(typing);
}

void TypingService::wrote(const UserId& user, const RoomId& room) {
    const std::lock_guard lock(m_mutex);
    m_book.stop(room, user);
}

void TypingService::left(const UserId& user, const RoomId& room) {
    heard({room, user, false}, {});
}

void TypingService::expire(TypingBook::Time now) {
    std::vector<std::pair<RoomId, UserId>> over;
    {
        const std::lock_guard lock(m_mutex);
        over = m_book.expire(now);
    }
    for (const auto& [room, user] : over)
        tell({room, user, false});
}

bool TypingService::note(const gossip::Typing& typing, TypingBook::Time now) {
    const std::lock_guard lock(m_mutex);
    return typing.typing ? m_book.start(typing.room, typing.user, now)
                         : m_book.stop(typing.room, typing.user);
}

void TypingService::tell(const gossip::Typing& typing) {
    const ServerFrame frame =
        typing.typing ? ServerFrame(server::TypingStart{typing.room, typing.user, limits::typingSeconds})
                      : ServerFrame(server::TypingStop{typing.room, typing.user});
    m_frames.add();
    m_hub.tell({fanout::OthersFrame{typing.room, typing.user, net::SharedFrame::text(encode(frame))}});
}

} // namespace parlor::gateway
