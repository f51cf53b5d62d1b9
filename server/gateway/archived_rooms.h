// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QHash>

#include <mutex>
#include <shared_mutex>

namespace parlor::gateway {

/// The rooms that are archived, so that sending need not ask the store whether it may: as the store said at
/// the start and the log since. It may be behind by what the tail is behind; who is to be refused because of
/// it should ask the store. Bounded by the number of archived rooms. Any thread.
class ArchivedRooms {
public:
    /// With their versions, as the store has them.
    void start(const QHash<RoomId, qint64>& archived) {
        const std::unique_lock lock(m_mutex);
        m_versions = archived;
    }
    /// The log tells of `room` at `version`. Later changes than that may be known.
    void changed(const RoomId& room, qint64 version, bool archived) {
        const std::unique_lock lock(m_mutex);
        const auto known = m_versions.find(room);
        if (known != m_versions.end() && version < *known)
            return;
        if (archived)
            m_versions.insert(room, version);
        else if (known != m_versions.end())
            m_versions.erase(known);
    }
    bool contains(const RoomId& room) const {
        const std::shared_lock lock(m_mutex);
        return m_versions.contains(room);
    }

private:
    mutable std::shared_mutex m_mutex;
    QHash<RoomId, qint64> m_versions;
};

} // namespace parlor::gateway
