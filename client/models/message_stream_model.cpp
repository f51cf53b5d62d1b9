// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/message_stream_model.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <algorithm>
#include <utility>

namespace parlor {

void MessageStreamModel::setReading(bool reading) {
    if (reading == m_reading)
        return;
    m_reading = reading;
    seenChanged();
    Q_EMIT readingChanged();
}

void MessageStreamModel::setAtNewest(bool atNewest) {
    if (atNewest == m_atNewest)
        return;
    m_atNewest = atNewest;
    if (m_atNewest && !m_detached)
        setArrived(0);
    seenChanged();
    Q_EMIT atNewestChanged();
}

void MessageStreamModel::setArrived(int arrived) {
    if (arrived == m_arrived)
        return;
    m_arrived = arrived;
    Q_EMIT arrivedChanged();
}

void MessageStreamModel::setShownRow(int row) {
    const qint64 seq = row >= m_entries && row < count() ? m_rows.at(row).message.seq : 0;
    if (seq <= m_shownSeq)
        return;
    m_shownSeq = seq;
    seenChanged();
}

bool MessageStreamModel::isUnread(const Message& message) const {
    return message.type == MessageType::Text && !message.deletedAt && message.sender != m_core.self();
}

void MessageStreamModel::loadOlder() {
    if (m_loading || m_complete || m_fetching || m_room.isNull() || !hasConfirmed())
        return;
    m_loading = true;
    m_loadError.clear();
    Q_EMIT historyChanged();
    fetchOlder(m_rows.last().message.seq,
               [this, generation = m_generation](const Outcome<OlderMessages>& outcome) {
                   if (generation != m_generation)
                       return;
                   m_loading = false;
                   if (outcome)
                       appendOlder(*outcome);
                   else
                       m_loadError = words::failure(outcome.error());
                   Q_EMIT historyChanged();
               });
}

void MessageStreamModel::appendOlder(const OlderMessages& older) {
    // The cache may have been discarded and read again since the question.
    QList<Message> fitting = older.messages;
    if (hasConfirmed()) {
        const qint64 oldest = m_rows.last().message.seq;
        fitting.removeIf([oldest](const Message& message) { return message.seq >= oldest; });
    }
    learn(fitting);
    m_complete = !older.more;
    if (!fitting.isEmpty()) {
        const int first = count();
        beginInsertRows({}, first, first + static_cast<int>(fitting.size()) - 1);
        for (auto it = fitting.crbegin(); it != fitting.crend(); ++it)
            m_rows.append({*it, std::nullopt});
        showChanges(first, count() - 1);
        endInsertRows();
        touch(first);
        trimNewest();
        Q_EMIT countChanged();
    }
    if (!m_rows.isEmpty())
        touch(count() - 1);
}

// Who has come this far back does not look at the newest ones; toNewest() reads
// them again.
void MessageStreamModel::trimNewest() {
    const auto over = static_cast<int>(m_rows.size()) - rowsMax;
    if (over <= 0 || m_atNewest)
        return;
    beginRemoveRows({}, 0, over - 1);
    m_rows.remove(0, over);
    m_entries = std::max<qsizetype>(0, m_entries - over);
    m_detached = true;
    endRemoveRows();
    touch(0);
}

void MessageStreamModel::prependNewer(const QList<Message>& newer) {
    QList<Message> fitting = newer;
    if (hasConfirmed()) {
        const qint64 newest = m_rows.at(m_entries).message.seq;
        fitting.removeIf([newest](const Message& message) { return message.seq <= newest; });
    }
    if (fitting.isEmpty())
        return;
    learn(fitting);
    const auto added = static_cast<int>(fitting.size());
    const auto first = static_cast<int>(m_entries);
    beginInsertRows({}, first, first + added - 1);
    for (const Message& message : std::as_const(fitting))
        m_rows.insert(m_entries, {message, std::nullopt});
    showChanges(first, first + added - 1);
    endInsertRows();
    touch(first + added);
    if (const int over = count() - rowsMax; over > 0) {
        beginRemoveRows({}, count() - over, count() - 1);
        m_rows.remove(m_rows.size() - over, over);
        m_complete = false;
        endRemoveRows();
        touch(count() - 1);
    }
    Q_EMIT countChanged();
}

QList<MessageListModel::Row> MessageStreamModel::entryRows(const QList<Message>& newest) const {
    QList<Row> rows;
    for (const OutboxEntry& entry : m_core.reader()->outbox(m_room)) {
        const bool acknowledged = std::any_of(newest.cbegin(), newest.cend(), [&](const Message& message) {
            return message.id == entry.messageId;
        });
        if (entry.kind == OutboxKind::Message && !acknowledged && belongs(entry))
            rows.prepend(rowFor(entry));
    }
    return rows;
}

// After a window has reached the newest end.
void MessageStreamModel::showEntries() {
    for (const OutboxEntry& entry : m_core.reader()->outbox(m_room)) {
        if (entry.kind == OutboxKind::Message && belongs(entry))
            applyEntry(entry);
    }
    Q_EMIT countChanged();
}

void MessageStreamModel::applyMessages(const MessagesChange& change) {
    if (change.reset) {
        newGeneration();
        m_loading = false;
        load();
        return;
    }
    const int before = count();
    // What arrived at the newest end is one change of the rows, however much it is.
    QList<Message> arrived;
    for (const Message& message : change.upserted) {
        if (!belongs(message))
            continue;
        const qint64 newest = !arrived.isEmpty() ? arrived.last().seq
                              : hasConfirmed()   ? m_rows.at(m_entries).message.seq
                                                 : 0;
        if (message.seq > newest && !m_detached && entryRow(message.id) < 0) {
            arrived.append(message);
            continue;
        }
        insertNewest(std::exchange(arrived, {}));
        apply(message);
    }
    insertNewest(arrived);
    seenChanged();
    if (count() != before)
        Q_EMIT countChanged();
}

void MessageStreamModel::apply(const Message& message) {
    const qsizetype at = confirmedRow(message.seq);
    if (at < m_rows.size() && m_rows.at(at).message.seq == message.seq) {
        updateRow(at, message);
        return;
    }
    // Before the oldest shown there may be a hole, which loadOlder() fills; and
    // after the newest of a window.
    if (at == m_rows.size() && hasConfirmed() && !m_complete)
        return;
    const qsizetype entry = entryRow(message.id);
    if (m_detached && at == m_entries && entry < 0) {
        if (isUnread(message))
            setArrived(m_arrived + 1);
        return;
    }
    if (entry >= 0) {
        // Its place among the confirmed, once it is no longer among the others.
        const qsizetype to = at - 1;
        if (to != entry) {
            beginMoveRows({}, static_cast<int>(entry), static_cast<int>(entry), {}, static_cast<int>(to) + 1);
            m_rows.move(entry, to);
            --m_entries;
            m_rows[to] = {message, std::nullopt};
            endMoveRows();
            touch(entry);
        } else {
            --m_entries;
            m_rows[to] = {message, std::nullopt};
        }
        showChanges(static_cast<int>(to), static_cast<int>(to));
        Q_EMIT dataChanged(index(static_cast<int>(to)), index(static_cast<int>(to)));
        touch(to);
        return;
    }
    if (at == m_entries) {
        insertNewest({message});
        return;
    }
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
    m_rows.insert(at, {message, std::nullopt});
    showChanges(static_cast<int>(at), static_cast<int>(at));
    endInsertRows();
    touch(at);
    inserted(message, false);
}

void MessageStreamModel::insertNewest(const QList<Message>& messages) {
    if (messages.isEmpty())
        return;
    const auto first = static_cast<int>(m_entries);
    const auto last = static_cast<int>(m_entries + messages.size() - 1);
    beginInsertRows({}, first, last);
    for (const Message& message : messages)
        m_rows.insert(m_entries, {message, std::nullopt});
    showChanges(first, last);
    endInsertRows();
    touch(first);
    if (last > first)
        touch(last);
    for (const Message& message : messages)
        inserted(message, true);
}

void MessageStreamModel::inserted(const Message& message, bool newest) {
    if (newest && !m_atNewest && isUnread(message))
        setArrived(m_arrived + 1);
}

void MessageStreamModel::applyOutbox(const OutboxChange& change) {
    const int before = count();
    for (const TempId& id : change.removed) {
        const qsizetype at = entryRow(id);
        if (at < 0)
            continue;
        beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
        m_rows.removeAt(at);
        --m_entries;
        endRemoveRows();
        touch(at);
    }
    bool fresh = false;
    for (const OutboxEntry& entry : change.upserted) {
        if (entry.kind != OutboxKind::Message || !belongs(entry))
            continue;
        const bool isNew = applyEntry(entry);
        fresh = fresh || (isNew && entry.state == OutboxState::Pending && !entry.attempted);
    }
    if (count() != before)
        Q_EMIT countChanged();
    if (fresh) {
        toNewest();
        Q_EMIT sent();
    }
}

// Whether it was not known.
bool MessageStreamModel::applyEntry(const OutboxEntry& entry) {
    const qsizetype from = entryRow(entry.tempId);
    if (m_detached && from < 0)
        return true;
    // Its place: rows stand in falling order.
    qsizetype to = 0;
    for (qsizetype i = 0; i < m_entries; ++i) {
        if (i != from && m_rows.at(i).entry->order > entry.order)
            ++to;
    }
    if (from >= 0) {
        if (to != from) {
            beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {},
                          static_cast<int>(to > from ? to + 1 : to));
            m_rows.move(from, to);
            endMoveRows();
            touch(from);
        }
        m_rows[to] = rowFor(entry);
        Q_EMIT dataChanged(index(static_cast<int>(to)), index(static_cast<int>(to)));
        touch(to);
        return false;
    }
    const auto confirmed = std::find_if(m_rows.cbegin() + m_entries, m_rows.cend(),
                                        [&](const Row& row) { return row.message.id == entry.messageId; });
    if (confirmed != m_rows.cend())
        return false;
    const Row row = rowFor(entry);
    learn({row.message});
    beginInsertRows({}, static_cast<int>(to), static_cast<int>(to));
    m_rows.insert(to, row);
    ++m_entries;
    endInsertRows();
    touch(to);
    return true;
}

qsizetype MessageStreamModel::entryRow(const MessageId& id) const {
    for (qsizetype row = 0; row < m_entries; ++row) {
        if (m_rows.at(row).message.id == id)
            return row;
    }
    return -1;
}

qsizetype MessageStreamModel::entryRow(const TempId& id) const {
    for (qsizetype row = 0; row < m_entries; ++row) {
        if (m_rows.at(row).entry->tempId == id)
            return row;
    }
    return -1;
}

qsizetype MessageStreamModel::confirmedRow(qint64 seq) const {
    const auto it = std::lower_bound(m_rows.cbegin() + m_entries, m_rows.cend(), seq,
                                     [](const Row& row, qint64 wanted) { return row.message.seq > wanted; });
    return it - m_rows.cbegin();
}

} // namespace parlor
