// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/tokens.h"
#include "client/core/transport.h"
#include "shared/codec.h"

#include <QPointer>

namespace parlor {

/// What an HTTP answer means: the body of a 2xx; the server's Error of any other; for what no Parlor server
/// would say, a NotParlor or, for a proxy's 5xx, Unavailable.
Outcome<QByteArray> readResponse(const tl::expected<HttpResponse, Failure>& response);

/// A body that does not decode is as good as no Parlor server.
template <typename T>
Outcome<T> decodeResponse(const Outcome<QByteArray>& body) {
    if (!body)
        return tl::unexpected(body.error());
    auto value = decodeBody<T>(*body);
    if (!value)
        return tl::unexpected(networkFailure(NetworkProblem::NotParlor, value.error().message()));
    return *value;
}
template <typename T>
Outcome<Page<T>> decodePage(const Outcome<QByteArray>& body) {
    if (!body)
        return tl::unexpected(body.error());
    auto object = parseObject(*body);
    auto page = object ? pageFromJson<T>(*object) : Result<Page<T>>(fail(object.error()));
    if (!page)
        return tl::unexpected(networkFailure(NetworkProblem::NotParlor, page.error().message()));
    return *page;
}

/// HTTP requests with the account's token: refreshed first if it has expired, and once more if the server
/// refuses it. The core's thread. Callbacks are not called once it is destroyed.
class Api : public QObject {
    Q_OBJECT
public:
    Api(Transport& transport, Tokens& tokens);

    /// `path` and `body` as in HttpRequest.
    void call(const QByteArray& method, const QString& path, const QByteArray& body, Done<QByteArray> done);

private:
    void attempt(const HttpRequest& request, bool mayRefresh, const Done<QByteArray>& done);

    Transport& m_transport;
    Tokens& m_tokens;
};

} // namespace parlor
