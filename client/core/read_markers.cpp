// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/read_markers.h"

#include <QLoggingCategory>
#include <QPointer>

namespace parlor {

namespace {

Q_LOGGING_CATEGORY(lcMarkers, "parlor.client.markers", QtInfoMsg)

} // namespace

ReadMarkers::ReadMarkers(Cache& cache, Connection& connection, Timing& timing)
    : m_cache(cache)
    , m_connection(connection)
    , m_timing(timing) {}

ReadMarkers::~ReadMarkers() {
    m_timing.cancel(m_timer);
}

void ReadMarkers::mark(const RoomId& room, qint64 seq) {
    change(room, [&] { return m_cache.markSeen(room, seq); });
}

void ReadMarkers::markBack(const RoomId& room, qint64 seq) {
    change(room, [&]() -> Result<Cache::Change> {
        auto back = m_cache.markBack(room, seq);
        return back && *back == Cache::Change::None ? m_cache.markSeen(room, seq) : back;
    });
}

void ReadMarkers::change(const RoomId& room, const std::function<Result<Cache::Change>()>& work) {
    Cache::Change change = Cache::Change::None;
    const auto done = m_cache.transaction([&]() -> Result<void> {
        auto marked = work();
        if (!marked)
            return fail(marked.error());
        change = *marked;
        return {};
    });
    if (!done) {
        qCWarning(lcMarkers) << "cannot keep what was read:" << done.error();
        return;
    }
    if (change == Cache::Change::None)
        return;
    Q_EMIT roomChanged(room);
    schedule(coalesce);
}

void ReadMarkers::schedule(std::chrono::milliseconds delay) {
    if (m_timer == 0) {
        m_timer = m_timing.after(delay, [this] {
            m_timer = 0;
            flush();
        });
    }
}

void ReadMarkers::flush() {
    if (!m_connection.isOnline())
        return;
    const auto untold = m_cache.untoldSeen();
    if (!untold)
        return;
    for (auto it = untold->cbegin(); it != untold->cend(); ++it) {
        if (!m_inFlight.contains(it.key()))
            tell(it.key(), it.value());
    }
}

void ReadMarkers::tell(const RoomId& room, const Cache::Mark& mark) {
    m_inFlight.insert(room);
    const ClientFrame frame = mark.exact ? ClientFrame(client::RoomMark{room, mark.seq})
                                         : ClientFrame(client::MessageSeen{room, mark.seq});
    m_connection.request(frame, [self = QPointer(this), room, mark](const Connection::Answer& answer) {
        if (!self)
            return;
        self->m_inFlight.remove(room);
        if (!answer && answer.error().retryable()) {
            // After a lost connection, becoming online tells it again.
            self->schedule(self->m_backoff.next(self->m_timing));
            return;
        }
        self->m_backoff.reset();
        (void)self->m_cache.transaction(
            [&] { return self->m_cache.seenTold(room, mark, answer.has_value()); });
        if (!answer && mark.exact)
            Q_EMIT self->roomChanged(room);
        self->schedule(coalesce);
    });
}

} // namespace parlor
