// SPDX-License-Identifier: GPL-3.0-or-later
// How an HTTP session answers; http_session.cpp reads requests and runs their handlers.
#include "server/metrics/log_context.h"
#include "server/net/cors.h"
#include "server/net/http_session.h"
#include "server/net/network_thread.h"
#include "server/net/response_head.h"

#include <QLoggingCategory>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "parlor.net.http")

/// Output of a file is kept at about this much ahead of the kernel.
constexpr qint64 fileAhead = 256 * 1024;
constexpr qint64 fileChunk = 64 * 1024;
/// A fast reader of a big file lets the others have their turn after this much.
constexpr qint64 filePerTurn = 1024 * 1024;

} // namespace

void HttpSession::answer(quint64 serial, Result<HttpResponse> result) {
    if (m_state != State::Handling || serial != m_serial)
        return;
    const LogContext context("request", m_trace.id());
    reply(result ? std::move(*result) : failure(result.error()));
    advance();
}

void HttpSession::refuse(const Error& error) {
    refuse(failure(error));
}

HttpResponse HttpSession::failure(const Error& error) {
    m_channel.thread().environment().metrics.errors.add(error.code());
    HttpResponse response = HttpResponse::error(error);
    if (response.status == 500) {
        const LogContext context("request", m_trace.id());
        qCWarning(lcHttp, "A request was answered with 500: %s", qUtf8Printable(error.message()));
    }
    return response;
}

void HttpSession::refuse(HttpResponse response) {
    m_close = true;
    m_in.clear();
    reply(std::move(response));
}

void HttpSession::reply(HttpResponse response) {
    m_state = State::Sending;
    m_since = steadyNow();
    send(response);
    pumpFile();
}

void HttpSession::send(const HttpResponse& response) {
    m_close = m_close || m_channel.thread().isDraining();
    ResponseHead head;
    head.status = response.status;
    head.contentType = response.contentType;
    head.headers = response.headers + corsHeaders(m_head, response, m_channel.thread().config());
    head.headers.append({QByteArrayLiteral("X-Request-Id"), m_trace.id()});
    head.close = m_close;
    head.http10 = m_head.minorVersion == 0;
    if (hasNoBody(response.status)) {
        head.contentType.clear();
    } else if (response.file) {
        m_file = std::make_unique<QFile>(*response.file);
        if (!m_file->open(QIODevice::ReadOnly)) {
            qCCritical(lcHttp, "Cannot read %s: %s", qUtf8Printable(*response.file),
                       qUtf8Printable(m_file->errorString()));
            m_file.reset();
            send(failure(Error(ErrorCode::Internal)));
            return;
        }
        m_fileLeft = m_file->size();
        head.contentLength = m_fileLeft;
    } else {
        head.contentLength = response.body.size();
    }
    const auto bytes = writeHead(head);
    if (!bytes) {
        qCCritical(lcHttp, "A handler gave a header that would split the response");
        m_file.reset();
        send(failure(bytes.error()));
        return;
    }
    m_channel.send(*bytes);
    m_trace.end(response.status, m_channel.thread().environment().metrics.unmatched,
                RequestTrace::isLogged() ? client() : QHostAddress());
    if (m_head.method == Method::Head || hasNoBody(response.status))
        m_file.reset();
    else if (!m_file)
        m_channel.send(response.body);
}

void HttpSession::pumpFile() {
    if (m_state != State::Sending || m_channel.isGone())
        return;
    qint64 sent = 0;
    while (m_file && m_fileLeft > 0 && m_channel.queuedBytes() < fileAhead && sent < filePerTurn) {
        const QByteArray chunk = m_file->read(std::min(fileChunk, m_fileLeft));
        if (chunk.isEmpty()) { // it became shorter: the length that was promised cannot be kept
            m_channel.abort();
            return;
        }
        m_fileLeft -= chunk.size();
        sent += chunk.size();
        m_channel.send(chunk);
        m_channel.flush();
    }
    m_channel.flush();
    if (m_channel.isGone())
        return;
    if (m_file && m_fileLeft > 0) {
        if (m_channel.queuedBytes() < fileAhead && !m_pumpScheduled) {
            m_pumpScheduled = true;
            // By number: this object may be gone by then.
            m_channel.thread().tasks()->post([thread = &m_channel.thread(), id = m_channel.id()] {
                Channel* channel = thread->channel(id);
                if (auto* session = channel ? dynamic_cast<HttpSession*>(channel->protocol()) : nullptr) {
                    session->m_pumpScheduled = false;
                    session->pumpFile();
                }
            });
        }
        return;
    }
    m_file.reset();
    if (m_close || m_channel.queuedBytes() == 0)
        replySent();
}

void HttpSession::written() {
    pumpFile();
}

void HttpSession::replySent() {
    m_head = {};
    m_headSize = 0;
    m_since = steadyNow();
    if (m_close || m_channel.thread().isShuttingDown()) {
        m_state = State::Ended;
        m_channel.finish(m_channel.thread().config().replyDeadline);
        return;
    }
    m_state = State::Idle;
    m_channel.settle(); // whoever comes back with the next request is no newcomer
    advance();
}

} // namespace parlor::net
