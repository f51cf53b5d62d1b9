// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/people.h"

#include "client/core/core.h"
#include "client/models/room_list_model.h"
#include "client/models/words.h"

namespace parlor {

People::People(Core& core, const RoomListModel& rooms, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_rooms(rooms) {}

void People::openDirect(const QString& userId) {
    const auto user = UserId::parse(userId);
    if (!user)
        return;
    m_error.clear();
    m_failed = {};
    if (const RoomId room = m_rooms.directRoom(*user); !room.isNull()) {
        m_opening = {};
        Q_EMIT changed();
        Q_EMIT directOpened(room.toString());
        return;
    }
    m_opening = *user;
    Q_EMIT changed();
    m_core.openDirect(*user, this, [this, user = *user](const Outcome<RoomId>& room) {
        // Meanwhile another one was asked for: that one is wanted.
        if (user != m_opening)
            return;
        m_opening = {};
        if (!room) {
            m_error = words::failure(room.error());
            m_failed = user;
        }
        Q_EMIT changed();
        if (room)
            Q_EMIT directOpened(room->toString());
    });
}

void People::clearError() {
    m_error.clear();
    m_failed = {};
    Q_EMIT changed();
}

} // namespace parlor
