// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/attention/place_link.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

constexpr int httpPort = 80;
constexpr int httpsPort = 443;

int usualPort(const QUrl& server) {
    return server.scheme() == "http"_L1 ? httpPort : httpsPort;
}

} // namespace

std::optional<PlaceLink> parsePlaceLink(const QString& text) {
    if (text.size() > placeLinkMax)
        return std::nullopt;
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != "parlor"_L1 || url.host().isEmpty())
        return std::nullopt;
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() || url.port() == 0)
        return std::nullopt;
    // As it is written: an id has nothing that one could encode.
    const QStringList parts = url.path(QUrl::FullyEncoded).split(u'/');
    if ((parts.size() != 3 && parts.size() != 5) || !parts[0].isEmpty() || parts[1] != "room"_L1)
        return std::nullopt;
    const auto room = RoomId::parse(parts[2]);
    if (!room)
        return std::nullopt;
    PlaceLink link{url.host(), url.port(), *room, std::nullopt};
    if (parts.size() == 5) {
        link.message = MessageId::parse(parts[4]);
        if (parts[3] != "message"_L1 || !link.message)
            return std::nullopt;
    }
    return link;
}

QString placeLink(const QUrl& server, const RoomId& room, const std::optional<MessageId>& message) {
    QUrl url;
    url.setScheme(u"parlor"_s);
    url.setHost(server.host());
    if (server.port() != -1 && server.port() != usualPort(server))
        url.setPort(server.port());
    QString path = u"/room/"_s + room.toString();
    if (message)
        path += u"/message/"_s + message->toString();
    url.setPath(path);
    return url.toString(QUrl::FullyEncoded);
}

bool isAt(const PlaceLink& link, const QUrl& server) {
    if (link.host != server.host())
        return false;
    const int port = server.port(usualPort(server));
    return link.port == -1 ? port == usualPort(server) : link.port == port;
}

} // namespace parlor
