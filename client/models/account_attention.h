// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/attention/bubbles.h"
#include "client/attention/rules.h"

#include <QHash>
#include <QObject>

namespace parlor {

class Core;
class Session;

/// What one account has to tell: how much is unread, what has arrived, what was read elsewhere. GUI thread.
class AccountAttention : public QObject {
    Q_OBJECT
public:
    /// `session` and `bubbles` outlive it.
    AccountAttention(Session& session, Bubbles& bubbles, QObject* parent = nullptr);
    /// Takes its bubbles away.
    ~AccountAttention() override;

    const BadgeCount& count() const { return m_count; }
    Core& core() const { return m_core; }
    /// Names the bubble of a room; watched rooms are told by the same key.
    QString keyOf(const RoomId& room) const;
    /// The room of a key of this account.
    std::optional<RoomId> roomOf(const QString& key) const;

    /// The parts of a bubble; `account` is added where there are several.
    BubblePlace place(const RoomSummary& room, const QString& account) const;
    BubbleLine line(const Message& message) const;

Q_SIGNALS:
    void countChanged();
    /// Without Arrival::inView, which the window knows.
    void arrived(const parlor::Arrival& arrival, const parlor::RoomSummary& room);

private:
    void follow();
    void readAll();
    void readRoom(const RoomId& room);
    void setRoom(const RoomId& room, const BadgeCount& count);
    void onArrived(const QList<Message>& messages);
    bool isReplyToMine(const Message& message) const;

    Session& m_session;
    Core& m_core;
    Bubbles& m_bubbles;
    QString m_prefix;
    QHash<RoomId, BadgeCount> m_rooms;
    BadgeCount m_count;
};

} // namespace parlor
