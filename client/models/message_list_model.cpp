// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/message_list_model.h"

#include "client/core/core.h"

#include <algorithm>

namespace parlor {

namespace {

/// People whose faces stand beside the count of a thread.
constexpr int threadFaces = 3;
/// Replies that are looked through for them.
constexpr int threadLook = 40;

QList<UserId> peopleOf(const Message& message) {
    QList<UserId> people{message.sender};
    people += message.mentions.users;
    for (const Reaction& reaction : message.reactions)
        people += reaction.users;
    if (message.system && message.system->user)
        people.append(*message.system->user);
    if (message.pinned)
        people.append(message.pinned->by);
    return people;
}

} // namespace

MessageListModel::MessageListModel(Core& core, QObject* parent)
    : QAbstractListModel(parent)
    , m_core(core) {
    connect(&core, &Core::messagesChanged, this, [this](const MessagesChange& change) {
        if (m_room.isNull() || change.roomId != m_room)
            return;
        learn(change.upserted);
        for (const Message& message : change.upserted) {
            // An original that was edited or deleted looks so in its quotes
            // too.
            if (const auto quoted = m_quoted.find(message.id); quoted != m_quoted.end()) {
                *quoted = {message, true};
                touchAll({QuoteRole});
            }
        }
        applyMessages(change);
    });
    connect(&core, &Core::uncachedChanged, this, [this](const QList<UncachedChange>& changes) {
        for (const UncachedChange& change : changes) {
            if (m_room.isNull() || change.roomId != m_room)
                continue;
            if (const auto quoted = m_quoted.find(change.messageId);
                quoted != m_quoted.end() && quoted->known && change.apply(quoted->message))
                touchAll({QuoteRole});
            applyUncached(change);
        }
    });
    connect(&core, &Core::outboxChanged, this, [this](const OutboxChange& change) {
        if (m_room.isNull() || change.roomId != m_room)
            return;
        applyOutbox(change);
        readChanges();
    });
    connect(&core, &Core::usersChanged, this, &MessageListModel::updateUsers);
    connect(&core, &Core::memberCursorsChanged, this, [this](const RoomId& room) {
        if (room != m_room)
            return;
        m_cursors = m_core.memberCursors(m_room);
        touchAll({StateRole});
    });
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        touchAll({DayRole, GroupStartRole});
        armMidnight();
    });
    armMidnight();
}

MessageListModel::~MessageListModel() = default;

int MessageListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

int MessageListModel::rowOf(const QString& key) const {
    const auto id = MessageId::parse(key);
    return id ? static_cast<int>(find(*id)) : -1;
}

void MessageListModel::applyOutbox(const OutboxChange&) {}

void MessageListModel::applyMessages(const MessagesChange& change) {
    for (const Message& message : change.upserted) {
        if (const qsizetype row = find(message.id); row >= 0)
            updateRow(row, message);
    }
}

void MessageListModel::applyUncached(const UncachedChange& change) {
    const qsizetype row = find(change.messageId);
    if (row < 0)
        return;
    Message message = m_rows.at(row).message;
    if (!change.apply(message))
        return;
    learn({message});
    updateRow(row, message);
}

void MessageListModel::setRoomId(const RoomId& room) {
    m_room = room;
    m_changed.clear();
    m_quoted.clear();
    m_threads.clear();
    m_outbox.clear();
    m_cursors = room.isNull() ? QList<MemberCursor>() : m_core.memberCursors(room);
    if (!room.isNull())
        m_outbox = m_core.reader()->outbox(room);
}

// Not by a reset, after which a view makes each of its rows anew: what is shown of one room is used again for
// the next.
void MessageListModel::replaceRows(QList<Row> rows) {
    const int before = count();
    const auto after = static_cast<int>(rows.size());
    const int both = std::min(before, after);
    m_changed.clear();
    if (before > after) {
        beginRemoveRows({}, after, before - 1);
        m_rows.remove(after, before - after);
        endRemoveRows();
    }
    if (both > 0) {
        std::move(rows.begin(), rows.begin() + both, m_rows.begin());
        showChanges(0, both - 1);
        Q_EMIT dataChanged(index(0), index(both - 1));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows.append(rows.mid(before));
        showChanges(before, after - 1);
        endInsertRows();
        touch(before);
    }
    Q_EMIT countChanged();
}

void MessageListModel::showChanges(int first, int last) {
    for (int row = first; row <= last && !m_outbox.isEmpty(); ++row) {
        const Message& message = m_rows.at(row).message;
        const ShownMessage now = withPending(message, m_outbox, m_core.self());
        if (now.change || now.message != message)
            m_changed.insert(message.id, now);
    }
}

void MessageListModel::updateRow(qsizetype row, const Message& message) {
    if (message.changeSeq <= m_rows.at(row).message.changeSeq && !m_rows.at(row).entry)
        return;
    m_rows[row].message = message;
    m_changed.remove(message.id);
    showChanges(static_cast<int>(row), static_cast<int>(row));
    const QModelIndex at = index(static_cast<int>(row));
    Q_EMIT dataChanged(at, at);
}

