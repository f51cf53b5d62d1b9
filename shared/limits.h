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
inline constexpr int statusTextMax = 100;
inline constexpr int timeZoneMax = 64;
inline constexpr int emojiMax = 16; ///< a family of four with skin tones has 11 code points
inline constexpr int searchQueryMax = 256;
inline constexpr int mentionsMax = 50; ///< people that one message can call by name
/// Of one message: what it carries is sent with it.
inline constexpr int reactionsMax = 1000;
inline constexpr int reactionKindsMax = 50;
inline constexpr int pinsMax = 100;           ///< of one room
inline constexpr int editVersionsMax = 100;   ///< of one message that are kept, the newest
inline constexpr int receiptNamesMax = 100;   ///< in a message's receipts
inline constexpr int newRoomMembersMax = 100; ///< people named when a room is made
inline constexpr int presenceQueryMax = 100;
inline constexpr int typingSeconds = 6; ///< after which a typing:start that was not repeated is over
/// Rooms with more members tell nobody live how far each has read.
inline constexpr int statusRoomMax = 100;
/// Rooms with more members tell nobody live who comes and goes, nor who is typing.
inline constexpr int presenceRoomMax = 1000;
inline constexpr int joinNoticeRoomMax = 200;
inline constexpr int tokenMax = 4096;
inline constexpr int refMax = 64;

inline constexpr int pageDefault = 50;
inline constexpr int pageMax = 100;

inline constexpr int syncRoomsMax = 10000;
/// More changes than this in one room and the client refetches: `gap`.
inline constexpr int syncChangesMax = 500;

inline constexpr qsizetype frameMax =
    256 * 1024; ///< one WebSocket message from a client; a sync of 5,000 rooms fits
inline constexpr qsizetype httpBodyMax = 256 * 1024;   ///< a JSON body
inline constexpr qsizetype httpTargetMax = 8 * 1024;   ///< path and query of a request
inline constexpr qsizetype httpHeadersMax = 32 * 1024; ///< all headers of a request

/// Sequence numbers, offsets and counts stay below this, so that a JSON number holds them exactly.
inline constexpr qint64 integerMax = (qint64(1) << 53) - 1;

/// Counts of unread messages stop here: this value means "this many or more".
inline constexpr int unreadMax = 1000;

} // namespace parlor::limits
