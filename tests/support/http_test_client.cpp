// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http_test_client.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace parlor::test {

namespace {

/// One request on a socket of its own; deletes itself when it is answered.
class Exchange : public QObject {
public:
    Exchange(const QUrl& base, QByteArray request, bool head, std::function<void(HttpAnswer)> done)
        : m_request(std::move(request))
        , m_head(head)
        , m_done(std::move(done)) {
        connect(&m_socket, &QTcpSocket::connected, this, [this] { m_socket.write(m_request); });
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { read(false); });
        connect(&m_socket, &QTcpSocket::disconnected, this, [this] { read(true); });
        connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { read(true); });
        connect(&m_deadline, &QTimer::timeout, this,
                [this] { finish(QStringLiteral("no whole answer in time")); });
        m_deadline.setSingleShot(true);
        m_deadline.start(patience);
        m_socket.connectToHost(base.host(), quint16(base.port(80)));
    }

private:
    void read(bool ended) {
        m_data += m_socket.readAll();
        if (m_headerEnd < 0)
            parseHead();
        if (m_headerEnd >= 0 && m_length < 0 &&
            ended) // a body without a length lasts until the connection ends
            m_length = m_data.size() - m_headerEnd;
        if (m_headerEnd >= 0 && m_length >= 0 && m_data.size() - m_headerEnd >= m_length) {
            m_answer.body = m_data.mid(m_headerEnd, m_length);
            finish({});
        } else if (ended) {
            finish(QStringLiteral("the connection ended without a whole answer: ") + m_socket.errorString());
        }
    }

    void parseHead() {
        const qsizetype end = m_data.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_headerEnd = end + 4;
        const QList<QByteArray> lines = m_data.left(end).split('\n');
        const QList<QByteArray> status = lines.constFirst().split(' ');
        m_answer.status = status.size() > 1 ? status.at(1).toInt() : 0;
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines.at(i).indexOf(':');
            m_answer.headers.append(
                {lines.at(i).left(colon).trimmed().toLower(), lines.at(i).mid(colon + 1).trimmed()});
        }
        const QByteArray length = m_answer.header("content-length");
        if (m_head || m_answer.status == 204)
            m_length = 0;
        else if (!length.isEmpty())
            m_length = length.toLongLong();
    }

    void finish(const QString& problem) {
        if (!m_done)
            return;
        if (!problem.isEmpty()) {
            m_answer.status = 0;
            m_answer.problem = problem;
        }
        const auto done = std::exchange(m_done, nullptr);
        m_deadline.stop();
        m_socket.disconnect(this);
        m_socket.abort(); // now, not when the loop comes to it: a server that ends waits for us
        deleteLater();
        done(m_answer);
    }

    QByteArray m_request;
    bool m_head;
    std::function<void(HttpAnswer)> m_done;
    QTcpSocket m_socket;
    QTimer m_deadline;
    QByteArray m_data;
    qsizetype m_headerEnd = -1;
    qsizetype m_length = -1;
    HttpAnswer m_answer;
};

} // namespace

QByteArray HttpAnswer::header(const QByteArray& name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QJsonObject HttpAnswer::json() const {
    return QJsonDocument::fromJson(body).object();
}

QString HttpAnswer::errorCode() const {
    return json().value(QLatin1String("error")).toObject().value(QLatin1String("code")).toString();
}

QString HttpAnswer::describe() const {
    if (status == 0)
        return problem;
    return QStringLiteral("status %1, %2").arg(status).arg(QString::fromUtf8(body.left(500)));
}

HttpAnswer HttpTestClient::get(const QByteArray& path) {
    return request("GET", path);
}

HttpAnswer HttpTestClient::post(const QByteArray& path, const QJsonObject& body) {
    return request("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact), "application/json");
}

HttpAnswer HttpTestClient::request(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                                   const QByteArray& contentType) {
    std::optional<HttpAnswer> answer;
    requestLater(method, path, body, contentType, [&answer](HttpAnswer a) { answer = std::move(a); });
    waitUntil([&answer] { return answer.has_value(); }, 2 * patience);
    return answer.value_or(HttpAnswer());
}

void HttpTestClient::requestLater(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                                  const QByteArray& contentType, std::function<void(HttpAnswer)> done) {
    QByteArray text = method + ' ' + path + " HTTP/1.1\r\nHost: " + m_base.authority().toUtf8() +
                      "\r\nConnection: close\r\n";
    if (!m_token.isEmpty())
        text += "Authorization: Bearer " + m_token.toUtf8() + "\r\n";
    if (!m_forwardedFor.isEmpty())
        text += "X-Forwarded-For: " + m_forwardedFor + "\r\n";
    if (!contentType.isEmpty())
        text += "Content-Type: " + contentType + "\r\n";
    if (!body.isEmpty() || method == "POST" || method == "PUT" || method == "PATCH")
        text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    text += "\r\n" + body;
    new Exchange(m_base, text, method == "HEAD", std::move(done)); // deletes itself
}

} // namespace parlor::test
