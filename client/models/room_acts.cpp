// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/models/room_acts.h"

#include "client/core/core.h"
#include "client/models/members_model.h"
#include "client/models/people_words.h"
#include "client/models/room_list_model.h"
#include "client/models/words.h"
#include "shared/permissions.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

bool isAboutMember(const QString& act) {
    return act == "remove"_L1 || act == "ban"_L1 || act == "unban"_L1 || act.startsWith("make"_L1);
}

std::optional<RoomRole> roleMade(const QString& act) {
    return act == "makeMember"_L1      ? std::optional(RoomRole::Member)
           : act == "makeModerator"_L1 ? std::optional(RoomRole::Moderator)
           : act == "makeOwner"_L1     ? std::optional(RoomRole::Owner)
                                       : std::nullopt;
}

RoomRole roleOf(const QVariantMap& member) {
    return people::roleFromKey(member.value(u"role"_s).toString()).value_or(RoomRole::Member);
}

/// What a permission is needed for; nullopt for an act that there is not.
std::optional<Act> permissionFor(const QString& act, const QVariantMap& member) {
    if (act == "leave"_L1)
        return Act::Leave;
    if (act == "archive"_L1 || act == "unarchive"_L1)
        return Act::Archive;
    if (act == "delete"_L1)
        return Act::DeleteRoom;
    if (act == "remove"_L1 || act == "ban"_L1)
        return roleOf(member) == RoomRole::Member ? Act::RemoveMembers : Act::RemoveStaff;
    if (act == "unban"_L1)
        return Act::RemoveMembers;
    return roleMade(act) ? std::optional(Act::ChangeRoles) : std::nullopt;
}

} // namespace

