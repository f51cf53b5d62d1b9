// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/codec.h"

/// Valid values of every type, all fields set to something that is not a default; and the same with all
/// optional fields absent.
namespace parlor::samples {

UserId userId();
UserId otherUserId();
RoomId roomId();
MessageId messageId();
MessageId otherMessageId();
TempId tempId();
OpId opId();
SessionId sessionId();
QDateTime time();

User user();
Room room();
RoomView roomView();
PublicRoom publicRoom();
Member member();
Message message();
Message plainMessage(); ///< as most are: all optional fields absent
ReadState readState();
MemberCursor memberCursor();
MessageReceipts receipts();
MessageVersion messageVersion();
Presence presence();
AuthTokens authTokens();
ServerInfo serverInfo();
server::SyncedRoom syncedRoom();

/// At least one of every type.
QList<ClientFrame> clientFrames();
QList<ServerFrame> serverFrames();

} // namespace parlor::samples
