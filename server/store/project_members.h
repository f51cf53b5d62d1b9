// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "server/store/transaction.h"

/// What records of rooms, members, bans, users and sessions do to the store. What HTTP wrote to it before its
/// record came is found by its version and left alone; after a restore the same records bring back what the
/// copy of the store lacks.
namespace parlor::store {

void project(Transaction& t, const log::RoomRecord& record);
/// `seq`: the record's; who comes new has read until there.
void project(Transaction& t, const log::MemberRecord& record, qint64 seq);
void project(Transaction& t, const log::BanRecord& record);
void project(Transaction& t, const log::UserRecord& record);
void project(Transaction& t, const log::SessionRevokedRecord& record);

} // namespace parlor::store
