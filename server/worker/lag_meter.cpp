// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/lag_meter.h"

#include <algorithm>

namespace parlor::worker {

namespace {

// With a sample each second, ten minutes to the second; longer ones get coarser.
constexpr std::size_t samplesMax = 600;

} // namespace

bool LagMeter::reached(const log::Positions& end) const {
    return std::all_of(m_positions.keyValueBegin(), m_positions.keyValueEnd(),
                       [&](const auto& item) { return item.second >= end.value(item.first, 0); });
}

void LagMeter::sampled(const log::Positions& end, Clock::time_point now) {
    m_end = end;
    m_ahead.push_back({now, end});
    if (m_ahead.size() > samplesMax) {
        std::deque<Sample> thinned;
        for (std::size_t i = 1; i < m_ahead.size(); i += 2)
            thinned.push_back(std::move(m_ahead[i]));
        m_ahead = std::move(thinned);
    }
    forget();
}

void LagMeter::moved(const log::Positions& positions) {
    m_positions = positions;
    forget();
}

void LagMeter::forget() {
    while (!m_ahead.empty() && reached(m_ahead.front().end)) {
        m_reachedAt = m_ahead.front().at;
        m_ahead.pop_front();
    }
}

QMap<log::TopicPartition, qint64> LagMeter::records() const {
    QMap<log::TopicPartition, qint64> result;
    if (m_end.isEmpty())
        return result;
    for (auto it = m_positions.begin(); it != m_positions.end(); ++it)
        result.insert(it.key(), std::max<qint64>(m_end.value(it.key(), 0) - it.value(), 0));
    return result;
}

LagMeter::Clock::duration LagMeter::behind(Clock::time_point now) const {
    return m_ahead.empty() ? Clock::duration::zero() : now - m_reachedAt;
}

} // namespace parlor::worker
