// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/idle_watch.h"

#include <QCoreApplication>
#include <QEvent>

namespace parlor {

IdleWatch::IdleWatch(QObject* parent)
    : QObject(parent) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::update);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::setLimit(std::chrono::milliseconds limit) {
    m_limit = limit;
    noteInput();
}

void IdleWatch::setLocked(bool locked) {
    m_locked = locked;
    if (locked)
        update();
    else
        noteInput();
}

bool IdleWatch::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TabletMove:
    case QEvent::ApplicationActivate:
        noteInput();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void IdleWatch::noteInput() {
    // Pointers move a hundred times in a second: the timer is not begun anew each time, but looks at this.
    m_deadline = m_limit.count() > 0 ? QDeadlineTimer(m_limit) : QDeadlineTimer(QDeadlineTimer::Forever);
    if (m_away || !m_timer.isActive())
        update();
}

void IdleWatch::update() {
    const bool away = m_locked || m_deadline.hasExpired();
    if (!away && !m_deadline.isForever())
        m_timer.start(m_deadline.remainingTimeAsDuration().count() > 0
                          ? std::chrono::duration_cast<std::chrono::milliseconds>(
                                m_deadline.remainingTimeAsDuration()) +
                                std::chrono::milliseconds(1)
                          : std::chrono::milliseconds(1));
    if (away == m_away)
        return;
    m_away = away;
    Q_EMIT awayChanged(away);
}

} // namespace parlor
