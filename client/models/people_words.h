// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QDateTime>
#include <QString>

/// What is said of people: their presence, their time, their roles. GUI thread (translations).
namespace parlor::people {

/// "online", "away", "dnd" or "offline": what QML picks colour and shape by.
QString presenceKey(PresenceStatus status);
/// Offline for anything else.
PresenceStatus presenceFromKey(const QString& key);
/// "Online", "Do not disturb", …; of one who is offline, when they were last seen if that is known.
QString presence(const Presence& presence, const QDateTime& now);
/// The wall clock of somebody in `timeZone` (an IANA name) at `now`, and how far that is from here: "14:05
/// local time, 3 h ahead of you". Empty for a zone that is empty or not known.
QString localTime(const QString& timeZone, const QDateTime& now);
/// "Owner", "Moderator", "Member".
QString role(RoomRole role);
/// "member", "moderator", "owner".
QString roleKey(RoomRole role);
/// Nullopt for anything else.
std::optional<RoomRole> roleFromKey(const QString& key);
/// Of at most `longest` UTF-16 units, the last one "…" if something is left out: so that a long name leaves
/// room for what is said of it.
QString shortName(const QString& name, qsizetype longest);
/// How long ago, in one unit: "just now", "5 min ago", "3 h ago", "yesterday", then the date.
QString ago(const QDateTime& then, const QDateTime& now);

} // namespace parlor::people
