// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/message_sender.h"

#include "server/gateway/mentions.h"
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
    , m_reader(store, tail)
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
    log::MessageRecord record{messageIdFor(sender, request.roomId, request.tempId),
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
    if (!looksUp(request)) {
        if (request.content.contains(u'@'))
            record.mentions = findCalls(request.content).resolved({});
        append(record, std::move(done));
        ordered();
        return;
    }
    m_pool.start(
        [this, record = std::move(record), retry = request.retry, done = std::move(done),
         ordered = std::move(ordered)]() mutable { lookUp(std::move(record), retry, done, ordered); });
}

bool MessageSender::looksUp(const client::MessageNew& request) const {
    return request.retry || request.replyTo || m_archived.contains(request.roomId) ||
           (request.content.contains(u'@') && !findCalls(request.content).calls.isEmpty());
}

void MessageSender::lookUp(log::MessageRecord record, bool retry, const Done& done,
                           const std::function<void()>& ordered) {
    if (retry) {
        auto stored = m_store.message(record.id);
        const bool known = stored && *stored;
        if (!stored)
            done(fail(stored.error()));
        else if (known)
            done(sameContent(record, **stored) ? Result<Message>(**stored) : conflict());
        // It may have come while the store was asked.
        if (!stored || known || settleFromTail(record, done))
            return ordered();
    }
    // Who answers what they have just sent need not wait for it to be saved.
    if (record.replyTo && whenSettled(*record.replyTo, [this, record, done, ordered] {
            m_pool.start([this, record, done, ordered] { lookUp(record, false, done, ordered); });
        }))
        return;
    if (auto completed = complete(record); !completed)
        done(fail(completed.error()));
    else if (!settleFromTail(record, done))
        append(record, done);
    ordered();
}

Result<void> MessageSender::complete(log::MessageRecord& record) {
    if (m_archived.contains(record.roomId)) {
        const auto room = m_store.room(record.roomId);
        if (!room)
            return fail(room.error());
        if (room->archived)
            return fail(ErrorCode::Conflict,
                        QStringLiteral("This room is archived: it can be read, but not written."));
    }
    if (record.replyTo) {
        const auto answered = m_reader.message(*record.replyTo);
        const bool here = answered && answered->roomId == record.roomId;
        if (!here && (answered || answered.error().code() == ErrorCode::NotFound))
            return fail(ErrorCode::NotFound, QStringLiteral("There is no such message in this room."),
                        QStringLiteral("data.replyTo"));
        if (!answered)
            return fail(answered.error());
        if (answered->deletedAt)
            return fail(ErrorCode::Conflict, QStringLiteral("The message that this answers was deleted."),
                        QStringLiteral("data.replyTo"));
        record.threadRoot = answered->threadRoot.value_or(answered->id);
    }
    auto mentions = resolveMentions(m_store, record.roomId, findCalls(record.content));
    if (!mentions)
        return fail(mentions.error());
    record.mentions = std::move(*mentions);
    return {};
}

bool MessageSender::whenSettled(const MessageId& id, std::function<void()> then) {
    const std::lock_guard lock(m_mutex);
    const auto waiting = m_waiting.find(id);
    if (waiting == m_waiting.end())
        return false;
    // What it compares with does not matter: any outcome will do.
    waiting->push_back({waiting->front().record, [then = std::move(then)](const Result<Message>&) { then(); },
                        std::chrono::steady_clock::now()});
    return true;
}

bool MessageSender::settleFromTail(const log::MessageRecord& record, const Done& done) {
    const auto found = m_tail.find(record.id);
    if (!found)
        return false;
    done(sameContent(record, found->record) ? Result<Message>(log::toMessage(found->record, found->seq))
                                            : conflict());
    return true;
}

bool MessageSender::joinInFlight(const log::MessageRecord& record, Done done) {
    const std::lock_guard lock(m_mutex);
    std::vector<Waiting>& waiting = m_waiting[record.id];
    waiting.push_back({record, std::move(done), std::chrono::steady_clock::now()});
    return waiting.size() > 1;
}

void MessageSender::append(const log::MessageRecord& record, Done done) {
    if (auto writable = m_publisher.checkWritable(record.roomId, m_maxLag); !writable) {
        done(fail(writable.error()));
        return;
    }
    if (joinInFlight(record, std::move(done)))
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
