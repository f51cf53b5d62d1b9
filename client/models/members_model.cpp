// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/members_model.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <algorithm>

namespace parlor {

MembersModel::MembersModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    connect(&core, &Core::statusChanged, this, [this](const ConnectionStatus& status) {
        // Who came and went while one was away is not told afterwards.
        if (status.state == ConnectionState::Online && !m_room.isNull())
            refresh();
    });
    connect(&core, &Core::membersChanged, this, [this](const RoomId& room) {
        if (room != m_room)
            return;
        // A crowd that comes in at once costs one more request, not one for each.
        if (m_loading)
            m_stale = true;
        else
            refresh();
    });
}

int MembersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MembersModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Member& member = m_members.at(index.row());
    switch (role) {
    case UserIdRole:
        return member.user.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return member.user.displayName;
    case UsernameRole:
        return member.user.username;
    case RoleTextRole:
        return member.role == RoomRole::Owner       ? tr("Owner")
               : member.role == RoomRole::Moderator ? tr("Moderator")
                                                    : QString();
    case SelfRole:
        return member.user.id == m_core.self();
    default:
        return {};
    }
}

QHash<int, QByteArray> MembersModel::roleNames() const {
    return {{UserIdRole, "userId"},
            {NameRole, "name"},
            {UsernameRole, "username"},
            {RoleTextRole, "roleText"},
            {SelfRole, "isSelf"}};
}

bool MembersModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_next && !m_loading;
}

void MembersModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetch();
}

void MembersModel::setRoom(const RoomId& room) {
    if (room == m_room)
        return;
    m_room = room;
    m_addError.clear();
    m_adding = false;
    beginResetModel();
    m_members.clear();
    m_whole = false;
    endResetModel();
    refresh();
}

void MembersModel::refresh() {
    ++m_generation;
    m_next.reset();
    m_loading = false;
    m_stale = false;
    m_error.clear();
    if (m_room.isNull())
        Q_EMIT stateChanged();
    else
        fetch();
}

void MembersModel::fetch() {
    m_loading = true;
    Q_EMIT stateChanged();
    m_core.members(m_room, m_next, this,
                   [this, first = !m_next, generation = m_generation](const Outcome<Page<Member>>& page) {
                       if (generation != m_generation)
                           return;
                       m_loading = false;
                       if (!page) {
                           m_error = words::failure(page.error());
                       } else {
                           m_next = page->next;
                           m_whole = !m_next;
                           if (first) {
                               beginResetModel();
                               m_members = page->items;
                               endResetModel();
                           } else if (!page->items.isEmpty()) {
                               beginInsertRows({}, count(),
                                               count() + static_cast<int>(page->items.size()) - 1);
                               m_members.append(page->items);
                               endInsertRows();
                           }
                       }
                       if (page && m_stale)
                           refresh();
                       else
                           Q_EMIT stateChanged();
                   });
}

void MembersModel::add(const QString& username) {
    const QString wanted = username.trimmed().toLower();
    if (m_adding || m_room.isNull())
        return;
    if (wanted.isEmpty()) {
        finishAdding(tr("Enter the user name of the person to add."));
        return;
    }
    m_adding = true;
    m_addError.clear();
    Q_EMIT stateChanged();
    m_core.searchUsers(wanted, this, [this, wanted, room = m_room](const Outcome<Page<User>>& found) {
        if (room != m_room)
            return;
        if (!found) {
            finishAdding(words::failure(found.error()));
            return;
        }
        const auto user =
            std::find_if(found->items.cbegin(), found->items.cend(), [&](const User& candidate) {
                return candidate.username == wanted && !candidate.deleted;
            });
        if (user == found->items.cend()) {
            finishAdding(tr("Nobody here has the user name “%1”.").arg(wanted));
            return;
        }
        m_core.addMember(room, user->id, this, [this, room](const Outcome<Member>& member) {
            if (room != m_room)
                return;
            finishAdding(member ? QString() : words::failure(member.error()));
            if (member) {
                refresh();
                Q_EMIT added(member->user.displayName);
            }
        });
    });
}

void MembersModel::clearAddError() {
    if (m_addError.isEmpty())
        return;
    m_addError.clear();
    Q_EMIT stateChanged();
}

void MembersModel::finishAdding(const QString& error) {
    m_adding = false;
    m_addError = error;
    Q_EMIT stateChanged();
}

} // namespace parlor
