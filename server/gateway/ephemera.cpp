// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/ephemera.h"

#include <QLoggingCategory>

namespace parlor::gateway {

namespace {

Q_LOGGING_CATEGORY(lcPresence, "parlor.presence")

} // namespace

Ephemera::Ephemera(EphemeraTimes times, store::Store& store, log::Log& log, Hub& hub, Receipts& receipts,
                   const ArchivedRooms& archived, QThreadPool& pool)
    : m_times(times)
    , m_log(log)
    , m_receipts(receipts)
    , m_sizes(store)
    , m_statuses(hub, m_sizes, pool)
    , m_presence(times.presence, store, hub, pool,
                 [this](const gossip::Message& message) { broadcast(message); })
    , m_typing(hub, m_sizes, archived, [this](const gossip::Message& message) { broadcast(message); }) {}

Ephemera::~Ephemera() {
    stop();
}

void Ephemera::start() {
    m_started = true;
    listen();
    m_keeper.start("ephemera", m_times.statusTurn, [this] { turn(); });
}

void Ephemera::stop() {
    if (!std::exchange(m_started, false))
        return;
    m_keeper.stop();
    m_presence.stop();
    m_subscription.reset();
}

void Ephemera::listen() {
    auto subscription =
        m_log.listen([this](const QByteArray& gateway, const QByteArray& value) { heard(gateway, value); });
    if (subscription)
        m_subscription = std::move(*subscription);
    else
        qCWarning(lcPresence) << "the other gateways cannot be heard yet:" << subscription.error();
}

void Ephemera::turn() {
    const auto now = std::chrono::steady_clock::now();
    m_receipts.turn(now);
    m_statuses.tell();
    m_typing.expire(now);
    if (now < m_nextPresence)
        return;
    m_nextPresence = now + m_times.presenceTurn;
    if (!m_subscription)
        listen();
    m_presence.turn(now);
}

void Ephemera::broadcast(const gossip::Message& message) {
    m_presence.figures().broadcasts.add();
    m_log.broadcast(m_name, gossip::encode(message));
}

void Ephemera::heard(const QByteArray& gateway, const QByteArray& value) {
    if (gateway == m_name)
        return;
    const auto message = gossip::decode(value);
    if (!message)
        return;
    m_presence.figures().heard.add();
    const auto now = std::chrono::steady_clock::now();
    if (const auto* typing = std::get_if<gossip::Typing>(&*message))
        m_typing.heard(*typing, now);
    else
        m_presence.heard(gateway, *message, now);
}

void Ephemera::applied(const std::vector<Applied>& records) {
    for (const Applied& record : records) {
        if (record.duplicate)
            continue;
        m_statuses.applied(record);
        if (const auto* message = std::get_if<log::MessageRecord>(&record.event)) {
            m_typing.wrote(message->sender, message->roomId);
        } else if (const auto* member = std::get_if<log::MemberRecord>(&record.event)) {
            if (!member->role)
                m_typing.left(member->user.id, member->roomId);
        } else if (const auto* revoked = std::get_if<log::SessionRevokedRecord>(&record.event)) {
            m_presence.endSession(revoked->userId, revoked->sessionId);
        } else if (const auto* user = std::get_if<log::UserRecord>(&record.event)) {
            if (user->user.deleted || user->user.deactivated)
                m_presence.endUser(user->user.id);
        }
    }
}

} // namespace parlor::gateway
