// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/message_reader.h"
#include "server/gateway/message_sender.h"
#include "server/gateway/publisher.h"
#include "server/gateway/tail.h"
#include "shared/requests.h"

#include <QThreadPool>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>

namespace parlor::gateway {

/// Takes changes of messages to the log: edits, deletions, reactions, pins. Checks who may do what, appends
/// what it was asked for, and answers when the tail has it.
///
/// Edits and deletions are made upon what the message says now. Where another one came before it in the log
/// the record is void (records.h), and the change is looked at and tried again, a few times.
///
/// Every function may be called on any thread and does not block; `done` is called once, on any thread, with
/// the message as it is then. Changes are not kept in order among themselves: who wants that waits for
/// `done`. A message that is on its way through this gateway is waited for. Errors: NotFound (no such message
/// in that room, or not a member), Forbidden, Conflict (archived room, deleted message, a limit, changed by
/// others again and again), Unavailable.
class MessageChanger {
public:
    using Done = std::function<void(Result<Message>)>;

    /// A message, and the room that it must be in, where the request names one.
    struct Target {
        MessageId message;
        std::optional<RoomId> room = {};
    };

    MessageChanger(store::Store& store, log::Log& log, Tail& tail, Publisher& publisher,
                   MessageReader& reader, MessageSender& sender, QThreadPool& pool,
                   std::chrono::milliseconds maxLag);

    /// With an `opId` that was applied already a retry changes nothing. Neither does the same content.
    void edit(const UserId& actor, const Target& target, const EditMessageRequest& request, Done done);
    /// What is deleted already stays so.
    void remove(const UserId& actor, const Target& target, Done done);
    void react(const UserId& actor, const Target& target, const QString& emoji, bool added, Done done);
    /// Who pins a message also tells the room by a system message, save in a direct one.
    void pin(const UserId& actor, const Target& target, bool pinned, Done done);

    /// Gives up, as Unavailable, on what was asked for before `before`: see MessageSender. Any thread.
    void expire(std::chrono::steady_clock::time_point before);
    /// The tail has ended: nothing will be answered any more.
    void abandon(const Error& error);

private:
    struct Edit {
        QString content;
        OpId opId;
        bool retry = false;
    };
    struct Delete {};
    struct React {
        QString emoji;
        bool added = false;
    };
    struct SetPin {
        bool pinned = false;
    };
    using Act = std::variant<Edit, Delete, React, SetPin>;
    /// One change on its way, from request to answer.
    struct Operation {
        UserId actor;
        Target target;
        Act act;
        quint64 token = 0;
        int attempts = 0;
        RoomKind kind = RoomKind::Public; ///< of the room, as it was found
        std::optional<Pin> pin = {};      ///< that was appended
    };
    using OperationPtr = std::shared_ptr<Operation>;
    struct Waiting {
        Done done;
        std::chrono::steady_clock::time_point since;
    };
    /// What to append, or nothing because all is as it was wanted.
    using Decision = std::optional<log::Event>;

    void begin(const UserId& actor, const Target& target, Act act, Done done);
    void settle(const OperationPtr& operation, const Result<Message>& result);
    bool isWaiting(const OperationPtr& operation) const;

    /// The rest on the pool, but for the callbacks of log and tail.
    void attempt(const OperationPtr& operation);
    Result<void> check(Operation& operation, const Message& message);
    Result<Decision> decide(const Operation& operation, const Edit& edit, const Message& message);
    Result<Decision> decide(const Operation& operation, const Delete& deletion, const Message& message);
    Result<Decision> decide(const Operation& operation, const React& reaction, const Message& message);
    Result<Decision> decide(const Operation& operation, const SetPin& pin, const Message& message);
    void append(const OperationPtr& operation, const RoomId& room, const log::Event& event);
    void finish(const OperationPtr& operation, std::optional<bool> isVoid);
    void tellOfPin(const OperationPtr& operation, const Message& message);

    store::Store& m_store;
    log::Log& m_log;
    Tail& m_tail;
    Publisher& m_publisher;
    MessageReader& m_reader;
    MessageSender& m_sender;
    QThreadPool& m_pool;
    const std::chrono::milliseconds m_maxLag;
    mutable std::mutex m_mutex; ///< guards what follows
    quint64 m_nextToken = 1;
    QHash<quint64, Waiting> m_waiting;
};

} // namespace parlor::gateway
