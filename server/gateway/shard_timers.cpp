// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/session.h"
#include "server/gateway/shard.h"

#include <QRandomGenerator>

#include <algorithm>

/// What happens to the sessions of a shard because it is time: they are looked after, go elsewhere while the
/// gateway drains, and are read again after a pause.
namespace parlor::gateway {

namespace {

constexpr std::chrono::seconds sweepInterval{1};
constexpr std::chrono::milliseconds drainInterval{10};

} // namespace

void Shard::startSweeping() {
    if (m_sweeper)
        return;
    m_sweeper = std::make_unique<QTimer>();
    QObject::connect(m_sweeper.get(), &QTimer::timeout, m_sweeper.get(), [this] { sweep(); });
    m_sweeper->start(sweepInterval);
}

void Shard::sweep() {
    const auto now = std::chrono::steady_clock::now();
    const QHash<SessionKey, Session*> sessions = m_sessions;
    for (Session* session : sessions)
        session->sweep(now);
}

void Shard::stopTimers() {
    // They belong to this thread and must not outlive its event loop; this may be the slot of one.
    for (auto* timer : {&m_sweeper, &m_drainer, &m_waker}) {
        if (*timer)
            timer->release()->deleteLater();
    }
    m_resting.clear();
}

void Shard::drain(std::chrono::steady_clock::time_point until) {
    m_drainUntil = until;
    const QHash<SessionKey, Session*> sessions = m_sessions;
    for (Session* session : sessions)
        scheduleGoing(*session);
}

void Shard::scheduleGoing(Session& session) {
    const auto now = std::chrono::steady_clock::now();
    const auto window = std::chrono::duration_cast<std::chrono::microseconds>(*m_drainUntil - now).count();
    session.goAt(now + std::chrono::microseconds(qint64(QRandomGenerator::global()->generateDouble() *
                                                        double(std::max<qint64>(0, window)))));
    if (!m_drainer) {
        m_drainer = std::make_unique<QTimer>();
        QObject::connect(m_drainer.get(), &QTimer::timeout, m_drainer.get(), [this] { sendAway(); });
        m_drainer->start(drainInterval);
    }
}

void Shard::sendAway() {
    const auto now = std::chrono::steady_clock::now();
    const QHash<SessionKey, Session*> sessions = m_sessions;
    for (Session* session : sessions)
        session->goIfDue(now, now >= *m_drainUntil);
}

void Shard::rest(SessionKey key) {
    m_resting.push_back({std::chrono::steady_clock::now() + m_services.config.refusalPause, key});
    if (!m_waker) {
        m_waker = std::make_unique<QTimer>();
        m_waker->setSingleShot(true);
        QObject::connect(m_waker.get(), &QTimer::timeout, m_waker.get(), [this] { wakeRested(); });
    }
    if (!m_waker->isActive())
        m_waker->start(m_services.config.refusalPause);
}

void Shard::wakeRested() {
    const auto now = std::chrono::steady_clock::now();
    while (!m_resting.empty() && m_resting.front().until <= now) {
        const SessionKey key = m_resting.front().key;
        m_resting.pop_front();
        if (Session* session = find(key))
            session->rested();
    }
    if (!m_resting.empty())
        m_waker->start(std::chrono::ceil<std::chrono::milliseconds>(m_resting.front().until - now));
}

} // namespace parlor::gateway
