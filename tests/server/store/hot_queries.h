// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/store/busy_store.h"

#include <functional>

namespace parlor::test {

/// Something that a server asks of its store, or does to it, often.
struct HotQuery {
    using Call = std::function<bool(store::Store&, const BusyStore&)>;

    const char* name;
    Call call;         ///< false: it did not do what it was made for
    const char* index; ///< that is used by one of its statements
};

QList<HotQuery> hotQueries();

} // namespace parlor::test
