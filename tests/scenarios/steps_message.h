// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenarios/stage.h"

namespace parlor::scenario {

/// Sends through the device's outbox, as a client does, and waits for the acknowledgement; the message is
/// then spoken of by its words.
void sendAndWait(Stage& s, Role& role, const QString& words, const RoomId& room,
                 const std::optional<MessageId>& replyTo = std::nullopt);

} // namespace parlor::scenario
