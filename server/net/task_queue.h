// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QObject>

#include <functional>
#include <vector>

namespace parlor::net {

/// Work handed to one thread from any other: in order, with one wake-up for all that is posted before the
/// thread gets to it. Outlives the thread (hold it by shared_ptr), so that a late result is dropped instead
/// of reaching a dead object.
class TaskQueue {
public:
    using Task = std::function<void()>;

    /// Called once, on any thread; `receiver` lives on the thread that is to run the tasks, and calls run()
    /// for each QEvent of type eventType().
    explicit TaskQueue(QObject* receiver);

    static int eventType();

    /// Any thread. Dropped after close().
    void post(Task task);
    /// On the receiver's thread: runs what had been posted by now.
    void run();
    /// Any thread; before the receiver is destroyed. What has not run is dropped, without the lock held.
    void close();

private:
    QMutex m_mutex;
    QObject* m_receiver; ///< null once closed
    std::vector<Task> m_tasks;
};

} // namespace parlor::net
