// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows of a RoomListModel are, what they show, and in which order they stand.
#include "client/core/core.h"
#include "client/models/people_words.h"
#include "client/models/room_list_model.h"
#include "client/models/words.h"

namespace parlor {

using namespace Qt::StringLiterals;

RoomListModel::Row RoomListModel::makeRow(const RoomSummary& summary, const Row* known) const {
    const RoomPreferences& preferences = summary.preferences;
    const UserId peer = words::roomPeer(summary.room, m_core.self());
    const QString name = words::roomName(summary, *m_core.reader());
    Row row{
        summary, name,  known && known->name == name ? known->key : m_collator.sortKey(name.toCaseFolded()),
        peer,    Rooms, summary.read.unread > 0};
    if (known && summary.room.id == m_open)
        row.unread = known->unread;
    row.unread = row.unread && !preferences.muted && !summary.room.archived;
    row.section = summary.room.archived   ? Archived
                  : row.unread            ? Unread
                  : preferences.favourite ? Favourites
                  : !peer.isNull()        ? Direct
                                          : Rooms;
    return row;
}

bool RoomListModel::counts(const Row& row) {
    return row.summary.read.unread > 0 && !row.summary.preferences.muted && !row.summary.room.archived;
}

bool RoomListModel::before(const Entry& a, const Entry& b) {
    if (a.section != b.section)
        return a.section < b.section;
    if (!a.row || !b.row)
        return !a.row && b.row;
    const RoomSummary& left = a.row->summary;
    const RoomSummary& right = b.row->summary;
    if (a.section == Unread) {
        if ((left.read.mentions > 0) != (right.read.mentions > 0))
            return left.read.mentions > 0;
        if (left.lastMessageAt != right.lastMessageAt)
            return left.lastMessageAt > right.lastMessageAt;
    }
    const int names = a.row->key.compare(b.row->key);
    return names != 0 ? names < 0 : left.room.id < right.room.id;
}

QVariant RoomListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = m_shown.at(index.row());
    if (role == HeadingRole)
        return !entry.row;
    if (role == SectionRole)
        return sectionKey(entry.section);
    if (!entry.row)
        return headingData(entry.section, role);
    const RoomSummary& summary = entry.row->summary;
    switch (role) {
    case RoomIdRole:
        return summary.room.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return entry.row->name;
    case TopicRole:
        return summary.room.topic;
    case PrivateRole:
        return summary.room.kind == RoomKind::Private;
    case DirectRole:
        return summary.room.kind == RoomKind::Direct;
    case PeerRole:
        return entry.row->peer.isNull() ? QString() : entry.row->peer.toString();
    case PresenceRole:
        return entry.row->peer.isNull() ? QString()
                                        : people::presenceKey(m_core.presence(entry.row->peer).status);
    case UnreadRole:
        return summary.read.unread;
    case MentionsRole:
        return summary.read.mentions;
    case FailedRole:
        return summary.failed;
    case MutedRole:
        return summary.preferences.muted;
    case DraftRole:
        return summary.hasDraft;
    case ArchivedRole:
        return summary.room.archived;
    case CollapsedRole:
        return false;
    default:
        return {};
    }
}

QVariant RoomListModel::headingData(Section section, int role) const {
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return sectionName(section);
    case RoomIdRole:
    case TopicRole:
    case PeerRole:
    case PresenceRole:
        return QString();
    case UnreadRole:
    case MentionsRole: {
        int sum = 0;
        if (isCollapsed(section)) {
            for (const auto& row : m_all) {
                if (row->section == section && !isShown(*row))
                    sum += role == MentionsRole ? row->summary.read.mentions
                           : counts(*row)       ? row->summary.read.unread
                                                : 0;
            }
        }
        return sum;
    }
    case FailedRole:
        return 0;
    case PrivateRole:
    case DirectRole:
    case MutedRole:
    case DraftRole:
    case ArchivedRole:
        return false;
    case CollapsedRole:
        return isCollapsed(section);
    default:
        return {};
    }
}

QHash<int, QByteArray> RoomListModel::roleNames() const {
    return {{HeadingRole, "heading"},    {RoomIdRole, "roomId"},     {NameRole, "name"},
            {TopicRole, "topic"},        {PrivateRole, "isPrivate"}, {DirectRole, "isDirect"},
            {PeerRole, "peerId"},        {PresenceRole, "presence"}, {UnreadRole, "unread"},
            {MentionsRole, "mentions"},  {SectionRole, "section"},   {FailedRole, "failedCount"},
            {MutedRole, "muted"},        {DraftRole, "hasDraft"},    {ArchivedRole, "archived"},
            {CollapsedRole, "collapsed"}};
}

QString RoomListModel::sectionKey(Section section) {
    switch (section) {
    case Unread:
        return u"unread"_s;
    case Favourites:
        return u"favourites"_s;
    case Direct:
        return u"direct"_s;
    case Rooms:
        break;
    case Archived:
        return u"archived"_s;
    }
    return u"rooms"_s;
}

QString RoomListModel::sectionName(Section section) {
    switch (section) {
    case Unread:
        return tr("Unread");
    case Favourites:
        return tr("Favourites");
    case Direct:
        return tr("Direct messages");
    case Rooms:
        break;
    case Archived:
        return tr("Archived");
    }
    return tr("Rooms");
}

} // namespace parlor
