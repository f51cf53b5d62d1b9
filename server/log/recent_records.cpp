// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/recent_records.h"

#include <algorithm>
#include <iterator>

namespace parlor::log {

RecentRecords::RecentRecords(qint64 end, Positions trimmed, qsizetype maxBytes)
    : m_maxBytes(maxBytes)
    , m_first(end)
    , m_end(end)
    , m_trimmed(std::move(trimmed)) {}

qsizetype RecentRecords::cost(const Record& record) {
    // Two QByteArray headers of 16 bytes each beside the contents.
    return qsizetype(sizeof(Record)) + 32 + record.key.size() + record.value.size();
}

void RecentRecords::publish(const QList<Record>& records, qint64 end) {
    for (const Record& record : records) {
        m_records.push_back(record);
        m_bytes += cost(record);
    }
    m_end = end;
    while (m_bytes > m_maxBytes && !m_records.empty()) {
        m_bytes -= cost(m_records.front());
        m_first = m_records.front().offset + 1;
        m_records.pop_front();
    }
}

void RecentRecords::setTrimmed(const Positions& trimmed) {
    m_trimmed = trimmed;
    changed.notify_all();
}

Result<void> RecentRecords::check(const Positions& positions) const {
    for (auto it = positions.begin(); it != positions.end(); ++it) {
        const auto trimmed = m_trimmed.constFind(it.key());
        if (trimmed == m_trimmed.constEnd()) {
            return fail(ErrorCode::Invalid, QStringLiteral("The embedded log has no partition %1 of %2.")
                                                .arg(it.key().partition)
                                                .arg(topicName(it.key().topic)));
        }
        if (it.value() < *trimmed) {
            return fail(ErrorCode::LogTrimmed,
                        QStringLiteral("Offset %1 of %2 was asked for; the log starts at %3.")
                            .arg(it.value())
                            .arg(topicName(it.key().topic))
                            .arg(*trimmed));
        }
        if (it.value() > m_end) {
            return fail(ErrorCode::BeyondEnd,
                        QStringLiteral("Offset %1 of %2 was asked for; the log ends at %3.")
                            .arg(it.value())
                            .arg(topicName(it.key().topic))
                            .arg(m_end));
        }
    }
    return {};
}

qint64 RecentRecords::collect(qint64 from, const Positions& positions, int max, QList<Record>& out) const {
    // Whoever keeps up wants only the last few.
    constexpr std::ptrdiff_t lastFew = 64;
    auto begin = m_records.end() - std::min<std::ptrdiff_t>(lastFew, std::ssize(m_records));
    if (begin == m_records.end() || begin->offset > from)
        begin = m_records.begin();
    auto it = std::lower_bound(begin, m_records.end(), from,
                               [](const Record& record, qint64 offset) { return record.offset < offset; });
    for (; it != m_records.end(); ++it) {
        const auto wanted = positions.constFind(it->where);
        if (wanted == positions.constEnd() || it->offset < *wanted)
            continue;
        if (out.size() == max)
            return out.last().offset + 1;
        out.append(*it);
    }
    return m_end;
}

} // namespace parlor::log
