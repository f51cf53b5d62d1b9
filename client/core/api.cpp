// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/api.h"

namespace parlor {

using namespace Qt::StringLiterals;

namespace {

std::optional<Error> errorFromBody(const QByteArray& body) {
    const auto object = parseObject(body);
    if (!object)
        return std::nullopt;
    const QJsonObject json = object->value("error"_L1).toObject();
    const QString name = json.value("code"_L1).toString();
    if (name.isEmpty())
        return std::nullopt;
    Error error(errorCodeFromName(name.toLatin1()).value_or(ErrorCode::Internal),
                json.value("message"_L1).toString(), json.value("field"_L1).toString());
    if (const QJsonValue seconds = json.value("retryAfter"_L1); seconds.isDouble())
        error = error.withRetryAfter(int(std::clamp(seconds.toDouble(), 0.0, 86'400.0)));
    return error;
}

} // namespace

Outcome<QByteArray> readResponse(const tl::expected<HttpResponse, Failure>& response) {
    if (!response)
        return tl::unexpected(response.error());
    if (response->status >= 200 && response->status < 300)
        return response->body;
    std::optional<Error> error = errorFromBody(response->body);
    if (!error) {
        if (response->status == 429)
            error = Error(ErrorCode::RateLimited);
        else if (response->status >= 500)
            error = Error(ErrorCode::Unavailable, u"HTTP status %1"_s.arg(response->status));
        else
            return tl::unexpected(
                networkFailure(NetworkProblem::NotParlor, u"HTTP status %1"_s.arg(response->status)));
    }
    if (!error->retryAfter() && response->retryAfter)
        error = error->withRetryAfter(*response->retryAfter);
    return tl::unexpected(Failure{*error, NetworkProblem::None});
}

Api::Api(Transport& transport, Tokens& tokens)
    : m_transport(transport)
    , m_tokens(tokens) {}

void Api::call(const QByteArray& method, const QString& path, const QByteArray& body, Done<QByteArray> done) {
    attempt({method, path, body, {}}, true, done);
}

void Api::attempt(const HttpRequest& request, bool mayRefresh, const Done<QByteArray>& done) {
    m_tokens.withAccess(this, [this, request, mayRefresh, done](const Outcome<QString>& token) {
        if (!token) {
            done(tl::unexpected(token.error()));
            return;
        }
        HttpRequest authorised = request;
        authorised.bearer = *token;
        m_transport.request(authorised, [self = QPointer(this), request, mayRefresh, done,
                                         used = *token](const tl::expected<HttpResponse, Failure>& response) {
            if (!self)
                return;
            if (response && response->status == 401) {
                self->m_tokens.invalidate(used);
                if (mayRefresh) {
                    self->attempt(request, false, done);
                    return;
                }
            }
            done(readResponse(response));
        });
    });
}

} // namespace parlor
