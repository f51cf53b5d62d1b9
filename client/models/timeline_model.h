// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/models/message_stream_model.h"

#include <QDate>

namespace parlor {

/// The messages of one room: its newest end, or after a jump a part of its past
/// (`detached`), which grows at both ends until it reaches the newest. GUI
/// thread.
class TimelineModel : public MessageStreamModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Something that was jumped to is being fetched.
    Q_PROPERTY(bool jumping READ isJumping NOTIFY jumpingChanged FINAL)
    /// Reading stopped before what is loaded: jumpToUnread() brings it.
    Q_PROPERTY(bool unreadAbove READ isUnreadAbove NOTIFY newLineChanged FINAL)

public:
    explicit TimelineModel(Core& core, QObject* parent = nullptr);

    /// Shows another room, from the cache at once: from where reading stopped if
    /// that is cached, else the newest. A null id shows nothing.
    void setRoom(const RoomId& room);

    bool isJumping() const { return m_jumping; }
    bool isUnreadAbove() const;

    void loadNewer() override;
    void toNewest() override;
    /// Everything is read; the "New" line goes.
    Q_INVOKABLE void markRead();
    /// Shows a message of this room; jumped() or jumpFailed() tells. `seq` is its
    /// own if it is known, else 0.
    Q_INVOKABLE void jumpTo(const QString& key, qint64 seq = 0);
    /// To the first message at or after the beginning of that local day
    /// ("2026-11-21").
    Q_INVOKABLE void jumpToDay(const QString& date);
    Q_INVOKABLE void jumpToUnread();
    /// The row below the "New" line; -1 if there is none.
    Q_INVOKABLE int newLineRow() const;

Q_SIGNALS:
    void jumpingChanged();
    void newLineChanged();
    void jumpFailed(const QString& why);

protected:
    bool belongs(const Message&) const override { return true; }
    bool belongs(const OutboxEntry&) const override { return true; }
    void fetchOlder(qint64 before, Done<OlderMessages> done) override;
    void load() override;
    void inserted(const Message& message, bool newest) override;
    void seenChanged() override;
    MessageId newMessage() const override { return m_newMessage; }

private:
    void readHistoryExtent();
    void loadFromUnread();
    void showWindow(const MessageWindow& window);
    void jumpToSeq(qint64 seq, bool line);
    void land(const Outcome<MessageWindow>& outcome, int generation, bool line);
    void setJumping(bool jumping);
    void joinNewest();
    void findNewLine();
    void setNewLine(const MessageId& message);
    void catchUpNewLine(const Message& message);
    qint64 seenUpTo() const;

    bool m_jumping = false;
    bool m_keepUnread = false;        ///< it was marked as unread while it was looked at
    qint64 m_seen = 0;                ///< what was told to the core
    qint64 m_marker = 0;              ///< where the core last had it
    std::optional<qint64> m_newAfter; ///< the "New" line stands after this seq
    MessageId m_newMessage;           ///< the message below the line
};

} // namespace parlor
