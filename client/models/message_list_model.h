// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/pending_changes.h"

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QSet>
#include <QTimer>

namespace parlor {

class Core;

/// Messages as rows of a list: everything that a row shows, in plain types, and
/// what can be done with one. The base of the timeline, threads, pins and
/// search results, which say what is in it and in which order.
///
/// A row shows its message with the changes of mine that wait in the outbox
/// (withPending()). Rows that `grouped()` says to group look at the row after
/// them, which is the older neighbour. GUI thread.
class MessageListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(QString roomId READ roomIdText NOTIFY roomChanged FINAL)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< message id; the same before and after the acknowledgement
        RoomIdRole,
        ContentRole, ///< Markdown, as written; of a system message its sentence
        SenderIdRole,
        SenderNameRole,
        OwnRole,
        TimeRole,       ///< time of day
        FullTimeRole,   ///< date and time
        DateRole,       ///< the local day, "2026-11-21"
        GroupStartRole, ///< shows avatar and name: not a continuation of the
                        ///< message before it
        DayRole,        ///< what the day line above it says; empty for none
        NewLineRole,    ///< reading stopped above it
        StateRole,      ///< of mine: "pending", "failed", "saved", "delivered", "seen",
                        ///< or "" where the next says it
        ChangeRole,     ///< of its content: "pending", "failed" (an edit), "deleted"
                        ///< (can be undone), or ""
        ErrorTextRole,  ///< why it, or its edit, was refused
        SystemRole,
        DeletedRole,
        EditedRole,
        CallsMeRole,   ///< somebody else mentions me, or everybody
        MentionsRole,  ///< list of {id, name, self}
        ReactionsRole, ///< list of {emoji, count, mine, names}
        QuoteRole,     ///< {key, name, text, state}: what it answers; state "",
                       ///< "deleted", "unknown"; or {}
        ThreadRole,    ///< {count, last, people: list of {id, name}} of one that was
                       ///< answered; or {}
        PinnedRole,    ///< who pinned it; empty if it is not
        BodyRole,      ///< its content where it is shown as Markdown: empty for a system message or a
                       ///< deleted one
        SpokenRole,    ///< all of it in one sentence, for those who cannot see it; of a system message
                       ///< its content
    };
    Q_ENUM(Role)

    /// `core` is opened, and outlives the model.
    explicit MessageListModel(Core& core, QObject* parent = nullptr);
    ~MessageListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_rows.size()); }
    RoomId room() const { return m_room; }
    QString roomIdText() const { return m_room.isNull() ? QString() : m_room.toString(); }

    /// -1 if it is not in the list.
    Q_INVOKABLE int rowOf(const QString& key) const;
    /// {key, date, time, name, content, own, system, deleted, pinned, pending,
    /// thread, canEdit, canDelete, canReact}: of one row, for menus and keys; {}
    /// if it is not in the list.
    Q_INVOKABLE QVariantMap facts(int row) const;

    // Each does nothing for a key that is not in the list, or where it is not
    // allowed.
    /// Puts my reaction on, or takes it back.
    Q_INVOKABLE void react(const QString& key, const QString& emoji);
    Q_INVOKABLE void setPinned(const QString& key, bool pinned);
    /// removed() follows; undoRemove() takes it back for as long as
    /// Core::undoTime.
    Q_INVOKABLE void remove(const QString& key);
    Q_INVOKABLE void undoRemove(const QString& key);
    /// Of a failed message or edit.
    Q_INVOKABLE void retry(const QString& key);
    /// Of a failed or pending message, or a failed edit.
    Q_INVOKABLE void discard(const QString& key);
    /// This message and all after it are unread again.
    Q_INVOKABLE void markUnreadFrom(const QString& key);
    Q_INVOKABLE void copyText(const QString& key) const;
    /// Its parlor:// address.
    Q_INVOKABLE void copyLink(const QString& key) const;
    /// "Name, time: text" of each message from the row `older` to the row `newer`
    /// (a row number not above it), of the two at the ends what is given. System
    /// lines and deleted messages are left out.
    Q_INVOKABLE void copyLines(int older, int newer, const QString& olderPart,
                               const QString& newerPart) const;
    /// "Today", "Yesterday" or the date of a row.
    Q_INVOKABLE QString dayOf(int row) const;
    /// Puts text into the clipboard.
    Q_INVOKABLE static void copy(const QString& text);

