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

MessageSender::Done MessageSender::counted(Done done) {
    return [this, done = std::move(done),
            began = std::chrono::steady_clock::now()](const Result<Message>& outcome) {
        if (outcome) {
            m_figures.acknowledged.add();
            m_figures.latency.observe(std::chrono::steady_clock::now() - began);
        } else {
            const bool conflict = outcome.error().code() == ErrorCode::Conflict;
            (conflict ? m_figures.conflicts : m_figures.refused).add();
        }
        done(outcome);
    };
}

void MessageSender::send(const UserId& sender, const client::MessageNew& request, Done tell,
                         std::function<void()> ordered) {
    Done done = counted(std::move(tell));
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
    std::vector<Waiting>& waiting = m_waiting[record.id];
    waiting.push_back({record, done, std::chrono::steady_clock::now()});
    return waiting.size() > 1;
}

void MessageSender::append(const log::MessageRecord& record, Done done) {
    if (auto writable = m_publisher.checkWritable(record.roomId, m_maxLag); !writable) {
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

std::vector<MessageSender::Waiting> MessageSender::takeWaiting(const MessageId& id) {
    const std::lock_guard lock(m_mutex);
    return m_waiting.take(id);
}

bool MessageSender::isWaitedFor(const MessageId& id) const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.contains(id);
}

qsizetype MessageSender::waitingCount() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

void MessageSender::reached(const log::MessageRecord& record, qint64 seq, bool duplicate) {
    if (duplicate) {
        if (!isWaitedFor(record.id))
            return;
        // Two gateways may have been given the same tempId with different contents.
        if (const auto first = m_tail.find(record.id))
            return reached(first->record, first->seq);
        return reachedStored(record.id);
    }
    for (const Waiting& one : takeWaiting(record.id))
        one.done(sameContent(one.record, record) ? Result<Message>(log::toMessage(record, seq)) : conflict());
}

// The tail has only the id of the first one: it was projected before this gateway began.
void MessageSender::reachedStored(const MessageId& id) {
    m_pool.start([this, id] {
        const auto stored = m_store.message(id);
        if (!stored || !*stored)
            return failed(id, stored ? Error(ErrorCode::Unavailable) : stored.error());
        for (const Waiting& one : takeWaiting(id))
            one.done(sameContent(one.record, **stored) ? Result<Message>(**stored) : conflict());
    });
}

void MessageSender::failed(const MessageId& id, const Error& error) {
    for (const Waiting& one : takeWaiting(id))
        one.done(fail(error));
}

void MessageSender::expire(std::chrono::steady_clock::time_point before) {
    std::vector<Waiting> expired;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.removeIf([&](const auto& item) {
            const bool old = item.value().front().since < before;
            if (old)
                expired.insert(expired.end(), item.value().begin(), item.value().end());
            return old;
        });
    }
    for (const Waiting& one : expired)
        one.done(fail(Error(ErrorCode::Unavailable,
                            QStringLiteral("The message was not seen in the event log in time."))
                          .withRetryAfter(1)));
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
