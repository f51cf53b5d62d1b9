// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/projector.h"

#include "server/worker/work_pace.h"
#include "shared/named_thread.h"

#include <algorithm>

namespace parlor::worker {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// Only a bound for one wait: a new record, stop() or another assignment ends it at once.
constexpr auto idleWait = 10'000ms;
// While receipts wait for partitions that other projectors may have, or a failure has just passed.
constexpr auto shortWait = 200ms;

// Records that are read at once: so many may be too many bytes for a batch.
constexpr int readMax = 1000;

constexpr log::TopicPartition receipts{log::Topic::Receipts, 0};
constexpr log::TopicPartition leading{log::Topic::Users, 0};

bool reached(const log::Positions& positions, const log::Positions& until) {
    return std::all_of(until.keyValueBegin(), until.keyValueEnd(),
                       [&](const auto& item) { return positions.value(item.first, -1) >= item.second; });
}

} // namespace

Projector::Projector(log::Log& log, store::Store& store, ProjectorOptions options)
    : m_log(log)
    , m_store(store)
    , m_options(std::move(options))
    , m_parking(m_options.parking)
    , m_epoch(m_options.epoch) {}

Projector::~Projector() {
    stop();
}

void Projector::start() {
    // Asking for the end may block: not on the thread that projects.
    m_sampler = std::make_unique<PeriodicTask>("projector lag", m_options.sampling, [this] {
        if (const auto end = m_log.end()) {
            const std::lock_guard lock(m_mutex);
            m_lag.sampled(*end, Clock::now());
        }
    });
    m_sampler->start();
    m_thread = namedThread("projector", [this] { run(); });
}

void Projector::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        if (m_pass)
            m_pass->wake();
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
    m_sampler.reset();
}

bool Projector::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

bool Projector::interrupted() const {
    const std::lock_guard lock(m_mutex);
    return m_stop || m_rearranged;
}

void Projector::waitForChange(std::chrono::milliseconds time) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, time, [this] { return m_stop || m_rearranged; });
}

void Projector::rest(Clock::time_point until) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_until(lock, until, [this] { return m_stop || m_rearranged || m_awaited > 0; });
}

ProjectorStatus Projector::status() const {
    const std::lock_guard lock(m_mutex);
    ProjectorStatus status = m_status;
    status.parked = m_parking.count();
    status.lag = m_lag.records();
    status.behind = std::chrono::ceil<std::chrono::milliseconds>(m_lag.behind(Clock::now()));
    return status;
}

bool Projector::leads() const {
    const std::lock_guard lock(m_mutex);
    return m_status.partitions.contains(leading);
}

Result<void> Projector::catchUp(const log::Positions& until, std::chrono::milliseconds deadline) {
    std::unique_lock lock(m_mutex);
    ++m_awaited;
    m_changed.notify_all();
    const bool done = m_changed.wait_for(
        lock, deadline, [&] { return m_stop || m_status.stopped || reached(m_status.positions, until); });
    --m_awaited;
    if (reached(m_status.positions, until))
        return {};
    if (m_status.stopped)
        return fail(*m_status.stopped);
    return fail(ErrorCode::Unavailable, done ? QStringLiteral("The projector was stopped.")
                                             : QStringLiteral("The projector is behind the event log."));
}

void Projector::run() {
    while (!stopping()) {
        const auto result = project();
        if (result || stopping())
            continue;
        if (!keepTrying(result.error())) {
            qCritical("The projector has stopped: %s", qUtf8Printable(result.error().message()));
            m_member.reset();
            const std::lock_guard lock(m_mutex);
            m_status.stopped = result.error();
            m_status.partitions.clear();
            m_changed.notify_all();
            return;
        }
    }
    m_member.reset(); // the others of the group take over
}

bool Projector::keepTrying(const Error& error) {
    switch (error.code()) {
    case ErrorCode::NewerFormat:
    case ErrorCode::LogTrimmed:
    case ErrorCode::BeyondEnd:
    case ErrorCode::Conflict:
        return false;
    default:
        break;
    }
    m_backoff = std::clamp(m_backoff * 2, m_options.backoffMin, m_options.backoffMax);
    std::unique_lock lock(m_mutex);
    // That another one was quicker is no fault; and one line per fault is enough, however long it lasts.
    if (error.code() != ErrorCode::PositionMoved && m_status.failing != error) {
        if (error.code() == ErrorCode::Internal)
            qCritical("The projector waits: %s", qUtf8Printable(error.message()));
        else
            qWarning("The projector will try again: %s", qUtf8Printable(error.message()));
        m_status.failing = error;
        m_changed.notify_all();
    }
    m_changed.wait_for(lock, m_backoff, [this] { return m_stop; });
    return true;
}

Result<QList<log::TopicPartition>> Projector::partitions() {
    if (!m_options.group.isEmpty() && !m_member) {
        auto joined = m_log.join(m_options.group, [this] {
            const std::lock_guard lock(m_mutex);
            m_rearranged = true;
            if (m_pass)
                m_pass->wake();
            m_changed.notify_all();
        });
        if (!joined)
            return fail(joined.error());
        m_member = *std::move(joined);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_rearranged = false; // before asking, so that no change is missed
    }
    const QList<log::TopicPartition> all = m_member ? m_member->assigned() : m_log.partitions();
    const std::lock_guard lock(m_mutex);
    if (m_status.partitions != all) {
        m_status.partitions = all;
        for (const log::TopicPartition& known : m_status.positions.keys()) {
            if (!all.contains(known))
                m_status.positions.remove(known);
        }
        m_lag.moved(m_status.positions);
    }
    return all;
}

