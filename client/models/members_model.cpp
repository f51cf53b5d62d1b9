// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/members_model.h"

#include "client/core/core.h"
#include "client/models/fuzzy.h"
#include "client/models/people_words.h"
#include "client/models/words.h"

#include <QSet>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
/// A search in a room of 100,000 must not ask for all of them unasked: 1,000 members at a time.
constexpr int searchPagesMax = 10;
} // namespace

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
    connect(&core, &Core::presenceChanged, this, [this](const QList<UserId>& users) {
        for (const UserId& user : users) {
            const qsizetype at = indexOf(user);
            if (at >= 0)
                place(makeRow(m_rows.at(at).member, m_rows.at(at).order));
        }
    });
    connect(&core, &Core::usersChanged, this, [this](const QList<User>& users) {
        for (const User& user : users) {
            for (Member& member : m_members) {
                if (member.user.id == user.id)
                    member.user = user;
            }
            const qsizetype at = indexOf(user.id);
            if (at >= 0)
                place(makeRow({user, m_rows.at(at).member.role}, m_rows.at(at).order));
        }
    });
}

int MembersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MembersModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const Member& member = row.member;
    switch (role) {
    case UserIdRole:
        return member.user.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return member.user.displayName;
    case UsernameRole:
        return member.user.username;
    case RoleRole:
        return people::roleKey(member.role);
    case RoleTextRole:
        return member.role == RoomRole::Member ? QString() : people::role(member.role);
    case SelfRole:
        return member.user.id == m_core.self();
    case PresenceRole:
        return people::presenceKey(m_core.presence(member.user.id).status);
    case StatusRole:
        return member.user.statusText;
    case SectionRole:
        return !m_whole ? QString() : row.present ? u"present"_s : u"absent"_s;
    default:
        return {};
    }
}

QHash<int, QByteArray> MembersModel::roleNames() const {
    return {{UserIdRole, "userId"},     {NameRole, "name"},         {UsernameRole, "username"},
            {RoleRole, "role"},         {RoleTextRole, "roleText"}, {SelfRole, "isSelf"},
            {PresenceRole, "presence"}, {StatusRole, "status"},     {SectionRole, "section"}};
}

bool MembersModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_next && !m_loading && m_search.isEmpty();
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
    m_toAdd.clear();
    m_adding = false;
    m_search.clear();
    m_searchPaused = false;
    m_members.clear();
    m_whole = false;
    beginResetModel();
    m_rows.clear();
    endResetModel();
    refresh();
    Q_EMIT searchChanged();
}

int MembersModel::owners() const {
    return static_cast<int>(std::count_if(m_members.cbegin(), m_members.cend(), [](const Member& member) {
        return member.role == RoomRole::Owner;
    }));
}

void MembersModel::refresh() {
    ++m_generation;
    m_next.reset();
    m_fresh.clear();
    m_loading = false;
    m_stale = false;
    m_error.clear();
    m_refreshing = !m_room.isNull();
    if (m_refreshing)
        fetch();
    else
        Q_EMIT stateChanged();
}

void MembersModel::fetch() {
    m_loading = true;
    Q_EMIT stateChanged();
    m_core.members(m_room, m_next, this,
                   [this, generation = m_generation](const Outcome<Page<Member>>& page) {
                       if (generation != m_generation)
                           return;
                       m_loading = false;
                       if (page)
                           take(*page);
                       else
                           m_error = words::failure(page.error());
                       if (page && m_stale)
                           refresh();
                       else if (!m_loading)
                           Q_EMIT stateChanged();
                   });
}

void MembersModel::take(const Page<Member>& page) {
    m_next = page.next;
    if (m_refreshing) {
        m_fresh.append(page.items);
        // As many as were there before: what one looks at must not become shorter.
        if (m_next && m_fresh.size() < m_members.size()) {
            fetch();
            return;
        }
        m_refreshing = false;
        m_members = std::exchange(m_fresh, {});
    } else {
        m_members.append(page.items);
    }
    const bool wasWhole = std::exchange(m_whole, !m_next.has_value());
    if (wasWhole != m_whole)
        rearrange();
    apply();
    QList<UserId> ids;
    for (const Member& member : page.items)
        ids.append(member.user.id);
    m_core.wantPresence(ids);
    searchFurther();
}

