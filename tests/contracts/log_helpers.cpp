// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/log_helpers.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace parlor::test {

namespace {
constexpr std::chrono::seconds patience{30};
}

void Appends::add(log::Topic topic, const QByteArray& key, const QByteArray& value) {
    qsizetype index = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        index = m_state->results.size();
        m_state->results.append(fail(ErrorCode::Internal, QStringLiteral("not answered")));
        m_state->answered.append(false);
        ++m_state->open;
    }
    m_log.append(topic, key, value, [state = m_state, index](Result<log::Appended> result) {
        const std::lock_guard lock(state->mutex);
        ++state->answers;
        if (state->answered.at(index))
            return;
        state->answered[index] = true;
        state->results[index] = std::move(result);
        --state->open;
        state->changed.notify_all();
    });
}

bool Appends::wait() {
    std::unique_lock lock(m_state->mutex);
    return m_state->changed.wait_for(lock, patience, [this] { return m_state->open == 0; });
}

bool Appends::allDurable() const {
    const std::lock_guard lock(m_state->mutex);
    return std::all_of(m_state->results.begin(), m_state->results.end(),
                       [](const auto& result) { return result.has_value(); });
}

QList<Result<log::Appended>> Appends::results() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->results;
}

int Appends::answers() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->answers;
}

Result<log::Appended> appendOne(log::Log& log, log::Topic topic, const QByteArray& key,
                                const QByteArray& value) {
    Appends appends(log);
    appends.add(topic, key, value);
    appends.wait();
    return appends.results().first();
}

bool appendMany(log::Log& log, int count, const QByteArray& key) {
    Appends appends(log);
    for (int i = 0; i < count; ++i)
        appends.add(log::Topic::Messages, key, "value " + QByteArray::number(i));
    return appends.wait() && appends.allDurable();
}

QList<log::Record> readRecords(log::LogReader& reader, qsizetype count, Error* error) {
    QList<log::Record> result;
    const QDeadlineTimer deadline(patience);
    while (result.size() < count && !deadline.hasExpired()) {
        const auto records = reader.read(int(count - result.size()), std::chrono::milliseconds(1000));
        if (!records) {
            if (error)
                *error = records.error();
            break;
        }
        result.append(*records);
    }
    return result;
}

QList<log::Record> readAll(log::Log& log) {
    const auto begin = log.begin();
    const auto end = log.end();
    if (!begin || !end)
        return {};
    auto reader = log.open(*begin);
    if (!reader)
        return {};
    QList<log::Record> result;
    const QDeadlineTimer deadline(patience);
    const auto reached = [&] {
        const log::Positions positions = (*reader)->positions();
        return std::all_of(end->keyValueBegin(), end->keyValueEnd(),
                           [&](const auto& item) { return positions.value(item.first) >= item.second; });
    };
    while (!reached() && !deadline.hasExpired()) {
        const auto records = (*reader)->read(1000, std::chrono::milliseconds(100));
        if (!records)
            break;
        result.append(*records);
    }
    return result;
}

QList<QByteArray> values(const QList<log::Record>& records) {
    QList<QByteArray> result;
    for (const log::Record& record : records)
        result.append(record.value);
    return result;
}

} // namespace parlor::test
