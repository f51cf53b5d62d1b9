// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/switcher_model.h"

#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/room_list_model.h"
#include "client/models/words.h"

#include <QSet>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {
/// More than anybody reads through: typing on is quicker.
constexpr qsizetype rowsMax = 50;
} // namespace

SwitcherModel::SwitcherModel(Core& core, const RoomListModel& rooms, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core)
    , m_roomList(rooms)
    , m_finder(core) {
    connect(&m_finder, &PeopleFinder::changed, this, [this] {
        if (!m_rebuilding)
            addFound();
    });
    connect(&core, &Core::presenceChanged, this, [this](const QList<UserId>& users) {
        for (int row = 0; row < count(); ++row) {
            if (!m_rows.at(row).peer.isNull() && users.contains(m_rows.at(row).peer))
                Q_EMIT dataChanged(index(row), index(row), {PresenceRole});
        }
    });
}

int SwitcherModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant SwitcherModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case PersonRole:
        return row.person;
    case IdRole:
        return row.id;
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case DetailRole:
        return row.detail;
    case PrivateRole:
        return !row.person && row.summary.room.kind == RoomKind::Private;
    case PeerRole:
        return row.peer.isNull() ? QString() : row.peer.toString();
    case PresenceRole:
        return row.peer.isNull() ? QString() : people::presenceKey(m_core.presence(row.peer).status);
    case UnreadRole:
        return row.summary.read.unread;
    case MentionsRole:
        return row.summary.read.mentions;
    case MutedRole:
        return row.summary.preferences.muted;
    default:
        return {};
    }
}

QHash<int, QByteArray> SwitcherModel::roleNames() const {
    return {{PersonRole, "isPerson"},   {IdRole, "targetId"},       {NameRole, "name"},
            {DetailRole, "detail"},     {PrivateRole, "isPrivate"}, {PeerRole, "peerId"},
            {PresenceRole, "presence"}, {UnreadRole, "unread"},     {MentionsRole, "mentions"},
            {MutedRole, "muted"}};
}

void SwitcherModel::begin(const QString& openRoom) {
    m_openRoom = RoomId::parse(openRoom).value_or(RoomId());
    m_text.clear();
    rebuild();
}

QVariantMap SwitcherModel::at(int row) const {
    if (row < 0 || row >= count())
        return {};
    return {{u"isPerson"_s, m_rows.at(row).person}, {u"targetId"_s, m_rows.at(row).id}};
}

void SwitcherModel::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    rebuild();
}

bool SwitcherModel::before(const Row& a, const Row& b) const {
    if (a.summary.room.archived != b.summary.room.archived)
        return b.summary.room.archived;
    if (a.match != b.match)
        return a.match > b.match;
    if (m_text.trimmed().isEmpty()) {
        const auto rank = [this](const Row& row) {
            const RoomSummary& summary = row.summary;
            if (summary.room.id == m_openRoom)
                return 3;
            if (summary.read.mentions > 0)
                return 0;
            return summary.read.unread > 0 && !summary.preferences.muted ? 1 : 2;
        };
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
    }
    if (a.summary.lastMessageAt != b.summary.lastMessageAt)
        return a.summary.lastMessageAt > b.summary.lastMessageAt;
    if (a.name.size() != b.name.size())
        return a.name.size() < b.name.size();
    const int names = a.name.localeAwareCompare(b.name);
    return names != 0 ? names < 0 : a.id < b.id;
}

SwitcherModel::Row SwitcherModel::personRow(const User& user, QStringView typed) {
    Row row;
    row.person = true;
    row.id = user.id.toString();
    row.name = user.displayName;
    row.detail = user.username;
    row.peer = user.id;
    row.match = std::max(fuzzy::match(typed, fuzzy::folded(user.displayName)),
                         fuzzy::match(typed, fuzzy::folded(user.username)));
    return row;
}

QList<SwitcherModel::Row> SwitcherModel::rooms(QStringView typed) const {
    QList<Row> rows;
    for (const RoomSummary& summary : m_roomList.summaries()) {
        Row row;
        row.id = summary.room.id.toString();
        row.name = m_roomList.nameOf(summary.room.id);
        row.peer = words::roomPeer(summary.room, m_core.self());
        row.summary = summary;
        row.match = fuzzy::match(typed, fuzzy::folded(row.name));
        row.detail = summary.room.topic;
        if (!row.peer.isNull()) {
            const auto user = m_core.reader()->user(row.peer);
            row.detail = user ? user->username : QString();
            row.match = std::max(row.match, fuzzy::match(typed, fuzzy::folded(row.detail)));
        }
        if (row.match != fuzzy::Match::None)
            rows.append(row);
    }
    return rows;
}

void SwitcherModel::rebuild() {
    m_rebuilding = true;
    m_finder.setText(m_text);
    m_rebuilding = false;
    const QString typed = fuzzy::folded(m_text.trimmed());
    QList<Row> rows = rooms(typed);
    QList<UserId> shown;
    if (!typed.isEmpty()) {
        for (const User& user : m_finder.found()) {
            const Row row = personRow(user, typed);
            if (m_roomList.directRoom(user.id).isNull() && row.match != fuzzy::Match::None)
                rows.append(row);
        }
    }
    const auto order = [this](const Row& a, const Row& b) { return before(a, b); };
    if (rows.size() > rowsMax) {
        std::partial_sort(rows.begin(), rows.begin() + rowsMax, rows.end(), order);
        rows.erase(rows.begin() + rowsMax, rows.end());
    } else {
        std::sort(rows.begin(), rows.end(), order);
    }
    for (const Row& row : std::as_const(rows)) {
        if (!row.peer.isNull())
            shown.append(row.peer);
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
    m_core.wantPresence(shown);
    Q_EMIT changed();
}

void SwitcherModel::addFound() {
    const QString typed = fuzzy::folded(m_text.trimmed());
    QSet<UserId> shown;
    for (const Row& row : std::as_const(m_rows))
        shown.insert(row.peer);
    QList<Row> added;
    QList<UserId> people;
    for (const User& user : m_finder.found()) {
        if (typed.isEmpty() || shown.contains(user.id) || !m_roomList.directRoom(user.id).isNull() ||
            m_rows.size() + added.size() >= rowsMax)
            continue;
        // The server's way of matching counts too: whom it found is shown.
        added.append(personRow(user, typed));
        people.append(user.id);
    }
    if (!added.isEmpty()) {
        std::stable_sort(added.begin(), added.end(),
                         [this](const Row& a, const Row& b) { return before(a, b); });
        beginInsertRows({}, count(), count() + static_cast<int>(added.size()) - 1);
        m_rows.append(added);
        endInsertRows();
        m_core.wantPresence(people);
    }
    Q_EMIT changed();
}

} // namespace parlor
