// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contracts/store_scene.h"

#include "shared/codec.h"
#include "shared/limits.h"
#include "shared/message_changes.h"

namespace parlor::test {

log::EditRecord editOf(const Message& message, const QString& content, const Mentions& mentions) {
    log::EditRecord record;
    record.id = message.id;
    record.roomId = message.roomId;
    record.opId = OpId::create();
    record.basis = message.contentSeq();
    record.seq = message.seq;
    record.sender = message.sender;
    record.content = content;
    record.mentions = mentions;
    record.formerMentions = message.mentions;
    record.editedAt = utcNow();
    return record;
}

log::DeleteRecord deletionOf(const Message& message, const UserId& by) {
    log::DeleteRecord record;
    record.id = message.id;
    record.roomId = message.roomId;
    record.basis = message.contentSeq();
    record.seq = message.seq;
    record.sender = message.sender;
    record.by = by;
    record.type = message.type;
    record.formerMentions = message.mentions;
    record.threadRoot = message.threadRoot;
    record.deletedAt = utcNow();
    return record;
}

log::ReactionRecord reactionTo(const Message& message, const UserId& user, const QString& emoji, bool added) {
    return {message.id, message.roomId, user, emoji, added};
}

log::PinRecord pinOf(const Message& message, const UserId& by) {
    return {message.id, message.roomId, Pin{by, utcNow()}};
}

log::PinRecord unpinOf(const Message& message) {
    return {message.id, message.roomId, std::nullopt};
}

log::MessageRecord replyTo(const Message& message, const UserId& sender, const QString& content) {
    log::MessageRecord record = newMessage(message.roomId, sender, content);
    record.replyTo = message.id;
    record.threadRoot = message.threadRoot.value_or(message.id);
    return record;
}

void RoomModel::add(const log::Event& event, qint64 seq) {
    std::visit([&](const auto& record) { on(record, seq); }, event);
}

QList<Message> RoomModel::messages() const {
    QList<Message> messages;
    for (const MessageId& id : m_order)
        messages.append(at(id));
    return messages;
}

store::Unread RoomModel::unread(const UserId& reader, qint64 after) const {
    store::Unread unread;
    for (const Message& message : m_messages) {
        if (message.seq <= after || message.sender == reader || message.deletedAt ||
            message.type != MessageType::Text)
            continue;
        unread.unread = std::min(unread.unread + 1, limits::unreadMax);
        if (message.mentions.contains(reader))
            unread.mentions = std::min(unread.mentions + 1, limits::unreadMax);
    }
    return unread;
}

void RoomModel::on(const log::MessageRecord& record, qint64 seq) {
    if (m_messages.contains(record.id))
        return;
    const Message message = log::toMessage(record, seq);
    m_order.append(record.id);
    m_messages.insert(record.id, message);
    if (record.threadRoot && m_messages.contains(*record.threadRoot))
        applyReply(m_messages[*record.threadRoot], message);
}

void RoomModel::on(const log::EditRecord& record, qint64 seq) {
    if (m_messages.contains(record.id) && at(record.id).contentSeq() == record.basis)
        apply(m_messages[record.id], log::toChange(record, seq));
}

void RoomModel::on(const log::DeleteRecord& record, qint64 seq) {
    if (!m_messages.contains(record.id) || at(record.id).contentSeq() != record.basis)
        return;
    const auto change = log::toChange(record, seq);
    if (apply(m_messages[record.id], change) && record.threadRoot && m_messages.contains(*record.threadRoot))
        applyReplyDeleted(m_messages[*record.threadRoot], change);
}

void RoomModel::on(const log::ReactionRecord& record, qint64 seq) {
    if (m_messages.contains(record.id))
        apply(m_messages[record.id], log::toChange(record, seq));
}

void RoomModel::on(const log::PinRecord& record, qint64 seq) {
    if (m_messages.contains(record.id))
        apply(m_messages[record.id], log::toChange(record, seq));
}

} // namespace parlor::test
