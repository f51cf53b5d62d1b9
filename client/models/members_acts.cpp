// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MembersModel that looks for members and adds some.
#include "client/core/core.h"
#include "client/models/members_model.h"
#include "client/models/words.h"

namespace parlor {

void MembersModel::setSearch(const QString& search) {
    const QString wanted = search.trimmed();
    if (wanted == m_search)
        return;
    m_search = wanted;
    ++m_findGeneration;
    m_found.clear();
    m_foundNext.reset();
    m_finding = isRemoteSearch();
    if (m_finding)
        m_findTimer.start();
    else
        m_findTimer.stop();
    rearrange();
    Q_EMIT searchChanged();
    Q_EMIT stateChanged();
}

void MembersModel::find() {
    if (!isRemoteSearch() || m_room.isNull()) {
        m_finding = false;
        return;
    }
    m_finding = true;
    m_error.clear();
    const bool first = !m_foundNext;
    Q_EMIT stateChanged();
    m_core.searchMembers(m_room, m_search, m_foundNext, this,
                         [this, first, generation = ++m_findGeneration](const Outcome<Page<Member>>& page) {
                             if (generation != m_findGeneration)
                                 return;
                             m_finding = false;
                             if (page)
                                 takeFound(*page, first);
                             else
                                 m_error = words::failure(page.error());
                             Q_EMIT stateChanged();
                         });
}

void MembersModel::takeFound(const Page<Member>& page, bool first) {
    if (!isRemoteSearch())
        return;
    m_foundNext = page.next;
    if (first) {
        m_found = page.items;
        rearrange();
    } else {
        m_found.append(page.items);
        for (const Member& member : page.items)
            place(makeRow(member));
    }
    QList<UserId> ids;
    for (const Member& member : page.items)
        ids.append(member.user.id);
    m_core.wantPresence(ids);
}

void MembersModel::add(const QStringList& userIds) {
    if (m_adding || m_room.isNull() || userIds.isEmpty())
        return;
    m_toAdd = userIds;
    m_adding = true;
    m_addedCount = 0;
    m_addError.clear();
    Q_EMIT stateChanged();
    addNext();
}

void MembersModel::addNext() {
    if (m_toAdd.isEmpty()) {
        finishAdding();
        return;
    }
    const QString userId = m_toAdd.takeFirst();
    const auto user = UserId::parse(userId);
    if (!user) {
        addNext();
        return;
    }
    m_core.addMember(m_room, *user, this, [this, room = m_room, userId](const Outcome<Member>& member) {
        if (room != m_room)
            return;
        if (member) {
            ++m_addedCount;
        } else {
            const bool banned = member.error().network == NetworkProblem::None &&
                                member.error().error.code() == ErrorCode::Conflict;
            m_addError = banned ? tr("Somebody of them is banned from this room. Lift the ban first.")
                                : words::failure(member.error());
            Q_EMIT notAdded(userId);
        }
        addNext();
    });
}

void MembersModel::finishAdding() {
    m_adding = false;
    Q_EMIT stateChanged();
    if (m_addedCount > 0) {
        refresh();
        Q_EMIT added(m_addedCount);
    }
}

void MembersModel::clearAddError() {
    if (m_addError.isEmpty())
        return;
    m_addError.clear();
    Q_EMIT stateChanged();
}

} // namespace parlor
