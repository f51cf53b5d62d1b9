// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/log/records.h"

#include <QHash>

namespace parlor::gateway {

/// What the record `event` at `seq` does to `message`, if it names it or answers in its thread; whether it
/// changed it. What is in the message already changes nothing (message_changes.h), so that records may be
/// applied to a message that was read after some of them.
bool applyChange(Message& message, const log::Event& event, qint64 seq);

/// The messages that `event` changes: the one that it names, and the root of its thread.
QList<MessageId> changedBy(const log::Event& event);

/// Messages as they come out of the store, brought to the present by the tail's records.
class MessageFold {
public:
    explicit MessageFold(const QList<Message>& messages);

    /// Applies a record to whichever of the messages it changes.
    void apply(const log::Event& event, qint64 seq);
    void add(const Message& message);
    bool contains(const MessageId& id) const { return m_places.contains(id); }
    /// In the order in which they came.
    const QList<Message>& messages() const { return m_messages; }

private:
    QList<Message> m_messages;
    QHash<MessageId, qsizetype> m_places;
};

} // namespace parlor::gateway
