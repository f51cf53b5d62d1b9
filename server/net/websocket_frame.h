// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/websocket.h"

namespace parlor::net {

/// Frames of the server that carry no message (RFC 6455, 5.5): final and unmasked.

/// An empty ping.
const QByteArray& pingFrame();
/// The answer to a ping: repeats its payload, at most 125 bytes.
QByteArray pongFrame(const QByteArray& payload);
/// `code` 0: without one. Of `reason`, UTF-8, as much as a control frame holds, cut between characters.
QByteArray closeFrame(quint16 code, const QByteArray& reason = {});

} // namespace parlor::net
