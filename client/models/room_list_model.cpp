// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/room_list_model.h"

#include "client/core/core.h"
#include "client/core/profile.h"

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
/// For all accounts alike: it says how one likes one's list.
const auto collapsedSetting = u"collapsedSections"_s;
const auto openedSetting = u"openedSections"_s;
} // namespace

RoomListModel::RoomListModel(Core& core, Profile& profile, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core)
    , m_profile(profile) {
    const QStringList collapsed = profile.setting(collapsedSetting).toStringList();
    const QStringList opened = profile.setting(openedSetting).toStringList();
    for (int section = 0; section < sectionCount; ++section) {
        const QString key = sectionKey(static_cast<Section>(section));
        m_collapsed[static_cast<size_t>(section)] =
            section == Archived ? !opened.contains(key) : collapsed.contains(key);
    }

    load();
    // The cache was begun anew: nothing of what is shown need be there.
    connect(&core, &Core::opened, this, [this] {
        beginResetModel();
        load();
        endResetModel();
        Q_EMIT countChanged();
        Q_EMIT totalsChanged();
    });
    connect(&core, &Core::roomAdded, this, &RoomListModel::refresh);
    connect(&core, &Core::roomChanged, this, &RoomListModel::refresh);
    connect(&core, &Core::roomRemoved, this, &RoomListModel::remove);
    // A message refused or taken changes what the row says about it.
    connect(&core, &Core::outboxChanged, this,
            [this](const OutboxChange& change) { refresh(change.roomId); });
    connect(&core, &Core::usersChanged, this, [this](const QList<User>& users) {
        for (const User& user : users) {
            if (const RoomId room = m_peers.value(user.id); !room.isNull())
                refresh(room);
        }
    });
    connect(&core, &Core::presenceChanged, this, [this](const QList<UserId>& users) {
        for (const UserId& user : users) {
            if (const RoomId room = m_peers.value(user); !room.isNull())
                changed(room);
        }
    });
}

void RoomListModel::load() {
    m_all.clear();
    m_peers.clear();
    m_shown.clear();
    m_sizes = {};
    m_unreadRooms = 0;
    m_mentions = 0;
    QList<UserId> peers;
    for (const RoomSummary& summary : m_core.reader()->rooms()) {
        const auto row = std::make_shared<Row>(makeRow(summary, nullptr));
        m_all.insert(summary.room.id, row);
        count(*row, 1);
        if (!row->peer.isNull()) {
            m_peers.insert(row->peer, summary.room.id);
            peers.append(row->peer);
        }
        if (isShown(*row))
            m_shown.append({row->section, row});
    }
    for (int section = 0; section < sectionCount; ++section) {
        if (m_sizes[static_cast<size_t>(section)] > 0)
            m_shown.append({static_cast<Section>(section), nullptr});
    }
    std::sort(m_shown.begin(), m_shown.end(), &RoomListModel::before);
    m_core.wantPresence(peers);
}

int RoomListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

void RoomListModel::setOpenRoom(const RoomId& room) {
    const RoomId previous = std::exchange(m_open, room);
    if (previous == room)
        return;
    for (const RoomId& moved : {previous, room}) {
        const auto row = m_all.value(moved);
        if (!row)
            continue;
        put(row, makeRow(row->summary, row.get()));
        headingChanged(row->section);
    }
}

std::optional<RoomSummary> RoomListModel::summary(const RoomId& room) const {
    const auto row = m_all.value(room);
    return row ? std::optional(row->summary) : std::nullopt;
}

QString RoomListModel::nameOf(const RoomId& room) const {
    const auto row = m_all.value(room);
    return row ? row->name : QString();
}

QList<RoomSummary> RoomListModel::summaries() const {
    QList<RoomSummary> all;
    all.reserve(m_all.size());
    for (const auto& row : m_all)
        all.append(row->summary);
    return all;
}

int RoomListModel::rowOf(const QString& roomId) const {
    const auto id = RoomId::parse(roomId);
    const auto row = id ? m_all.value(*id) : nullptr;
    return row ? static_cast<int>(indexOf(row)) : -1;
}

