// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/client_types.h"

#include <QHostAddress>
#include <QUuid>

namespace parlor {

using namespace Qt::StringLiterals;

Account newAccount(const QUrl& server) {
    return {QUuid::createUuid().toString(QUuid::WithoutBraces), server, std::nullopt};
}

tl::expected<QUrl, Error> serverUrlFromInput(const QString& text) {
    const auto invalid = [](const QString& why) {
        return tl::unexpected(Error(ErrorCode::Invalid, why, u"server"_s));
    };
    const QString input = text.trimmed();
    if (input.isEmpty())
        return invalid(u"The server's address is empty."_s);
    if (input.size() > 500)
        return invalid(u"The server's address is too long."_s);
    const bool hasScheme = input.contains("://"_L1);
    QUrl url(hasScheme ? input : u"https://"_s + input, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return invalid(u"Give an address like chat.example.org or http://localhost:8090."_s);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() ||
        (!url.path().isEmpty() && url.path() != "/"_L1))
        return invalid(u"The server's address is a host and a port, without path, user or query."_s);
    if (!hasScheme) {
        // One's own machine seldom has a certificate, and nobody listens on the way there.
        const QHostAddress address(url.host());
        if (url.host() == "localhost"_L1 || (!address.isNull() && address.isLoopback()))
            url.setScheme(u"http"_s);
    }
    url.setPath({});
    return url;
}

} // namespace parlor
