// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/search_index.h"

#include "server/store/message_rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

namespace {

bool isIndexed(const Message& message) {
    return message.type == MessageType::Text && !message.deletedAt;
}

void forgetPending(Transaction& t, const QList<QVariantList>& rows) {
    t.execRows(QStringLiteral("DELETE FROM search_pending WHERE EXISTS(SELECT 1 FROM {rows} WHERE v.row_no = "
                              "search_pending.row_no)"),
               {{QStringLiteral("row_no"), ColumnType::BigInt}}, rows);
}

void putPending(Transaction& t, const QList<QVariantList>& rows) {
    t.execRows(QStringLiteral("INSERT INTO search_pending(row_no) SELECT row_no FROM {rows} WHERE 1 = 1 ON "
                              "CONFLICT(row_no) DO NOTHING"),
               {{QStringLiteral("row_no"), ColumnType::BigInt}}, rows);
}

void reset(Transaction& t) {
    t.dialect().searchIndex().clear(t);
    t.exec(QStringLiteral("DELETE FROM search_pending"));
    t.exec(QStringLiteral("UPDATE search_state SET version = ?, position = 0, upper = 0"),
           {search::tokenVersion});
}

/// Rows of messages, and what of them goes into the index.
struct Batch {
    QList<QVariantList> rowNos;
    QList<IndexedMessage> messages;

    void read(Rows rows) {
        while (rows.next()) {
            rowNos.append(QVariantList{rows.integer(0)});
            const Message message = readMessage(rows, 1);
            if (isIndexed(message))
                messages.append({rows.integer(0), search::tokensOf(message)});
        }
    }
    qint64 last() const { return rowNos.constLast().constFirst().toLongLong(); }
};

/// Those that were edited, or that somebody was changing when they were to be indexed.
qint64 indexPending(Transaction& t, int limit) {
    const SearchIndex& index = t.dialect().searchIndex();
    Batch batch;
    batch.read(t.select(QStringLiteral("SELECT row_no, %1 FROM messages WHERE row_no IN (SELECT row_no FROM "
                                       "search_pending ORDER BY row_no LIMIT ?) ORDER BY row_no%2")
                            .arg(messageColumns(), index.lockFree()),
                        {limit}));
    index.add(t, batch.messages);
    forgetPending(t, batch.rowNos);
    // Of rooms that were deleted there are no messages any more.
    if (batch.rowNos.isEmpty())
        t.exec(QStringLiteral("DELETE FROM search_pending WHERE NOT EXISTS(SELECT 1 FROM messages WHERE "
                              "messages.row_no = search_pending.row_no)"));
    return batch.rowNos.size();
}

qint64 indexNext(Transaction& t, const SearchState& state, int limit) {
    const SearchIndex& index = t.dialect().searchIndex();
    Batch batch;
    batch.read(t.select(QStringLiteral("SELECT row_no, %1 FROM messages WHERE row_no > ? AND row_no <= ? "
                                       "ORDER BY row_no LIMIT ?%2")
                            .arg(messageColumns(), index.lockFree()),
                        {state.position, state.upper, limit}));
    const qint64 position = batch.rowNos.size() < limit ? state.upper : batch.last();
    if (!index.lockFree().isEmpty()) {
        // What was left out because it is being changed comes later.
        QSet<qint64> taken;
        for (const QVariantList& row : std::as_const(batch.rowNos))
            taken.insert(row.constFirst().toLongLong());
        QList<QVariantList> left;
        {
            Rows rows =
                t.select(QStringLiteral("SELECT row_no FROM messages WHERE row_no > ? AND row_no <= ?"),
                         {state.position, position});
            while (rows.next()) {
                if (!taken.contains(rows.integer(0)))
                    left.append(QVariantList{rows.integer(0)});
            }
        }
        putPending(t, left);
    }
    index.add(t, batch.messages);
    t.exec(QStringLiteral("UPDATE search_state SET position = ?"), {position});
    return batch.rowNos.size();
}

qint64 newestRow(Transaction& t) {
    Rows rows = t.select(QStringLiteral("SELECT COALESCE(MAX(row_no), 0) FROM messages"));
    return rows.next() ? rows.integer(0) : 0;
}

} // namespace

SearchState readSearchState(Transaction& t, bool lock) {
    Rows rows = t.select(QStringLiteral("SELECT version, position, upper FROM search_state") +
                         (lock ? t.dialect().lockRow() : QString()));
    return rows.next() ? SearchState{rows.integer(0), rows.integer(1), rows.integer(2)} : SearchState();
}

void searchForget(Transaction& t, qint64 rowNo, const Message& old, SearchAgain again) {
    if (!isIndexed(old))
        return;
    // An index of another version is made anew; what lies above the position is in none.
    const SearchState state = readSearchState(t, false);
    if (!state.isOurs() || rowNo > state.position)
        return;
    if (t.exec(QStringLiteral("DELETE FROM search_pending WHERE row_no = ?"), {rowNo}) == 0)
        t.dialect().searchIndex().remove(t, {rowNo, search::tokensOf(old)});
    if (again == SearchAgain::Yes)
        putPending(t, {{rowNo}});
}

Result<SearchProgress> SqlStore::indexMessages(int limit) {
    const auto hasNew = read<bool>([](Transaction& t) -> Result<bool> {
        const SearchState state = readSearchState(t, false);
        return state.isOurs() && state.position == state.upper && newestRow(t) > state.upper;
    });
    if (!hasNew)
        return fail(hasNew.error());
    if (*hasNew) {
        // Rows are numbered when they are inserted and seen when that is committed: of what several workers
        // insert at once, lower ones may come later. For a moment nobody projects; what has a number then
        // is there.
        const auto fixed = write<void>([](Transaction& t) -> Result<void> {
            readSearchState(t, true);
            t.select(QStringLiteral("SELECT epoch FROM server_state") + t.dialect().lockRow()).next();
            t.exec(QStringLiteral("UPDATE search_state SET upper = ?"), {newestRow(t)});
            return {};
        });
        if (!fixed)
            return fail(fixed.error());
    }
    return write<SearchProgress>([&](Transaction& t) -> Result<SearchProgress> {
        SearchState state = readSearchState(t, true);
        if (state.version > search::tokenVersion)
            return SearchProgress{}; // a newer build's affair
        if (!state.isOurs()) {
            reset(t);
            state = readSearchState(t, true);
        }
        SearchProgress progress;
        progress.indexed = indexPending(t, limit);
        if (progress.indexed < limit && state.position < state.upper)
            progress.indexed += indexNext(t, state, limit - int(progress.indexed));
        const qint64 position = readSearchState(t, false).position;
        progress.behind = std::max<qint64>(0, newestRow(t) - position);
        Rows pending = t.select(QStringLiteral("SELECT COUNT(*) FROM search_pending"));
        if (pending.next())
            progress.behind += pending.integer(0);
        return progress;
    });
}

Result<void> SqlStore::rebuildSearch() {
    return write<void>([](Transaction& t) -> Result<void> {
        readSearchState(t, true);
        reset(t);
        return {};
    });
}

} // namespace parlor::store
