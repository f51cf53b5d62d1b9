// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/delivery_reports.h"

#include "shared/limits.h"

#include <QPointer>

namespace parlor {

DeliveryReports::DeliveryReports(Cache& cache, Connection& connection, Timing& timing)
    : m_cache(cache)
    , m_connection(connection)
    , m_timing(timing) {}

DeliveryReports::~DeliveryReports() {
    m_timing.cancel(m_timer);
}

void DeliveryReports::note(const MessagesChange& change) {
    qint64 newest = 0;
    for (const Message& message : change.upserted) {
        // One of mine moves the cursor by itself; one that is already read is told as seen.
        if (message.sender != m_cache.self())
            newest = std::max(newest, message.seq);
    }
    if (newest <= std::max(m_told.value(change.roomId), m_waiting.value(change.roomId)))
        return;
    const auto seen = m_cache.seen(change.roomId);
    const auto members = m_cache.memberCount(change.roomId);
    if (!seen || !*seen || **seen >= newest || !members || *members > limits::statusRoomMax)
        return;
    m_waiting.insert(change.roomId, newest);
    if (m_timer == 0) {
        m_timer = m_timing.after(coalesce, [this] {
            m_timer = 0;
            flush();
        });
    }
}

void DeliveryReports::flush() {
    if (!m_connection.isOnline())
        return;
    const QHash<RoomId, qint64> waiting = std::exchange(m_waiting, {});
    for (auto it = waiting.cbegin(); it != waiting.cend(); ++it) {
        const RoomId room = it.key();
        const qint64 seq = it.value();
        const qint64 before = m_told.value(room);
        m_told.insert(room, seq);
        m_connection.request(client::MessageDelivered{room, seq},
                             [self = QPointer(this), room, seq, before](const Connection::Answer& answer) {
                                 // Told with the next message, then. A lost connection is told everything
                                 // again.
                                 if (!self || answer)
                                     return;
                                 if (self->m_told.value(room) == seq)
                                     self->m_told.insert(room, before);
                                 if (answer.error().network != NetworkProblem::None)
                                     self->m_waiting.insert(room, std::max(seq, self->m_waiting.value(room)));
                             });
    }
}

} // namespace parlor
