// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/error_responses.h"

#include "shared/codec.h"

#include <QJsonArray>

namespace parlor::api {

using namespace Qt::StringLiterals;

namespace {

QJsonObject reference(QLatin1StringView kind, const QString& name) {
    return {{"$ref"_L1, "#/components/"_L1 + kind + u'/' + name}};
}

/// An error as a server would tell it.
QJsonObject example(ErrorCode code) {
    Error error(code);
    if (code == ErrorCode::Invalid)
        error = Error(code, u"content must not be blank."_s, u"content"_s);
    if (code == ErrorCode::RateLimited)
        error = error.withRetryAfter(3);
    return {{"value"_L1, QJsonObject{{"error"_L1, toJson(error)}}}};
}

/// The response for codes that share a status.
QJsonObject response(const QList<ErrorCode>& codes, const Reasons& reasons) {
    QStringList told;
    QJsonObject examples;
    for (const ErrorCode code : codes) {
        const QString name = QLatin1String(errorInfo(code).name);
        const QString reason = reasons.value(code);
        told.append(u"`%1`: %2"_s.arg(
            name, reason.isEmpty() ? QString::fromLatin1(errorInfo(code).defaultMessage) : reason));
        examples.insert(name, example(code));
    }
    const QJsonObject schema{{"type"_L1, "object"_L1},
                             {"properties"_L1, QJsonObject{{"error"_L1, errorSchema(codes)}}},
                             {"required"_L1, QJsonArray{"error"_L1}},
                             {"additionalProperties"_L1, false}};
    const QJsonObject media{{"schema"_L1, schema}, {"examples"_L1, examples}};
    return {{"description"_L1, told.join(u' ')},
            {"headers"_L1, responseHeaders(codes)},
            {"content"_L1, QJsonObject{{"application/json"_L1, media}}}};
}

} // namespace

QList<ErrorCode> codesOnWire() {
    QList<ErrorCode> codes;
    for (int i = 0; isOnWire(ErrorCode(i)); ++i)
        codes.append(ErrorCode(i));
    return codes;
}

QJsonObject errorSchema(const QList<ErrorCode>& codes) {
    QJsonArray names;
    for (const ErrorCode code : codes)
        names.append(QLatin1String(errorInfo(code).name));
    const QJsonObject text{{"type"_L1, "string"_L1}, {"minLength"_L1, 1}};
    const QJsonObject properties{
        {"code"_L1, QJsonObject{{"type"_L1, "string"_L1}, {"enum"_L1, names}}},
        {"message"_L1, text},
        {"field"_L1, text},
        {"retryAfter"_L1, QJsonObject{{"type"_L1, "integer"_L1}, {"minimum"_L1, 0}}}};
    return {{"type"_L1, "object"_L1},
            {"properties"_L1, properties},
            {"required"_L1, QJsonArray{"code"_L1, "message"_L1}},
            {"additionalProperties"_L1, false}};
}

QJsonObject responseHeaders(const QList<ErrorCode>& codes) {
    QJsonObject headers{{"X-Request-Id"_L1, reference("headers"_L1, u"X-Request-Id"_s)}};
    for (const ErrorCode code : codes) {
        if (errorInfo(code).retryable)
            headers.insert("Retry-After"_L1, reference("headers"_L1, u"Retry-After"_s));
        if (code == ErrorCode::Unauthenticated)
            headers.insert("WWW-Authenticate"_L1, reference("headers"_L1, u"WWW-Authenticate"_s));
    }
    return headers;
}

QJsonObject sharedErrorResponses() {
    QJsonObject responses;
    for (const ErrorCode code : codesOnWire())
        responses.insert(QLatin1String(errorInfo(code).name), response({code}, {}));
    return responses;
}

QJsonObject errorResponses(const Reasons& reasons) {
    QMap<int, QList<ErrorCode>> byStatus;
    for (auto it = reasons.cbegin(); it != reasons.cend(); ++it)
        byStatus[errorInfo(it.key()).httpStatus].append(it.key());
    QJsonObject responses;
    for (auto it = byStatus.cbegin(); it != byStatus.cend(); ++it) {
        const bool usual = it->size() == 1 && reasons.value(it->first()).isEmpty();
        responses.insert(QString::number(it.key()),
                         usual ? reference("responses"_L1, QLatin1String(errorInfo(it->first()).name))
                               : response(*it, reasons));
    }
    return responses;
}

} // namespace parlor::api
