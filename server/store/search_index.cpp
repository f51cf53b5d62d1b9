// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/search_index.h"

namespace parlor::store {

void searchForget(Transaction& t, qint64 rowNo, const Message& old, SearchAgain again) {
    Q_UNUSED(t);
    Q_UNUSED(rowNo);
    Q_UNUSED(old);
    Q_UNUSED(again);
}

} // namespace parlor::store
