// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/bans_model.h"

#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/words.h"

namespace parlor {

BansModel::BansModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {}

int BansModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant BansModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Ban& ban = m_bans.at(index.row());
    switch (role) {
    case UserIdRole:
        return ban.user.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return ban.user.displayName;
    case UsernameRole:
        return ban.user.username;
    case DetailRole: {
        const auto by = m_core.reader()->user(ban.by);
        const QString when = people::ago(ban.at, QDateTime::currentDateTimeUtc());
        return ban.by == m_core.self() ? tr("Banned by you, %1").arg(when)
               : by                    ? tr("Banned by %1, %2").arg(by->displayName, when)
                                       : tr("Banned %1").arg(when);
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> BansModel::roleNames() const {
    return {{UserIdRole, "userId"}, {NameRole, "name"}, {UsernameRole, "username"}, {DetailRole, "detail"}};
}

bool BansModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_next && !m_loading;
}

void BansModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetch();
}

void BansModel::load(const QString& roomId) {
    const RoomId room = RoomId::parse(roomId).value_or(RoomId());
    ++m_generation;
    m_next.reset();
    m_error.clear();
    m_loading = false;
    if (room != m_room || room.isNull()) {
        beginResetModel();
        m_bans.clear();
        endResetModel();
    }
    m_room = room;
    if (room.isNull())
        Q_EMIT stateChanged();
    else
        fetch();
}

void BansModel::fetch() {
    m_loading = true;
    Q_EMIT stateChanged();
    m_core.bans(m_room, m_next, this,
                [this, first = !m_next, generation = m_generation](const Outcome<Page<Ban>>& page) {
                    if (generation != m_generation)
                        return;
                    m_loading = false;
                    if (!page) {
                        m_error = words::failure(page.error());
                    } else if (first) {
                        beginResetModel();
                        m_bans = page->items;
                        m_next = page->next;
                        endResetModel();
                    } else {
                        m_next = page->next;
                        if (!page->items.isEmpty()) {
                            beginInsertRows({}, count(), count() + static_cast<int>(page->items.size()) - 1);
                            m_bans.append(page->items);
                            endInsertRows();
                        }
                    }
                    Q_EMIT stateChanged();
                });
}

void BansModel::forget(const QString& userId) {
    const auto user = UserId::parse(userId);
    for (int row = 0; user && row < count(); ++row) {
        if (m_bans.at(row).user.id != *user)
            continue;
        beginRemoveRows({}, row, row);
        m_bans.removeAt(row);
        endRemoveRows();
        Q_EMIT stateChanged();
        return;
    }
}

} // namespace parlor
