// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/pins_model.h"

#include "client/core/core.h"
#include "client/models/words.h"

#include <algorithm>
#include <utility>

namespace parlor {

PinsModel::PinsModel(Core& core, QObject* parent)
    : MessageListModel(core, parent) {}

void PinsModel::setRoom(const RoomId& room) {
    if (room == m_room)
        return;
    ++m_generation;
    m_loading = false;
    m_loadError.clear();
    setRoomId(room);
    show(room.isNull() ? QList<Message>() : m_core.reader()->pinned(room));
    Q_EMIT roomChanged();
    Q_EMIT loadingChanged();
}

void PinsModel::refresh() {
    if (m_room.isNull())
        return;
    m_loading = true;
    m_loadError.clear();
    Q_EMIT loadingChanged();
    m_core.pins(m_room, this, [this, generation = ++m_generation](const Outcome<QList<Message>>& pins) {
        if (generation != m_generation)
            return;
        m_loading = false;
        if (pins)
            show(*pins);
        else
            m_loadError = words::failure(pins.error());
        Q_EMIT loadingChanged();
    });
}

void PinsModel::show(const QList<Message>& messages) {
    learn(messages);
    QList<Row> rows;
    for (const Message& message : messages)
        rows.append({message, std::nullopt});
    replaceRows(std::move(rows));
}

void PinsModel::applyMessages(const MessagesChange& change) {
    if (change.reset) {
        show(m_core.reader()->pinned(m_room));
        return;
    }
    for (const Message& message : change.upserted) {
        const qsizetype row = find(message.id);
        const bool pinned = message.pinned && !message.deletedAt;
        if (row >= 0 && pinned) {
            updateRow(row, message);
        } else if (row >= 0) {
            beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
            m_rows.removeAt(row);
            endRemoveRows();
            Q_EMIT countChanged();
        } else if (pinned) {
            // As CacheReader::pinned() has them.
            const auto order = [](const Message& one) { return std::pair(one.pinned->at, one.seq); };
            const auto place = std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const Row& other) {
                return order(other.message) < order(message);
            });
            const auto to = static_cast<int>(place - m_rows.cbegin());
            beginInsertRows({}, to, to);
            m_rows.insert(to, {message, std::nullopt});
            endInsertRows();
            Q_EMIT countChanged();
        }
    }
}

} // namespace parlor
