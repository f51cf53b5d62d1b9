// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/frame_rules.h"

#include "tests/shared/model_rules.h"

namespace parlor {

namespace {

using enum FieldKind;

/// The rules for what lies at `path`. The texts that FieldRule points to live as long as the program.
QList<FieldRule> under(const char* path, const QList<FieldRule>& rules) {
    static QList<QByteArray> paths;
    QList<FieldRule> result;
    for (const FieldRule& rule : rules) {
        paths.append(QByteArray(path) + '.' + rule.path);
        result.append({paths.last().constData(), rule.kind, rule.optional});
    }
    return result;
}

} // namespace

QList<FrameRules> clientFrameRules() {
    const QList<FieldRule> roomOnly{{"data", Object}, {"data.roomId", Uuid}};
    const QList<FieldRule> messageOnly = roomOnly + QList<FieldRule>{{"data.messageId", Uuid}};
    const QList<FieldRule> reaction = messageOnly + QList<FieldRule>{{"data.emoji", Name}};
    const QList<FieldRule> cursor = roomOnly + QList<FieldRule>{{"data.seq", Integer}};
    return {
        {"authenticate", clientSample<client::Authenticate>(), {{"data", Object}, {"data.token", Text}}},
        {"sync",
         clientSample<client::Sync>(),
         {{"data", Object}, {"data.epoch", Integer}, {"data.rooms", Object}}},
        {"room:join", clientSample<client::RoomJoin>(), roomOnly},
        {"room:leave", clientSample<client::RoomLeave>(), roomOnly},
        {"message:new",
         clientSample<client::MessageNew>(),
         {{"data", Object},
          {"data.roomId", Uuid},
          {"data.type", Enumeration},
          {"data.content", Content},
          {"data.tempId", Uuid},
          {"data.retry", Boolean, true},
          {"data.replyTo", Uuid, true}}},
        {"message:edit", clientSample<client::MessageEdit>(),
         messageOnly + QList<FieldRule>{{"data.content", Content},
                                        {"data.opId", Uuid, true},
                                        {"data.retry", Boolean, true}}},
        {"message:delete", clientSample<client::MessageDelete>(), messageOnly},
        {"reaction:add", clientSample<client::ReactionAdd>(), reaction},
        {"reaction:remove", clientSample<client::ReactionRemove>(), reaction},
        {"message:pin", clientSample<client::MessagePin>(), messageOnly},
        {"message:unpin", clientSample<client::MessageUnpin>(), messageOnly},
        {"message:delivered", clientSample<client::MessageDelivered>(), cursor},
        {"message:seen", clientSample<client::MessageSeen>(), cursor},
        {"room:mark", clientSample<client::RoomMark>(), cursor},
        {"typing:start", clientSample<client::TypingStart>(), roomOnly},
        {"typing:stop", clientSample<client::TypingStop>(), roomOnly},
        {"presence:set",
         clientSample<client::PresenceSet>(),
         {{"data", Object}, {"data.status", Enumeration}}},
        {"presence:get", clientSample<client::PresenceGet>(), {{"data", Object}, {"data.userIds", Array}}},
        {"ping", clientSample<client::Ping>(), {{"data", Object, true}}},
    };
}

QList<FrameRules> serverFrameRules() {
    const QList<FieldRule> data{{"data", Object}};
    const QList<FieldRule> roomOnly{{"data", Object}, {"data.roomId", Uuid}};
    const QList<FieldRule> change =
        roomOnly + QList<FieldRule>{{"data.messageId", Uuid}, {"data.changeSeq", Integer}};
    const QList<FieldRule> presences =
        data + QList<FieldRule>{{"data.users", Array}} + under("data.users.0", rules::presence);
    return {
        {"authenticated", serverSample<server::Authenticated>(),
         data + QList<FieldRule>{{"data.user", Object}, {"data.sessionId", Uuid}, {"data.epoch", Integer}} +
             under("data.user", rules::user)},
        {"synced", serverSample<server::Synced>(),
         data +
             QList<FieldRule>{{"data.epoch", Integer},
                              {"data.rooms", Array},
                              {"data.rooms.0.roomId", Uuid},
                              {"data.rooms.0.room", Object},
                              {"data.rooms.0.changes", Array},
                              {"data.rooms.0.gap", Boolean},
                              {"data.removed", Array}} +
             under("data.rooms.0.room", rules::room.mid(1)) + under("data.rooms.0", rules::membership) +
             under("data.rooms.0.changes.0", rules::message)},
        {"ok", serverSample<server::Ok>(), data},
        {"error", serverSample<server::Failure>(),
         data + QList<FieldRule>{{"data.code", Name},
                                 {"data.message", Text},
                                 {"data.field", Text, true},
                                 {"data.retryAfter", Integer, true}}},
        {"message:saved", serverSample<server::MessageSaved>(),
         roomOnly +
             QList<FieldRule>{
                 {"data.tempId", Uuid}, {"data.id", Uuid}, {"data.seq", Integer}, {"data.createdAt", Time}}},
        {"message:new", serverSample<server::MessageNew>(), data + under("data", rules::message)},
        {"message:update", serverSample<server::MessageUpdate>(),
         change + QList<FieldRule>{{"data.seq", Integer},
                                   {"data.sender", Uuid},
                                   {"data.content", Content},
                                   {"data.mentions", Array, true},
                                   {"data.mentionsRoom", Boolean, true},
                                   {"data.formerMentions", Array, true},
                                   {"data.formerMentionsRoom", Boolean, true},
                                   {"data.editedAt", Time}}},
        {"message:delete", serverSample<server::MessageDelete>(),
         change + QList<FieldRule>{{"data.seq", Integer},
                                   {"data.sender", Uuid},
                                   {"data.by", Uuid},
                                   {"data.type", Enumeration},
                                   {"data.formerMentions", Array, true},
                                   {"data.formerMentionsRoom", Boolean, true},
                                   {"data.threadRoot", Uuid, true},
                                   {"data.deletedAt", Time}}},
        {"reaction:update", serverSample<server::ReactionUpdate>(),
         change + QList<FieldRule>{{"data.userId", Uuid}, {"data.emoji", Name}, {"data.added", Boolean}}},
        {"message:pin", serverSample<server::MessagePin>(),
         change + QList<FieldRule>{{"data.pinned", Object, true},
                                   {"data.pinned.by", Uuid},
                                   {"data.pinned.at", Time}}},
        {"message:status", serverSample<server::MessageStatus>(),
         roomOnly + QList<FieldRule>{{"data.cursors", Array}} + under("data.cursors.0", rules::memberCursor)},
        {"presence:online", serverSample<server::PresenceOnline>(), presences},
        {"presence:offline", serverSample<server::PresenceOffline>(), presences},
        {"presence:update", serverSample<server::PresenceUpdate>(), presences},
        {"typing:start", serverSample<server::TypingStart>(),
         roomOnly + QList<FieldRule>{{"data.userId", Uuid}, {"data.expiresIn", Integer}}},
        {"typing:stop", serverSample<server::TypingStop>(),
         roomOnly + QList<FieldRule>{{"data.userId", Uuid}}},
        {"room:new", serverSample<server::RoomNew>(),
         data + QList<FieldRule>{{"data.room", Object}} + under("data.room", rules::room) +
             under("data.room", rules::membership)},
        {"room:update", serverSample<server::RoomUpdate>(),
         data + QList<FieldRule>{{"data.room", Object}} + under("data.room", rules::room)},
        {"room:delete", serverSample<server::RoomDelete>(), roomOnly},
        {"room:join", serverSample<server::RoomJoin>(),
         roomOnly +
             QList<FieldRule>{{"data.member", Object},
                              {"data.member.user", Object},
                              {"data.member.role", Enumeration},
                              {"data.changeSeq", Integer}} +
             under("data.member.user", rules::user)},
        {"room:leave", serverSample<server::RoomLeave>(),
         roomOnly + QList<FieldRule>{{"data.userId", Uuid}, {"data.changeSeq", Integer}}},
        {"room:read", serverSample<server::RoomRead>(), roomOnly + under("data", rules::readState)},
        {"user:update", serverSample<server::UserUpdate>(),
         data + QList<FieldRule>{{"data.user", Object}} + under("data.user", rules::user)},
        {"gap", serverSample<server::Gap>(), roomOnly},
    };
}

} // namespace parlor
