// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/public_rooms_model.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <algorithm>

namespace parlor {

namespace {
constexpr int typingPauseMs = 200;
}

PublicRoomsModel::PublicRoomsModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &PublicRoomsModel::refresh);
}

int PublicRoomsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant PublicRoomsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PublicRoom& row = m_rooms.at(index.row());
    switch (role) {
    case RoomIdRole:
        return row.room.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return row.room.name;
    case TopicRole:
        return row.room.topic;
    case MemberCountRole:
        return row.memberCount;
    case JoinedRole:
        return row.joined;
    case JoiningRole:
        return m_joining.contains(row.room.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> PublicRoomsModel::roleNames() const {
    return {{RoomIdRole, "roomId"},           {NameRole, "name"},     {TopicRole, "topic"},
            {MemberCountRole, "memberCount"}, {JoinedRole, "joined"}, {JoiningRole, "joining"}};
}

bool PublicRoomsModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_next && !m_loading;
}

void PublicRoomsModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetch();
}

void PublicRoomsModel::setSearch(const QString& search) {
    if (search == m_search)
        return;
    m_search = search;
    m_typing.start();
    Q_EMIT searchChanged();
}

void PublicRoomsModel::refresh() {
    m_typing.stop();
    ++m_generation;
    m_next.reset();
    fetch();
}

void PublicRoomsModel::fetch() {
    m_loading = true;
    m_error.clear();
    Q_EMIT stateChanged();
    const bool first = !m_next;
    m_core.publicRooms(m_search.trimmed(), m_next, this,
                       [this, first, generation = m_generation](const Outcome<Page<PublicRoom>>& page) {
                           if (generation != m_generation)
                               return;
                           m_loading = false;
                           if (!page) {
                               m_error = words::failure(page.error());
                           } else if (first) {
                               beginResetModel();
                               m_rooms = page->items;
                               m_next = page->next;
                               endResetModel();
                           } else {
                               m_next = page->next;
                               if (!page->items.isEmpty()) {
                                   beginInsertRows({}, count(),
                                                   count() + static_cast<int>(page->items.size()) - 1);
                                   m_rooms.append(page->items);
                                   endInsertRows();
                               }
                           }
                           Q_EMIT stateChanged();
                       });
}

void PublicRoomsModel::join(const QString& roomId) {
    const auto id = RoomId::parse(roomId);
    if (!id || m_joining.contains(*id))
        return;
    m_error.clear();
    setJoining(*id, true);
    m_core.joinRoom(*id, this, [this, room = *id](const Outcome<RoomId>& outcome) {
        if (outcome) {
            const auto it = std::find_if(m_rooms.begin(), m_rooms.end(),
                                         [&](const PublicRoom& row) { return row.room.id == room; });
            if (it != m_rooms.end())
                it->joined = true;
        } else {
            m_error = words::failure(outcome.error());
        }
        setJoining(room, false);
        if (outcome)
            Q_EMIT joined(room.toString());
    });
}

void PublicRoomsModel::setJoining(const RoomId& room, bool joining) {
    if (joining)
        m_joining.insert(room);
    else
        m_joining.remove(room);
    const auto it = std::find_if(m_rooms.cbegin(), m_rooms.cend(),
                                 [&](const PublicRoom& row) { return row.room.id == room; });
    if (it != m_rooms.cend()) {
        const int row = static_cast<int>(it - m_rooms.cbegin());
        Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT stateChanged();
}

} // namespace parlor