const Message& MessageListModel::shown(const Row& row) const {
    const auto changed = m_changed.constFind(row.message.id);
    return changed == m_changed.cend() ? row.message : changed->message;
}

// What waits in the outbox has changed: those messages look different which it
// was, or is, about.
void MessageListModel::readChanges() {
    QSet<MessageId> concerned;
    for (const OutboxEntry& entry : std::as_const(m_outbox))
        concerned.insert(entry.messageId);
    m_outbox = m_core.reader()->outbox(m_room);
    for (const OutboxEntry& entry : std::as_const(m_outbox))
        concerned.insert(entry.messageId);
    for (const MessageId& id : std::as_const(concerned)) {
        const qsizetype row = find(id);
        if (row < 0) {
            m_changed.remove(id);
            continue;
        }
        const ShownMessage now = withPending(m_rows.at(row).message, m_outbox, m_core.self());
        const bool plain = !now.change && now.message == m_rows.at(row).message;
        const auto before = m_changed.constFind(id);
        if (plain ? before == m_changed.cend() : before != m_changed.cend() && *before == now)
            continue;
        if (plain)
            m_changed.remove(id);
        else
            m_changed.insert(id, now);
        const QModelIndex at = index(static_cast<int>(row));
        Q_EMIT dataChanged(at, at);
    }
}

void MessageListModel::learn(const QList<Message>& messages) {
    QList<UserId> people{m_core.self()};
    for (const Message& message : messages) {
        people += peopleOf(message);
        if (message.replyTo)
            learnQuote(message);
        if (message.thread)
            learnThread(message);
    }
    learnUsers(people);
}

void MessageListModel::learnUsers(const QList<UserId>& users) {
    QList<UserId> unknown;
    for (const UserId& user : users) {
        if (!user.isNull() && !m_users.contains(user) && !unknown.contains(user))
            unknown.append(user);
    }
    if (!unknown.isEmpty())
        m_users.insert(m_core.reader()->users(unknown));
}

void MessageListModel::learnQuote(const Message& reply) {
    const MessageId id = *reply.replyTo;
    if (m_quoted.contains(id))
        return;
    if (const qsizetype row = find(id); row >= 0) {
        m_quoted.insert(id, {m_rows.at(row).message, true});
        return;
    }
    if (const auto message = m_core.reader()->message(id)) {
        m_quoted.insert(id, {*message, true});
        learnUsers({message->sender});
        return;
    }
    m_quoted.insert(id, {});
    fetchQuote(id);
}

void MessageListModel::fetchQuote(const MessageId& id) {
    m_core.fetchMessage(id, this, [this, id](const Outcome<Message>& message) {
        const auto quoted = m_quoted.find(id);
        if (!message || quoted == m_quoted.end())
            return;
        *quoted = {*message, true};
        learnUsers({message->sender});
        touchAll({QuoteRole});
    });
}

void MessageListModel::learnThread(const Message& root) {
    ThreadPeople& people = m_threads[root.id];
    if (people.lastSeq == root.thread->lastSeq)
        return;
    people.lastSeq = root.thread->lastSeq;
    people.users.clear();
    const QList<Message> replies = m_core.reader()->thread(root.id, threadLook);
    for (auto reply = replies.crbegin(); reply != replies.crend(); ++reply) {
        if (people.users.size() < threadFaces && !people.users.contains(reply->sender))
            people.users.append(reply->sender);
    }
    const QList<UserId> users = people.users;
    learnUsers(users);
}

void MessageListModel::updateUsers(const QList<User>& users) {
    for (const User& user : users)
        m_users.insert(user.id, user);
    touchAll({SenderNameRole, ContentRole, MentionsRole, ReactionsRole, QuoteRole, ThreadRole, PinnedRole,
              BodyRole, SpokenRole});
}

void MessageListModel::armMidnight() {
    const QDateTime now = QDateTime::currentDateTime();
    const qint64 left = now.msecsTo(now.date().addDays(1).startOfDay());
    // Not beyond an hour: the clock may be changed, or the machine sleep.
    m_midnight.start(static_cast<int>(std::clamp<qint64>(left + 500, 500, 3'600'000)));
}

void MessageListModel::touch(qsizetype row) {
    const qsizetype first = std::max<qsizetype>(0, row - 1);
    const qsizetype last = std::min<qsizetype>(m_rows.size() - 1, row + 1);
    if (first <= last) {
        Q_EMIT dataChanged(index(static_cast<int>(first)), index(static_cast<int>(last)),
                           {GroupStartRole, DayRole, StateRole, NewLineRole, QuoteRole});
    }
}

void MessageListModel::touchAll(const QList<int>& roles) {
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(count() - 1), roles);
}

qsizetype MessageListModel::find(const MessageId& id) const {
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).message.id == id)
            return row;
    }
    return -1;
}

MessageListModel::Row MessageListModel::rowFor(const OutboxEntry& entry) const {
    Row row;
    row.message.id = entry.messageId;
    row.message.roomId = entry.roomId;
    row.message.sender = m_core.self();
    row.message.content = entry.content;
    row.message.createdAt = entry.createdAt;
    row.message.replyTo = entry.replyTo;
    row.entry = entry;
    return row;
}

} // namespace parlor
