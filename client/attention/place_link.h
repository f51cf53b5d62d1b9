// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ids.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace parlor {

/// parlor://HOST[:PORT]/room/ID[/message/ID]: a room, or a message in it, at some server. It says nothing of
/// http or https: a port that is not there is the usual one of either.
struct PlaceLink {
    QString host; ///< lower case
    int port = -1;
    RoomId room;
    std::optional<MessageId> message;
    friend bool operator==(const PlaceLink&, const PlaceLink&) = default;
};

/// What a link may be long; there is none that is longer.
inline constexpr int placeLinkMax = 512;

/// Nullopt for anything else than exactly that form: other schemes, user names, queries, fragments, ids that
/// are none. Pure; any thread.
std::optional<PlaceLink> parsePlaceLink(const QString& text);
/// The address of a room, or of a message in it, at `server`.
QString placeLink(const QUrl& server, const RoomId& room, const std::optional<MessageId>& message = {});
/// Whether the link is about that server.
bool isAt(const PlaceLink& link, const QUrl& server);

} // namespace parlor