QString RoomListModel::roomAt(int row) const {
    return row >= 0 && row < m_shown.size() && m_shown.at(row).row
               ? m_shown.at(row).row->summary.room.id.toString()
               : QString();
}

QString RoomListModel::neighbour(const QString& roomId, int by, bool unreadOnly) const {
    QList<Entry> order = m_shown;
    if (unreadOnly) {
        order.clear();
        for (const auto& row : m_all)
            order.append({row->section, row});
        std::sort(order.begin(), order.end(), &RoomListModel::before);
    }
    const auto isOpen = [&](const Entry& entry) {
        return entry.row && entry.row->summary.room.id.toString() == roomId;
    };
    qsizetype at = std::find_if(order.cbegin(), order.cend(), isOpen) - order.cbegin();
    if (at == order.size() && by > 0)
        at = -1;
    const int step = by < 0 ? -1 : 1;
    for (at += step; at >= 0 && at < order.size(); at += step) {
        const auto& row = order.at(at).row;
        if (row && (!unreadOnly || counts(*row)))
            return row->summary.room.id.toString();
    }
    return {};
}

void RoomListModel::setCollapsed(const QString& section, bool collapsed) {
    for (int i = 0; i < sectionCount; ++i) {
        const auto which = static_cast<Section>(i);
        if (sectionKey(which) != section || isCollapsed(which) == collapsed)
            continue;
        m_collapsed[static_cast<size_t>(i)] = collapsed;
        const QString& setting = which == Archived ? openedSetting : collapsedSetting;
        QStringList kept = m_profile.setting(setting).toStringList();
        kept.removeAll(section);
        if (collapsed != (which == Archived))
            kept.append(section);
        m_profile.setSetting(setting, kept);
        showSection(which, !collapsed);
        if (const qsizetype at = headingAt(which); at >= 0)
            Q_EMIT dataChanged(index(static_cast<int>(at)), index(static_cast<int>(at)));
        Q_EMIT countChanged();
    }
}

void RoomListModel::showSection(Section section, bool shown) {
    const qsizetype heading = headingAt(section);
    if (heading < 0)
        return;
    // Before and after the one that is open, which is shown in either case.
    QList<Entry> head;
    QList<Entry> tail;
    bool opened = false;
    QList<Entry> rows;
    for (const auto& row : std::as_const(m_all)) {
        if (row->section == section)
            rows.append({section, row});
    }
    std::sort(rows.begin(), rows.end(), &RoomListModel::before);
    for (const Entry& entry : std::as_const(rows)) {
        if (entry.row->summary.room.id == m_open)
            opened = true;
        else
            (opened ? tail : head).append(entry);
    }
    const auto change = [this, shown](qsizetype at, const QList<Entry>& entries) {
        if (entries.isEmpty())
            return;
        const auto first = static_cast<int>(at);
        const auto last = static_cast<int>(at + entries.size() - 1);
        if (shown) {
            beginInsertRows({}, first, last);
            for (qsizetype i = 0; i < entries.size(); ++i)
                m_shown.insert(at + i, entries.at(i));
            endInsertRows();
        } else {
            beginRemoveRows({}, first, last);
            m_shown.remove(at, entries.size());
            endRemoveRows();
        }
    };
    change(heading + 1, head);
    change(heading + 1 + (shown ? head.size() : 0) + (opened ? 1 : 0), tail);
}

bool RoomListModel::isShown(const Row& row) const {
    return !isCollapsed(row.section) || row.summary.room.id == m_open;
}

qsizetype RoomListModel::lowerBound(const Entry& entry) const {
    return std::lower_bound(m_shown.cbegin(), m_shown.cend(), entry, &RoomListModel::before) -
           m_shown.cbegin();
}

qsizetype RoomListModel::indexOf(const std::shared_ptr<Row>& row) const {
    const qsizetype at = lowerBound({row->section, row});
    return at < m_shown.size() && m_shown.at(at).row == row ? at : -1;
}

qsizetype RoomListModel::headingAt(Section section) const {
    const qsizetype at = lowerBound({section, nullptr});
    const bool there = at < m_shown.size() && !m_shown.at(at).row && m_shown.at(at).section == section;
    return there ? at : -1;
}

