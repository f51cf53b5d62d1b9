// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QObject>
#include <QQmlEngine>
#include <QSet>
#include <QVariantMap>

namespace parlor {

class Core;
class MembersModel;
class RoomListModel;

/// What is done to a room or to somebody in it and wants a word before: leaving, archiving, deleting,
/// removing, banning, roles. It says what exactly will happen, whether one may, and why not, and then does
/// it. GUI thread.
///
/// An act is "leave", "archive", "unarchive", "delete", or about a member "remove", "ban", "unban",
/// "makeMember", "makeModerator", "makeOwner".
class RoomActs : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool busy READ isBusy NOTIFY stateChanged FINAL)
    /// Why the last one failed; empty if it did not.
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)

public:
    /// `members` is asked how many owners there are, where it shows that room.
    RoomActs(Core& core, const RoomListModel& rooms, const MembersModel& members, QObject* parent = nullptr);

    bool isBusy() const { return m_busy; }
    QString error() const { return m_error; }

    /// `member` is {userId, name, role ("member", "moderator", "owner")}, empty for acts on the room. Answers
    /// {possible, whyNot, title, text, confirm (what the button says), busyText, danger, typed (what has to
    /// be typed to confirm; empty for nothing)}; {possible: false} alone for what makes no sense.
    Q_INVOKABLE QVariantMap describe(const QString& act, const QString& roomId,
                                     const QVariantMap& member = {}) const;
    /// done(), or error.
    Q_INVOKABLE void perform(const QString& act, const QString& roomId, const QVariantMap& member = {});
    Q_INVOKABLE void clearError();

    /// Whether one has left or deleted it, or is about to, by an act of this object since it was last asked.
    bool takeGivenUp(const RoomId& room) { return m_givenUp.remove(room); }

Q_SIGNALS:
    void stateChanged();
    void done(const QString& act, const QString& roomId, const QString& userId);

private:
    void describeRoomAct(const QString& act, const RoomSummary& room, QVariantMap& words) const;
    void describeMemberAct(const QString& act, const RoomSummary& room, const QVariantMap& member,
                           QVariantMap& words) const;
    QString whyNot(const QString& act, const RoomSummary& room, const QVariantMap& member) const;
    /// One is the only owner while others are there; nullopt where that is not known.
    std::optional<bool> isLastOwner(const RoomSummary& room) const;
    void finish(const QString& act, const QString& roomId, const QString& userId, const QString& error);

    Core& m_core;
    const RoomListModel& m_rooms;
    const MembersModel& m_members;
    QString m_error;
    QSet<RoomId> m_givenUp;
    bool m_busy = false;
};

} // namespace parlor
