// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/members_model.h"

#include "client/core/core.h"
#include "client/models/fuzzy.h"
#include "client/models/people_words.h"
#include "client/models/words.h"
#include "shared/limits.h"

#include <QSet>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
/// So many are fetched anew when somebody comes or goes; of a room of 100,000 the rest stays as it was.
constexpr int refreshMax = 1'000;
} // namespace

MembersModel::MembersModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    m_findTimer.setSingleShot(true);
    m_findTimer.setInterval(findDelayMs);
    connect(&m_findTimer, &QTimer::timeout, this, &MembersModel::find);
    connect(&core, &Core::roomChanged, this, [this](const RoomId& room) {
        if (room == m_room && !m_whole)
            Q_EMIT stateChanged();
    });
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
                place(makeRow(m_rows.at(at).member));
        }
    });
    connect(&core, &Core::usersChanged, this, [this](const QList<User>& users) {
        for (const User& user : users) {
            const qsizetype at = indexOf(user.id);
            if (const auto known = m_positions.constFind(user.id); known != m_positions.cend())
                m_members[*known].user = user;
            if (at >= 0 && m_rows.at(at).member.user != user)
                place(makeRow({user, m_rows.at(at).member.role}));
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
        return !m_arranged ? QString() : row.present ? u"present"_s : u"absent"_s;
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
    if (parent.isValid())
        return false;
    return isRemoteSearch() ? m_foundNext && !m_finding : m_next && !m_loading && m_search.isEmpty();
}

void MembersModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    if (isRemoteSearch())
        find();
    else
        fetch();
}

int MembersModel::headCount() const {
    if (m_whole || m_room.isNull())
        return total();
    const auto summary = m_core.reader()->room(m_room);
    return std::max(total(), summary ? summary->memberCount : 0);
}

void MembersModel::setRoom(const RoomId& room) {
    if (room == m_room)
        return;
    m_room = room;
    m_addError.clear();
    m_toAdd.clear();
    m_adding = false;
    m_search.clear();
    ++m_findGeneration;
    m_findTimer.stop();
    m_finding = false;
    m_found.clear();
    m_foundNext.reset();
    m_members.clear();
    m_positions.clear();
    m_next.reset();
    m_whole = false;
    m_arranged = false;
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
    if (!m_refreshing)
        m_afterFresh = m_next;
    m_next.reset();
    m_fresh.clear();
    m_loading = false;
    m_stale = false;
    m_error.clear();
    m_refreshing = !m_room.isNull();
    if (isRemoteSearch()) {
        m_foundNext.reset();
        m_findTimer.start();
    }
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
    const bool anew = m_refreshing;
    if (!anew) {
        append(page.items);
    } else {
        m_fresh.append(page.items);
        // As many as were there before: what one looks at must not become shorter.
        const int wanted = std::min(total(), refreshMax);
        if (m_next && m_fresh.size() < wanted) {
            fetch();
            return;
        }
        m_refreshing = false;
        if (m_next && total() > m_fresh.size()) {
            const QString last = m_fresh.constLast().user.username.toLower();
            for (const Member& member : std::as_const(m_members)) {
                if (member.user.username.toLower() > last)
                    m_fresh.append(member);
            }
            m_next = m_afterFresh;
        }
        m_members = std::exchange(m_fresh, {});
        m_positions.clear();
        notePositions(0);
    }
    m_whole = !m_next.has_value();
    const bool arranged = m_whole && total() <= limits::presenceRoomMax;
    if (std::exchange(m_arranged, arranged) != arranged)
        rearrange();
    else if (anew)
        apply();
    QList<UserId> ids;
    for (const Member& member : page.items)
        ids.append(member.user.id);
    m_core.wantPresence(ids);
}

void MembersModel::notePositions(qsizetype from) {
    for (qsizetype at = from; at < m_members.size(); ++at)
        m_positions.insert(m_members.at(at).user.id, at);
}

// A page more, after all that are there: costs what the page costs.
void MembersModel::append(const QList<Member>& members) {
    const qsizetype from = m_members.size();
    QList<Row> added;
    for (const Member& member : members) {
        if (m_positions.contains(member.user.id))
            continue;
        m_members.append(member);
        if (m_search.isEmpty())
            added.append(makeRow(member));
    }
    notePositions(from);
    if (added.isEmpty())
        return;
    beginInsertRows({}, count(), count() + static_cast<int>(added.size()) - 1);
    m_rows.append(added);
    endInsertRows();
}

// After a refresh, row by row.
void MembersModel::apply() {
    if (isRemoteSearch())
        return;
    for (qsizetype at = m_rows.size() - 1; at >= 0; --at) {
        if (!m_positions.contains(m_rows.at(at).member.user.id))
            removeRow(at);
    }
    QHash<UserId, qsizetype> shown;
    for (qsizetype at = 0; at < m_rows.size(); ++at)
        shown.insert(m_rows.at(at).member.user.id, at);
    QList<Row> changed;
    for (const Member& member : std::as_const(m_members)) {
        const qsizetype at = shown.value(member.user.id, -1);
        const bool present = m_core.presence(member.user.id).status != PresenceStatus::Offline;
        if (at < 0 || m_rows.at(at).member != member || (m_arranged && m_rows.at(at).present != present))
            changed.append(makeRow(member));
    }
    if (m_rows.isEmpty()) {
        if (!changed.isEmpty())
            rearrange();
        return;
    }
    for (const Row& row : std::as_const(changed))
        place(row);
}

void MembersModel::rearrange() {
    beginResetModel();
    m_rows.clear();
    for (const Member& member : std::as_const(isRemoteSearch() ? m_found : m_members)) {
        if (Row row = makeRow(member); fits(row))
            m_rows.append(std::move(row));
    }
    std::sort(m_rows.begin(), m_rows.end(), [this](const Row& a, const Row& b) { return before(a, b); });
    endResetModel();
}

MembersModel::Row MembersModel::makeRow(const Member& member) const {
    const User& user = member.user;
    Row row{member, user.username.toLower(), {}, {}, false};
    if (!m_arranged)
        return row;
    row.folded = fuzzy::folded(user.displayName) + u'\n' + fuzzy::folded(user.username);
    row.key = m_collator.sortKey(user.displayName.toCaseFolded());
    row.present = m_core.presence(user.id).status != PresenceStatus::Offline;
    return row;
}

bool MembersModel::before(const Row& a, const Row& b) const {
    if (!m_arranged || !a.key || !b.key)
        return a.username < b.username;
    if (a.present != b.present)
        return a.present;
    if (a.member.role != b.member.role)
        return a.member.role > b.member.role;
    const int names = a.key->compare(*b.key);
    return names != 0 ? names < 0 : a.member.user.id < b.member.user.id;
}

bool MembersModel::fits(const Row& row) const {
    // What the server has found fits.
    if (m_search.isEmpty() || !m_arranged)
        return true;
    const QString typed = fuzzy::folded(m_search);
    const qsizetype middle = row.folded.indexOf(u'\n');
    return fuzzy::match(typed, QStringView(row.folded).first(middle)) >= fuzzy::Match::Substring ||
           fuzzy::match(typed, QStringView(row.folded).sliced(middle + 1)) >= fuzzy::Match::Substring;
}

qsizetype MembersModel::indexOf(const UserId& user) const {
    const auto known = m_positions.constFind(user);
    if (!m_arranged && !isRemoteSearch()) {
        if (known == m_positions.cend())
            return -1;
        const QString username = m_members.at(*known).user.username.toLower();
        const auto it =
            std::lower_bound(m_rows.cbegin(), m_rows.cend(), username,
                             [](const Row& row, const QString& wanted) { return row.username < wanted; });
        return it != m_rows.cend() && it->member.user.id == user ? it - m_rows.cbegin() : -1;
    }
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
    // Its place among the others, itself left out: they are in order.
    const auto earlier = [&](const Row& other) { return before(other, row); };
    qsizetype to = 0;
    if (from < 0) {
        to = std::partition_point(m_rows.cbegin(), m_rows.cend(), earlier) - m_rows.cbegin();
    } else {
        to = std::partition_point(m_rows.cbegin(), m_rows.cbegin() + from, earlier) - m_rows.cbegin();
        if (to == from)
            to = std::partition_point(m_rows.cbegin() + from + 1, m_rows.cend(), earlier) - m_rows.cbegin() -
                 1;
    }
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
