// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/thread_model.h"

#include "client/core/core.h"
#include "client/models/words.h"
#include "shared/message_changes.h"

namespace parlor {

ThreadModel::ThreadModel(Core& core, QObject* parent)
    : MessageStreamModel(core, parent) {
    connect(&core, &Core::statusChanged, this, [this](const ConnectionStatus& status) {
        if (status.state == ConnectionState::Online && !m_root.isNull())
            fetchNewest();
    });
    connect(&core, &Core::usersChanged, this, &ThreadModel::firstChanged);
    connect(&core, &Core::roomRemoved, this, [this](const RoomId& room) {
        if (room == m_room)
            close();
    });
}

void ThreadModel::open(const RoomId& room, const QString& key) {
    const MessageId root = MessageId::parse(key).value_or(MessageId());
    if (room == m_room && root == m_root)
        return;
    newGeneration();
    m_root = root;
    m_first.reset();
    setRoomId(root.isNull() ? RoomId() : room);
    m_loading = false;
    m_loadError.clear();
    setArrived(0);
    load();
    Q_EMIT roomChanged();
    Q_EMIT firstChanged();
}

QVariantMap ThreadModel::first() const {
    if (!m_first)
        return {};
    QVariantMap map = line(*m_first);
    map.insert(QStringLiteral("deleted"), m_first->deletedAt.has_value());
    return map;
}

void ThreadModel::close() {
    open({}, {});
}

bool ThreadModel::quotes(qsizetype row) const {
    return m_rows.at(row).message.replyTo != m_root && MessageStreamModel::quotes(row);
}

void ThreadModel::load() {
    m_complete = false;
    m_fetching = !m_root.isNull();
    if (m_root.isNull()) {
        show({});
    } else {
        const QList<Message> cached = m_core.reader()->thread(m_root, pageSize);
        if (const auto first = m_core.reader()->message(m_root)) {
            m_first = *first;
            learn({*m_first});
            // As many as it is told to have are probably all; what is fetched says so for certain.
            const int count = m_first->thread ? m_first->thread->count : 0;
            m_complete = cached.size() >= count && cached.size() < pageSize;
        }
        show(cached);
        fetchNewest();
    }
    Q_EMIT historyChanged();
}

void ThreadModel::show(const QList<Message>& messages) {
    QList<Message> all = messages;
    if (m_first && m_complete)
        all.prepend(*m_first);
    learn(all);
    QList<Row> rows = m_root.isNull() ? QList<Row>() : entryRows(all);
    m_entries = rows.size();
    for (auto it = all.crbegin(); it != all.crend(); ++it)
        rows.append({*it, std::nullopt});
    replaceRows(std::move(rows));
    setReplies();
}

void ThreadModel::fetchNewest() {
    const int generation = newGeneration();
    m_loading = false;
    const auto answer = [this, generation](const Outcome<OlderMessages>& newest) {
        if (generation != m_generation)
            return;
        m_fetching = false;
        if (newest)
            merge(*newest);
        else
            m_loadError = words::failure(newest.error());
        Q_EMIT historyChanged();
    };
    if (!m_first)
        fetchFirst();
    m_core.thread(m_room, m_root, std::nullopt, pageSize, this, answer);
}

// Beside the answers, not before them: neither waits for the other.
void ThreadModel::fetchFirst() {
    m_core.fetchMessage(m_root, this, [this, root = m_root](const Outcome<Message>& first) {
        if (root != m_root || m_first || !first)
            return;
        setFirst(*first);
        placeFirst();
        setReplies();
    });
}

void ThreadModel::setFirst(const Message& message) {
    learn({message});
    m_first = message;
    Q_EMIT firstChanged();
}

void ThreadModel::placeFirst() {
    if (!m_first || !m_complete || (hasConfirmed() && m_rows.last().message.id == m_root))
        return;
    const int row = count();
    beginInsertRows({}, row, row);
    m_rows.append({*m_first, std::nullopt});
    showChanges(row, row);
    endInsertRows();
    touch(row);
    Q_EMIT countChanged();
}

// What the cache showed may have holes before the page that came; if it is all
// the same, nothing moves.
void ThreadModel::merge(const OlderMessages& newest) {
    m_complete = !newest.more;
    QList<Message> wanted = newest.messages;
    if (m_first && m_complete)
        wanted.prepend(*m_first);
    bool same = m_rows.size() - m_entries == wanted.size();
    for (qsizetype i = 0; same && i < wanted.size(); ++i)
        same = m_rows.at(m_rows.size() - 1 - i).message.id == wanted.at(i).id;
    if (!same) {
        show(newest.messages);
        return;
    }
    learn(wanted);
    for (const Message& message : std::as_const(wanted))
        apply(message);
    setReplies();
}

void ThreadModel::fetchOlder(qint64 before, Done<OlderMessages> done) {
    m_core.thread(m_room, m_root, before, pageSize, this,
                  [this, done = std::move(done)](const Outcome<OlderMessages>& older) {
                      Outcome<OlderMessages> all = older;
                      if (all && !all->more && m_first)
                          all->messages.prepend(*m_first);
                      done(all);
                  });
}

bool ThreadModel::belongs(const Message& message) const {
    return !m_root.isNull() && (message.id == m_root || message.threadRoot == m_root);
}

bool ThreadModel::belongs(const OutboxEntry& entry) const {
    if (!entry.replyTo || m_root.isNull())
        return false;
    if (*entry.replyTo == m_root)
        return true;
    // An answer to one of the replies.
    const auto answered = m_core.reader()->message(*entry.replyTo);
    return answered && answered->threadRoot == m_root;
}

void ThreadModel::applyMessages(const MessagesChange& change) {
    for (const Message& message : change.upserted) {
        if (message.id == m_root && (!m_first || message.changeSeq > m_first->changeSeq))
            setFirst(message);
        // A first message that is too old for the cache is told of by its answers only.
        else if (m_first && message.threadRoot == m_root && message.seq > m_first->changeSeq)
            applyReply(*m_first, message);
    }
    MessageStreamModel::applyMessages(change);
    setReplies();
}

void ThreadModel::applyUncached(const UncachedChange& change) {
    if (m_first && change.messageId == m_root && change.apply(*m_first))
        setFirst(*m_first);
    MessageStreamModel::applyUncached(change);
}

void ThreadModel::setReplies() {
    const int replies = m_first && m_first->thread ? m_first->thread->count : 0;
    if (replies == m_replies)
        return;
    m_replies = replies;
    Q_EMIT repliesChanged();
}

} // namespace parlor
