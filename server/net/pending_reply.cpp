// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/pending_reply.h"

#include "server/net/channel.h"
#include "server/net/http_session.h"

#include <QLoggingCategory>

namespace parlor::net {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "parlor.net.http")

} // namespace

PendingReply::PendingReply(NetworkThread& thread, quint64 channel, quint64 serial)
    : m_thread(&thread)
    , m_tasks(thread.tasks())
    , m_channel(channel)
    , m_serial(serial) {}

PendingReply::~PendingReply() {
    answer(fail(ErrorCode::Internal));
}

void PendingReply::answer(Result<HttpResponse> result) {
    if (m_answered.exchange(true))
        return;
    m_tasks->post(
        [thread = m_thread, id = m_channel, serial = m_serial, result = std::move(result)]() mutable {
            if (Channel* channel = thread->channel(id)) {
                if (auto* session = dynamic_cast<HttpSession*>(channel->protocol()))
                    session->answer(serial, std::move(result));
            }
        });
}

void runGuarded(const AsyncHttpHandler& handler, const HttpRequest& request, const PathArgs& args,
                const std::shared_ptr<PendingReply>& reply) {
    try {
        handler(request, args, [reply](Result<HttpResponse> result) { reply->answer(std::move(result)); });
    } catch (const std::exception& exception) {
        qCCritical(lcHttp, "The handler of %s failed: %s", request.path.constData(), exception.what());
        reply->answer(fail(ErrorCode::Internal));
    } catch (...) {
        qCCritical(lcHttp, "The handler of %s failed with an unknown exception", request.path.constData());
        reply->answer(fail(ErrorCode::Internal));
    }
}

} // namespace parlor::net
