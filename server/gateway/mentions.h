// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "shared/mentions.h"
#include "shared/result.h"

namespace parlor::gateway {

/// Asks `store` which of them are members of `room`, if it must. Blocks.
Result<Mentions> resolveMentions(store::Store& store, const RoomId& room, const CalledNames& called);

} // namespace parlor::gateway
