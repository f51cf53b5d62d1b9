// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Cache that keeps the search's index beside the messages.
//
// The index (FTS5, trigrams) holds no text and no positions: its size for 100,000 messages of 80 characters
// is 17 MB beside the 24 MB of the messages themselves, against 50 MB with positions. So it gives candidates,
// which the reader compares with their text; and what leaves it must be told to it again, text included,
// before the message is gone. A message's number in it ("doc") grows with the time of the message, roughly:
// so the newest are found first without looking at all of them.
#include "client/core/cache_text.h"

#include "client/core/cache.h"
#include "client/core/cache_rows.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

// Rows that fill() reads at once.
constexpr int fillStep = 500;

} // namespace

Result<qint64> Cache::freeDoc(const Message& message) {
    const qint64 base = text::docAt(message.createdAt);
    // Spread by the id, ever wider: a burst of messages finds its places at once too. Another place in each
    // width: the hash of an id has 32 bits, and a small one would come to the same place in all of them.
    // The multiplier is that of Knuth's MMIX generator, of which the upper bits are the good ones.
    quint64 spread = qHash(message.id.uuid());
    for (quint64 width = text::docsPerMinute;; width *= 8) {
        spread = spread * 6364136223846793005U + 1442695040888963407U;
        const qint64 doc = base + qint64((spread >> 20) % width);
        bool used = false;
        auto read = m_db->read(u"SELECT 1 FROM messages WHERE doc = ?"_s, {doc},
                               [&](const QSqlQuery&) { used = true; });
        if (!read)
            return fail(read.error());
        if (!used)
            return doc;
        if (width > quint64(1) << 40) {
            // Not in any life of a cache; but it ends.
            return fail(ErrorCode::Internal, u"no place in the search's index"_s);
        }
    }
}

Result<void> Cache::addText(qint64 doc, const QString& content) {
    return m_db->write(u"INSERT INTO message_text (rowid, content) VALUES (?, ?)"_s, {doc, content});
}

Result<void> Cache::removeText(qint64 doc, const QString& content) {
    return m_db->write(u"INSERT INTO message_text (message_text, rowid, content) VALUES ('delete', ?, ?)"_s,
                       {doc, content});
}

Result<void> Cache::removeMessages(const RoomId& room, qint64 below) {
    auto texts =
        m_db->write(u"INSERT INTO message_text (message_text, rowid, content) SELECT 'delete', doc, content "
                    "FROM messages WHERE room = ? AND seq < ? AND type = 0 AND deleted_at IS NULL"_s,
                    {toSql(room), below});
    if (!texts)
        return texts;
    return m_db->write(u"DELETE FROM messages WHERE room = ? AND seq < ?"_s, {toSql(room), below});
}

Result<void> Cache::checkText() {
    return m_db->write(u"INSERT INTO message_text (message_text) VALUES ('integrity-check')"_s);
}

Result<void> Cache::fill() {
    for (;;) {
        QList<Message> messages;
        auto read =
            m_db->read(u"SELECT "_s + rows::messageColumns + u" FROM messages WHERE doc IS NULL LIMIT ?"_s,
                       {fillStep}, [&](const QSqlQuery& row) { messages.append(rows::message(row)); });
        if (!read || messages.isEmpty())
            return read;
        auto filled = transaction([&]() -> Result<void> {
            for (const Message& message : std::as_const(messages)) {
                auto doc = freeDoc(message);
                if (!doc)
                    return fail(doc.error());
                if (auto written = writeMessage(message, *doc); !written)
                    return written;
                if (!rows::isSearched(message))
                    continue;
                if (auto added = addText(*doc, message.content); !added)
                    return added;
            }
            return {};
        });
        if (!filled)
            return filled;
    }
}

} // namespace parlor
