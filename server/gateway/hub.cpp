// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/hub.h"

#include "server/gateway/session_guard.h"
#include "server/gateway/shard.h"
#include "shared/codec.h"

namespace parlor::gateway {

namespace {

/// What this thread gathers, if it does.
thread_local Hub::Gathering* gathering = nullptr;

net::SharedFrame frameOf(const ServerFrame& frame) {
    return net::SharedFrame::text(encode(frame));
}

/// Appends to a batch what a record means for sessions.
struct Translate {
    const Applied& applied;
    std::vector<FanoutItem>& batch;

    void operator()(const log::MessageRecord& record) const {
        batch.emplace_back(fanout::RoomFrame{
            record.roomId, frameOf(server::MessageNew{log::toMessage(record, applied.seq)})});
    }
    void operator()(const log::EditRecord& record) const { toRoom(record, toChange(record, applied.seq)); }
    void operator()(const log::DeleteRecord& record) const { toRoom(record, toChange(record, applied.seq)); }
    void operator()(const log::ReactionRecord& record) const {
        toRoom(record, toChange(record, applied.seq));
    }
    void operator()(const log::PinRecord& record) const { toRoom(record, toChange(record, applied.seq)); }
    void operator()(const log::BanRecord&) const {}
    void operator()(const log::DeliveredRecord&) const {}
    void operator()(const log::RoomRecord& record) const {
        if (record.deleted)
            batch.emplace_back(fanout::RoomGone{record.room.id, frameOf(server::RoomDelete{record.room.id})});
        else
            batch.emplace_back(fanout::RoomFrame{record.room.id, frameOf(server::RoomUpdate{record.room})});
    }
    void operator()(const log::MemberRecord& record) const {
        const ServerFrame frame =
            record.role
                ? ServerFrame(server::RoomJoin{record.roomId, {record.user, *record.role}, applied.seq})
                : ServerFrame(server::RoomLeave{record.roomId, record.user.id, applied.seq});
        batch.emplace_back(
            fanout::MemberChange{record.roomId, record.user.id, record.role, record.version, frameOf(frame)});
    }
    void operator()(const log::UserRecord& record) const {
        // Nobody knows a new user yet: whoever meets one is told who it is.
        if (record.version > 1)
            batch.emplace_back(fanout::EverybodyFrame{frameOf(server::UserUpdate{record.user})});
    }
    void operator()(const log::SessionRevokedRecord& record) const {
        batch.emplace_back(fanout::SessionRevoked{record.userId, record.sessionId});
    }
    void operator()(const log::SeenRecord& record) const {
        batch.emplace_back(fanout::CursorMoved{record.userId, record.roomId});
    }
    void operator()(const log::MarkRecord& record) const {
        batch.emplace_back(fanout::CursorMoved{record.userId, record.roomId});
    }
    void operator()(const log::UnknownRecord&) const {}

