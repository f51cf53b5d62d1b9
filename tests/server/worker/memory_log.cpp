// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/worker/memory_log.h"

namespace parlor::test {

struct MemoryLog::Member {
    std::function<void()> changed;
    std::mutex calling; ///< held during calls: a member that goes waits for them
    bool gone = false;
    QList<log::TopicPartition> assigned; ///< guarded by the log's mutex
};

class MemoryMember final : public log::GroupMember {
public:
    MemoryMember(MemoryLog& log, std::shared_ptr<MemoryLog::Member> member)
        : m_log(log)
        , m_member(std::move(member)) {}
    ~MemoryMember() override { m_log.leave(m_member); }
    QList<log::TopicPartition> assigned() const override {
        const std::lock_guard lock(m_log.m_mutex);
        return m_member->assigned;
    }

private:
    MemoryLog& m_log;
    const std::shared_ptr<MemoryLog::Member> m_member;
};

class MemoryReader final : public log::LogReader {
public:
    MemoryReader(MemoryLog& log, log::Positions from)
        : m_log(log)
        , m_positions(std::move(from)) {}

    Result<QList<log::Record>> read(int max, std::chrono::milliseconds wait) override {
        QList<log::Record> records;
        std::unique_lock lock(m_log.m_mutex);
        m_log.m_changed.wait_for(lock, wait, [this] { return m_woken || hasMore(); });
        if (std::exchange(m_woken, false))
            return records;
        const QList<log::TopicPartition> keys = m_positions.keys();
        for (auto where = keys.rbegin(); where != keys.rend(); ++where) {
            const MemoryLog::Partition& partition = m_log.m_records[*where];
            qint64& position = m_positions[*where];
            if (position < partition.first)
                return fail(ErrorCode::LogTrimmed);
            while (position < partition.records.size() && records.size() < max)
                records.append(partition.records.at(position++));
        }
        return records;
    }
    log::Positions positions() const override { return m_positions; }
    void wake() override {
        const std::lock_guard lock(m_log.m_mutex);
        m_woken = true;
        m_log.m_changed.notify_all();
    }

private:
    bool hasMore() const {
        for (auto it = m_positions.begin(); it != m_positions.end(); ++it) {
            if (it.value() < m_log.m_records[it.key()].records.size())
                return true;
        }
        return false;
    }

    MemoryLog& m_log;
    log::Positions m_positions;
    bool m_woken = false;
};

MemoryLog::MemoryLog(int partitions, QString identity)
    : m_partitions(partitions)
    , m_identity(std::move(identity)) {
    for (const log::TopicPartition& where : this->partitions())
        m_records.insert(where, {});
}

int MemoryLog::partitionFor(log::Topic topic, const QByteArray& key) const {
    return topic == log::Topic::Messages ? int(qHash(key) % size_t(m_partitions)) : 0;
}

void MemoryLog::append(log::Topic topic, const QByteArray& key, const QByteArray& value,
                       log::AppendCallback done) {
    const log::TopicPartition where{topic, partitionFor(topic, key)};
    qint64 offset = 0;
    {
        const std::lock_guard lock(m_mutex);
        Partition& partition = m_records[where];
        offset = partition.records.size();
        partition.records.append({where, offset, key, value});
        m_changed.notify_all();
    }
    done(log::Appended{where, offset});
}

Result<log::Positions> MemoryLog::begin() const {
    const std::lock_guard lock(m_mutex);
    log::Positions positions;
    for (auto it = m_records.begin(); it != m_records.end(); ++it)
        positions.insert(it.key(), it->first);
    return positions;
}

Result<log::Positions> MemoryLog::end() const {
    const std::lock_guard lock(m_mutex);
    log::Positions positions;
    for (auto it = m_records.begin(); it != m_records.end(); ++it)
        positions.insert(it.key(), it->records.size());
    return positions;
}

Result<std::unique_ptr<log::LogReader>> MemoryLog::open(const log::Positions& from) {
    const std::lock_guard lock(m_mutex);
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (it.value() < m_records[it.key()].first)
            return fail(ErrorCode::LogTrimmed);
        if (it.value() > m_records[it.key()].records.size())
            return fail(ErrorCode::BeyondEnd);
    }
    return std::make_unique<MemoryReader>(*this, from);
}

Result<void> MemoryLog::trim(const log::Positions& below) {
    const std::lock_guard lock(m_mutex);
    for (auto it = below.begin(); it != below.end(); ++it)
        m_records[it.key()].first = it.value();
    return {};
}

Result<std::unique_ptr<log::GroupMember>> MemoryLog::join(const QString&, std::function<void()> changed) {
    auto member = std::make_shared<Member>();
    member->changed = std::move(changed);
    std::unique_lock lock(m_mutex);
    m_members.push_back(member);
    deal(lock);
    return std::make_unique<MemoryMember>(*this, member);
}

void MemoryLog::leave(const std::shared_ptr<Member>& member) {
    {
        const std::lock_guard calling(member->calling);
        member->gone = true;
    }
    std::unique_lock lock(m_mutex);
    std::erase(m_members, member);
    deal(lock);
}

void MemoryLog::rearrange() {
    std::unique_lock lock(m_mutex);
    ++m_turn;
    deal(lock);
}

void MemoryLog::giveEverythingToEverybody() {
    std::unique_lock lock(m_mutex);
    m_everything = true;
    deal(lock);
}

void MemoryLog::deal(std::unique_lock<std::mutex>& lock) {
    for (const auto& member : m_members)
        member->assigned = m_everything ? partitions() : QList<log::TopicPartition>();
    std::size_t next = std::size_t(m_turn);
    for (const log::TopicPartition& where : partitions()) {
        if (!m_everything && !m_members.empty())
            m_members[next++ % m_members.size()]->assigned.append(where);
    }
    const auto members = m_members;
    lock.unlock();
    for (const auto& member : members) {
        const std::lock_guard calling(member->calling);
        if (!member->gone)
            member->changed();
    }
}

} // namespace parlor::test
