// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/channel.h"
#include "server/net/http.h"
#include "server/net/request_head.h"
#include "server/net/request_trace.h"

#include <QFile>

namespace parlor::net {

/// HTTP/1.1 on one channel: one request at a time, checked before anything else sees it; a reply for each,
/// from wherever and whenever it comes; the end of the connection after anything that leaves its bytes in
/// doubt.
class HttpSession : public Protocol {
public:
    explicit HttpSession(Channel& channel);
    ~HttpSession() override;

    void received(QByteArrayView bytes) override;
    void written() override;
    void lost() override;
    qint64 sweep(qint64 now) override;
    void shutDown() override;

    /// The answer to request number `serial`; ignored if that one was answered already.
    void answer(quint64 serial, Result<HttpResponse> result);

private:
    enum class State {
        Idle, ///< no byte of the next request yet
        Head,
        Body,
        Handling, ///< waiting for the answer
        Sending,  ///< output or file not all taken by the kernel
        Ended,
    };

    void advance();
    bool readHead();
    bool readBody();
    void headComplete();
    void dispatch(const QByteArray& request);
    void runHandler(const AsyncHttpHandler& handler, const HttpRequest& request, const PathArgs& args,
                    RunOn runOn);
    void upgrade();
    void refuse(const Error& error);
    void refuse(HttpResponse response);
    /// The answer that tells of `error`, which is counted.
    HttpResponse failure(const Error& error);
    QHostAddress client() const;
    void reply(HttpResponse response);
    void send(const HttpResponse& response);
    void pumpFile();
    void replySent();

    Channel& m_channel;
    State m_state = State::Idle;
    HeadLimits m_limits;
    HeadScanner m_scanner;
    QByteArray m_in;
    RequestHead m_head;
    qsizetype m_headSize = 0;
    Router::Match m_match;
    RequestTrace m_trace;
    std::unique_ptr<QFile> m_file;
    qint64 m_fileLeft = 0;
    quint64 m_serial = 0;
    qint64 m_since;       ///< when the present wait began
    bool m_first = true;  ///< no request has been read yet
    bool m_close = false; ///< the connection ends after this reply
    bool m_advancing = false;
    bool m_pumpScheduled = false;
};

} // namespace parlor::net
