// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/start_up.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>

namespace parlor {

namespace {

using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcStart, "parlor.server")

constexpr auto pauseMin = 200ms;
constexpr auto pauseMax = 2000ms;
constexpr auto tellAgain = 30s; // between two lines that say the same

} // namespace

StartUp::StartUp(QThreadPool& pool, std::chrono::seconds timeout)
    : m_pool(pool)
    , m_timeout(timeout) {}

Result<void> StartUp::run(const std::function<Result<void>()>& step) {
    auto wait = pauseMin;
    while (!m_cancelled) {
        Result<void> result = attempt(step);
        if (result || result.error().code() != ErrorCode::Unavailable) {
            const std::lock_guard lock(m_mutex);
            m_waitingFor.clear();
            return result;
        }
        if (m_timeout > 0s && Clock::now() - m_since >= m_timeout) {
            return fail(Error(result.error().code(),
                              QStringLiteral("Gave up after waiting %1 s (startup_timeout): %2")
                                  .arg(m_timeout.count())
                                  .arg(result.error().message())));
        }
        tell(result.error());
        pause(wait);
        wait = std::min<std::chrono::milliseconds>(wait * 2, pauseMax);
    }
    return fail(ErrorCode::Unavailable, QStringLiteral("It was asked to stop while it was starting."));
}

Result<void> StartUp::attempt(const std::function<Result<void>()>& step) {
    Result<void> result;
    bool done = false;
    QEventLoop loop;
    m_pool.start([&] {
        result = step();
        QMetaObject::invokeMethod(
            &loop,
            [&] {
                done = true;
                loop.quit();
            },
            Qt::QueuedConnection); // the loop may not be running yet
    });
    // Whatever else ends the loop, the step uses what stands here.
    while (!done)
        loop.exec();
    return result;
}

void StartUp::pause(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    m_loop = &loop;
    if (!m_cancelled)
        loop.exec();
    m_loop = nullptr;
}

void StartUp::cancel() {
    m_cancelled = true;
    if (m_loop)
        m_loop->quit();
}

QString StartUp::waitingFor() const {
    const std::lock_guard lock(m_mutex);
    return m_waitingFor;
}

void StartUp::tell(const Error& error) {
    const std::lock_guard lock(m_mutex);
    if (m_waitingFor == error.message() && Clock::now() - m_toldAt < tellAgain)
        return;
    m_waitingFor = error.message();
    m_toldAt = Clock::now();
    qCWarning(lcStart).noquote() << "cannot start yet:" << m_waitingFor;
}

} // namespace parlor
