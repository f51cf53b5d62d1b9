// SPDX-License-Identifier: GPL-3.0-or-later
// What of a room's timeline was read: the marker that the core keeps, and the
// "New" line.
#include "client/core/core.h"
#include "client/models/timeline_model.h"

#include <algorithm>

namespace parlor {

bool TimelineModel::isUnreadAbove() const {
    return m_newAfter && m_newMessage.isNull() && hasConfirmed() && !m_complete &&
           m_rows.last().message.seq > *m_newAfter + 1;
}

int TimelineModel::newLineRow() const {
    return m_newMessage.isNull() ? -1 : static_cast<int>(find(m_newMessage));
}

void TimelineModel::markRead() {
    m_keepUnread = false;
    setNewLine({});
    m_newAfter.reset();
    Q_EMIT newLineChanged();
    if (m_detached) {
        // All of the room, not only what the window shows.
        const QList<Message> newest = m_core.reader()->newest(m_room, 1);
        if (!newest.isEmpty() && newest.last().seq > m_seen) {
            m_seen = newest.last().seq;
            m_core.markSeen(m_room, m_seen);
        }
    } else if (hasConfirmed() && m_rows.at(m_entries).message.seq > m_seen) {
        m_seen = m_rows.at(m_entries).message.seq;
        m_core.markSeen(m_room, m_seen);
    }
}

// At the newest end everything is seen; else what the view has shown, if
// nothing lies between that and what was seen before: a jump over unread
// messages does not read them.
qint64 TimelineModel::seenUpTo() const {
    if (!hasConfirmed())
        return 0;
    if (isAtNewest() && !m_detached)
        return m_rows.at(m_entries).message.seq;
    const bool joined = m_complete || m_rows.last().message.seq <= m_seen + 1;
    return joined ? m_shownSeq : 0;
}

void TimelineModel::seenChanged() {
    if (!isReading() || m_keepUnread)
        return;
    const qint64 seq = seenUpTo();
    if (seq <= m_seen)
        return;
    m_seen = seq;
    m_core.markSeen(m_room, m_seen);
}

void TimelineModel::inserted(const Message& message, bool newest) {
    MessageStreamModel::inserted(message, newest);
    if (newest && isUnread(message))
        catchUpNewLine(message);
}

// Reading stopped before this one, unless it is read as it comes, or there is
// something unread already.
void TimelineModel::catchUpNewLine(const Message& message) {
    if ((isReading() && isAtNewest() && !m_keepUnread) || message.seq <= m_seen)
        return;
    // Reading stopped at a place that is not loaded yet.
    if (m_newAfter && m_newMessage.isNull()) {
        findNewLine();
        return;
    }
    const bool restSeen = std::none_of(m_rows.cbegin() + m_entries, m_rows.cend(), [&](const Row& row) {
        return row.message.seq > m_seen && row.message.seq < message.seq && isUnread(row.message);
    });
    if (!restSeen)
        return;
    m_newAfter = message.seq - 1;
    setNewLine(message.id);
}

void TimelineModel::findNewLine() {
    if (!m_newAfter || !m_newMessage.isNull())
        return;
    // System lines and deleted messages are not counted as unread; the line would
    // stand above nothing.
    qsizetype found = -1;
    qsizetype row = m_entries;
    for (; row < m_rows.size() && m_rows.at(row).message.seq > *m_newAfter; ++row) {
        if (isUnread(m_rows.at(row).message))
            found = row;
    }
    // Unless the place where reading stopped is loaded, the line would stand too
    // low.
    if (found >= 0 && (row < m_rows.size() || m_complete))
        setNewLine(m_rows.at(found).message.id);
    else
        Q_EMIT newLineChanged();
}

void TimelineModel::setNewLine(const MessageId& message) {
    const MessageId previous = std::exchange(m_newMessage, message);
    if (previous == message)
        return;
    for (const MessageId& id : {previous, message}) {
        if (const qsizetype row = id.isNull() ? -1 : find(id); row >= 0)
            touch(row);
    }
    Q_EMIT newLineChanged();
}

} // namespace parlor
