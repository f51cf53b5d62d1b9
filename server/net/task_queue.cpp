// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/task_queue.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace parlor::net {

TaskQueue::TaskQueue(QObject* receiver)
    : m_receiver(receiver) {}

int TaskQueue::eventType() {
    static const int type = QEvent::registerEventType();
    return type;
}

void TaskQueue::post(Task task) {
    const QMutexLocker lock(&m_mutex);
    if (!m_receiver)
        return;
    m_tasks.push_back(std::move(task));
    if (m_tasks.size() == 1)
        QCoreApplication::postEvent(m_receiver, new QEvent(QEvent::Type(eventType())));
}

void TaskQueue::run() {
    std::vector<Task> tasks;
    {
        const QMutexLocker lock(&m_mutex);
        tasks.swap(m_tasks);
    }
    for (Task& task : tasks)
        task();
}

void TaskQueue::close() {
    std::vector<Task> dropped; // outlives the lock: what a task holds may post when it is destroyed
    {
        const QMutexLocker lock(&m_mutex);
        m_receiver = nullptr;
        dropped.swap(m_tasks);
    }
}

} // namespace parlor::net
