// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/models/message_list_model.h"

namespace parlor {

/// Messages in the order of their room, which grow at both ends: a timeline or
/// a thread. Row 0 is the newest, so that a view which grows upwards never
/// moves when older ones are appended. Messages of mine that the server has not
/// acknowledged stand before (newer than) all others; an acknowledged one keeps
/// its row. GUI thread.
class MessageStreamModel : public MessageListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Nothing can be shown yet, but something is on its way.
    Q_PROPERTY(bool waiting READ isWaiting NOTIFY historyChanged FINAL)
    /// Older messages are being fetched.
    Q_PROPERTY(bool loading READ isLoading NOTIFY historyChanged FINAL)
    /// The last row is the first message (or there is none).
    Q_PROPERTY(bool complete READ isComplete NOTIFY historyChanged FINAL)
    /// There are newer messages than row 0: a part of the past is shown.
    Q_PROPERTY(bool detached READ isDetached NOTIFY historyChanged FINAL)
    /// Why fetching failed; empty if it did not.
    Q_PROPERTY(QString loadError READ loadError NOTIFY historyChanged FINAL)
    /// The view is in a window that is looked at: what it shows counts as read.
    Q_PROPERTY(bool reading READ isReading WRITE setReading NOTIFY readingChanged FINAL)
    /// The view stands at its newest end; what arrives otherwise is counted in
    /// `arrived`.
    Q_PROPERTY(bool atNewest READ isAtNewest WRITE setAtNewest NOTIFY atNewestChanged FINAL)
    Q_PROPERTY(int arrived READ arrived NOTIFY arrivedChanged FINAL)

public:
    using MessageListModel::MessageListModel;

    bool isWaiting() const { return m_fetching && m_rows.isEmpty(); }
    bool isLoading() const { return m_loading; }
    bool isComplete() const { return m_complete; }
    bool isDetached() const { return m_detached; }
    QString loadError() const { return m_loadError; }
    bool isReading() const { return m_reading; }
    void setReading(bool reading);
    bool isAtNewest() const { return m_atNewest; }
    void setAtNewest(bool atNewest);
    int arrived() const { return m_arrived; }

    /// Fetches messages before the oldest shown; does nothing while that is under
    /// way or if there are none.
    Q_INVOKABLE void loadOlder();
    /// Likewise after the newest, while detached.
    Q_INVOKABLE virtual void loadNewer() {}
    /// What the view shows at its lower end is row `row`: everything up to there
    /// was seen.
    Q_INVOKABLE void setShownRow(int row);
    /// Row 0 becomes the newest message; jumped() with it follows if that was not
    /// so.
    Q_INVOKABLE virtual void toNewest() {}

Q_SIGNALS:
    void historyChanged();
    void readingChanged();
    void atNewestChanged();
    void arrivedChanged();
    /// A message of mine was kept and stands in row 0.
    void sent();
    /// What was jumped to is in `row`. `line`: it is the place where reading
    /// stopped.
    void jumped(int row, bool line);

protected:
    /// More rows than this are not kept: the end that is farther away goes.
    static constexpr int rowsMax = 4000;
    static constexpr int pageSize = 50;

    bool isWhole() const override { return m_complete; }
    void applyOutbox(const OutboxChange& change) override;
    void applyMessages(const MessagesChange& change) override;

    virtual bool belongs(const Message& message) const = 0;
    virtual bool belongs(const OutboxEntry& entry) const = 0;
    virtual void fetchOlder(qint64 before, Done<OlderMessages> done) = 0;
    /// Everything anew, from the cache.
    virtual void load() = 0;
    /// A confirmed message of this room that was not there has got row `row`;
    /// `newest`: before all others.
    virtual void inserted(const Message& message, bool newest);
    /// The rows, or what counts as seen, changed.
    virtual void seenChanged() {}

    void apply(const Message& message);
    /// Messages newer than row 0, ascending; they are contiguous with it.
    void prependNewer(const QList<Message>& newer);
    void appendOlder(const OlderMessages& older);
    /// Entries of mine in falling order, without those that `newest` has
    /// confirmed.
    QList<Row> entryRows(const QList<Message>& newest) const;
    void showEntries();
    /// Answers to what was asked before are dropped from here on.
    int newGeneration() { return ++m_generation; }
    void setArrived(int arrived);
    bool isUnread(const Message& message) const;
    bool hasConfirmed() const { return m_rows.size() > m_entries; }
    /// Where a message with `seq` is, or would be inserted.
    qsizetype confirmedRow(qint64 seq) const;

    qsizetype m_entries = 0; ///< rows at the front that are not confirmed
    bool m_fetching = false;
    bool m_loading = false;
    bool m_complete = false;
    bool m_detached = false;
    QString m_loadError;
    int m_generation = 0;
    qint64 m_shownSeq = 0; ///< of the message at the lower end of what is shown

private:
    bool applyEntry(const OutboxEntry& entry);
    qsizetype entryRow(const MessageId& id) const;
    qsizetype entryRow(const TempId& id) const;
    void trimNewest();
    /// Messages that arrived, ascending, newer than all that are confirmed.
    void insertNewest(const QList<Message>& messages);

    bool m_reading = false;
    bool m_atNewest = true;
    int m_arrived = 0;
};

} // namespace parlor
