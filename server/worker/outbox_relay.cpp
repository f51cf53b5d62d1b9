// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/outbox_relay.h"

#include <condition_variable>
#include <mutex>

namespace parlor::worker {

namespace {

constexpr int rowsAtOnce = 500;

/// Collects the answers to a number of appends.
class Answers {
public:
    void add(qint64 id, const Result<log::Appended>& result) {
        const std::lock_guard lock(m_mutex);
        if (result)
            m_durable.append(id);
        else
            m_error = result.error();
        ++m_count;
        m_changed.notify_all();
    }
    void wait(qsizetype count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_count >= count; });
    }
    const QList<qint64>& durable() const { return m_durable; }
    const std::optional<Error>& error() const { return m_error; }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<qint64> m_durable;
    std::optional<Error> m_error;
    qsizetype m_count = 0;
};

} // namespace

OutboxRelay::OutboxRelay(log::Log& log, store::Store& store, std::chrono::milliseconds age)
    : m_log(log)
    , m_store(store)
    , m_age(age) {}

void OutboxRelay::start(std::chrono::milliseconds interval, std::function<bool()> mine) {
    m_task = std::make_unique<PeriodicTask>("outbox relay", interval, [this, mine = std::move(mine)] {
        if (mine && !mine())
            return;
        const auto relayed = relay(QDateTime::currentDateTimeUtc().addMSecs(-m_age.count()));
        if (!relayed)
            qWarning("The outbox relay will try again: %s", qUtf8Printable(relayed.error().message()));
    });
    m_task->start();
}

void OutboxRelay::stop() {
    m_task.reset();
}

Result<int> OutboxRelay::relay(const QDateTime& olderThan) {
    const auto rows = m_store.outbox(olderThan, rowsAtOnce);
    if (!rows)
        return fail(rows.error());
    // Shared with the callbacks, the last of which may still be in add() when wait() returns.
    const auto answers = std::make_shared<Answers>();
    for (const store::OutboxRow& row : *rows) {
        m_log.append(
            row.topic, row.key, row.value,
            [answers, id = row.id](const Result<log::Appended>& result) { answers->add(id, result); });
    }
    answers->wait(rows->size());
    if (auto deleted = m_store.deleteOutbox(answers->durable()); !deleted)
        return fail(deleted.error());
    m_relayed += answers->durable().size();
    if (answers->error())
        return fail(*answers->error());
    return int(rows->size());
}

} // namespace parlor::worker
