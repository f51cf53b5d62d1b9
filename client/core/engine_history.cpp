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
    m_shown = room;
    if (!m_files)
        return;
    m_files->history->show(room);
    m_files->sync->noteShown(room);
    fetchCursors();
}

void Engine::trimLater(std::chrono::milliseconds delay) {
    m_trimTimer = m_timing->after(delay, [this] {
        // A little at a time, so that what arrives meanwhile does not wait for it.
        constexpr std::chrono::milliseconds pause{100};
        if (m_files && m_files->sync->trim())
            trimLater(pause);
    });
}

void Engine::checkCache() {
    const auto checked = m_files->cache->check();
    if (checked || checked.error().code() != ErrorCode::Corrupt)
        m_files->connection->start();
    else
        onSyncFailed(checked.error());
}

void Engine::suspectDamage() {
    if (!m_files || std::exchange(m_suspected, true))
        return;
    if (const auto checked = m_files->cache->check();
        !checked && checked.error().code() == ErrorCode::Corrupt)
        m_files->cache->setDamaged();
    close();
    open();
    // What was not found broken is not looked through again for every read that fails.
    m_suspected = !m_files || !m_files->cache->rebuilt();
}

void Engine::clearCache(Done<bool> done) {
    if (!m_files) {
        done(tl::unexpected(notOpen()));
        return;
    }
    close();
    const auto removed = Cache::remove(m_config.directory);
    open();
    if (removed)
        done(true);
    else
        done(tl::unexpected(failureOf(removed.error())));
}

} // namespace parlor
