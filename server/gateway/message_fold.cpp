// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_fold.h"

#include "shared/message_changes.h"

namespace parlor::gateway {

namespace {

struct Apply {
    Message& message;
    qint64 seq;

    bool operator()(const log::MessageRecord& reply) const {
        return reply.threadRoot == message.id && applyReply(message, log::toMessage(reply, seq));
    }
    bool operator()(const log::EditRecord& record) const { return named(record); }
    bool operator()(const log::DeleteRecord& record) const {
        return named(record) ||
               (record.threadRoot == message.id && applyReplyDeleted(message, log::toChange(record, seq)));
    }
    bool operator()(const log::ReactionRecord& record) const { return named(record); }
    bool operator()(const log::PinRecord& record) const { return named(record); }
    template <typename Other>
    bool operator()(const Other&) const {
        return false;
    }

    template <typename Record>
    bool named(const Record& record) const {
        return record.id == message.id && parlor::apply(message, log::toChange(record, seq));
    }
};

struct Changed {
    QList<MessageId> operator()(const log::MessageRecord& record) const { return list(record.threadRoot); }
    QList<MessageId> operator()(const log::EditRecord& record) const { return {record.id}; }
    QList<MessageId> operator()(const log::DeleteRecord& record) const {
        return QList<MessageId>{record.id} + list(record.threadRoot);
    }
    QList<MessageId> operator()(const log::ReactionRecord& record) const { return {record.id}; }
    QList<MessageId> operator()(const log::PinRecord& record) const { return {record.id}; }
    template <typename Other>
    QList<MessageId> operator()(const Other&) const {
        return {};
    }

    static QList<MessageId> list(const std::optional<MessageId>& id) {
        return id ? QList<MessageId>{*id} : QList<MessageId>();
    }
};

} // namespace

bool applyChange(Message& message, const log::Event& event, qint64 seq) {
    return std::visit(Apply{message, seq}, event);
}

QList<MessageId> changedBy(const log::Event& event) {
    return std::visit(Changed{}, event);
}

MessageFold::MessageFold(const QList<Message>& messages) {
    for (const Message& message : messages)
        add(message);
}

void MessageFold::apply(const log::Event& event, qint64 seq) {
    for (const MessageId& id : changedBy(event)) {
        if (const auto place = m_places.constFind(id); place != m_places.cend())
            applyChange(m_messages[*place], event, seq);
    }
}

void MessageFold::add(const Message& message) {
    if (m_places.contains(message.id))
        return;
    m_places.insert(message.id, m_messages.size());
    m_messages.append(message);
}

} // namespace parlor::gateway
