// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace parlor {

/// Whether somebody is at the computer: keys, pointer and touch in Parlor's own windows, and where the
/// desktop tells, its locked screen (lockedScreenTold()). GUI thread.
class IdleWatch : public QObject {
    Q_OBJECT
public:
    explicit IdleWatch(QObject* parent = nullptr);

    /// Away after this long; zero never.
    void setLimit(std::chrono::milliseconds limit);
    bool isAway() const { return m_away; }
    /// The screen was locked: away at once; unlocked: back.
    void setLocked(bool locked);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void awayChanged(bool away);

private:
    void noteInput();
    void update();

    std::chrono::milliseconds m_limit{0};
    QTimer m_timer;
    QDeadlineTimer m_deadline;
    bool m_locked = false;
    bool m_away = false;
};

} // namespace parlor
