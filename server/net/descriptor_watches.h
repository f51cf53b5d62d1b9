// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/descriptor_listener.h"
#include "server/net/latecomers.h"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

class QSocketNotifier;

namespace parlor::net {

/// What an event loop watches on descriptors, by notifiers or listeners: what of it epoll is told, and what
/// has come and is still to be told. What notifiers want is told to the kernel just before waiting, and a
/// write notifier that was just enabled is first tried with poll(). Of the loop's thread.
class DescriptorWatches {
public:
    DescriptorWatches();
    ~DescriptorWatches();
    DescriptorWatches(const DescriptorWatches&) = delete;
    DescriptorWatches& operator=(const DescriptorWatches&) = delete;

    /// Tells of what is watched; negative if there was no descriptor left for it.
    int epoll() const { return m_epoll; }

    void add(QSocketNotifier* notifier);
    void remove(QSocketNotifier* notifier);
    /// Tells `listener` of `fd`, which has no notifiers: that bytes can be read if `read`, written if
    /// `write`, and always that the peer hung up. Again to change what is asked for, or that a `newcomer`,
    /// who is told after all others, has settled.
    void listen(int fd, DescriptorListener* listener, bool read, bool write, bool newcomer);
    /// Nothing is told of `fd` any more. Before it is closed.
    void forget(int fd);

    // A turn of the loop, in this order:
    /// The kernel learns what has changed. What needs no wait is pending.
    void prepareWait();
    /// epoll has told of `events`: they are pending, or put off. \returns whether they are of somebody who
    /// has settled and need not wait.
    bool ready(int fd, quint32 events);
    /// Those whose turn it is become pending. `othersHeard`: what ready() said of any.
    void letInLatecomers(bool othersHeard);
    /// How many are still to be told.
    std::size_t pending() const { return m_pending.size() - m_nextPending; }
    /// Tells all of them; how many there were.
    int tell();
    void endTurn() { m_latecomers.endTurn(); }

    /// Until letInLatecomers() does something; nothing if nobody waits for that.
    std::optional<std::chrono::nanoseconds> untilLatecomers() const {
        return m_latecomers.isEmpty() ? std::nullopt : std::optional(m_latecomers.untilNext());
    }

private:
    struct Slot {
        QSocketNotifier* notifier = nullptr;
        quint32 serial = 0; ///< tells a notifier from one that took its place while an activation was pending
        bool pending = false; ///< in m_pending
    };
    /// All that is watched on one descriptor; notifiers by QSocketNotifier::Type.
    struct Watch {
        std::array<Slot, 3> notifiers;
        ListenerSlot listener;    ///< instead of notifiers; in m_pending while it is to be told something
        quint32 inKernel = 0;     ///< events that epoll was told, 0 if it does not know the descriptor
        bool dirty = false;       ///< in m_dirty
        bool alwaysReady = false; ///< a regular file: epoll refuses those, poll() always finds them ready
        bool tryWrite = false;    ///< in m_tryWrite
    };
    struct Activation {
        int fd;
        int type;
        quint32 serial;
    };

    Watch* watch(int fd) const;
    Watch& madeWatch(int fd);
    void leave(int fd, Watch& watch);
    static quint32 wantedEvents(const Watch& watch);
    void markDirty(int fd, Watch& watch);
    void applyChanges();
    void tellKernel(int fd, Watch& watch);
    void disableInvalid(int fd, Watch& watch);
    void tryWrites();
    void queue(int fd, Watch& watch, quint32 events);
    /// Keeps for letInLatecomers() what a listener is to be told.
    void putOff(int fd, Watch& watch, quint32 events);

    const int m_epoll;
    std::vector<std::unique_ptr<Watch>> m_watches; ///< by descriptor
    std::vector<int> m_dirty;
    std::vector<int> m_tryWrite;
    std::vector<int> m_alwaysReady;
    Latecomers m_latecomers;
    std::vector<Activation> m_pending;
    std::size_t m_nextPending = 0;
    quint32 m_serial = 0;
};

} // namespace parlor::net
