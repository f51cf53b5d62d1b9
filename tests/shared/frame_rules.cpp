// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/frame_rules.h"

namespace parlor {

namespace {

using enum FieldKind;

const QList<FieldRule> userRules{
    {"id", Uuid}, {"username", Name}, {"displayName", Name}, {"deleted", Boolean, true}};
const QList<FieldRule> roomRules{{"id", Uuid},    {"name", Name},       {"kind", Enumeration},
                                 {"topic", Name}, {"version", Integer}, {"createdAt", Time}};
const QList<FieldRule> membershipRules{
    {"role", Enumeration}, {"head", Integer}, {"seenSeq", Integer},         {"unread", Integer},
    {"mentions", Integer}, {"asOf", Integer}, {"lastMessageAt", Time, true}};
const QList<FieldRule> messageRules{{"id", Uuid},
                                    {"roomId", Uuid},
                                    {"seq", Integer},
                                    {"changeSeq", Integer},
                                    {"sender", Uuid},
                                    {"type", Enumeration},
                                    {"content", Content},
                                    {"createdAt", Time},
                                    {"editedAt", Time, true},
                                    {"deletedAt", Time, true},
                                    {"replyTo", Uuid, true}};

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
        {"message:seen",
         clientSample<client::MessageSeen>(),
         {{"data", Object}, {"data.roomId", Uuid}, {"data.seq", Integer}}},
        {"ping", clientSample<client::Ping>(), {{"data", Object, true}}},
    };
}

QList<FrameRules> serverFrameRules() {
    const QList<FieldRule> data{{"data", Object}};
    const QList<FieldRule> roomOnly{{"data", Object}, {"data.roomId", Uuid}};
    return {
        {"authenticated", serverSample<server::Authenticated>(),
         data + QList<FieldRule>{{"data.user", Object}, {"data.sessionId", Uuid}, {"data.epoch", Integer}} +
             under("data.user", userRules)},
        {"synced", serverSample<server::Synced>(),
         data +
             QList<FieldRule>{{"data.epoch", Integer},
                              {"data.rooms", Array},
                              {"data.rooms.0.roomId", Uuid},
                              {"data.rooms.0.room", Object},
                              {"data.rooms.0.changes", Array},
                              {"data.rooms.0.gap", Boolean},
                              {"data.removed", Array}} +
             under("data.rooms.0.room", roomRules.mid(1)) + under("data.rooms.0", membershipRules) +
             under("data.rooms.0.changes.0", messageRules)},
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
        {"message:new", serverSample<server::MessageNew>(), data + under("data", messageRules)},
        {"room:new", serverSample<server::RoomNew>(),
         data + QList<FieldRule>{{"data.room", Object}} + under("data.room", roomRules) +
             under("data.room", membershipRules)},
        {"room:update", serverSample<server::RoomUpdate>(),
         data + QList<FieldRule>{{"data.room", Object}} + under("data.room", roomRules)},
        {"room:delete", serverSample<server::RoomDelete>(), roomOnly},
        {"room:join", serverSample<server::RoomJoin>(),
         roomOnly +
             QList<FieldRule>{{"data.member", Object},
                              {"data.member.user", Object},
                              {"data.member.role", Enumeration},
                              {"data.changeSeq", Integer}} +
             under("data.member.user", userRules)},
        {"room:leave", serverSample<server::RoomLeave>(),
         roomOnly + QList<FieldRule>{{"data.userId", Uuid}, {"data.changeSeq", Integer}}},
        {"room:read", serverSample<server::RoomRead>(), roomOnly + under("data", membershipRules.mid(2, 4))},
        {"user:update", serverSample<server::UserUpdate>(),
         data + QList<FieldRule>{{"data.user", Object}} + under("data.user", userRules)},
        {"gap", serverSample<server::Gap>(), roomOnly},
    };
}

} // namespace parlor
