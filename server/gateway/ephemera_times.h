// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace parlor::gateway {

struct PresenceTimes {
    /// How long somebody may be away unnoticed: a client that lost its connection is back within it.
    std::chrono::milliseconds grace{5'000};
    std::chrono::milliseconds snapshotInterval{10'000}; ///< between two snapshots to the other gateways
    /// A gateway that was not heard for so long is gone, and its users with it.
    std::chrono::milliseconds lease{30'000};
    /// Between two writings of when somebody was last seen who is there all the time.
    std::chrono::milliseconds lastSeenInterval{60'000};
};

struct EphemeraTimes {
    PresenceTimes presence;
    /// Between two frames of presence, and two of statuses, to one room.
    std::chrono::milliseconds presenceTurn{1'000};
    std::chrono::milliseconds statusTurn{200};
};

} // namespace parlor::gateway
