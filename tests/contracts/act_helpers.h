// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contracts/store_helpers.h"

/// Of what people do to rooms and members, for tests.
namespace parlor::test {

/// What the outbox rows of a change say, one line each: "room", "ben member", "ben out", "ann: Ann added
/// Ben", "ban ben"; with usernames.
QStringList told(store::Store& store, const QList<store::OutboxRow>& rows);

/// Whom nobody keeps from it.
store::Actor by(const User& user);
store::Actor refusing(const User& user, ErrorCode code);

/// How many are in `room`, as `member` sees it; -1 to who is not in it.
int memberCountOf(store::Store& store, const RoomId& room, const UserId& member);

template <typename T>
QString why(const Result<T>& result) {
    return result ? QStringLiteral("no error") : result.error().message();
}

} // namespace parlor::test
