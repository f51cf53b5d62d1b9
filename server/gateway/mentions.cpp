// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/mentions.h"

namespace parlor::gateway {

Result<Mentions> resolveMentions(store::Store& store, const RoomId& room, const CalledNames& called) {
    if (called.calls.isEmpty())
        return called.resolved({});
    const auto members = store.membersNamed(room, called.names());
    if (!members)
        return fail(members.error());
    return called.resolved(*members);
}

} // namespace parlor::gateway
