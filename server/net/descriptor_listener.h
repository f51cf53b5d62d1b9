// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <sys/epoll.h>

#include <utility>

namespace parlor::net {

/// What has become possible on a descriptor.
struct Readiness {
    bool readable = false;
    bool writable = false;
    bool hungUp = false; ///< the peer has ended its direction, or both; told whatever was asked for
};

/// Who is told of one descriptor, without the cost of a QSocketNotifier and its event.
class DescriptorListener {
public:
    virtual ~DescriptorListener() = default;
    /// From the event loop. Again in its next turn, as long as it is so; of a newcomer, and of hanging up and
    /// what came before it, after all else and in a later turn if there are many at once.
    virtual void ready(Readiness readiness) = 0;
};

/// The place of a DescriptorListener in the event loop: what it wants to be told, and what is still to be
/// told. Events are epoll's. Of the loop's thread; its functions are here because each event goes through
/// them.
class ListenerSlot {
public:
    static constexpr quint32 hangUps = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

    bool isTaken() const { return m_listener != nullptr; }
    bool isTakenBy(const DescriptorListener* listener) const { return m_listener == listener; }
    /// Tells the listener from one that had, or gets, the same descriptor.
    quint32 serial() const { return m_serial; }
    /// 0 if nobody is here.
    quint32 wanted() const { return m_listener ? m_wants : 0; }
    /// Is to be told of this after all others.
    bool comesAfterOthers(quint32 events) const { return m_newcomer || (events & hangUps); }
    bool isLate() const { return m_late; } ///< among the Latecomers
    void setLate(bool late) { m_late = late; }

    void take(DescriptorListener* listener, quint32 serial) {
        leave();
        m_listener = listener;
        m_serial = serial;
    }
    void leave() {
        m_listener = nullptr;
        m_events = 0;
        m_late = false;
    }
    void ask(bool read, bool write, bool newcomer) {
        m_newcomer = newcomer;
        m_wants = EPOLLRDHUP | (read ? quint32(EPOLLIN) : 0) | (write ? quint32(EPOLLOUT) : 0);
    }
    /// These came. \returns whether they are the first since tell().
    bool add(quint32 events) { return std::exchange(m_events, m_events | events) == 0; }
    void tell() {
        const quint32 events = std::exchange(m_events, 0);
        // Somebody before it in this turn may have changed what it wants.
        const bool ended = events & (EPOLLHUP | EPOLLERR);
        const Readiness readiness{(m_wants & EPOLLIN) && (ended || (events & EPOLLIN)),
                                  (m_wants & EPOLLOUT) && (ended || (events & EPOLLOUT)),
                                  (events & hangUps) != 0};
        if (readiness.readable || readiness.writable || readiness.hungUp)
            m_listener->ready(readiness);
    }

private:
    DescriptorListener* m_listener = nullptr;
    quint32 m_wants = 0;
    quint32 m_events = 0; ///< that came and were not told
    quint32 m_serial = 0;
    bool m_newcomer = false;
    bool m_late = false;
};

} // namespace parlor::net
