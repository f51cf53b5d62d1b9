// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/api_routes.h"

#include "server/api/asyncapi.h"
#include "server/api/docs_page.h"
#include "server/api/openapi.h"
#include "shared/codec.h"

#include <QCryptographicHash>

#include <algorithm>

namespace parlor::api {

namespace {

/// Whether a copy of that name is what the client has (RFC 9110, 13.1.2).
bool isKnown(const QByteArray& ifNoneMatch, const QByteArray& tag) {
    if (ifNoneMatch.trimmed() == "*")
        return true;
    const QList<QByteArray> known = ifNoneMatch.split(',');
    return std::any_of(known.cbegin(), known.cend(), [&](const QByteArray& one) {
        const QByteArray name = one.trimmed();
        return name == tag || name == "W/" + tag;
    });
}

void add(net::Router& router, const QByteArray& path, net::HttpResponse document) {
    const QByteArray hash = QCryptographicHash::hash(document.body, QCryptographicHash::Sha256);
    const QByteArray tag = '"' + hash.first(16).toHex() + '"';
    document.headers.emplaceBack("ETag", tag);
    // Another version of the server has another one: ask each time, which costs a 304.
    document.headers.emplaceBack("Cache-Control", "public, no-cache");
    router.add(
        net::Method::Get, path,
        [document, tag](const net::HttpRequest& request, const net::PathArgs&) -> Result<net::HttpResponse> {
            if (!isKnown(request.header("if-none-match"), tag))
                return document;
            net::HttpResponse unchanged;
            unchanged.status = 304;
            unchanged.contentType.clear();
            unchanged.headers = document.headers;
            return unchanged;
        },
        net::RouteOptions{net::RunOn::NetworkThread});
}

} // namespace

void addRoutes(net::Router& router, const QString& version) {
    const QJsonObject http = openApi(version);
    const QJsonObject socket = asyncApi(version);
    const DocsPage page = docsPage(http, socket);
    net::HttpResponse response;
    response.body = toBytes(http);
    add(router, "/api/v1/openapi.json", response);
    response.body = toBytes(socket);
    add(router, "/api/v1/asyncapi.json", response);
    response.contentType = "text/html; charset=utf-8";
    response.body = page.html;
    response.headers = {{"Content-Security-Policy", page.policy}, {"Referrer-Policy", "no-referrer"}};
    add(router, "/docs", response);
}

} // namespace parlor::api
