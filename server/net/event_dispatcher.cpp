// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/event_dispatcher.h"

#include <QThread>

#ifdef Q_OS_LINUX
#include "server/net/epoll_event_dispatcher.h"
#endif

namespace parlor::net {

void installEventDispatcher(QThread& thread) {
#ifdef Q_OS_LINUX
    thread.setEventDispatcher(new EpollEventDispatcher);
#else
    Q_UNUSED(thread)
#endif
}

} // namespace parlor::net
