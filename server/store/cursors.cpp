// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"
#include "server/store/sql_store.h"

namespace parlor::store {

Result<QList<MemberCursor>> SqlStore::cursors(const RoomId&, int) {
    return fail(ErrorCode::Internal);
}
Result<MemberCursor> SqlStore::cursorOf(const RoomId&, const UserId&) {
    return fail(ErrorCode::Internal);
}
Result<MessageReceipts> SqlStore::receipts(const RoomId&, qint64, const UserId&) {
    return fail(ErrorCode::Internal);
}

} // namespace parlor::store
