// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/timeline_model.h"

#include "client/core/core.h"
#include "client/models/words.h"
#include "shared/limits.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 50;
constexpr qint64 groupGapSeconds = 5 * 60;

QDate localDay(const QDateTime& time) {
    return time.toLocalTime().date();
}

// Hours and minutes as the user's country writes them; the C locale's short form has seconds.
QString timeOfDay(const QDateTime& time) {
    static const QString format = [] {
        QString shortest = QLocale().timeFormat(QLocale::ShortFormat);
        static const QRegularExpression seconds(u"[:.]ss?"_s);
        return shortest.remove(seconds);
    }();
    return QLocale().toString(time.toLocalTime().time(), format);
}

} // namespace

TimelineModel::TimelineModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    connect(&core, &Core::messagesChanged, this, &TimelineModel::applyMessages);
    connect(&core, &Core::outboxChanged, this, &TimelineModel::applyOutbox);
    connect(&core, &Core::usersChanged, this, &TimelineModel::updateUsers);
    connect(&core, &Core::historyChanged, this, [this](const RoomId& room) {
        if (room != m_room)
            return;
        if (m_rows.size() == m_entries)
            load();
        else
            readHistoryExtent();
    });
    connect(&core, &Core::statusChanged, this, [this](const ConnectionStatus& status) {
        // What could not be fetched while offline can be now.
        if (status.state == ConnectionState::Online && !m_loadError.isEmpty()) {
            m_loadError.clear();
            Q_EMIT historyChanged();
        }
    });
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0), index(count() - 1), {DayRole, GroupStartRole});
        armMidnight();
    });
    armMidnight();
}

int TimelineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qsizetype at = index.row();
    const Row& row = m_rows.at(at);
    const Message& message = row.message;
    switch (role) {
    case KeyRole:
        return message.id.toString();
    case Qt::DisplayRole:
    case ContentRole:
        return message.content;
    case SenderIdRole:
        return message.sender.toString();
    case SenderNameRole: {
        const auto user = m_users.constFind(message.sender);
        return user == m_users.cend() ? tr("Unknown person") : user->displayName;
    }
    case OwnRole:
        return message.sender == m_core.self();
    case TimeRole:
        return timeOfDay(message.createdAt);
    case FullTimeRole:
        return tr("%1, %2").arg(QLocale().toString(localDay(message.createdAt), QLocale::LongFormat),
                                timeOfDay(message.createdAt));
    case GroupStartRole:
        return startsGroup(at);
    case DayRole:
        return startsDay(at) ? words::day(localDay(message.createdAt), QDate::currentDate()) : QString();
    case NewLineRole:
        return !m_newMessage.isNull() && message.id == m_newMessage;
    case StateRole:
        return state(at);
    case ErrorTextRole:
        return row.entry && row.entry->error ? words::messageRefused(*row.entry->error) : QString();
    case SystemRole:
        return message.type == MessageType::System;
    case DeletedRole:
        return message.deletedAt.has_value();
    case EditedRole:
        return message.editedAt.has_value();
    default:
        return {};
    }
}

QHash<int, QByteArray> TimelineModel::roleNames() const {
    return {{KeyRole, "key"},
            {ContentRole, "content"},
            {SenderIdRole, "senderId"},
            {SenderNameRole, "senderName"},
            {OwnRole, "own"},
            {TimeRole, "time"},
            {FullTimeRole, "fullTime"},
            {GroupStartRole, "groupStart"},
            {DayRole, "day"},
            {NewLineRole, "newLine"},
            {StateRole, "deliveryState"},
            {ErrorTextRole, "errorText"},
            {SystemRole, "isSystem"},
            {DeletedRole, "isDeleted"},
            {EditedRole, "isEdited"}};
}

void TimelineModel::setRoom(const RoomId& room) {
    if (room == m_room)
        return;
    ++m_generation;
    m_room = room;
    m_loading = false;
    m_loadError.clear();
    m_seen = 0;
    m_newAfter.reset();
    m_newMessage = {};
    m_arrived = 0;
    if (const auto summary = m_core.reader()->room(room)) {
        m_seen = summary->read.seenSeq;
        if (summary->read.unread > 0)
            m_newAfter = m_seen;
    }
    load();
    Q_EMIT roomChanged();
    Q_EMIT arrivedChanged();
    if (!room.isNull())
        m_core.showRoom(room);
}