    template <typename Record, typename Frame>
    void toRoom(const Record& record, const Frame& frame) const {
        batch.emplace_back(fanout::RoomFrame{record.roomId, frameOf(frame)});
    }
};

} // namespace

Hub::Hub(SessionGuard& guard)
    : m_guard(guard) {}

Hub::~Hub() = default;

void Hub::start(net::Server& server, std::vector<std::unique_ptr<Shard>> shards) {
    m_server = &server;
    m_shards = std::move(shards);
}

void Hub::joined(const RoomId& room) {
    if (!m_pins)
        m_pins = std::make_shared<InterestPins>(m_interest);
    m_pins->add(room);
}

bool Hub::isOutdated(const Applied& applied) {
    const auto* record = std::get_if<log::UserRecord>(&applied.event);
    if (!record)
        return false;
    constexpr qsizetype versionsMax = 10'000; // those who change at the same moment are never so many
    if (m_userVersions.size() >= versionsMax)
        m_userVersions.clear();
    qint64& told = m_userVersions[record->user.id];
    if (record->version <= told)
        return true;
    told = record->version;
    return false;
}

void Hub::deliver(const std::vector<Applied>& records) {
    const auto batch = std::make_shared<FanoutBatch>();
    batch->items.reserve(records.size());
    batch->pins = std::exchange(m_pins, nullptr);
    for (const Applied& applied : records) {
        if (const auto* revoked = std::get_if<log::SessionRevokedRecord>(&applied.event))
            m_guard.revoked(revoked->sessionId);
        if (!applied.duplicate && !isOutdated(applied))
            std::visit(Translate{applied, batch->items}, applied.event);
    }
    handOver(batch);
}

void Hub::tell(std::vector<FanoutItem> items) {
    const auto batch = std::make_shared<FanoutBatch>();
    batch->items = std::move(items);
    handOver(batch);
}

void Hub::handOver(const std::shared_ptr<const FanoutBatch>& batch) {
    if (batch->items.empty())
        return;
    m_figures.batches.add();
    m_figures.events.add(batch->items.size());
    const std::vector<bool> concerned = concernedBy(*batch);
    for (std::size_t i = 0; i < m_shards.size(); ++i) {
        Shard* shard = m_shards[i].get();
        if (!concerned[i] || shard->isIdle())
            continue;
        if (!gathering)
            m_figures.wakeups.add();
        post(static_cast<net::ThreadIndex>(i), [shard, batch] { shard->apply(*batch); });
    }
}

std::vector<bool> Hub::concernedBy(const FanoutBatch& batch) const {
    std::vector<bool> concerned(m_shards.size());
    for (const FanoutItem& item : batch.items) {
        // Whoever comes to a room on another thread afterwards finds what happened before in the tail.
        if (const auto* frame = std::get_if<fanout::RoomFrame>(&item))
            m_interest->mark(frame->room, concerned);
        else if (const auto* others = std::get_if<fanout::OthersFrame>(&item))
            m_interest->mark(others->room, concerned);
        else
            return std::vector<bool>(m_shards.size(), true);
    }
    return concerned;
}

void Hub::drain(std::chrono::milliseconds window, std::function<void()> drained) {
    {
        const std::lock_guard lock(m_drainMutex);
        m_drained = drained ? std::move(drained) : [] {};
    }
    const auto until = std::chrono::steady_clock::now() + window;
    for (std::size_t i = 0; i < m_shards.size(); ++i)
        post(static_cast<net::ThreadIndex>(i), [shard = m_shards[i].get(), until] { shard->drain(until); });
    tellIfDrained();
}

void Hub::sessionClosed() {
    --m_sessions;
    tellIfDrained();
}

void Hub::tellIfDrained() {
    std::function<void()> drained;
    {
        const std::lock_guard lock(m_drainMutex);
        if (m_drained && m_sessions == 0)
            drained = std::exchange(m_drained, nullptr);
    }
    if (drained)
        drained();
}

void Hub::post(net::ThreadIndex thread, std::function<void()> task) {
    if (gathering && &gathering->m_hub == this)
        gathering->m_tasks[static_cast<std::size_t>(thread)].push_back(std::move(task));
    else
        m_server->post(thread, std::move(task));
}

Hub::Gathering::Gathering(Hub& hub)
    : m_hub(hub)
    , m_tasks(hub.m_shards.size()) {
    gathering = this;
}

Hub::Gathering::~Gathering() {
    gathering = nullptr;
    for (std::size_t i = 0; i < m_tasks.size(); ++i) {
        if (m_tasks[i].empty())
            continue;
        m_hub.m_figures.wakeups.add();
        // Shared, since what a std::function holds must be copyable.
        const auto tasks = std::make_shared<std::vector<std::function<void()>>>(std::move(m_tasks[i]));
        m_hub.m_server->post(static_cast<net::ThreadIndex>(i), [tasks] {
            for (const auto& task : *tasks)
                task();
        });
    }
}

} // namespace parlor::gateway
