// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/news.h"

#include <algorithm>
#include <utility>

namespace parlor {

namespace {

/// The last state of each message, ascending.
void settle(QList<Message>& messages) {
    std::stable_sort(messages.begin(), messages.end(),
                     [](const Message& a, const Message& b) { return a.seq < b.seq; });
    // Of those with one seq the last was told last.
    const auto sameAsNext = [&messages](qsizetype at) {
        return at + 1 < messages.size() && messages.at(at).id == messages.at(at + 1).id;
    };
    QList<Message> kept;
    kept.reserve(messages.size());
    for (qsizetype at = 0; at < messages.size(); ++at) {
        if (!sameAsNext(at))
            kept.append(std::move(messages[at]));
    }
    messages = std::move(kept);
}

} // namespace

News::News(std::function<void(bool)> telling)
    : m_telling(std::move(telling)) {
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &News::flush);
}

// A timer of no time runs out after all that waits in the event loop already: of one frame from the server,
// or of many that came at once, the parts are told together.
void News::arm() {
    m_any = true;
    if (!m_timer.isActive())
        m_timer.start(static_cast<int>(std::max<qint64>(0, m_notBefore - m_clock.elapsed())));
}

void News::noteUsers(const QList<User>& users) {
    for (const User& user : users) {
        const auto known = std::find_if(m_gathered.users.begin(), m_gathered.users.end(),
                                        [&](const User& one) { return one.id == user.id; });
        if (known == m_gathered.users.end())
            m_gathered.users.append(user);
        else
            *known = user;
    }
    arm();
}

void News::noteMembers(const RoomId& room) {
    m_gathered.members.insert(room);
    arm();
}

void News::noteMessages(const MessagesChange& change) {
    MessagesChange& all = m_gathered.messages[change.roomId];
    all.roomId = change.roomId;
    if (change.reset) {
        all.reset = true;
        all.upserted.clear();
    }
    all.upserted += change.upserted;
    arm();
}

void News::noteUncached(const QList<UncachedChange>& changes) {
    m_gathered.uncached += changes;
    arm();
}

void News::noteHistory(const RoomId& room) {
    m_gathered.history.insert(room);
    arm();
}

void News::noteRoom(const RoomId& room) {
    m_gathered.rooms.insert(room);
    arm();
}

void News::noteCursors(const RoomId& room) {
    m_gathered.cursors.insert(room);
    arm();
}

void News::noteArrived(const QList<Message>& messages) {
    m_gathered.arrived += messages;
    arm();
}

void News::flush() {
    m_timer.stop();
    if (!std::exchange(m_any, false))
        return;
    Gathered gathered = std::exchange(m_gathered, {});
    const qint64 begin = m_clock.elapsed();
    if (m_telling)
        m_telling(true);
    tell(gathered);
    if (m_telling)
        m_telling(false);
    const qint64 end = m_clock.elapsed();
    m_notBefore = end + std::max<qint64>(frame.count(), 2 * (end - begin));
}

void News::tell(Gathered& gathered) {
    if (!gathered.users.isEmpty())
        Q_EMIT usersChanged(gathered.users);
    for (const RoomId& room : std::as_const(gathered.members))
        Q_EMIT membersChanged(room);
    for (MessagesChange& change : gathered.messages) {
        settle(change.upserted);
        Q_EMIT messagesChanged(change);
    }
    if (!gathered.uncached.isEmpty())
        Q_EMIT uncachedChanged(gathered.uncached);
    for (const RoomId& room : std::as_const(gathered.history))
        Q_EMIT historyChanged(room);
    for (const RoomId& room : std::as_const(gathered.rooms))
        Q_EMIT roomChanged(room);
    for (const RoomId& room : std::as_const(gathered.cursors))
        Q_EMIT cursorsChanged(room);
    if (!gathered.arrived.isEmpty())
        Q_EMIT messagesArrived(gathered.arrived);
}

} // namespace parlor