Result<bool> Projector::receiptsMustWait(const QList<log::TopicPartition>& partitions) {
    if (!partitions.contains(receipts)) {
        m_receiptsAfter.reset();
        m_receiptsReady = false;
        return false;
    }
    if (m_receiptsReady)
        return false;
    if (!m_receiptsAfter) {
        auto end = m_log.end();
        if (!end)
            return fail(end.error());
        m_receiptsAfter.emplace();
        for (auto it = end->begin(); it != end->end(); ++it) {
            if (it.key().topic == log::Topic::Messages)
                m_receiptsAfter->insert(it.key(), it.value());
        }
    }
    const auto snapshot = m_store.snapshot();
    if (!snapshot)
        return fail(snapshot.error());
    m_receiptsReady = reached(snapshot->positions, *m_receiptsAfter);
    const std::lock_guard lock(m_mutex);
    m_status.positions.insert(receipts, snapshot->positions.value(receipts));
    return !m_receiptsReady;
}

Result<void> Projector::project() {
    auto mine = partitions();
    if (!mine)
        return fail(mine.error());
    const auto wait = receiptsMustWait(*mine);
    if (!wait)
        return fail(wait.error());
    if (*wait)
        mine->removeAll(receipts);
    if (mine->isEmpty()) {
        waitForChange(*wait ? shortWait : idleWait);
        return {};
    }
    auto opened = ProjectionPass::open(m_log, m_store, m_parking, *mine);
    if (!opened)
        return fail(opened.error());
    ProjectionPass& pass = **opened;
    if (m_epoch == 0)
        m_epoch = pass.epoch();
    if (m_epoch != pass.epoch()) {
        return fail(
            ErrorCode::Conflict,
            QStringLiteral("The store has begun epoch %1; epoch %2 is over.").arg(pass.epoch()).arg(m_epoch));
    }
    {
        const std::lock_guard lock(m_mutex);
        m_pass = &pass;
    }
    const auto forget = qScopeGuard([this] {
        const std::lock_guard lock(m_mutex);
        m_pass = nullptr;
    });
    account(pass);
    return projectWith(pass, *wait);
}

Result<void> Projector::projectWith(ProjectionPass& pass, bool gated) {
    while (!interrupted()) {
        if (auto filled = fill(pass, gated || failing() ? shortWait : idleWait); !filled)
            return filled;
        if (interrupted())
            break; // what was read is read again, by whoever it belongs to now
        if (pass.moved()) {
            if (auto flushed = flush(pass); !flushed)
                return flushed;
        }
        succeeded();
        if (gated) {
            const auto wait = receiptsMustWait({receipts});
            if (!wait)
                return fail(wait.error());
            if (!*wait)
                break;
        }
    }
    return {};
}

bool Projector::isFull(const ProjectionPass& pass) const {
    return pass.waiting() >= m_options.batchMax || pass.bytes() >= m_options.batchMaxBytes;
}

Result<void> Projector::fetchMore(ProjectionPass& pass) {
    for (qsizetype before = -1; pass.waiting() > before && !isFull(pass);) {
        before = pass.waiting();
        const auto room = m_options.batchMax - int(before);
        if (auto fetched = pass.fetch(std::min(room, readMax), 0ms); !fetched)
            return fail(fetched.error());
    }
    return {};
}

Result<void> Projector::fill(ProjectionPass& pass, std::chrono::milliseconds wait) {
    const auto first = pass.fetch(std::min(m_options.batchMax, readMax), wait);
    if (!first)
        return fail(first.error());
    if (*first == 0)
        return {};
    if (auto more = fetchMore(pass); !more)
        return more;
    const auto until = m_lastFlush + m_options.interval;
    if (isFull(pass) || Clock::now() >= until)
        return {};
    // More comes while the store has its pause: asleep, not woken by each record of it.
    rest(until);
    return fetchMore(pass);
}

Result<void> Projector::flush(ProjectionPass& pass) {
    while (true) {
        m_lastFlush = Clock::now();
        WorkPace pace(m_options.work, m_options.rest, m_lastFlush);
        // Behind a full batch the next one waits already.
        bool inPieces = !isFull(pass);
        auto flushed = pass.flush([&] {
            if (!inPieces)
                return;
            if (const auto due = pace.due(Clock::now()); due.count() > 0)
                inPieces = restWithin(due);
        });
        account(pass); // a part of it may be in the store although the rest was refused
        if (flushed)
            return {};
        const Error& error = flushed.error();
        // A position that moved wants a new pass, not the same batch once more.
        if (error.code() == ErrorCode::PositionMoved || !keepTrying(error) || interrupted())
            return flushed;
    }
}

bool Projector::restWithin(std::chrono::microseconds time) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stop || m_awaited > 0)
            return false;
        ++m_status.rests;
    }
    std::this_thread::sleep_for(time);
    return true;
}

void Projector::account(ProjectionPass& pass) {
    const ProjectionFigures figures = pass.takeFigures();
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = pass.projected().begin(); it != pass.projected().end(); ++it)
            m_status.positions.insert(it.key(), it.value());
        m_status.projected += figures.records;
        m_status.batches += figures.transactions;
        m_status.decoding += figures.decoding;
        m_status.projecting += figures.projecting;
        if (figures.transactions > 0)
            m_status.lastBatch = figures.decoding + figures.projecting;
        m_lag.moved(m_status.positions);
        m_changed.notify_all();
    }
    if (figures.transactions > 0 && m_callback)
        m_callback(pass.projected());
}

bool Projector::failing() const {
    const std::lock_guard lock(m_mutex);
    return m_status.failing.has_value();
}

void Projector::succeeded() {
    m_backoff = 0ms;
    const std::lock_guard lock(m_mutex);
    m_status.failing.reset();
}

} // namespace parlor::worker
