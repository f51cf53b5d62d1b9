// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"
#include "shared/permissions.h"

#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

namespace parlor {

class Core;
class RoomListModel;

/// One room as its menu and its settings show it: what it is, what one has set for it here, what one may
/// change, and why not where one may not. GUI thread.
class RoomInfo : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    /// Empty for none; it becomes empty when the room is gone.
    Q_PROPERTY(QString roomId READ roomId WRITE setRoomId NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(QString topic READ topic NOTIFY changed FINAL)
    Q_PROPERTY(bool isPrivate READ isPrivate NOTIFY changed FINAL)
    Q_PROPERTY(bool isDirect READ isDirect NOTIFY changed FINAL)
    Q_PROPERTY(bool archived READ isArchived NOTIFY changed FINAL)
    /// One's own: "member", "moderator", "owner".
    Q_PROPERTY(QString role READ role NOTIFY changed FINAL)
    Q_PROPERTY(int memberCount READ memberCount NOTIFY changed FINAL)

    Q_PROPERTY(bool favourite READ isFavourite WRITE setFavourite NOTIFY changed FINAL)
    Q_PROPERTY(bool muted READ isMuted WRITE setMuted NOTIFY changed FINAL)
    /// "default", "all", "mentions" or "nothing".
    Q_PROPERTY(QString notify READ notify WRITE setNotify NOTIFY changed FINAL)
    Q_PROPERTY(bool unread READ isUnread NOTIFY changed FINAL)

    Q_PROPERTY(bool mayEdit READ mayEdit NOTIFY changed FINAL)
    Q_PROPERTY(bool mayChangeKind READ mayChangeKind NOTIFY changed FINAL)
    Q_PROPERTY(bool mayArchive READ mayArchive NOTIFY changed FINAL)
    Q_PROPERTY(bool mayDelete READ mayDelete NOTIFY changed FINAL)
    Q_PROPERTY(bool mayAddMembers READ mayAddMembers NOTIFY changed FINAL)
    Q_PROPERTY(bool mayBan READ mayBan NOTIFY changed FINAL)
    /// Why name and topic, or whether it is public, cannot be changed; empty where they can.
    Q_PROPERTY(QString whyNotEdit READ whyNotEdit NOTIFY changed FINAL)
    Q_PROPERTY(QString whyNotChangeKind READ whyNotChangeKind NOTIFY changed FINAL)
    Q_PROPERTY(QString whyNotAddMembers READ whyNotAddMembers NOTIFY changed FINAL)

    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged FINAL)
    /// What is wrong, by field ("name", "topic", "kind"; "" for all of it).
    Q_PROPERTY(QVariantMap errors READ errors NOTIFY stateChanged FINAL)

public:
    RoomInfo(Core& core, const RoomListModel& rooms, QObject* parent = nullptr);

    QString roomId() const { return m_room.isNull() ? QString() : m_room.toString(); }
    void setRoomId(const QString& roomId);
    QString name() const { return m_name; }
    QString topic() const { return m_summary.room.topic; }
    bool isPrivate() const { return m_summary.room.kind == RoomKind::Private; }
    bool isDirect() const { return m_summary.room.kind == RoomKind::Direct; }
    bool isArchived() const { return m_summary.room.archived; }
    QString role() const;
    int memberCount() const { return m_summary.memberCount; }

    bool isFavourite() const { return m_summary.preferences.favourite; }
    void setFavourite(bool favourite);
    bool isMuted() const { return m_summary.preferences.muted; }
    void setMuted(bool muted);
    QString notify() const;
    void setNotify(const QString& rule);
    bool isUnread() const { return m_summary.read.unread > 0; }

    bool mayEdit() const { return may(Act::ChangeRoom); }
    bool mayChangeKind() const { return may(Act::ChangeKind); }
    bool mayArchive() const { return may(Act::Archive); }
    bool mayDelete() const { return may(Act::DeleteRoom); }
    bool mayAddMembers() const { return may(Act::AddMembers); }
    bool mayBan() const { return may(Act::RemoveMembers); }
    QString whyNotEdit() const { return whyNot(Act::ChangeRoom); }
    QString whyNotChangeKind() const { return whyNot(Act::ChangeKind); }
    QString whyNotAddMembers() const { return whyNot(Act::AddMembers); }

    bool isBusy() const { return m_busy; }
    QVariantMap errors() const { return m_errors; }

    /// Sends what is different of name, topic and kind: saved(), or errors. Nothing different is saved() at
    /// once. What one may not change is left out.
    Q_INVOKABLE void save(const QString& name, const QString& topic, bool isPrivate);
    Q_INVOKABLE void clearError(const QString& field);
    /// Everything in it is read.
    Q_INVOKABLE void markRead();
    /// The newest message of somebody else is unread again. False if none is kept here: then the server is
    /// asked for it, and refused() tells if that cannot be done.
    Q_INVOKABLE bool markUnread();
    /// Puts the address of the room on the clipboard.
    Q_INVOKABLE void copyLink() const;

Q_SIGNALS:
    /// Something could not be done; what to say.
    void refused(const QString& why);
    void changed();
    void stateChanged();
    void saved();

private:
    bool markUnreadAmong(const RoomId& room, const QList<Message>& messages);
    bool may(Act act) const;
    QString whyNot(Act act) const;
    void refresh();
    void setPreferences(const RoomPreferences& preferences);
    void finish(const QVariantMap& errors);

    Core& m_core;
    const RoomListModel& m_rooms;
    RoomId m_room;
    RoomSummary m_summary;
    QString m_name;
    QVariantMap m_errors;
    bool m_busy = false;
};

} // namespace parlor