void RoomListModel::refresh(const RoomId& room) {
    const auto summary = m_core.reader()->room(room);
    if (!summary) {
        remove(room);
        return;
    }
    const auto known = m_all.value(room);
    const Row wanted = makeRow(*summary, known.get());
    if (known) {
        if (known->summary == wanted.summary && known->name == wanted.name &&
            known->section == wanted.section)
            return;
        put(known, wanted);
    } else {
        const auto row = std::make_shared<Row>(wanted);
        m_all.insert(room, row);
        count(*row, 1);
        if (!row->peer.isNull()) {
            m_peers.insert(row->peer, room);
            m_core.wantPresence({row->peer});
        }
        show(row);
        headingChanged(row->section);
        Q_EMIT countChanged();
    }
    Q_EMIT totalsChanged();
    Q_EMIT summaryChanged(room);
}

void RoomListModel::put(const std::shared_ptr<Row>& row, const Row& wanted) {
    const Section left = row->section;
    const qsizetype from = indexOf(row);
    count(*row, -1);
    count(wanted, 1);
    if (from < 0 || !isShown(wanted)) {
        hide(row);
        *row = wanted;
        show(row);
    } else {
        if (headingAt(wanted.section) < 0)
            insertEntry({wanted.section, nullptr});
        const qsizetype at = indexOf(row);
        const qsizetype place = lowerBound({wanted.section, std::make_shared<Row>(wanted)});
        const qsizetype to = place > at ? place - 1 : place;
        if (to != at) {
            // Qt counts the destination as before the removal.
            beginMoveRows({}, static_cast<int>(at), static_cast<int>(at), {},
                          static_cast<int>(to > at ? to + 1 : to));
            m_shown.move(at, to);
            m_shown[to].section = wanted.section;
            *row = wanted;
            endMoveRows();
        } else {
            m_shown[to].section = wanted.section;
            *row = wanted;
        }
        Q_EMIT dataChanged(index(static_cast<int>(to)), index(static_cast<int>(to)));
    }
    headingChanged(left);
    if (left != wanted.section)
        headingChanged(wanted.section);
}

void RoomListModel::show(const std::shared_ptr<Row>& row) {
    if (headingAt(row->section) < 0)
        insertEntry({row->section, nullptr});
    if (isShown(*row) && indexOf(row) < 0)
        insertEntry({row->section, row});
}

void RoomListModel::hide(const std::shared_ptr<Row>& row) {
    if (const qsizetype at = indexOf(row); at >= 0)
        removeEntry(at);
}

void RoomListModel::remove(const RoomId& room) {
    const auto row = m_all.value(room);
    if (!row)
        return;
    hide(row);
    m_all.remove(room);
    m_peers.remove(row->peer);
    count(*row, -1);
    headingChanged(row->section);
    Q_EMIT countChanged();
    Q_EMIT totalsChanged();
}

void RoomListModel::count(const Row& row, int by) {
    m_sizes[static_cast<size_t>(row.section)] += by;
    m_unreadRooms += counts(row) ? by : 0;
    m_mentions += by * row.summary.read.mentions;
}

void RoomListModel::insertEntry(const Entry& entry) {
    const auto at = static_cast<int>(lowerBound(entry));
    beginInsertRows({}, at, at);
    m_shown.insert(at, entry);
    endInsertRows();
}

void RoomListModel::removeEntry(qsizetype at) {
    beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
    m_shown.removeAt(at);
    endRemoveRows();
}

void RoomListModel::headingChanged(Section section) {
    const qsizetype at = headingAt(section);
    if (at < 0)
        return;
    if (m_sizes[static_cast<size_t>(section)] == 0)
        removeEntry(at);
    else if (isCollapsed(section))
        Q_EMIT dataChanged(index(static_cast<int>(at)), index(static_cast<int>(at)));
}

void RoomListModel::changed(const RoomId& room) {
    const auto row = m_all.value(room);
    const auto at = row ? static_cast<int>(indexOf(row)) : -1;
    if (at >= 0)
        Q_EMIT dataChanged(index(at), index(at), {PresenceRole});
}

} // namespace parlor