void TimelineModel::load() {
    beginResetModel();
    m_rows.clear();
    m_entries = 0;
    if (!m_room.isNull()) {
        const CacheReader& reader = *m_core.reader();
        const QList<Message> newest = reader.newest(m_room, pageSize);
        learnUsers(newest);
        for (const OutboxEntry& entry : reader.outbox(m_room)) {
            const bool acknowledged =
                std::any_of(newest.cbegin(), newest.cend(),
                            [&](const Message& message) { return message.id == entry.messageId; });
            if (!acknowledged)
                m_rows.prepend(rowFor(entry));
        }
        m_entries = m_rows.size();
        for (auto it = newest.crbegin(); it != newest.crend(); ++it)
            m_rows.append({*it, std::nullopt});
    }
    findNewLine();
    endResetModel();
    Q_EMIT countChanged();
    readHistoryExtent();
    tellSeen();
}

void TimelineModel::readHistoryExtent() {
    if (!m_room.isNull()) {
        const HistoryExtent extent = m_core.reader()->extent(m_room);
        m_fetching = extent.fetching;
        const bool atFloor = m_rows.size() == m_entries || m_rows.last().message.seq <= extent.floor;
        m_complete = extent.complete && atFloor && !extent.fetching;
        findNewLine();
    } else {
        m_fetching = false;
        m_complete = false;
    }
    Q_EMIT historyChanged();
    if (!m_rows.isEmpty())
        touch(count() - 1);
}

void TimelineModel::setReading(bool reading) {
    if (reading == m_reading)
        return;
    m_reading = reading;
    tellSeen();
    Q_EMIT readingChanged();
}

void TimelineModel::setAtNewest(bool atNewest) {
    if (atNewest == m_atNewest)
        return;
    m_atNewest = atNewest;
    if (m_atNewest && m_arrived > 0) {
        m_arrived = 0;
        Q_EMIT arrivedChanged();
    }
    Q_EMIT atNewestChanged();
}

int TimelineModel::contentMax() {
    return limits::messageContentMax;
}

int TimelineModel::lengthOf(const QString& text) {
    return static_cast<int>(
        std::count_if(text.cbegin(), text.cend(), [](QChar c) { return !c.isLowSurrogate(); }));
}

