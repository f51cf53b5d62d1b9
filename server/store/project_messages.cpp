// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/project_messages.h"

#include "server/store/message_rows.h"
#include "server/store/search_index.h"
#include "shared/limits.h"
#include "shared/message_changes.h"

#include <QMap>
#include <QSet>

namespace parlor::store {

namespace {

/// Rows of `mentions`: those called by name who are not called anyway, and never who called.
void appendMentions(const Mentions& mentions, const UserId& sender, const RoomId& room, qint64 seq,
                    QList<QVariantList>& rows) {
    if (mentions.room)
        return;
    for (const UserId& user : mentions.users) {
        if (user != sender)
            rows.append({bind(user), bind(room), seq});
    }
}

const QList<Column>& mentionColumns() {
    static const QList<Column> columns{{QStringLiteral("user_id"), ColumnType::Blob},
                                       {QStringLiteral("room_id"), ColumnType::Blob},
                                       {QStringLiteral("seq"), ColumnType::BigInt}};
    return columns;
}

const QList<Column>& idColumn() {
    static const QList<Column> columns{{QStringLiteral("id"), ColumnType::Blob}};
    return columns;
}

/// A log that is projected again in a later epoch gives its messages other seqs than their changes name: then
/// the distance tells upon what an edit was made.
bool isUpon(const Message& message, qint64 recordSeq, qint64 basis) {
    return basis - recordSeq == message.contentSeq() - message.seq;
}

} // namespace

void MessageProjection::add(const log::Event& event, qint64 seq) {
    const auto* message = std::get_if<log::MessageRecord>(&event);
    if (message)
        addMessage(*message, seq);
    if (!message || message->threadRoot)
        m_changes.append({event, seq});
}

void MessageProjection::addMessage(const log::MessageRecord& record, qint64 seq) {
    m_messages.append({bind(record.id), bind(record.roomId), seq, bind(record.sender), int(record.type),
                       record.content, bind(record.createdAt), bind(record.replyTo), bind(record.threadRoot),
                       bindMentioned(record.mentions), bindMentionsRoom(record.mentions),
                       bindSystem(record.system)});
    appendMentions(record.mentions, record.sender, record.roomId, seq, m_mentions);
}

void MessageProjection::putMessages() {
    static const QList<Column> columns{{QStringLiteral("id"), ColumnType::Blob},
                                       {QStringLiteral("room_id"), ColumnType::Blob},
                                       {QStringLiteral("seq"), ColumnType::BigInt},
                                       {QStringLiteral("sender"), ColumnType::Blob},
                                       {QStringLiteral("type"), ColumnType::SmallInt},
                                       {QStringLiteral("content"), ColumnType::Text},
                                       {QStringLiteral("created_at"), ColumnType::BigInt},
                                       {QStringLiteral("reply_to"), ColumnType::Blob},
                                       {QStringLiteral("thread_root"), ColumnType::Blob},
                                       {QStringLiteral("mentions"), ColumnType::Blob},
                                       {QStringLiteral("mentions_room"), ColumnType::SmallInt},
                                       {QStringLiteral("system"), ColumnType::Text}};
    // The log may hold a message twice. Records come in the order of seq, here as in the batch, so the one
    // that is there already is the one that counts.
    t.execRows(QStringLiteral("{insert} messages(id, room_id, seq, change_seq, sender, type, content, "
                              "created_at, reply_to, thread_root, mentions, mentions_room, system) "
                              "SELECT id, room_id, seq, seq, sender, type, content, created_at, reply_to, "
                              "thread_root, mentions, mentions_room, system FROM {rows} WHERE 1 = 1 "
                              "ON CONFLICT(id) DO NOTHING"),
               columns, m_messages);
    // Of a message that was dropped nobody has the seq.
    t.execRows(QStringLiteral("{insert} mentions(user_id, room_id, seq) SELECT v.user_id, v.room_id, "
                              "v.seq FROM {rows} JOIN messages x ON x.room_id = v.room_id AND x.seq = v.seq "
                              "WHERE 1 = 1 ON CONFLICT DO NOTHING"),
               mentionColumns(), m_mentions);
}

void MessageProjection::finish() {
    putMessages();
    if (m_changes.isEmpty())
        return;
    load();
    for (const Change& change : std::as_const(m_changes))
        std::visit([&](const auto& record) { on(record, change.seq); }, change.event);
    writeBack();
    writeMentions();
    writeVersions();
    tellSearch();
}

void MessageProjection::load() {
    QSet<MessageId> ids;
    const auto name = [&](const MessageId& id, const std::optional<MessageId>& root) {
        ids.insert(id);
        if (root)
            ids.insert(*root);
    };
    for (const Change& change : std::as_const(m_changes)) {
        if (const auto* reply = std::get_if<log::MessageRecord>(&change.event))
            name(reply->id, reply->threadRoot);
        else if (const auto* edit = std::get_if<log::EditRecord>(&change.event))
            name(edit->id, {});
        else if (const auto* deletion = std::get_if<log::DeleteRecord>(&change.event))
            name(deletion->id, deletion->threadRoot);
        else if (const auto* reaction = std::get_if<log::ReactionRecord>(&change.event))
            name(reaction->id, {});
        else if (const auto* pin = std::get_if<log::PinRecord>(&change.event))
            name(pin->id, {});
    }
    QList<QVariantList> rows;
    for (const MessageId& id : std::as_const(ids))
        rows.append({bind(id)});
    t.selectRows(QStringLiteral("SELECT x.row_no, %1 FROM {rows} JOIN messages x ON x.id = v.id")
                     .arg(messageColumns(QStringLiteral("x."))),
                 idColumn(), rows, [&](const Rows& found) {
                     const Message message = readMessage(found, 1);
                     m_stored.insert(message.id, {found.integer(0), message, message, false});
                 });
}

template <typename Record>
MessageProjection::Stored* MessageProjection::find(const Record& record) {
    const auto it = m_stored.find(record.id);
    return it != m_stored.end() && it->message.roomId == record.roomId ? &*it : nullptr;
}

void MessageProjection::on(const log::MessageRecord& reply, qint64 seq) {
    const Stored* stored = find(reply);
    if (!stored || stored->message.seq != seq)
        return; // it was here before
    const auto root = m_stored.find(*reply.threadRoot);
    if (root != m_stored.end() && root->message.roomId == reply.roomId)
        root->changed |= applyReply(root->message, log::toMessage(reply, seq));
}

void MessageProjection::on(const log::EditRecord& record, qint64 seq) {
    Stored* stored = find(record);
    if (!stored || !isUpon(stored->message, record.seq, record.basis))
        return;
    Message& message = stored->message;
    const QVariantList former{bind(message.id), seq, bind(record.opId), message.content,
                              bind(message.editedAt.value_or(message.createdAt))};
    if (!apply(message, log::toChange(record, seq)))
        return;
    stored->changed = true;
    m_versions.append(former);
    m_edited.append({bind(message.id)});
}

void MessageProjection::on(const log::DeleteRecord& record, qint64 seq) {
    Stored* stored = find(record);
    // What was deleted once stays so, whatever of its edits a later epoch has lost.
    if (!stored || (stored->message.seq == record.seq && stored->message.contentSeq() != record.basis))
        return;
    const server::MessageDelete change = log::toChange(record, seq);
    if (!apply(stored->message, change))
        return;
    stored->changed = true;
    m_deleted.append({bind(record.id)});
    if (!record.threadRoot)
        return;
    const auto root = m_stored.find(*record.threadRoot);
    if (root != m_stored.end() && root->message.roomId == record.roomId)
        root->changed |= applyReplyDeleted(root->message, change);
}

void MessageProjection::on(const log::ReactionRecord& record, qint64 seq) {
    if (Stored* stored = find(record))
        stored->changed |= apply(stored->message, log::toChange(record, seq));
}

void MessageProjection::on(const log::PinRecord& record, qint64 seq) {
    if (Stored* stored = find(record))
        stored->changed |= apply(stored->message, log::toChange(record, seq));
}

void MessageProjection::writeBack() {
    static const QList<Column> columns{{QStringLiteral("id"), ColumnType::Blob},
                                       {QStringLiteral("change_seq"), ColumnType::BigInt},
                                       {QStringLiteral("content"), ColumnType::Text},
                                       {QStringLiteral("edited_at"), ColumnType::BigInt},
                                       {QStringLiteral("edit_seq"), ColumnType::BigInt},
                                       {QStringLiteral("deleted_at"), ColumnType::BigInt},
                                       {QStringLiteral("thread_count"), ColumnType::BigInt},
                                       {QStringLiteral("thread_last_seq"), ColumnType::BigInt},
                                       {QStringLiteral("thread_last_at"), ColumnType::BigInt},
                                       {QStringLiteral("mentions"), ColumnType::Blob},
                                       {QStringLiteral("mentions_room"), ColumnType::SmallInt},
                                       {QStringLiteral("reactions"), ColumnType::Text},
                                       {QStringLiteral("pinned_by"), ColumnType::Blob},
                                       {QStringLiteral("pinned_at"), ColumnType::BigInt}};
    QList<QVariantList> rows;
    for (const Stored& stored : std::as_const(m_stored)) {
        if (!stored.changed)
            continue;
        const Message& m = stored.message;
        const auto& thread = m.thread;
        rows.append({bind(m.id), m.changeSeq, m.content, bind(m.editedAt),
                     m.editSeq ? QVariant(*m.editSeq) : QVariant(), bind(m.deletedAt),
                     thread ? QVariant(thread->count) : QVariant(),
                     thread ? QVariant(thread->lastSeq) : QVariant(),
                     thread ? bind(thread->lastAt) : QVariant(), bindMentioned(m.mentions),
                     bindMentionsRoom(m.mentions), bindReactions(m.reactions),
                     m.pinned ? bind(m.pinned->by) : QVariant(), m.pinned ? bind(m.pinned->at) : QVariant()});
    }
    QStringList assignments;
    for (const Column& column : columns.mid(1))
        assignments.append(QStringLiteral("%1 = v.%1").arg(column.name));
    t.execRows(QStringLiteral("UPDATE messages SET %1 FROM {rows} WHERE messages.id = v.id")
                   .arg(assignments.join(QLatin1StringView(", "))),
               columns, rows);
}

void MessageProjection::writeMentions() {
    QList<QVariantList> former;
    QList<QVariantList> present;
    for (const Stored& stored : std::as_const(m_stored)) {
        const Message& m = stored.message;
        if (m.mentions == stored.former.mentions)
            continue;
        appendMentions(stored.former.mentions, m.sender, m.roomId, m.seq, former);
        appendMentions(m.mentions, m.sender, m.roomId, m.seq, present);
    }
    t.execRows(QStringLiteral("DELETE FROM mentions WHERE (user_id, room_id, seq) IN "
                              "(SELECT user_id, room_id, seq FROM {rows})"),
               mentionColumns(), former);
    t.execRows(QStringLiteral("INSERT INTO mentions(user_id, room_id, seq) SELECT user_id, room_id, seq FROM "
                              "{rows} WHERE 1 = 1 ON CONFLICT DO NOTHING"),
               mentionColumns(), present);
}

void MessageProjection::writeVersions() {
    static const QList<Column> columns{{QStringLiteral("message_id"), ColumnType::Blob},
                                       {QStringLiteral("edit_seq"), ColumnType::BigInt},
                                       {QStringLiteral("op_id"), ColumnType::Blob},
                                       {QStringLiteral("content"), ColumnType::Text},
                                       {QStringLiteral("written_at"), ColumnType::BigInt}};
    t.execRows(QStringLiteral("INSERT INTO message_versions(message_id, edit_seq, op_id, content, "
                              "written_at) SELECT message_id, edit_seq, op_id, content, written_at FROM "
                              "{rows} WHERE 1 = 1 ON CONFLICT DO NOTHING"),
               columns, m_versions);
    t.execRows(QStringLiteral("DELETE FROM message_versions WHERE message_id IN (SELECT id FROM {rows}) AND "
                              "edit_seq <= (SELECT o.edit_seq FROM message_versions o WHERE o.message_id = "
                              "message_versions.message_id ORDER BY o.edit_seq DESC LIMIT 1 OFFSET %1)")
                   .arg(limits::editVersionsMax),
               idColumn(), m_edited);
    // With what it said before, too.
    t.execRows(QStringLiteral("DELETE FROM message_versions WHERE message_id IN (SELECT id FROM {rows})"),
               idColumn(), m_deleted);
}

void MessageProjection::tellSearch() {
    // In the order of the rows, so that of two workers none waits for the other while that one waits for it.
    QMap<qint64, const Stored*> changed;
    for (const Stored& stored : std::as_const(m_stored)) {
        if (stored.message.content != stored.former.content ||
            stored.message.deletedAt != stored.former.deletedAt)
            changed.insert(stored.rowNumber, &stored);
    }
    for (auto it = changed.cbegin(); it != changed.cend(); ++it) {
        searchForget(t, it.key(), it.value()->former,
                     it.value()->message.deletedAt ? SearchAgain::No : SearchAgain::Yes);
    }
}

} // namespace parlor::store
