// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/store/transaction.h"
#include "shared/models.h"

#include <QHash>

namespace parlor::store {

/// What a batch does to messages. New ones go into the table in bulk; what changes messages is applied to
/// those that it names, read once and written once, in the order of the log, by the functions that clients
/// use (shared/message_changes.h). So a message may be sent, answered, edited and deleted in one batch.
class MessageProjection {
public:
    explicit MessageProjection(Transaction& transaction)
        : t(transaction) {}

    /// Each record of a message or of a change of one, in the order of the log. `event` must live until
    /// finish().
    void add(const log::Event& event, qint64 seq);
    /// Once, after the last one.
    void finish();

private:
    struct Change {
        const log::Event& event;
        qint64 seq;
    };
    struct Stored {
        qint64 rowNumber = 0;
        Message former; ///< as the tables have it
        Message message;
        bool changed = false;
    };

    void addMessage(const log::MessageRecord& record, qint64 seq);
    void putMessages();
    void load();
    void on(const log::MessageRecord& reply, qint64 seq);
    void on(const log::EditRecord& record, qint64 seq);
    void on(const log::DeleteRecord& record, qint64 seq);
    void on(const log::ReactionRecord& record, qint64 seq);
    void on(const log::PinRecord& record, qint64 seq);
    template <typename Other>
    void on(const Other&, qint64) {}
    void writeBack();
    void writeMentions();
    void writeVersions();
    void tellSearch();
    /// The message that `record` names; null if the store has none of the kind in that room.
    template <typename Record>
    Stored* find(const Record& record);

    Transaction& t;
    QList<QVariantList> m_messages;
    QList<QVariantList> m_mentions;
    QList<Change> m_changes;
    QHash<MessageId, Stored> m_stored;
    QList<QVariantList> m_versions;
    QList<QVariantList> m_edited;
    QList<QVariantList> m_deleted;
};

} // namespace parlor::store
