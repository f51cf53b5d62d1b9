// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/http.h"

#include "shared/codec.h"

namespace parlor::net {

QByteArray HttpRequest::header(const char* name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

Result<std::optional<QString>> HttpRequest::queryItem(const QString& name) const {
    const QStringList values = query.allQueryItemValues(name, QUrl::FullyDecoded);
    if (values.isEmpty())
        return std::optional<QString>();
    if (values.size() > 1)
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is given more than once.").arg(name), name);
    return std::optional<QString>(values.first());
}

QByteArray PathArgs::value(const char* name) const {
    for (const auto& [key, value] : m_items) {
        if (key == name)
            return value;
    }
    Q_ASSERT_X(false, "PathArgs::value", name);
    return {};
}

HttpResponse HttpResponse::json(const QJsonObject& object, int status) {
    HttpResponse response;
    response.status = status;
    response.body = toBytes(object);
    return response;
}

HttpResponse HttpResponse::noContent() {
    HttpResponse response;
    response.status = 204;
    response.contentType.clear();
    return response;
}

HttpResponse HttpResponse::error(const Error& error) {
    HttpResponse response =
        json({{QStringLiteral("error"), toJson(error)}}, errorInfo(error.code()).httpStatus);
    if (error.retryAfter())
        response.headers.append({QByteArrayLiteral("Retry-After"), QByteArray::number(*error.retryAfter())});
    if (error.code() == ErrorCode::Unauthenticated)
        response.headers.append({QByteArrayLiteral("WWW-Authenticate"), QByteArrayLiteral("Bearer")});
    return response;
}

} // namespace parlor::net
