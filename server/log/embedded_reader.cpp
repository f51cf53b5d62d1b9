// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/embedded_reader.h"

#include "server/log/log_file.h"

#include <algorithm>

namespace parlor::log {

EmbeddedReader::EmbeddedReader(QString file, EmbeddedLogOptions options,
                               std::shared_ptr<RecentRecords> recent, Positions from)
    : m_file(std::move(file))
    , m_options(std::move(options))
    , m_recent(std::move(recent))
    , m_positions(std::move(from)) {}

Result<QList<Record>> EmbeddedReader::read(int max, std::chrono::milliseconds wait) {
    const auto deadline = std::chrono::steady_clock::now() + wait;
    QList<Record> records;
    if (m_positions.isEmpty() || max <= 0)
        return records;
    bool moved = false;
    std::unique_lock lock(m_recent->mutex);
    while (true) {
        if (std::exchange(m_woken, false))
            return records;
        if (auto readable = m_recent->check(m_positions); !readable)
            return fail(readable.error());
        const qint64 start = from();
        const qint64 end = m_recent->end();
        if (start >= end) {
            // Only other topics' records came: the caller learns of it by positions().
            if (moved || !m_recent->changed.wait_until(lock, deadline,
                                                       [&] { return m_woken || m_recent->end() > start; }))
                return records;
            continue;
        }
        qint64 next = end;
        if (start >= m_recent->first()) {
            next = m_recent->collect(start, m_positions, max, records);
        } else {
            lock.unlock();
            const auto read = readFile(start, end, max, records);
            if (!read)
                return fail(read.error());
            next = *read;
            lock.lock();
        }
        advance(next);
        moved = true;
        if (!records.isEmpty())
            return records;
    }
}

void EmbeddedReader::wake() {
    const std::lock_guard lock(m_recent->mutex);
    m_woken = true;
    m_recent->changed.notify_all();
}

qint64 EmbeddedReader::from() const {
    return *std::min_element(m_positions.begin(), m_positions.end());
}

void EmbeddedReader::advance(qint64 to) {
    for (qint64& position : m_positions)
        position = std::max(position, to);
}

Result<void> EmbeddedReader::openFile() {
    auto connection = openLogFileForReading(m_file, m_options);
    if (!connection)
        return fail(connection.error());
    auto select =
        (*connection)
            ->prepare("SELECT offset, topic, key, value FROM records WHERE offset >= ?1 AND offset < ?2 "
                      "ORDER BY offset LIMIT ?3");
    if (!select)
        return fail(select.error());
    m_connection = std::move(*connection);
    m_select = std::move(*select);
    return {};
}

Result<qint64> EmbeddedReader::readFile(qint64 from, qint64 end, int max, QList<Record>& out) {
    if (!m_connection) {
        if (auto opened = openFile(); !opened)
            return fail(opened.error());
    }
    // One transaction, so that what was trimmed and what is left are of the same moment: else a trim in
    // between would look like records that never were.
    if (auto begun = m_connection->exec("BEGIN"); !begun)
        return fail(begun.error());
    auto result = readRows(from, end, max, out);
    m_select.reset();
    if (auto ended = m_connection->exec("COMMIT"); !ended && result)
        return fail(ended.error());
    return result;
}

Result<qint64> EmbeddedReader::readRows(qint64 from, qint64 end, int max, QList<Record>& out) {
    const auto trimmed = readTrimmed(*m_connection);
    if (!trimmed)
        return fail(trimmed.error());
    for (auto it = m_positions.begin(); it != m_positions.end(); ++it) {
        if (it.value() < trimmed->value(it.key()))
            return fail(ErrorCode::LogTrimmed,
                        QStringLiteral("Offset %1 of %2 was trimmed while it was being read.")
                            .arg(it.value())
                            .arg(topicName(it.key().topic)));
    }
    m_select.bind(1, from);
    m_select.bind(2, end);
    m_select.bind(3, max);
    qint64 last = from;
    int rows = 0;
    int code = SQLITE_ROW;
    while ((code = m_select.step()) == SQLITE_ROW) {
        ++rows;
        last = m_select.integer(0);
        const TopicPartition where{static_cast<Topic>(m_select.integer(1)), 0};
        const auto wanted = m_positions.constFind(where);
        if (wanted != m_positions.constEnd() && last >= *wanted)
            out.append(Record{where, last, m_select.bytes(2), m_select.bytes(3)});
    }
    if (code != SQLITE_DONE)
        return fail(m_connection->error(code));
    return rows < max ? end : last + 1;
}

} // namespace parlor::log