void TimelineModel::loadOlder() {
    if (m_loading || m_complete || m_fetching || m_room.isNull() || m_rows.size() == m_entries)
        return;
    m_loading = true;
    m_loadError.clear();
    Q_EMIT historyChanged();
    m_core.loadOlder(m_room, m_rows.last().message.seq, pageSize, this,
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

void TimelineModel::appendOlder(const OlderMessages& older) {
    // The cache may have been discarded and read again since the question.
    QList<Message> fitting = older.messages;
    if (m_rows.size() > m_entries) {
        const qint64 oldest = m_rows.last().message.seq;
        fitting.removeIf([oldest](const Message& message) { return message.seq >= oldest; });
    }
    learnUsers(fitting);
    if (!fitting.isEmpty()) {
        const int first = count();
        beginInsertRows({}, first, first + static_cast<int>(fitting.size()) - 1);
        for (auto it = fitting.crbegin(); it != fitting.crend(); ++it)
            m_rows.append({*it, std::nullopt});
        endInsertRows();
        touch(first);
        Q_EMIT countChanged();
    }
    m_complete = !older.more;
    findNewLine();
    if (!m_rows.isEmpty())
        touch(count() - 1);
}

void TimelineModel::applyMessages(const MessagesChange& change) {
    if (change.roomId != m_room)
        return;
    if (change.reset) {
        ++m_generation;
        m_loading = false;
        load();
        return;
    }
    learnUsers(change.upserted);
    const int before = count();
    for (const Message& message : change.upserted)
        applyMessage(message);
    tellSeen();
    if (count() != before)
        Q_EMIT countChanged();
}

void TimelineModel::applyMessage(const Message& message) {
    const qsizetype at = confirmedRow(message.seq);
    if (at < m_rows.size() && m_rows.at(at).message.seq == message.seq) {
        if (message.changeSeq > m_rows.at(at).message.changeSeq) {
            m_rows[at].message = message;
            Q_EMIT dataChanged(index(static_cast<int>(at)), index(static_cast<int>(at)));
        }
        return;
    }
    // Before the oldest shown there may be a hole: loadOlder() will bring it.
    if (at == m_rows.size() && m_rows.size() > m_entries && !m_complete)
        return;

    const qsizetype entry = entryRow(message.id);
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
        Q_EMIT dataChanged(index(static_cast<int>(to)), index(static_cast<int>(to)));
        touch(to);
        return;
    }
    const bool fromOthers = message.sender != m_core.self();
    const bool restSeen = m_rows.size() == m_entries || m_rows.at(m_entries).message.seq <= m_seen;
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
    m_rows.insert(at, {message, std::nullopt});
    endInsertRows();
    touch(at);
    // Reading stopped before this one.
    if (fromOthers && !m_reading && restSeen && at == m_entries)
        moveNewLine(message);
    if (fromOthers && !m_atNewest && at == m_entries) {
        ++m_arrived;
        Q_EMIT arrivedChanged();
    }
}

void TimelineModel::applyOutbox(const OutboxChange& change) {
    if (change.roomId != m_room)
        return;
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
    for (const OutboxEntry& entry : change.upserted)
        applyEntry(entry);
    if (count() != before)
        Q_EMIT countChanged();
}

void TimelineModel::applyEntry(const OutboxEntry& entry) {
    const qsizetype from = entryRow(entry.tempId);
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
        return;
    }
    const auto confirmed = std::find_if(m_rows.cbegin() + m_entries, m_rows.cend(),
                                        [&](const Row& row) { return row.message.id == entry.messageId; });
    if (confirmed != m_rows.cend())
        return;
    if (!m_users.contains(m_core.self()))
        m_users.insert(m_core.reader()->users({m_core.self()}));
    beginInsertRows({}, static_cast<int>(to), static_cast<int>(to));
    m_rows.insert(to, rowFor(entry));
    ++m_entries;
    endInsertRows();
    touch(to);
}

void TimelineModel::send(const QString& text) {
    if (m_room.isNull() || text.trimmed().isEmpty())
        return;
    m_core.sendMessage(m_room, text, std::nullopt, this, [this, text](const Outcome<OutboxEntry>& outcome) {
        if (outcome)
            Q_EMIT sent();
        else
            Q_EMIT sendFailed(text, outcome.error().network == NetworkProblem::None
                                        ? words::messageRefused(outcome.error().error)
                                        : words::failure(outcome.error()));
    });
}

void TimelineModel::retry(const QString& key) {
    if (const auto id = MessageId::parse(key)) {
        if (const qsizetype row = entryRow(*id); row >= 0)
            m_core.retryMessage(m_rows.at(row).entry->tempId);
    }
}

void TimelineModel::discard(const QString& key) {
    if (const auto id = MessageId::parse(key)) {
        if (const qsizetype row = entryRow(*id); row >= 0)
            m_core.discardMessage(m_rows.at(row).entry->tempId);
    }
}

void TimelineModel::markRead() {
    const MessageId line = std::exchange(m_newMessage, {});
    m_newAfter.reset();
    for (qsizetype row = 0; !line.isNull() && row < m_rows.size(); ++row) {
        if (m_rows.at(row).message.id == line)
            touch(row);
    }
    if (m_rows.size() > m_entries && m_rows.at(m_entries).message.seq > m_seen) {
        m_seen = m_rows.at(m_entries).message.seq;
        m_core.markSeen(m_room, m_seen);
    }
}

void TimelineModel::moveNewLine(const Message& message) {
    const MessageId previous = std::exchange(m_newMessage, message.id);
    m_newAfter = message.seq - 1;
    for (qsizetype row = m_entries; row < m_rows.size(); ++row) {
        const MessageId& id = m_rows.at(row).message.id;
        if (id == message.id || id == previous)
            touch(row);
    }
}

void TimelineModel::tellSeen() {
    if (!m_reading || m_rows.size() == m_entries || m_rows.at(m_entries).message.seq <= m_seen)
        return;
    m_seen = m_rows.at(m_entries).message.seq;
    m_core.markSeen(m_room, m_seen);
}

