// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"

/// Reads of the present: what the store has, and from the tail what it does not have yet. A client may come
/// from another gateway at any time and must find what it was told there, so every such read waits for the
/// log's end as of its call; where the log or the tail cannot come up to that in time, the reads still answer
/// from what there is, save that nothing is called missing that may yet come.
namespace parlor::gateway {

inline constexpr std::chrono::seconds tailDeadline{2};

/// Runs `read` until what it saw in the store and what the tail holds meet.
template <typename Read>
auto untilConsistent(Read read) -> decltype(read()) {
    // A read of the store that took longer than the tail holds what was projected is repeated, this often.
    constexpr int attempts = 3;
    auto result = read();
    for (int i = 1; i < attempts && !result && result.error().code() == ErrorCode::Unavailable; ++i)
        result = read();
    return result;
}

inline tl::unexpected<Error> behindTheLog() {
    return fail(Error(ErrorCode::Unavailable, QStringLiteral("The server has fallen behind its event log."))
                    .withRetryAfter(1));
}

} // namespace parlor::gateway
