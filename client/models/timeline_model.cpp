// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/timeline_model.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <utility>

namespace parlor {

TimelineModel::TimelineModel(Core& core, QObject* parent)
    : MessageStreamModel(core, parent) {
    connect(&core, &Core::historyChanged, this, [this](const RoomId& room) {
        if (room != m_room)
            return;
        if (!hasConfirmed())
            load();
        else
            readHistoryExtent();
    });
    connect(&core, &Core::roomChanged, this, [this](const RoomId& room) {
        // Somebody marked it as unread, here or on another device: the line moves
        // back with the marker. Not so where the core has yet to hear of what was
        // seen just now: then the marker is behind m_seen, but has not moved back.
        if (room != m_room || m_room.isNull())
            return;
        const auto summary = m_core.reader()->room(m_room);
        if (!summary)
            return;
        const qint64 before = std::exchange(m_marker, summary->read.seenSeq);
        if (m_marker >= before || m_marker >= m_seen)
            return;
        m_seen = m_marker;
        m_keepUnread = true;
        m_shownSeq = 0;
        m_newAfter = m_seen;
        setNewLine({});
        findNewLine();
    });
    connect(&core, &Core::statusChanged, this, [this](const ConnectionStatus& status) {
        // What could not be fetched while offline can be now.
        if (status.state == ConnectionState::Online && !m_loadError.isEmpty()) {
            m_loadError.clear();
            Q_EMIT historyChanged();
        }
    });
}

void TimelineModel::setRoom(const RoomId& room) {
    if (room == m_room)
        return;
    newGeneration();
    setRoomId(room);
    setJumping(false);
    m_loading = false;
    m_loadError.clear();
    m_seen = 0;
    m_marker = 0;
    m_shownSeq = 0;
    m_newAfter.reset();
    m_newMessage = {};
    m_keepUnread = false;
    setArrived(0);
    if (const auto summary = m_core.reader()->room(room)) {
        m_seen = summary->read.seenSeq;
        m_marker = m_seen;
        if (summary->read.unread > 0)
            m_newAfter = m_seen;
    }
    load();
    if (m_newAfter && m_newMessage.isNull())
        loadFromUnread();
    Q_EMIT roomChanged();
    Q_EMIT newLineChanged();
    if (!room.isNull())
        m_core.showRoom(room);
}

void TimelineModel::load() {
    m_entries = 0;
    m_detached = false;
    QList<Row> rows;
    if (!m_room.isNull()) {
        const QList<Message> newest = m_core.reader()->newest(m_room, pageSize);
        learn(newest);
        rows = entryRows(newest);
        m_entries = rows.size();
        for (auto it = newest.crbegin(); it != newest.crend(); ++it)
            rows.append({*it, std::nullopt});
    }
    replaceRows(std::move(rows));
    readHistoryExtent();
    seenChanged();
}

// More is unread than the newest page holds: what is cached around the place
// where reading stopped.
void TimelineModel::loadFromUnread() {
    const HistoryExtent extent = m_core.reader()->extent(m_room);
    if (!m_newAfter || extent.fetching || (extent.floor > *m_newAfter && !extent.complete))
        return;
    MessageWindow window;
    window.messages = m_core.reader()->before(m_room, *m_newAfter + 1, pageSize / 2);
    window.more = window.messages.size() == pageSize / 2 || !extent.complete;
    const QList<Message> after = m_core.reader()->after(m_room, *m_newAfter, pageSize);
    window.messages += after;
    window.moreAfter = after.size() == pageSize;
    if (!after.isEmpty())
        showWindow(window);
}

void TimelineModel::showWindow(const MessageWindow& window) {
    newGeneration();
    m_loading = false;
    m_loadError.clear();
    m_detached = window.moreAfter;
    m_fetching = false;
    m_complete = !window.more;
    learn(window.messages);
    QList<Row> rows = m_detached ? QList<Row>() : entryRows(window.messages);
    m_entries = rows.size();
    for (auto it = window.messages.crbegin(); it != window.messages.crend(); ++it)
        rows.append({*it, std::nullopt});
    replaceRows(std::move(rows));
    findNewLine();
    Q_EMIT historyChanged();
}

void TimelineModel::readHistoryExtent() {
    if (m_room.isNull()) {
        m_fetching = false;
        m_complete = false;
    } else if (!m_detached) {
        const HistoryExtent extent = m_core.reader()->extent(m_room);
        m_fetching = extent.fetching;
        const bool atFloor = !hasConfirmed() || m_rows.last().message.seq <= extent.floor;
        m_complete = extent.complete && atFloor && !extent.fetching;
    }
    findNewLine();
    Q_EMIT historyChanged();
    if (!m_rows.isEmpty())
        touch(count() - 1);
}

void TimelineModel::fetchOlder(qint64 before, Done<OlderMessages> done) {
    m_core.loadOlder(m_room, before, pageSize, this,
                     [this, done = std::move(done)](const Outcome<OlderMessages>& outcome) {
                         done(outcome);
                         findNewLine();
                     });
}

void TimelineModel::loadNewer() {
    if (m_loading || !m_detached || m_room.isNull() || !hasConfirmed())
        return;
    m_loading = true;
    m_loadError.clear();
    Q_EMIT historyChanged();
    m_core.loadNewer(m_room, m_rows.at(m_entries).message.seq, pageSize, this,
                     [this, generation = m_generation](const Outcome<MessageWindow>& outcome) {
                         if (generation != m_generation)
                             return;
                         m_loading = false;
                         if (!outcome) {
                             m_loadError = words::failure(outcome.error());
                         } else {
                             prependNewer(outcome->messages);
                             if (!outcome->moreAfter)
                                 joinNewest();
                         }
                         findNewLine();
                         seenChanged();
                         Q_EMIT historyChanged();
                     });
}

// The window has come to the newest end: from here on what arrives is added to
// it.
void TimelineModel::joinNewest() {
    m_detached = false;
    setArrived(0);
    // What arrived between the question and the answer.
    if (hasConfirmed())
        prependNewer(m_core.reader()->after(m_room, m_rows.at(m_entries).message.seq, pageSize));
    showEntries();
}

void TimelineModel::toNewest() {
    if (!m_detached)
        return;
    newGeneration();
    setJumping(false);
    m_loading = false;
    m_loadError.clear();
    load();
    setArrived(0);
    Q_EMIT jumped(0, false);
}

void TimelineModel::setJumping(bool jumping) {
    if (jumping == m_jumping)
        return;
    m_jumping = jumping;
    Q_EMIT jumpingChanged();
}

void TimelineModel::jumpTo(const QString& key, qint64 seq) {
    const auto id = MessageId::parse(key);
    if (!id || m_room.isNull())
        return;
    if (const qsizetype row = find(*id); row >= 0) {
        Q_EMIT jumped(static_cast<int>(row), false);
        return;
    }
    const int generation = newGeneration();
    if (seq > 0) {
        jumpToSeq(seq, false);
        return;
    }
    setJumping(true);
    m_core.fetchMessage(*id, this, [this, generation](const Outcome<Message>& message) {
        if (generation != m_generation)
            return;
        setJumping(false);
        if (message && message->roomId == m_room)
            jumpToSeq(message->seq, false);
        else
            Q_EMIT jumpFailed(message ? tr("That message is in another room.")
                                      : words::failure(message.error()));
    });
}

void TimelineModel::jumpToSeq(qint64 seq, bool line) {
    const int generation = newGeneration();
    m_loading = false;
    setJumping(true);
    m_core.loadAround(
        m_room, seq, pageSize, this,
        [this, generation, line](const Outcome<MessageWindow>& outcome) { land(outcome, generation, line); });
}

void TimelineModel::jumpToDay(const QString& date) {
    const QDate day = QDate::fromString(date, Qt::ISODate);
    if (!day.isValid() || m_room.isNull())
        return;
    const int generation = newGeneration();
    m_loading = false;
    setJumping(true);
    m_core.loadAround(
        m_room, day.startOfDay().toUTC(), pageSize, this,
        [this, generation](const Outcome<MessageWindow>& outcome) { land(outcome, generation, false); });
}

void TimelineModel::jumpToUnread() {
    if (const int row = newLineRow(); row >= 0)
        Q_EMIT jumped(row, true);
    else if (m_newAfter)
        jumpToSeq(*m_newAfter + 1, true);
}

void TimelineModel::land(const Outcome<MessageWindow>& outcome, int generation, bool line) {
    if (generation != m_generation)
        return;
    setJumping(false);
    if (!outcome) {
        Q_EMIT jumpFailed(words::failure(outcome.error()));
        return;
    }
    if (outcome->messages.isEmpty()) {
        Q_EMIT jumpFailed(tr("There is no message there."));
        return;
    }
    showWindow(*outcome);
    const int below = newLineRow();
    const auto target = static_cast<int>(std::min(confirmedRow(outcome->target), m_rows.size() - 1));
    Q_EMIT jumped(line && below >= 0 ? below : target, line);
}

} // namespace parlor
