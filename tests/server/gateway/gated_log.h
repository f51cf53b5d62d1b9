// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/log.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace parlor::test {

/// One process's view of a log that others use too: it can be made to lag, to lose its broker, to be slow
/// with its answers.
class GatedLog final : public log::Log {
public:
    explicit GatedLog(log::Log& inner)
        : m_inner(inner) {}
    ~GatedLog() override { open(); }

    /// Readers get nothing that is appended from now on, as if this process were behind.
    void pauseReading(bool paused) {
        std::unique_lock lock(m_mutex);
        m_readingPaused = paused;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return !m_readingPaused || m_reading == 0; });
    }
    /// Neither the end nor an append is answered with a value, as when no broker can be reached.
    void setDown(bool down) { m_down = down; }
    /// end() does not return until it is told so, as when it waits for a broker.
    void blockEnd(bool blocked) {
        const std::lock_guard lock(m_mutex);
        m_endBlocked = blocked;
        m_changed.notify_all();
    }
    /// How often end() has been called.
    int endCalls() const { return m_endCalls; }
    /// Appends wait here and are neither in the log nor answered.
    void holdAppends() {
        const std::lock_guard lock(m_mutex);
        m_holding = true;
    }
    std::size_t heldAppends() {
        const std::lock_guard lock(m_mutex);
        return m_held.size();
    }
    /// Those that wait go into the log, in their order.
    void releaseAppends() {
        std::vector<Held> held;
        {
            const std::lock_guard lock(m_mutex);
            m_holding = false;
            held.swap(m_held);
        }
        for (Held& one : held)
            hand(one.topic, one.key, one.value, std::move(one.done));
    }
    void open() {
        m_down = false;
        pauseReading(false);
        blockEnd(false);
        releaseAppends();
    }

    void append(log::Topic topic, const QByteArray& key, const QByteArray& value,
                log::AppendCallback done) override {
        if (m_down)
            return done(fail(ErrorCode::Unavailable, QStringLiteral("no broker answers")));
        {
            const std::lock_guard lock(m_mutex);
            if (m_holding) {
                m_held.push_back({topic, key, value, std::move(done)});
                return;
            }
        }
        hand(topic, key, value, std::move(done));
    }
    QString identity() const override { return m_inner.identity(); }
    int messagePartitions() const override { return m_inner.messagePartitions(); }
    int partitionFor(log::Topic topic, const QByteArray& key) const override {
        return m_inner.partitionFor(topic, key);
    }
    Result<log::Positions> begin() const override { return m_inner.begin(); }
    Result<log::Positions> end() const override {
        ++m_endCalls;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_endBlocked; });
        }
        if (m_down)
            return fail(ErrorCode::Unavailable, QStringLiteral("no broker answers"));
        return m_inner.end();
    }
    Result<log::Positions> positionsBefore(const QDateTime& time) const override {
        return m_inner.positionsBefore(time);
    }
    Result<std::unique_ptr<log::LogReader>> open(const log::Positions& from) override {
        auto reader = m_inner.open(from);
        if (!reader)
            return reader;
        return std::unique_ptr<log::LogReader>(std::make_unique<Reader>(*this, std::move(*reader)));
    }
    Result<std::unique_ptr<log::GroupMember>> join(const QString& group,
                                                   std::function<void()> changed) override {
        return m_inner.join(group, std::move(changed));
    }
    void broadcast(const QByteArray& key, const QByteArray& value) override { m_inner.broadcast(key, value); }
    Result<std::unique_ptr<log::Subscription>> listen(log::BroadcastCallback heard) override {
        return m_inner.listen(std::move(heard));
    }
    Result<void> trim(const log::Positions& below) override { return m_inner.trim(below); }
    /// This process's part: the log stays open for the others.
    void close() override {
        open();
        std::unique_lock lock(m_mutex);
        m_closed = true;
        m_changed.wait(lock, [this] { return m_unanswered == 0; });
    }

private:
    struct Held {
        log::Topic topic;
        QByteArray key;
        QByteArray value;
        log::AppendCallback done;
    };

    void hand(log::Topic topic, const QByteArray& key, const QByteArray& value, log::AppendCallback done) {
        {
            std::unique_lock lock(m_mutex);
            if (m_closed) {
                lock.unlock();
                return done(fail(ErrorCode::Unavailable, QStringLiteral("the log is closed")));
            }
            ++m_unanswered;
        }
        m_inner.append(topic, key, value,
                       [this, done = std::move(done)](const Result<log::Appended>& appended) {
                           done(appended);
                           const std::lock_guard lock(m_mutex);
                           --m_unanswered;
                           m_changed.notify_all();
                       });
    }

    class Reader final : public log::LogReader {
    public:
        Reader(GatedLog& log, std::unique_ptr<log::LogReader> inner)
            : m_log(log)
            , m_inner(std::move(inner)) {}
        Result<QList<log::Record>> read(int max, std::chrono::milliseconds wait) override {
            {
                std::unique_lock lock(m_log.m_mutex);
                const bool open = m_log.m_changed.wait_for(
                    lock, wait, [this] { return m_woken || !m_log.m_readingPaused; });
                if (!open || std::exchange(m_woken, false))
                    return QList<log::Record>();
                ++m_log.m_reading;
            }
            auto records = m_inner->read(max, std::min(wait, std::chrono::milliseconds(5)));
            const std::lock_guard lock(m_log.m_mutex);
            --m_log.m_reading;
            m_log.m_changed.notify_all();
            return records;
        }
        log::Positions positions() const override { return m_inner->positions(); }
        void wake() override {
            {
                const std::lock_guard lock(m_log.m_mutex);
                m_woken = true;
                m_log.m_changed.notify_all();
            }
            m_inner->wake();
        }

    private:
        GatedLog& m_log;
        const std::unique_ptr<log::LogReader> m_inner;
        bool m_woken = false;
    };

    log::Log& m_inner;
    std::atomic<bool> m_down = false;
    mutable std::atomic<int> m_endCalls = 0;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    bool m_readingPaused = false;
    int m_reading = 0;
    bool m_endBlocked = false;
    bool m_holding = false;
    std::vector<Held> m_held;
    int m_unanswered = 0; ///< handed to the log
    bool m_closed = false;
};

} // namespace parlor::test
