// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

QT_FORWARD_DECLARE_CLASS(QAbstractEventDispatcher)
QT_FORWARD_DECLARE_CLASS(QThread)

namespace parlor::net {

/// Gives `thread`, before it starts, the dispatcher whose cost per event does not grow with the number of
/// sockets: our epoll dispatcher on Linux, Qt's own elsewhere. (Qt's are O(sockets) per wake-up: FACTS in
/// docs/architecture.md.)
void installEventDispatcher(QThread& thread);

} // namespace parlor::net
