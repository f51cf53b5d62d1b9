// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/shared/codec_rows.h"

/// What every field of every model must be, wherever the model stands: alone, in a page, in a frame.
namespace parlor::rules {

using enum FieldKind;

inline const QList<FieldRule> user{{"id", Uuid},
                                   {"username", Name},
                                   {"displayName", Name},
                                   {"statusText", Name, true},
                                   {"timeZone", Name, true},
                                   {"deactivated", Boolean, true},
                                   {"deleted", Boolean, true}};
inline const QList<FieldRule> room{
    {"id", Uuid},         {"name", Name},      {"kind", Enumeration},       {"topic", Name},
    {"version", Integer}, {"createdAt", Time}, {"archived", Boolean, true}, {"direct", Array, true}};
inline const QList<FieldRule> readState{
    {"seenSeq", Integer}, {"unread", Integer}, {"mentions", Integer}, {"asOf", Integer}};
/// What a room's view has beside the room.
inline const QList<FieldRule> membership = readState + QList<FieldRule>{{"role", Enumeration},
                                                                        {"head", Integer},
                                                                        {"lastMessageAt", Time, true},
                                                                        {"memberCount", Integer, true}};
inline const QList<FieldRule> message{{"id", Uuid},
                                      {"roomId", Uuid},
                                      {"seq", Integer},
                                      {"changeSeq", Integer},
                                      {"sender", Uuid},
                                      {"type", Enumeration},
                                      {"content", Content},
                                      {"createdAt", Time},
                                      {"editedAt", Time, true},
                                      {"deletedAt", Time, true},
                                      {"editSeq", Integer, true},
                                      {"replyTo", Uuid, true},
                                      {"threadRoot", Uuid, true},
                                      {"mentions", Array, true},
                                      {"mentionsRoom", Boolean, true},
                                      {"reactions", Array, true},
                                      {"reactions.0.emoji", Name},
                                      {"reactions.0.users", Array},
                                      {"thread", Object, true},
                                      {"thread.count", Integer},
                                      {"thread.lastSeq", Integer},
                                      {"thread.lastAt", Time},
                                      {"pinned", Object, true},
                                      {"pinned.by", Uuid},
                                      {"pinned.at", Time},
                                      {"system", Object, true},
                                      {"system.kind", Enumeration},
                                      {"system.user", Uuid, true},
                                      {"system.text", Text, true}};
inline const QList<FieldRule> memberCursor{{"userId", Uuid}, {"delivered", Integer}, {"seen", Integer}};
inline const QList<FieldRule> receipts{{"members", Integer},
                                       {"delivered", Integer},
                                       {"seen", Integer},
                                       {"seenBy", Array},
                                       {"deliveredTo", Array}};
inline const QList<FieldRule> messageVersion{{"content", Content}, {"at", Time}};
inline const QList<FieldRule> presence{{"userId", Uuid}, {"status", Enumeration}, {"lastSeen", Time, true}};

} // namespace parlor::rules