void MembersModel::apply() {
    QSet<UserId> there;
    for (const Member& member : std::as_const(m_members))
        there.insert(member.user.id);
    for (qsizetype at = m_rows.size() - 1; at >= 0; --at) {
        if (!there.contains(m_rows.at(at).member.user.id))
            removeRow(at);
    }
    QHash<UserId, qsizetype> shown;
    for (qsizetype at = 0; at < m_rows.size(); ++at)
        shown.insert(m_rows.at(at).member.user.id, at);
    QList<Row> added;
    QList<Row> changed;
    for (int order = 0; order < total(); ++order) {
        const Row row = makeRow(m_members.at(order), order);
        const qsizetype at = shown.value(row.member.user.id, -1);
        if (at < 0) {
            if (fits(row))
                added.append(row);
        } else if (m_rows.at(at).member == row.member && m_rows.at(at).present == row.present) {
            m_rows[at].order = order;
        } else {
            changed.append(row);
        }
    }
    for (const Row& row : std::as_const(changed))
        place(row);
    if (added.isEmpty())
        return;
    std::sort(added.begin(), added.end(), [this](const Row& a, const Row& b) { return before(a, b); });
    if (m_rows.isEmpty() || before(m_rows.constLast(), added.constFirst())) {
        beginInsertRows({}, count(), count() + static_cast<int>(added.size()) - 1);
        m_rows.append(added);
        endInsertRows();
        return;
    }
    for (const Row& row : std::as_const(added))
        place(row);
}

void MembersModel::rearrange() {
    beginResetModel();
    m_rows.clear();
    for (int order = 0; order < total(); ++order) {
        if (const Row row = makeRow(m_members.at(order), order); fits(row))
            m_rows.append(row);
    }
    std::sort(m_rows.begin(), m_rows.end(), [this](const Row& a, const Row& b) { return before(a, b); });
    endResetModel();
}

MembersModel::Row MembersModel::makeRow(const Member& member, int order) const {
    const User& user = member.user;
    return {member, fuzzy::folded(user.displayName) + u'\n' + fuzzy::folded(user.username),
            m_collator.sortKey(user.displayName.toCaseFolded()),
            m_core.presence(user.id).status != PresenceStatus::Offline, order};
}

bool MembersModel::before(const Row& a, const Row& b) const {
    if (!m_whole)
        return a.order < b.order;
    if (a.present != b.present)
        return a.present;
    if (a.member.role != b.member.role)
        return a.member.role > b.member.role;
    const int names = a.key.compare(b.key);
    return names != 0 ? names < 0 : a.member.user.id < b.member.user.id;
}

bool MembersModel::fits(const Row& row) const {
    if (m_search.isEmpty())
        return true;
    const QString typed = fuzzy::folded(m_search);
    const qsizetype middle = row.folded.indexOf(u'\n');
    return fuzzy::match(typed, QStringView(row.folded).first(middle)) >= fuzzy::Match::Substring ||
           fuzzy::match(typed, QStringView(row.folded).sliced(middle + 1)) >= fuzzy::Match::Substring;
}

qsizetype MembersModel::indexOf(const UserId& user) const {
    const auto it = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                 [&](const Row& row) { return row.member.user.id == user; });
    return it == m_rows.cend() ? -1 : it - m_rows.cbegin();
}

void MembersModel::removeRow(qsizetype at) {
    beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
    m_rows.removeAt(at);
    endRemoveRows();
}

void MembersModel::place(const Row& row) {
    const qsizetype from = indexOf(row.member.user.id);
    if (!fits(row)) {
        if (from >= 0)
            removeRow(from);
        return;
    }
    // Its place among the others, itself left out.
    qsizetype to = 0;
    for (qsizetype at = 0; at < m_rows.size(); ++at)
        to += at != from && before(m_rows.at(at), row) ? 1 : 0;
    const auto shown = static_cast<int>(to);
    if (from < 0) {
        beginInsertRows({}, shown, shown);
        m_rows.insert(to, row);
        endInsertRows();
        return;
    }
    if (to != from) {
        beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, to > from ? shown + 1 : shown);
        m_rows.move(from, to);
        m_rows[to] = row;
        endMoveRows();
    } else {
        m_rows[to] = row;
    }
    Q_EMIT dataChanged(index(shown), index(shown));
}

void MembersModel::setSearch(const QString& search) {
    const QString wanted = search.trimmed();
    if (wanted == m_search)
        return;
    m_search = wanted;
    m_searchPages = 0;
    m_searchPaused = false;
    rearrange();
    searchFurther();
    Q_EMIT searchChanged();
    Q_EMIT stateChanged();
}

void MembersModel::searchOn() {
    m_searchPages = 0;
    m_searchPaused = false;
    searchFurther();
    Q_EMIT stateChanged();
}

void MembersModel::searchFurther() {
    if (m_search.isEmpty() || !m_next || m_loading)
        return;
    if (m_searchPages >= searchPagesMax) {
        m_searchPaused = true;
        return;
    }
    ++m_searchPages;
    fetch();
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

QVariantMap MembersModel::at(int row) const {
    if (row < 0 || row >= count())
        return {};
    const Member& member = m_rows.at(row).member;
    return {{u"userId"_s, member.user.id.toString()},
            {u"name"_s, member.user.displayName},
            {u"username"_s, member.user.username},
            {u"role"_s, people::roleKey(member.role)},
            {u"isSelf"_s, member.user.id == m_core.self()}};
}

} // namespace parlor
