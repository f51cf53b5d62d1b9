// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/self_state.h"

#include <QPointer>

namespace parlor {

SelfState::SelfState(Cache& cache, Connection& connection, Timing& timing)
    : m_cache(cache)
    , m_connection(connection)
    , m_timing(timing) {}

SelfState::~SelfState() {
    m_timing.cancel(m_retry);
    m_timing.cancel(m_repeat);
}

void SelfState::setOnline(bool online) {
    m_timing.cancel(std::exchange(m_retry, 0));
    m_told = PresenceStatus::Online; // what a new socket is
    m_telling = false;
    endTyping(false);
    if (online)
        tellPresence();
}

// --- presence ---

void SelfState::setPresence(PresenceStatus status) {
    if (status == PresenceStatus::Offline)
        return;
    m_presence = status;
    tellPresence();
}

void SelfState::tellPresence() {
    if (!m_connection.isOnline() || m_telling || m_retry != 0 || m_presence == m_told)
        return;
    m_telling = true;
    m_connection.request(client::PresenceSet{m_presence},
                         [self = QPointer(this), status = m_presence](const Connection::Answer& answer) {
                             if (!self || (!answer && answer.error().network != NetworkProblem::None))
                                 return; // the next connection is told
                             self->m_telling = false;
                             if (answer || !answer.error().retryable()) {
                                 self->m_backoff.reset();
                                 self->m_told = status;
                                 self->tellPresence();
                                 return;
                             }
                             self->m_retry =
                                 self->m_timing.after(self->m_backoff.next(self->m_timing), [self] {
                                     self->m_retry = 0;
                                     self->tellPresence();
                                 });
                         });
}

// --- typing ---

void SelfState::setTyping(const RoomId& room, bool typing) {
    if (!typing) {
        if (m_typing == room)
            endTyping(true);
        return;
    }
    if (m_typing == room) {
        m_typedSince = true;
        return;
    }
    endTyping(true);
    const auto members = m_cache.memberCount(room);
    if (!m_connection.isOnline() || !members || *members > limits::presenceRoomMax)
        return;
    m_typing = room;
    startTyping();
}

void SelfState::startTyping() {
    m_typedSince = false;
    m_connection.request(client::TypingStart{m_typing}, [](const Connection::Answer&) {});
    m_repeat = m_timing.after(typingRepeat, [this] {
        m_repeat = 0;
        if (m_typedSince)
            startTyping();
        else
            endTyping(false); // it is over by itself in a moment
    });
}

void SelfState::endTyping(bool tell) {
    m_timing.cancel(std::exchange(m_repeat, 0));
    const RoomId room = std::exchange(m_typing, {});
    if (tell && !room.isNull() && m_connection.isOnline())
        m_connection.request(client::TypingStop{room}, [](const Connection::Answer&) {});
}

void SelfState::sent(const RoomId& room) {
    if (m_typing == room)
        endTyping(false);
}

} // namespace parlor
