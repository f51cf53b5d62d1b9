// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_sender.h"

#include "shared/codec.h"

namespace parlor::gateway {

namespace {

bool sameContent(const log::MessageRecord& a, const log::MessageRecord& b) {
    return a.roomId == b.roomId && a.sender == b.sender && a.type == b.type && a.content == b.content &&
           a.replyTo == b.replyTo;
}

bool sameContent(const log::MessageRecord& record, const Message& stored) {
    // What was edited or deleted since is still the same message to whoever sends it again.
    if (stored.editedAt || stored.deletedAt)
        return stored.roomId == record.roomId && stored.sender == record.sender;
    return stored.roomId == record.roomId && stored.sender == record.sender && stored.type == record.type &&
           stored.content == record.content && stored.replyTo == record.replyTo;
}

tl::unexpected<Error> conflict() {
    return fail(ErrorCode::Conflict, QStringLiteral("A message with this tempId and other content exists."),
                QStringLiteral("data.tempId"));
}

} // namespace

MessageSender::MessageSender(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher,
                             QThreadPool& pool, std::chrono::milliseconds maxLag)
    : m_store(store)
    , m_log(log)
    , m_tail(tail)
    , m_publisher(publisher)
    , m_pool(pool)
    , m_maxLag(maxLag) {}

void MessageSender::send(const UserId& sender, const client::MessageNew& request, Done done,
                         std::function<void()> ordered) {
    const log::MessageRecord record{messageIdFor(sender, request.roomId, request.tempId),
                                    request.roomId,
                                    sender,
                                    request.tempId,
                                    request.type,
                                    request.content,
                                    utcNow(),
                                    request.replyTo};
    if (settleFromTail(record, done)) {
        ordered();
        return;
    }
    if (!request.retry) {
        append(record, std::move(done));
        ordered();
        return;
    }
    m_pool.start([this, record, done = std::move(done), ordered = std::move(ordered)]() mutable {
        auto stored = m_store.message(record.id);
        if (!stored)
            done(fail(stored.error()));
        else if (*stored)
            done(sameContent(record, **stored) ? Result<Message>(**stored) : conflict());
        else if (!settleFromTail(record, done)) // it may have come while the store was asked
            append(record, std::move(done));
        ordered();
    });
}

bool MessageSender::settleFromTail(const log::MessageRecord& record, const Done& done) {
    const auto found = m_tail.find(record.id);
    if (!found)
        return false;
    done(sameContent(record, found->record) ? Result<Message>(log::toMessage(found->record, found->seq))
                                            : conflict());
    return true;
}

bool MessageSender::joinInFlight(const log::MessageRecord& record, const Done& done) {
    const std::lock_guard lock(m_mutex);
    const auto waiting = m_waiting.find(record.id);
    if (waiting == m_waiting.end()) {
        m_waiting[record.id].push_back({record, done});
        return false;
    }
    waiting->push_back({record, done});
    return true;
}

void MessageSender::append(const log::MessageRecord& record, Done done) {
    if (auto writable = m_publisher.checkWritable(m_maxLag); !writable) {
        done(fail(writable.error()));
        return;
    }
    if (joinInFlight(record, done))
        return;
    // Filed first: the tail may meet the record before append() returns. If it has met the id since it was
    // asked above, it will not come back for those who wait.
    if (const auto found = m_tail.find(record.id)) {
        reached(found->record, found->seq);
        return;
    }
    m_log.append(log::Topic::Messages, log::keyOf(record.roomId), log::encode(record),
                 [this, id = record.id](const Result<log::Appended>& appended) {
                     if (!appended)
                         failed(id, appended.error());
                 });
    if (const auto failure = m_tail.failure())
        failed(record.id, Error(ErrorCode::Unavailable, failure->message()));
}

void MessageSender::reached(const log::MessageRecord& record, qint64 seq) {
    std::vector<Waiting> waiting;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_waiting.find(record.id);
        if (found == m_waiting.end())
            return;
        waiting = std::move(*found);
        m_waiting.erase(found);
    }
    for (const Waiting& one : waiting)
        one.done(sameContent(one.record, record) ? Result<Message>(log::toMessage(record, seq)) : conflict());
}

void MessageSender::failed(const MessageId& id, const Error& error) {
    std::vector<Waiting> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting = m_waiting.take(id);
    }
    for (const Waiting& one : waiting)
        one.done(fail(error));
}

void MessageSender::abandon(const Error& error) {
    QHash<MessageId, std::vector<Waiting>> all;
    {
        const std::lock_guard lock(m_mutex);
        all.swap(m_waiting);
    }
    for (const auto& waiting : std::as_const(all)) {
        for (const Waiting& one : waiting)
            one.done(fail(error));
    }
}

} // namespace parlor::gateway