void TimelineModel::findNewLine() {
    if (!m_newAfter || !m_newMessage.isNull())
        return;
    qsizetype found = -1;
    qsizetype row = m_entries;
    for (; row < m_rows.size() && m_rows.at(row).message.seq > *m_newAfter; ++row) {
        if (m_rows.at(row).message.sender != m_core.self())
            found = row;
    }
    // Unless the place where reading stopped is loaded, the line would stand too low.
    if (found < 0 || (row == m_rows.size() && !m_complete))
        return;
    m_newMessage = m_rows.at(found).message.id;
    touch(found);
}

void TimelineModel::learnUsers(const QList<Message>& messages) {
    QList<UserId> unknown;
    if (!m_users.contains(m_core.self()))
        unknown.append(m_core.self());
    for (const Message& message : messages) {
        if (!m_users.contains(message.sender) && !unknown.contains(message.sender))
            unknown.append(message.sender);
    }
    if (!unknown.isEmpty())
        m_users.insert(m_core.reader()->users(unknown));
}

void TimelineModel::updateUsers(const QList<User>& users) {
    for (const User& user : users)
        m_users.insert(user.id, user);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(count() - 1), {SenderNameRole});
}

void TimelineModel::armMidnight() {
    const QDateTime now = QDateTime::currentDateTime();
    const qint64 left = now.msecsTo(now.date().addDays(1).startOfDay());
    // Not beyond an hour: the clock may be changed, or the machine sleep.
    m_midnight.start(static_cast<int>(std::clamp<qint64>(left + 500, 500, 3'600'000)));
}

void TimelineModel::touch(qsizetype row) {
    const qsizetype first = std::max<qsizetype>(0, row - 1);
    const qsizetype last = std::min<qsizetype>(m_rows.size() - 1, row + 1);
    if (first <= last) {
        Q_EMIT dataChanged(index(static_cast<int>(first)), index(static_cast<int>(last)),
                           {GroupStartRole, DayRole, StateRole, NewLineRole});
    }
}

TimelineModel::Row TimelineModel::rowFor(const OutboxEntry& entry) const {
    Row row;
    row.message.id = entry.messageId;
    row.message.roomId = entry.roomId;
    row.message.sender = m_core.self();
    row.message.content = entry.content;
    row.message.createdAt = entry.createdAt;
    row.entry = entry;
    return row;
}

qsizetype TimelineModel::entryRow(const MessageId& id) const {
    for (qsizetype row = 0; row < m_entries; ++row) {
        if (m_rows.at(row).message.id == id)
            return row;
    }
    return -1;
}

qsizetype TimelineModel::entryRow(const TempId& id) const {
    for (qsizetype row = 0; row < m_entries; ++row) {
        if (m_rows.at(row).entry->tempId == id)
            return row;
    }
    return -1;
}

qsizetype TimelineModel::confirmedRow(qint64 seq) const {
    const auto it = std::lower_bound(m_rows.cbegin() + m_entries, m_rows.cend(), seq,
                                     [](const Row& row, qint64 wanted) { return row.message.seq > wanted; });
    return it - m_rows.cbegin();
}

bool TimelineModel::startsDay(qsizetype row) const {
    if (row + 1 >= m_rows.size())
        return m_complete;
    return localDay(m_rows.at(row).message.createdAt) != localDay(m_rows.at(row + 1).message.createdAt);
}

bool TimelineModel::startsGroup(qsizetype row) const {
    const Message& message = m_rows.at(row).message;
    if (message.type == MessageType::System || row + 1 >= m_rows.size() || startsDay(row) ||
        (!m_newMessage.isNull() && message.id == m_newMessage))
        return true;
    const Message& older = m_rows.at(row + 1).message;
    return older.type == MessageType::System || older.sender != message.sender ||
           older.createdAt.secsTo(message.createdAt) >= groupGapSeconds;
}

QString TimelineModel::state(qsizetype row) const {
    const Row& shown = m_rows.at(row);
    if (shown.entry)
        return shown.entry->state == OutboxState::Failed ? u"failed"_s : u"pending"_s;
    if (shown.message.sender != m_core.self() || shown.message.type == MessageType::System)
        return {};
    const bool continued =
        row > 0 && !m_rows.at(row - 1).entry && m_rows.at(row - 1).message.sender == shown.message.sender;
    return continued ? QString() : u"saved"_s;
}

} // namespace parlor
