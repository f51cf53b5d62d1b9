// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/latecomers.h"

namespace parlor::net {

void Latecomers::rest() {
    // From the end of their turn, however long it took.
    const auto now = Clock::now();
    if (now - m_othersHeardAt < restsForOthers)
        m_againAt = now + lateRest;
}

} // namespace parlor::net
