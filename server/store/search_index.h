// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/search/search_query.h"
#include "server/store/transaction.h"
#include "shared/models.h"

#include <optional>

/// The search index within this folder; not for others.
///
/// Every text message that is not deleted and lies at or below search_state.position is in the index, save
/// those in search_pending; what lies above is looked through. The index calls a message by its row_no.
namespace parlor::store {

/// What becomes of a message in the index whose content changes.
enum class SearchAgain {
    No, ///< it was deleted: it is never found again
    Yes ///< it was edited: it is indexed anew
};

/// Takes the message in row `rowNo` of the table messages out of the index, in the transaction that edits or
/// deletes it. `old` is the message as it was before: the index knows it by what it said. Call it after the
/// row was changed (so that who indexes the row at that moment has been waited for), once for every change of
/// a content.
void searchForget(Transaction& t, qint64 rowNo, const Message& old, SearchAgain again);

struct SearchState {
    qint64 version = 0; ///< search::tokenVersion of the build that filled it
    qint64 position = 0;
    qint64 upper = 0; ///< rows up to here are all committed or never will be
    /// True if the index says what this build would have put into it.
    bool isOurs() const { return version == search::tokenVersion; }
};
/// With `lock`, nobody else changes it until the transaction ends.
SearchState readSearchState(Transaction& t, bool lock);

/// A message as the index knows it.
struct IndexedMessage {
    qint64 rowNo = 0;
    QSet<QByteArray> tokens;
};

/// The part of the index that differs between databases. Immutable; any thread.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    /// The statements of the migration that makes its tables.
    virtual QStringList schema() const = 0;
    virtual void add(Transaction& t, const QList<IndexedMessage>& messages) const = 0;
    /// Takes out what add() put in. `message` must be what it was then.
    virtual void remove(Transaction& t, const IndexedMessage& message) const = 0;
    virtual void clear(Transaction& t) const = 0;
    /// Before the statements that find messages: settings for this transaction. And after them, to take back
    /// those that are no good for others.
    virtual void prepare(Transaction& t) const = 0;
    virtual void done(Transaction& t) const = 0;
    /// So many rows, the newest, are worth asking for first, before further ones: what is frequent is found
    /// among them, without looking at all of the index. All, where each question looks at all of it anyway.
    virtual qint64 firstWindow() const = 0;

    /// What stands in FROM for a table called s with a column row_no: of the messages that have the wanted
    /// tokens and a row_no in [from, below) the `limit` newest; with the values of its placeholders.
    struct Source {
        QString table;
        QVariantList values;
    };
    virtual Source find(const search::Criteria::Wanted& wanted, qint64 from, qint64 below,
                        int limit) const = 0;
    /// Appended to a SELECT of messages that are to be indexed: keeps others from changing them until the
    /// transaction ends, and leaves out those that somebody is just changing. Empty where nobody can be.
    virtual QString lockFree() const = 0;
};

} // namespace parlor::store
