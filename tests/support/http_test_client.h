// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/wait.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QUrl>

#include <functional>
#include <memory>

namespace parlor::test {

struct HttpAnswer {
    int status = 0;                               ///< 0: no answer came, and `problem` says why
    QList<QPair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;
    QString problem;

    QByteArray header(const QByteArray& name) const;
    QJsonObject json() const;
    /// The code of an error answer; empty if it is none.
    QString errorCode() const;
    /// For messages of failing tests.
    QString describe() const;
};

/// HTTP/1.1 over a connection per request, so that nothing is retried behind the test's back. For the thread
/// that runs the event loop.
class HttpTestClient {
public:
    explicit HttpTestClient(QUrl base = {})
        : m_base(std::move(base)) {}

    void setBase(const QUrl& base) { m_base = base; }
    QUrl base() const { return m_base; }
    /// Sent as a bearer token from now on; empty for none.
    void setToken(const QString& token) { m_token = token; }
    QString token() const { return m_token; }
    /// The address that a proxy between would tell; empty for none. A server believes it only of a trusted
    /// proxy.
    void setForwardedFor(const QByteArray& address) { m_forwardedFor = address; }

    /// `path` begins with '/', is percent-encoded and may hold a query.
    HttpAnswer get(const QByteArray& path);
    HttpAnswer post(const QByteArray& path, const QJsonObject& body = {});
    HttpAnswer request(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
                       const QByteArray& contentType = {});
    /// As request(), without waiting; `done` is called once, within `patience`.
    void requestLater(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                      const QByteArray& contentType, std::function<void(HttpAnswer)> done);

private:
    QUrl m_base;
    QString m_token;
    QByteArray m_forwardedFor;
};

} // namespace parlor::test
