// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/tail.h"
#include "server/search/search_query.h"
#include "server/store/store.h"
#include "shared/search_result.h"

#include <atomic>

namespace parlor::gateway {

/// Searches the present: what the store finds, brought up to date by the tail, and what is in the tail alone.
/// Blocks on the store: on the pool.
class MessageSearch {
public:
    MessageSearch(store::Store& store, Tail& tail)
        : m_store(store)
        , m_tail(tail) {}

    /// What `asker` may read and asks for, the newest first; `before` is the `next` of an answer before, if
    /// any. Invalid with field "q" or "before"; Unavailable while too many search already, or when the tail
    /// is too far behind.
    Result<SearchAnswer> search(const UserId& asker, const search::Query& query,
                                const std::optional<QString>& before, int limit);

private:
    store::Store& m_store;
    Tail& m_tail;
    std::atomic<int> m_underWay = 0;
};

} // namespace parlor::gateway
