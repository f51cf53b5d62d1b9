// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

/// Every size that the protocol allows, in one place. The server tells them in `GET /api/v1/server`.
/// Lengths of text are in Unicode code points; sizes are in bytes.
namespace parlor::limits {

inline constexpr int usernameMin = 2;
inline constexpr int usernameMax = 32;
inline constexpr int displayNameMax = 64;
inline constexpr int emailMax = 254; ///< RFC 5321, 4.5.3.1.3, less the angle brackets
inline constexpr int passwordMin = 8;
inline constexpr int passwordMax = 256;
inline constexpr int roomNameMin = 1;
inline constexpr int roomNameMax = 80;
inline constexpr int topicMax = 250;
inline constexpr int messageContentMax = 8000;
inline constexpr int deviceNameMax = 100;
inline constexpr int tokenMax = 4096;
inline constexpr int refMax = 64;

inline constexpr int pageDefault = 50;
inline constexpr int pageMax = 100;

inline constexpr int syncRoomsMax = 10000;
/// More changes than this in one room and the client refetches: `gap`.
inline constexpr int syncChangesMax = 500;

inline constexpr qsizetype frameMax =
    256 * 1024; ///< one WebSocket message from a client; a sync of 5,000 rooms fits
inline constexpr qsizetype httpBodyMax = 256 * 1024; ///< a JSON body

/// Sequence numbers, offsets and counts stay below this, so that a JSON number holds them exactly.
inline constexpr qint64 integerMax = (qint64(1) << 53) - 1;

/// Counts of unread messages stop here: this value means "this many or more".
inline constexpr int unreadMax = 1000;

} // namespace parlor::limits
