// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the rows of a MessageListModel.
#include "client/attention/place_link.h"
#include "client/core/core.h"
#include "client/models/message_list_model.h"
#include "client/models/words.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

namespace parlor {

using namespace Qt::StringLiterals;

bool MessageListModel::mayWrite() const {
    const auto summary = m_core.reader()->room(m_room);
    return summary && !summary->room.archived;
}

bool MessageListModel::mayModerate() const {
    const auto summary = m_core.reader()->room(m_room);
    return summary && summary->room.kind != RoomKind::Direct && summary->role != RoomRole::Member;
}

QVariantMap MessageListModel::facts(int at) const {
    if (at < 0 || at >= count())
        return {};
    const Row& row = m_rows.at(at);
    const Message& message = shown(row);
    const bool own = message.sender == m_core.self();
    const bool text = message.type == MessageType::Text && !message.deletedAt;
    const bool failed = row.entry && row.entry->state == OutboxState::Failed;
    const bool writable = text && mayWrite();
    const MessageId root = message.threadRoot.value_or(message.id);
    return {{u"key"_s, message.id.toString()},
            {u"date"_s, value(at, DateRole)},
            {u"time"_s, value(at, TimeRole)},
            {u"name"_s, nameOf(message.sender)},
            {u"senderId"_s, message.sender.toString()},
            {u"content"_s, content(message)},
            {u"thread"_s, root.toString()},
            {u"own"_s, own},
            {u"system"_s, message.type == MessageType::System},
            {u"deleted"_s, message.deletedAt.has_value()},
            {u"pinned"_s, message.pinned.has_value()},
            {u"pending"_s, row.entry.has_value()},
            {u"failed"_s, failed},
            {u"canReply"_s, writable && !row.entry},
            {u"canReact"_s, writable && !row.entry},
            {u"canEdit"_s, writable && own && !failed},
            {u"canDelete"_s, text && (own || mayModerate()) && !failed}};
}

void MessageListModel::react(const QString& key, const QString& emoji) {
    const int at = rowOf(key);
    if (at < 0 || m_rows.at(at).entry || emoji.isEmpty())
        return;
    const Message& message = shown(m_rows.at(at));
    const bool on =
        std::any_of(message.reactions.cbegin(), message.reactions.cend(), [&](const Reaction& reaction) {
            return reaction.emoji == emoji && reaction.users.contains(m_core.self());
        });
    m_core.setReaction(message.roomId, message.id, emoji, !on);
}

void MessageListModel::setPinned(const QString& key, bool pinned) {
    const int at = rowOf(key);
    if (at >= 0 && !m_rows.at(at).entry)
        m_core.setPinned(m_rows.at(at).message.roomId, m_rows.at(at).message.id, pinned);
}

void MessageListModel::remove(const QString& key) {
    const int at = rowOf(key);
    if (at < 0 || !facts(at).value(u"canDelete"_s).toBool())
        return;
    const Message& message = m_rows.at(at).message;
    m_core.deleteMessage(message.roomId, message.id, this, [this, key](const Outcome<OutboxEntry>& entry) {
        if (entry)
            Q_EMIT removed(key);
        else
            Q_EMIT refused(words::failure(entry.error()));
    });
}

void MessageListModel::undoRemove(const QString& key) {
    const auto id = MessageId::parse(key);
    if (!id)
        return;
    for (const OutboxEntry& entry : std::as_const(m_outbox)) {
        if (entry.messageId == *id && entry.kind == OutboxKind::Delete) {
            m_core.discardMessage(entry.tempId);
            return;
        }
    }
}

void MessageListModel::retry(const QString& key) {
    const int at = rowOf(key);
    if (at < 0)
        return;
    const Row& row = m_rows.at(at);
    const auto changed = m_changed.constFind(row.message.id);
    if (row.entry)
        m_core.retryMessage(row.entry->tempId);
    else if (changed != m_changed.cend() && changed->change)
        m_core.retryMessage(changed->change->tempId);
}

void MessageListModel::discard(const QString& key) {
    const int at = rowOf(key);
    if (at < 0)
        return;
    const Row& row = m_rows.at(at);
    const auto changed = m_changed.constFind(row.message.id);
    if (row.entry)
        m_core.discardMessage(row.entry->tempId);
    else if (changed != m_changed.cend() && changed->change)
        m_core.discardMessage(changed->change->tempId);
}

void MessageListModel::markUnreadFrom(const QString& key) {
    const int at = rowOf(key);
    if (at >= 0 && !m_rows.at(at).entry)
        m_core.markUnread(m_rows.at(at).message.roomId, m_rows.at(at).message.seq - 1);
}

void MessageListModel::copyText(const QString& key) const {
    if (const int at = rowOf(key); at >= 0)
        copy(content(shown(m_rows.at(at))));
}

void MessageListModel::copyLink(const QString& key) const {
    const int at = rowOf(key);
    if (at < 0)
        return;
    const Message& message = m_rows.at(at).message;
    copy(placeLink(m_core.account().server, message.roomId, message.id));
}

void MessageListModel::copyLines(int older, int newer, const QString& olderPart,
                                 const QString& newerPart) const {
    if (newer < 0 || older >= count() || newer > older)
        return;
    QStringList lines;
    for (int at = older; at >= newer; --at) {
        const Message& message = shown(m_rows.at(at));
        if (message.type == MessageType::System || message.deletedAt)
            continue;
        const QString text = at == older ? olderPart : at == newer ? newerPart : content(message);
        if (!text.isEmpty())
            lines.append(tr("%1, %2: %3").arg(nameOf(message.sender), value(at, TimeRole).toString(), text));
    }
    copy(lines.join(u'\n'));
}

void MessageListModel::copy(const QString& text) {
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace parlor
