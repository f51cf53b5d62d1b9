// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

namespace parlor {

class Core;

/// The messages of one room. Row 0 is the newest, so that a view which grows upwards never moves when older
/// ones are appended. Messages of mine that the server has not acknowledged stand before (newer than) all
/// others; an acknowledged one keeps its row. GUI thread.
class TimelineModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(QString roomId READ roomIdText NOTIFY roomChanged FINAL)
    /// Nothing can be shown yet, but something is on its way.
    Q_PROPERTY(bool waiting READ isWaiting NOTIFY historyChanged FINAL)
    /// Older messages are being fetched.
    Q_PROPERTY(bool loading READ isLoading NOTIFY historyChanged FINAL)
    /// The last row is the first message of the room (or there is none).
    Q_PROPERTY(bool complete READ isComplete NOTIFY historyChanged FINAL)
    /// Why fetching older ones failed; empty if it did not.
    Q_PROPERTY(QString loadError READ loadError NOTIFY historyChanged FINAL)
    /// The view shows the newest message, in a window that is looked at: what is there counts as read.
    Q_PROPERTY(bool reading READ isReading WRITE setReading NOTIFY readingChanged FINAL)
    /// The view stands at its newest end; what arrives otherwise is counted in `arrived`.
    Q_PROPERTY(bool atNewest READ isAtNewest WRITE setAtNewest NOTIFY atNewestChanged FINAL)
    Q_PROPERTY(int arrived READ arrived NOTIFY arrivedChanged FINAL)
    Q_PROPERTY(int contentMax READ contentMax CONSTANT FINAL)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< message id; the same before and after the acknowledgement
        ContentRole,
        SenderIdRole,
        SenderNameRole,
        OwnRole,
        TimeRole,       ///< time of day
        FullTimeRole,   ///< date and time
        GroupStartRole, ///< shows avatar and name: not a continuation of the message before it
        DayRole,        ///< what the day line above it says; empty for none
        NewLineRole,    ///< reading stopped above it
        StateRole,      ///< "pending", "failed", "saved" (the last of a run of mine) or ""
        ErrorTextRole,
        SystemRole,
        DeletedRole,
        EditedRole,
    };
    Q_ENUM(Role)

    /// `core` is opened, and outlives the model.
    explicit TimelineModel(Core& core, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Shows another room, from the cache at once. A null id shows nothing.
    void setRoom(const RoomId& room);
    RoomId room() const { return m_room; }

    int count() const { return static_cast<int>(m_rows.size()); }
    QString roomIdText() const { return m_room.isNull() ? QString() : m_room.toString(); }
    bool isWaiting() const { return m_fetching && m_rows.isEmpty(); }
    bool isLoading() const { return m_loading; }
    bool isComplete() const { return m_complete; }
    QString loadError() const { return m_loadError; }
    bool isReading() const { return m_reading; }
    void setReading(bool reading);
    bool isAtNewest() const { return m_atNewest; }
    void setAtNewest(bool atNewest);
    int arrived() const { return m_arrived; }
    static int contentMax();

    /// Fetches messages before the oldest shown; does nothing while that is under way or if there are none.
    Q_INVOKABLE void loadOlder();
    /// Keeps and sends `text`; sendFailed() gives it back if it could not be kept.
    Q_INVOKABLE void send(const QString& text);
    Q_INVOKABLE void retry(const QString& key);
    Q_INVOKABLE void discard(const QString& key);
    /// Everything is read; the "New" line goes.
    Q_INVOKABLE void markRead();
    /// Length of `text` as the limit counts it.
    Q_INVOKABLE static int lengthOf(const QString& text);

Q_SIGNALS:
    void countChanged();
    void roomChanged();
    void historyChanged();
    void readingChanged();
    void atNewestChanged();
    void arrivedChanged();
    /// A message of mine was kept and stands in row 0.
    void sent();
    void sendFailed(const QString& text, const QString& why);

private:
    /// A confirmed message, or, with `entry`, one that is not yet (its `message` is made from the entry).
    struct Row {
        Message message;
        std::optional<OutboxEntry> entry;
    };
    void load();
    void applyMessages(const MessagesChange& change);
    void applyMessage(const Message& message);
    void applyOutbox(const OutboxChange& change);
    void applyEntry(const OutboxEntry& entry);
    void learnUsers(const QList<Message>& messages);
    void updateUsers(const QList<User>& users);
    void readHistoryExtent();
    void appendOlder(const OlderMessages& older);
    void findNewLine();
    void moveNewLine(const Message& message);
    void tellSeen();
    void armMidnight();
    /// Rows around `row` look at their neighbours.
    void touch(qsizetype row);

    Row rowFor(const OutboxEntry& entry) const;
    qsizetype entryRow(const MessageId& id) const;
    qsizetype entryRow(const TempId& id) const;
    /// Where a message with `seq` is, or would be inserted.
    qsizetype confirmedRow(qint64 seq) const;
    bool startsGroup(qsizetype row) const;
    bool startsDay(qsizetype row) const;
    QString state(qsizetype row) const;

    Core& m_core;
    RoomId m_room;
    QList<Row> m_rows;
    qsizetype m_entries = 0; ///< rows at the front that are not confirmed
    QHash<UserId, User> m_users;
    bool m_fetching = false;
    bool m_loading = false;
    bool m_complete = false;
    bool m_reading = false;
    bool m_atNewest = true;
    int m_arrived = 0;
    int m_generation = 0; ///< of setRoom(): answers for an earlier room are dropped
    QString m_loadError;
    qint64 m_seen = 0;                ///< what was told to the core
    std::optional<qint64> m_newAfter; ///< the "New" line stands after this seq
    MessageId m_newMessage;           ///< the message below the line
    QTimer m_midnight;
};

} // namespace parlor
