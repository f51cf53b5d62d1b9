// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/archived_rooms.h"
#include "server/gateway/message_reader.h"
#include "server/gateway/publisher.h"
#include "server/gateway/tail.h"
#include "server/metrics/metrics.h"
#include "shared/frames.h"

#include <QThreadPool>

#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace parlor::gateway {

/// What became of the messages that clients sent to this gateway. Any thread reads.
struct SenderFigures {
    metrics::Counter acknowledged; ///< answered with the message, retries included
    metrics::Counter conflicts;
    metrics::Counter refused; ///< for any other reason; all of them retryable
    /// From send() to the acknowledgement, in seconds.
    metrics::Histogram latency{metrics::Histogram::latencyBounds()};
};

/// Takes messages to the log, once each, and tells their senders when they are durable and readable.
///
/// A message is identified by what its sender computed (messageIdFor): whatever is sent again, on this
/// connection or another, meets the same id in the tail, among those in flight, or (when it says that it is a
/// retry) in the store.
class MessageSender {
public:
    /// The message as it stands in the log. Called once, on the tail's, the log's, a pool or the caller's
    /// thread.
    using Done = std::function<void(Result<Message>)>;

    MessageSender(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher, QThreadPool& pool,
                  std::chrono::milliseconds maxLag);

    /// Any thread; does not block. The caller has checked that `sender` is a member. `ordered` is called once
    /// when a further message of the same sender and room may be sent without overtaking this one, at once
    /// unless looksUp(). Errors: Conflict (the id exists with other content; the room is archived; what is
    /// answered was deleted), NotFound with field "data.replyTo", Unavailable.
    void send(const UserId& sender, const client::MessageNew& request, Done done,
              std::function<void()> ordered);

    /// Whether the store must be asked before such a message can be sent: for a retry, a reply, one that
    /// calls people by name, or in a room that seems to be archived.
    bool looksUp(const client::MessageNew& request) const;
    /// Calls `then`, on any thread, when the message `id`, which is on its way through this gateway, has come
    /// or has failed. False, and nothing is called, if it is not.
    bool whenSettled(const MessageId& id, std::function<void()> then);
    ArchivedRooms& archivedRooms() { return m_archived; }

    /// Tail's thread, for each message record that isWaitedFor(): settles those who wait for it. A
    /// duplicate's `seq` is that of the first one, whose content counts.
    void reached(const log::MessageRecord& record, qint64 seq, bool duplicate = false);
    /// Whether reached() has anybody to tell. Any thread.
    bool isWaitedFor(const MessageId& id) const;
    /// Gives up, as Unavailable, on what was handed to the log before `before` and has not come: the log
    /// fails what it cannot commit (after 10 s), so this is for a tail that stands still. Any thread.
    void expire(std::chrono::steady_clock::time_point before);
    /// The tail has ended: nobody will be acknowledged any more.
    void abandon(const Error& error);

    const SenderFigures& figures() const { return m_figures; }
    /// Messages on their way. Bounded by what the log queues, by the lag beyond which sends are refused, and
    /// by expire().
    qsizetype waitingCount() const;

private:
    struct Waiting {
        log::MessageRecord record;
        Done done;
        std::chrono::steady_clock::time_point since;
    };

    /// `done`, with what became of it counted.
    Done counted(Done done);
    /// On the pool: whatever send() could not know without asking.
    void lookUp(log::MessageRecord record, bool retry, const Done& done,
                const std::function<void()>& ordered);
    /// Fills in the thread and the mentions.
    Result<void> complete(log::MessageRecord& record);
    bool settleFromTail(const log::MessageRecord& record, const Done& done);
    bool joinInFlight(const log::MessageRecord& record, Done done);
    void append(const log::MessageRecord& record, Done done);
    void reachedStored(const MessageId& id);
    std::vector<Waiting> takeWaiting(const MessageId& id);
    void failed(const MessageId& id, const Error& error);

    store::Store& m_store;
    log::Log& m_log;
    Tail& m_tail;
    Publisher& m_publisher;
    MessageReader m_reader;
    QThreadPool& m_pool;
    const std::chrono::milliseconds m_maxLag;
    SenderFigures m_figures;
    ArchivedRooms m_archived;
    mutable std::mutex m_mutex;
    QHash<MessageId, std::vector<Waiting>>
        m_waiting; ///< by id: appended or being appended, not yet in the tail
};

} // namespace parlor::gateway
