// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/room_list_model.h"

#include "client/core/core.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

RoomListModel::RoomListModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    for (const RoomSummary& summary : core.reader()->rooms())
        m_all.insert(summary.room.id, {summary, summary.read.unread > 0});
    rebuild();
    connect(&core, &Core::roomAdded, this, &RoomListModel::refresh);
    connect(&core, &Core::roomChanged, this, &RoomListModel::refresh);
    connect(&core, &Core::roomRemoved, this, &RoomListModel::remove);
    // A message refused or taken changes what the row says about it.
    connect(&core, &Core::outboxChanged, this,
            [this](const OutboxChange& change) { refresh(change.roomId); });
}

int RoomListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RoomListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = *m_all.constFind(m_shown.at(index.row()));
    const RoomSummary& summary = row.summary;
    switch (role) {
    case RoomIdRole:
        return summary.room.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return summary.room.name;
    case TopicRole:
        return summary.room.topic;
    case PrivateRole:
        return summary.room.kind != RoomKind::Public;
    case UnreadRole:
        return summary.read.unread;
    case MentionsRole:
        return summary.read.mentions;
    case SectionRole:
        return row.unreadSection ? u"unread"_s : u"rooms"_s;
    case FailedRole:
        return summary.failed;
    default:
        return {};
    }
}

QHash<int, QByteArray> RoomListModel::roleNames() const {
    return {{RoomIdRole, "roomId"},     {NameRole, "name"},         {TopicRole, "topic"},
            {PrivateRole, "isPrivate"}, {UnreadRole, "unread"},     {MentionsRole, "mentions"},
            {SectionRole, "section"},   {FailedRole, "failedCount"}};
}

void RoomListModel::setFilter(const QString& filter) {
    if (filter == m_filter)
        return;
    m_filter = filter;
    beginResetModel();
    rebuild();
    endResetModel();
    Q_EMIT filterChanged();
    Q_EMIT countChanged();
}

int RoomListModel::unreadRooms() const {
    return static_cast<int>(std::count_if(m_all.cbegin(), m_all.cend(),
                                          [](const Row& row) { return row.summary.read.unread > 0; }));
}

int RoomListModel::mentions() const {
    int sum = 0;
    for (const Row& row : m_all)
        sum += row.summary.read.mentions;
    return sum;
}

void RoomListModel::setOpenRoom(const RoomId& room) {
    const RoomId previous = std::exchange(m_open, room);
    if (previous != room && m_all.contains(previous))
        refresh(previous);
}

std::optional<RoomSummary> RoomListModel::summary(const RoomId& room) const {
    const auto it = m_all.constFind(room);
    return it == m_all.cend() ? std::nullopt : std::optional(it->summary);
}

int RoomListModel::rowOf(const QString& roomId) const {
    const auto id = RoomId::parse(roomId);
    return id ? static_cast<int>(m_shown.indexOf(*id)) : -1;
}

QString RoomListModel::roomAt(int row) const {
    return row >= 0 && row < m_shown.size() ? m_shown.at(row).toString() : QString();
}

QString RoomListModel::neighbour(const QString& roomId, int by, bool unreadOnly) const {
    qsizetype row = rowOf(roomId);
    if (row < 0)
        row = by > 0 ? -1 : m_shown.size();
    for (row += by; row >= 0 && row < m_shown.size(); row += by) {
        if (!unreadOnly || m_all.value(m_shown.at(row)).summary.read.unread > 0)
            return m_shown.at(row).toString();
    }
    return {};
}

bool RoomListModel::isShown(const Row& row) const {
    return m_filter.isEmpty() || row.summary.room.name.contains(m_filter, Qt::CaseInsensitive);
}

bool RoomListModel::before(const Row& a, const Row& b) const {
    if (a.unreadSection != b.unreadSection)
        return a.unreadSection;
    if (a.unreadSection) {
        const bool aMentions = a.summary.read.mentions > 0;
        const bool bMentions = b.summary.read.mentions > 0;
        if (aMentions != bMentions)
            return aMentions;
        if (a.summary.lastMessageAt != b.summary.lastMessageAt)
            return a.summary.lastMessageAt > b.summary.lastMessageAt;
    }
    const int names = a.summary.room.name.localeAwareCompare(b.summary.room.name);
    return names != 0 ? names < 0 : a.summary.room.id < b.summary.room.id;
}

qsizetype RoomListModel::shownIndex(const RoomId& room) const {
    return m_shown.indexOf(room);
}

void RoomListModel::refresh(const RoomId& room) {
    const auto summary = m_core.reader()->room(room);
    if (!summary) {
        remove(room);
        return;
    }
    const auto known = m_all.constFind(room);
    const bool isNew = known == m_all.cend();
    Row row{*summary, summary->read.unread > 0};
    if (room == m_open && !isNew)
        row.unreadSection = known->unreadSection;
    if (!isNew && known->summary == row.summary && known->unreadSection == row.unreadSection)
        return;

    const qsizetype from = shownIndex(room);
    if (from < 0) {
        m_all.insert(room, row);
        if (isShown(row)) {
            const auto at = std::find_if(m_shown.cbegin(), m_shown.cend(),
                                         [&](const RoomId& other) { return before(row, m_all[other]); });
            const int to = static_cast<int>(at - m_shown.cbegin());
            beginInsertRows({}, to, to);
            m_shown.insert(to, room);
            endInsertRows();
        }
    } else if (!isShown(row)) {
        beginRemoveRows({}, static_cast<int>(from), static_cast<int>(from));
        m_shown.removeAt(from);
        m_all.insert(room, row);
        endRemoveRows();
    } else {
        // Its place among the others, itself left out.
        int to = 0;
        for (const RoomId& other : std::as_const(m_shown)) {
            if (other != room && !before(row, m_all[other]))
                ++to;
        }
        if (to != from) {
            // Qt counts the destination as before the removal.
            beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, to > from ? to + 1 : to);
            m_shown.move(from, to);
            endMoveRows();
        }
        m_all.insert(room, row);
        Q_EMIT dataChanged(index(to), index(to));
    }
    if (isNew)
        Q_EMIT countChanged();
    Q_EMIT totalsChanged();
    Q_EMIT summaryChanged(room);
}

void RoomListModel::remove(const RoomId& room) {
    if (!m_all.contains(room))
        return;
    const auto at = static_cast<int>(shownIndex(room));
    if (at >= 0) {
        beginRemoveRows({}, at, at);
        m_shown.removeAt(at);
        m_all.remove(room);
        endRemoveRows();
    } else {
        m_all.remove(room);
    }
    Q_EMIT countChanged();
    Q_EMIT totalsChanged();
}

void RoomListModel::rebuild() {
    m_shown.clear();
    for (auto it = m_all.cbegin(); it != m_all.cend(); ++it) {
        if (isShown(*it))
            m_shown.append(it.key());
    }
    std::sort(m_shown.begin(), m_shown.end(),
              [this](const RoomId& a, const RoomId& b) { return before(m_all[a], m_all[b]); });
}

} // namespace parlor
