// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/parking.h"

#include <algorithm>

namespace parlor::worker {

using namespace std::chrono_literals;

bool Parking::allows(int refused) const {
    const auto now = Clock::now();
    if (now < m_closedUntil)
        return false;
    const auto since = now - 1h;
    const auto lately = std::count_if(m_refusedAt.begin(), m_refusedAt.end(),
                                      [since](Clock::time_point at) { return at > since; });
    return m_inARow + refused < m_limits.refusedInARow && lately + refused < m_limits.refusedPerHour;
}

bool Parking::confirmed(const log::Record& record) {
    const std::pair suspect{record.where, record.offset};
    const auto now = Clock::now();
    if (m_suspect != suspect) {
        m_suspect = suspect;
        m_suspectSince = now;
    }
    return now - m_suspectSince >= m_limits.confirm;
}

void Parking::close() {
    if (Clock::now() >= m_closedUntil)
        m_closedUntil = Clock::now() + 1min;
}

void Parking::committed(const QList<store::ParkedRecord>& records, int refused, bool accepted) {
    const auto now = Clock::now();
    m_inARow = accepted ? 0 : m_inARow + refused;
    if (accepted)
        m_closedUntil = {};
    m_refusedAt.insert(m_refusedAt.end(), std::size_t(refused), now);
    while (!m_refusedAt.empty() && m_refusedAt.front() <= now - 1h)
        m_refusedAt.pop_front();
    for (const store::ParkedRecord& record : records)
        alarm(record);
    m_count += records.size();
}

void Parking::alarm(const store::ParkedRecord& record) {
    const auto now = Clock::now();
    if (m_alarms == 0 || now - m_minuteBegan >= 1min) {
        if (m_untold > 0)
            qCritical("%lld more records were parked meanwhile.", static_cast<long long>(m_untold));
        m_minuteBegan = now;
        m_alarms = 0;
        m_untold = 0;
    }
    if (m_alarms >= m_limits.alarmsPerMinute) {
        ++m_untold;
        return;
    }
    ++m_alarms;
    qCritical("Record %lld of %s/%d is parked: %s", static_cast<long long>(record.record.offset),
              qUtf8Printable(log::topicName(record.record.where.topic)), record.record.where.partition,
              qUtf8Printable(record.reason));
}

} // namespace parlor::worker
