// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/codec.h"

/// Valid values of every type, all fields set to something that is not a default; and the same with all
/// optional fields absent.
namespace parlor::samples {

UserId userId();
RoomId roomId();
MessageId messageId();
TempId tempId();
SessionId sessionId();
QDateTime time();

User user();
Room room();
RoomView roomView();
PublicRoom publicRoom();
Member member();
Message message();
ReadState readState();
AuthTokens authTokens();
ServerInfo serverInfo();
server::SyncedRoom syncedRoom();

/// At least one of every type.
QList<ClientFrame> clientFrames();
QList<ServerFrame> serverFrames();

} // namespace parlor::samples
