// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/worker/projector.h"

#include <algorithm>

namespace parlor::worker {

namespace {

// Only a bound for one wait: a new record or stop() ends it at once.
constexpr std::chrono::milliseconds idleWait{10'000};

bool reached(const log::Positions& positions, const log::Positions& until) {
    return std::all_of(until.keyValueBegin(), until.keyValueEnd(),
                       [&](const auto& item) { return positions.value(item.first, -1) >= item.second; });
}

} // namespace

Projector::Projector(log::Log& log, store::Store& store, ProjectorOptions options)
    : m_log(log)
    , m_store(store)
    , m_options(std::move(options))
    , m_parked(m_options.parkedFile) {}

Projector::~Projector() {
    stop();
}

void Projector::start() {
    m_thread = std::thread([this] { run(); });
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
}

bool Projector::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

ProjectorStatus Projector::status() const {
    const std::lock_guard lock(m_mutex);
    ProjectorStatus status = m_status;
    status.parked = m_parked.count();
    return status;
}

Result<void> Projector::catchUp(const log::Positions& until, std::chrono::milliseconds deadline) {
    std::unique_lock lock(m_mutex);
    const bool done = m_changed.wait_for(
        lock, deadline, [&] { return m_stop || m_status.stopped || reached(m_status.positions, until); });
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
            const std::lock_guard lock(m_mutex);
            m_status.stopped = result.error();
            m_changed.notify_all();
            return;
        }
    }
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
        qWarning("The projector will try again: %s", qUtf8Printable(error.message()));
        m_status.failing = error;
        m_changed.notify_all();
    }
    m_changed.wait_for(lock, m_backoff, [this] { return m_stop; });
    return true;
}

Result<void> Projector::project() {
    auto opened = ProjectionPass::open(m_log, m_store, m_parked);
    if (!opened)
        return fail(opened.error());
    ProjectionPass& pass = **opened;
    {
        const std::lock_guard lock(m_mutex);
        m_pass = &pass;
    }
    const auto forget = qScopeGuard([this] {
        const std::lock_guard lock(m_mutex);
        m_pass = nullptr;
    });
    report(pass.projected(), 0);

    using Clock = std::chrono::steady_clock;
    Clock::time_point last{};
    while (!stopping()) {
        auto waiting = pass.fetch(m_options.batchMax, idleWait);
        // More may come while the store has its pause.
        while (waiting && *waiting > 0 && *waiting < m_options.batchMax &&
               Clock::now() < last + m_options.interval && !stopping()) {
            const auto rest =
                std::chrono::ceil<std::chrono::milliseconds>(last + m_options.interval - Clock::now());
            waiting =
                pass.fetch(int(m_options.batchMax - *waiting), std::max(rest, std::chrono::milliseconds(0)));
        }
        if (!waiting)
            return fail(waiting.error());
        if (*waiting == 0)
            continue;
        last = Clock::now();
        if (auto flushed = flush(pass, *waiting); !flushed)
            return flushed;
    }
    return {};
}

Result<void> Projector::flush(ProjectionPass& pass, qsizetype count) {
    while (true) {
        auto flushed = pass.flush();
        if (flushed) {
            report(pass.projected(), count);
            if (m_callback)
                m_callback(pass.projected());
            return {};
        }
        const Error& error = flushed.error();
        // A position that moved wants a new pass, not the same batch once more.
        if (error.code() == ErrorCode::PositionMoved || !keepTrying(error) || stopping())
            return flushed;
    }
}

void Projector::report(const log::Positions& positions, qsizetype count) {
    m_backoff = std::chrono::milliseconds(0);
    const std::lock_guard lock(m_mutex);
    m_status.positions = positions;
    m_status.projected += count;
    m_status.failing.reset();
    m_changed.notify_all();
}

} // namespace parlor::worker