Q_SIGNALS:
    void countChanged();
    void roomChanged();
    /// A message is being deleted, which can be undone.
    void removed(const QString& key);
    /// Something could not be done; what to say.
    void refused(const QString& why);

protected:
    /// A confirmed message, or, with `entry`, one that is not yet (its `message`
    /// is made from the entry).
    struct Row {
        Message message;
        std::optional<OutboxEntry> entry;
    };
    /// Whether neighbours group and days get lines.
    virtual bool grouped() const { return true; }
    /// There is nothing older than the last row.
    virtual bool isWhole() const { return false; }
    /// Whether a reply says what it answers: not below one that has just said the same.
    virtual bool quotes(qsizetype row) const;
    /// The message that the "New" line stands above.
    virtual MessageId newMessage() const { return {}; }
    /// What waits in the outbox changed; the rows show the changes among it
    /// afterwards.
    virtual void applyOutbox(const OutboxChange& change);
    /// Confirmed messages changed. The base replaces those that it has.
    virtual void applyMessages(const MessagesChange& change);

    void setRoomId(const RoomId& room);
    /// A message that the cache does not have changed. The base changes the row that has it.
    virtual void applyUncached(const UncachedChange& change);
    /// Everything anew, `rows` in their order. countChanged() follows.
    void replaceRows(QList<Row> rows);
    /// Takes over `message` for the row that has it, if it is newer.
    void updateRow(qsizetype row, const Message& message);
    /// Applies the changes that wait to rows that were inserted, without a
    /// signal.
    void showChanges(int first, int last);
    /// Learns the people, quoted originals and threads that `messages` show.
    /// Before they become rows.
    void learn(const QList<Message>& messages);
    /// Rows around `row` look at their neighbours.
    void touch(qsizetype row);
    void touchAll(const QList<int>& roles = {});
    qsizetype find(const MessageId& id) const;
    Row rowFor(const OutboxEntry& entry) const;
    /// As it is shown, with the changes that wait.
    const Message& shown(const Row& row) const;
    /// A message for one line of its own: `key`, `senderId`, `name`, `time`, `text` without Markdown.
    QVariantMap line(const Message& message) const;

    Core& m_core;
    RoomId m_room;
    QList<Row> m_rows;

private:
    struct Quoted {
        Message message;
        bool known = false; ///< false: being fetched, or not to be had
    };
    struct ThreadPeople {
        qint64 lastSeq = 0;
        QList<UserId> users;
    };
    void readChanges();
    void updateUsers(const QList<User>& users);
    void learnUsers(const QList<UserId>& users);
    void learnQuote(const Message& reply);
    void learnThread(const Message& root);
    void fetchQuote(const MessageId& id);
    void armMidnight();

    bool startsGroup(qsizetype row) const;
    bool startsDay(qsizetype row) const;
    QString deliveryState(qsizetype row) const;
    QString confirmedState(const Message& message) const;
    QString changeState(const Row& row) const;
    QString errorText(const Row& row) const;
    QString content(const Message& message) const;
    QString spoken(qsizetype row) const;
    QString nameOf(const UserId& user) const;
    QString usernameOf(const UserId& user) const;
    QVariantList mentions(const Message& message) const;
    QVariantList reactions(const Message& message) const;
    QVariantMap quote(const Message& message) const;
    QVariantMap thread(const Message& message) const;
    QVariantMap person(const UserId& user) const;
    QVariant value(qsizetype row, int role) const;
    bool mayWrite() const;
    bool mayModerate() const;

    QHash<UserId, User> m_users;
    QList<OutboxEntry> m_outbox; ///< changes of mine in this room that wait, ascending order
    QHash<MessageId, ShownMessage> m_changed;
    QHash<MessageId, Quoted> m_quoted;
    QHash<MessageId, ThreadPeople> m_threads;
    QList<MemberCursor> m_cursors;
    QTimer m_midnight;
};

} // namespace parlor