RoomActs::RoomActs(Core& core, const RoomListModel& rooms, const MembersModel& members, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_rooms(rooms)
    , m_members(members) {}

QVariantMap RoomActs::describe(const QString& act, const QString& roomId, const QVariantMap& member) const {
    const auto id = RoomId::parse(roomId);
    const auto room = id ? m_rooms.summary(*id) : std::nullopt;
    QVariantMap words{{u"possible"_s, false}, {u"danger"_s, true}, {u"typed"_s, QString()}};
    if (!room || !permissionFor(act, member))
        return words;
    const QString why = whyNot(act, *room, member);
    words[u"possible"_s] = why.isEmpty();
    words[u"whyNot"_s] = why;
    if (isAboutMember(act))
        describeMemberAct(act, *room, member, words);
    else
        describeRoomAct(act, *room, words);
    return words;
}

QString RoomActs::whyNot(const QString& act, const RoomSummary& room, const QVariantMap& member) const {
    const Act needed = *permissionFor(act, member);
    const auto user = UserId::parse(member.value(u"userId"_s).toString());
    if (isAboutMember(act) && !user)
        return tr("Nobody is chosen.");
    if (room.room.kind == RoomKind::Direct)
        return tr("A direct conversation stays as it is.");
    if (user == m_core.self() && (act == "remove"_L1 || act == "ban"_L1))
        return tr("To go yourself, leave the room.");
    if (!mayDo(needed, room.room.kind, room.role)) {
        return mayDo(needed, room.room.kind, RoomRole::Moderator)
                   ? tr("Only owners and moderators of the room can do this.")
                   : tr("Only owners of the room can do this.");
    }
    if (room.room.archived && refusedInArchive(needed))
        return tr("The room is archived. Open it again first.");
    const bool stepsDown =
        user == m_core.self() && room.role == RoomRole::Owner && roleMade(act) && act != "makeOwner"_L1;
    if ((act == "leave"_L1 || stepsDown) && isLastOwner(room).value_or(false))
        return tr("You are the only owner, and a room always has one. Make another member owner first.");
    return {};
}

std::optional<bool> RoomActs::isLastOwner(const RoomSummary& room) const {
    if (room.role != RoomRole::Owner)
        return false;
    if (room.memberCount == 1)
        return false;
    if (m_members.room() == room.room.id && m_members.isWhole())
        return m_members.owners() <= 1 && m_members.total() > 1;
    return std::nullopt;
}

void RoomActs::describeRoomAct(const QString& act, const RoomSummary& room, QVariantMap& words) const {
    const QString name = m_rooms.nameOf(room.room.id);
    QStringList lines;
    if (act == "leave"_L1) {
        words[u"title"_s] = tr("Leave %1?").arg(name);
        words[u"confirm"_s] = tr("Leave");
        words[u"busyText"_s] = tr("Leaving…");
        if (room.room.kind == RoomKind::Private && room.memberCount == 1)
            lines.append(tr("You are the last one here. The room will be deleted, with everything in it."));
        else if (room.room.kind == RoomKind::Private)
            lines.append(tr("You will no longer see this room or what was written in it. You can come back "
                            "if an owner or moderator adds you again."));
        else
            lines.append(tr("You will no longer get its messages. You can come back at any time: find it "
                            "again and join."));
        if (room.role == RoomRole::Owner && !isLastOwner(room))
            lines.append(tr("If you are the only owner, make another member owner first."));
        if (room.pending + room.failed > 0)
            lines.append(tr("%n message(s) of yours not sent yet will be discarded.", nullptr,
                            room.pending + room.failed));
    } else if (act == "archive"_L1) {
        words[u"title"_s] = tr("Archive %1?").arg(name);
        words[u"confirm"_s] = tr("Archive");
        words[u"busyText"_s] = tr("Archiving…");
        words[u"danger"_s] = false;
        lines.append(tr("Everybody in it can go on reading, and nobody can write. An owner can open it "
                        "again at any time."));
    } else if (act == "unarchive"_L1) {
        words[u"title"_s] = tr("Open %1 again?").arg(name);
        words[u"confirm"_s] = tr("Open again");
        words[u"busyText"_s] = tr("Opening…");
        words[u"danger"_s] = false;
        lines.append(tr("Everybody in it can write again."));
    } else {
        words[u"title"_s] = tr("Delete %1?").arg(name);
        words[u"confirm"_s] = tr("Delete for everybody");
        words[u"busyText"_s] = tr("Deleting…");
        words[u"typed"_s] = room.room.name;
        if (room.memberCount > 1)
            lines.append(tr("All %n member(s) lose the room and everything written in it, for good. Nobody "
                            "can bring it back.",
                            nullptr, room.memberCount));
        else
            lines.append(tr("The room and everything written in it are gone, for good. Nobody can bring it "
                            "back."));
        if (!room.room.archived)
            lines.append(tr("To only stop the talk and keep what was said, archive it."));
    }
    words[u"text"_s] = lines.join(u"\n\n"_s);
}

void RoomActs::describeMemberAct(const QString& act, const RoomSummary& room, const QVariantMap& member,
                                 QVariantMap& words) const {
    const QString name = member.value(u"name"_s).toString();
    const QString roomName = m_rooms.nameOf(room.room.id);
    const bool isPrivate = room.room.kind == RoomKind::Private;
    const bool self = UserId::parse(member.value(u"userId"_s).toString()) == m_core.self();
    QString text;
    if (act == "remove"_L1) {
        words[u"title"_s] = tr("Remove %1 from %2?").arg(name, roomName);
        words[u"confirm"_s] = tr("Remove");
        words[u"busyText"_s] = tr("Removing…");
        text = isPrivate
                   ? tr("%1 will no longer see this room or what was written in it. They can come back if an "
                        "owner or moderator adds them again. What they wrote stays.")
                   : tr("%1 will no longer get this room's messages. They can come back if they join again: "
                        "to prevent that, ban them. What they wrote stays.");
    } else if (act == "ban"_L1) {
        words[u"title"_s] = tr("Ban %1 from %2?").arg(name, roomName);
        words[u"confirm"_s] = tr("Ban");
        words[u"busyText"_s] = tr("Banning…");
        text = tr("%1 will no longer see this room. They can come back only if an owner or moderator lifts "
                  "the ban. What they wrote stays.");
    } else if (act == "unban"_L1) {
        words[u"title"_s] = tr("Lift the ban of %1?").arg(name);
        words[u"confirm"_s] = tr("Lift the ban");
        words[u"busyText"_s] = tr("Lifting…");
        words[u"danger"_s] = false;
        text = isPrivate ? tr("%1 can be added to the room again. They are not in it until somebody does.")
                         : tr("%1 can join the room again. They are not in it until they do.");
    } else if (act == "makeOwner"_L1) {
        words[u"title"_s] = tr("Make %1 an owner?").arg(name);
        words[u"confirm"_s] = tr("Make owner");
        words[u"busyText"_s] = tr("Changing…");
        text = tr("%1 will be able to do all that you can: give roles, archive and delete the room, and "
                  "remove anybody from it, you too.");
    } else if (act == "makeModerator"_L1) {
        words[u"title"_s] = tr("Make %1 a moderator?").arg(name);
        words[u"confirm"_s] = tr("Make moderator");
        words[u"busyText"_s] = tr("Changing…");
        words[u"danger"_s] = roleOf(member) == RoomRole::Owner;
        text =
            self ? tr("You will no longer be able to give roles, archive or delete the room, until an owner "
                      "makes you owner again.")
            : roleOf(member) == RoomRole::Owner
                ? tr("%1 will no longer be able to give roles, archive or delete the room. They can still "
                     "change its name and topic, and remove members and messages.")
                : tr("%1 will be able to change name and topic, delete messages of others, and add, remove "
                     "and ban members.");
    } else {
        words[u"title"_s] = self ? tr("Become a plain member?") : tr("Make %1 a plain member?").arg(name);
        words[u"confirm"_s] = tr("Make member");
        words[u"busyText"_s] = tr("Changing…");
        text = self ? tr("You will no longer be able to change the room or its members, until an owner gives "
                         "you that role again.")
                    : tr("%1 stays in the room, and will no longer be able to change it or its members.");
    }
    words[u"text"_s] = text.contains("%1"_L1) ? text.arg(name) : text;
}

void RoomActs::perform(const QString& act, const QString& roomId, const QVariantMap& member) {
    const auto room = RoomId::parse(roomId);
    const QString userId = member.value(u"userId"_s).toString();
    const auto user = UserId::parse(userId);
    if (m_busy || !room || !permissionFor(act, member) || (isAboutMember(act) && !user))
        return;
    m_busy = true;
    m_error.clear();
    Q_EMIT stateChanged();
    const auto report = [this, act, roomId, userId](const auto& outcome) {
        QString error;
        if (!outcome) {
            // The one rule of rooms that nobody can know beforehand for sure.
            const bool owners = outcome.error().network == NetworkProblem::None &&
                                outcome.error().error.code() == ErrorCode::Conflict &&
                                (act == "leave"_L1 || act.startsWith("make"_L1));
            error = owners
                        ? tr("You are the only owner, and a room always has one. Make another member owner "
                             "first.")
                        : words::failure(outcome.error());
        }
        finish(act, roomId, userId, error);
    };
    if (act == "leave"_L1 || act == "delete"_L1)
        m_givenUp.insert(*room);
    if (act == "leave"_L1) {
        m_core.leaveRoom(*room, this, report);
    } else if (act == "delete"_L1) {
        m_core.deleteRoom(*room, this, report);
    } else if (act == "archive"_L1 || act == "unarchive"_L1) {
        UpdateRoomRequest request;
        request.archived = act == "archive"_L1;
        m_core.updateRoom(*room, request, this, report);
    } else if (act == "remove"_L1) {
        m_core.removeMember(*room, *user, this, report);
    } else if (act == "ban"_L1) {
        m_core.ban(*room, *user, this, report);
    } else if (act == "unban"_L1) {
        m_core.unban(*room, *user, this, report);
    } else {
        m_core.setRole(*room, *user, *roleMade(act), this, report);
    }
}

void RoomActs::clearError() {
    m_error.clear();
    Q_EMIT stateChanged();
}

void RoomActs::finish(const QString& act, const QString& roomId, const QString& userId,
                      const QString& error) {
    m_busy = false;
    m_error = error;
    Q_EMIT stateChanged();
    if (const auto room = RoomId::parse(roomId); room && !error.isEmpty())
        m_givenUp.remove(*room);
    if (error.isEmpty())
        Q_EMIT done(act, roomId, userId);
}

} // namespace parlor
