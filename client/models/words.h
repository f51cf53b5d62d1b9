// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

#include <QDateTime>
#include <QString>

namespace parlor {
class CacheReader;
}

/// Every sentence that tells a person how something went, by its code. GUI thread (translations).
namespace parlor::words {

/// What a room is called: its name; of a direct room the other's display name, and of the one with oneself
/// "Notes to yourself".
QString roomName(const Room& room, const CacheReader& reader);
QString roomName(const RoomSummary& summary, const CacheReader& reader);
/// Whom a direct room is with: oneself if with nobody else; null for every other room.
UserId roomPeer(const Room& room, const UserId& self);

/// Why the server could not be reached; empty for NetworkProblem::None.
QString networkProblem(NetworkProblem problem);
/// What to say when a request failed: what happened, and what to do.
QString failure(const Failure& failure);
/// The same for one field of a form ("username", "email", "password", "displayName", "login", "name",
/// "topic", "statusText", "timeZone", "members", "content", "server").
QString field(const QString& field, const Failure& failure);
/// Which field of a form that was: the last part of the path that the wire names it by; empty for none.
QString fieldOf(const Failure& failure);
/// Why a message was not taken.
QString messageRefused(const Error& error);
/// What to say when a change of a message was refused for good.
QString changeRefused(OutboxKind kind, const Error& error);
/// The calm line about the connection; empty when there is nothing to say.
QString connection(const ConnectionStatus& status, const QDateTime& now);
QString credentialStorage(CredentialStorage storage);
/// "Today", "Yesterday", or the date; of the local day that `day` is.
QString day(const QDate& day, const QDate& today);
/// Hours and minutes as the user's country writes them.
QString timeOfDay(const QTime& time);
/// "Today, 09:12": day() and timeOfDay() of the local time that `time` is.
QString dayAndTime(const QDateTime& time);

} // namespace parlor::words
