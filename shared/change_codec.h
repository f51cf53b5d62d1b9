// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/frames.h"
#include "shared/json_reader.h"

/// The server's frames that tell of changes of messages, of presence and typing: their data, both ways.
/// Internal to parlor_shared.
namespace parlor {

QJsonObject dataOf(const server::MessageUpdate& frame);
QJsonObject dataOf(const server::MessageDelete& frame);
QJsonObject dataOf(const server::ReactionUpdate& frame);
QJsonObject dataOf(const server::MessagePin& frame);
QJsonObject dataOf(const server::MessageStatus& frame);
QJsonObject dataOf(const server::PresenceOnline& frame);
QJsonObject dataOf(const server::PresenceOffline& frame);
QJsonObject dataOf(const server::PresenceUpdate& frame);
QJsonObject dataOf(const server::TypingStart& frame);
QJsonObject dataOf(const server::TypingStop& frame);

server::MessageUpdate readMessageUpdate(JsonReader& reader);
server::MessageDelete readMessageDelete(JsonReader& reader);
server::ReactionUpdate readReactionUpdate(JsonReader& reader);
server::MessagePin readMessagePin(JsonReader& reader);
server::MessageStatus readMessageStatus(JsonReader& reader);
server::PresenceOnline readPresenceOnline(JsonReader& reader);
server::PresenceOffline readPresenceOffline(JsonReader& reader);
server::PresenceUpdate readPresenceUpdate(JsonReader& reader);
server::TypingStart readTypingStart(JsonReader& reader);
server::TypingStop readTypingStop(JsonReader& reader);

} // namespace parlor
