// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Engine that reads what was said.
#include "client/core/engine.h"
#include "client/core/engine_private.h"

namespace parlor {

void Engine::loadOlder(const RoomId& room, qint64 beforeSeq, int limit, Done<OlderMessages> done) {
    if (m_files)
        m_files->history->loadOlder(room, beforeSeq, limit, this, std::move(done));
    else
        done(tl::unexpected(notOpen()));
}

void Engine::showRoom(const RoomId& room) {
    if (m_files)
        m_files->history->show(room);
}

} // namespace parlor
