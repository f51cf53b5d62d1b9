// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/environment.h"
#include "server/net/http_parser.h"
#include "server/net/task_queue.h"

#include <QBasicTimer>
#include <QHash>
#include <QObject>

#include <memory>
#include <vector>

namespace parlor::net {

class Channel;
struct LinkLoop;

/// An accepted descriptor on its way to a thread: closed if it never gets there.
class AcceptedDescriptor {
public:
    AcceptedDescriptor(Environment& environment, qintptr descriptor);
    ~AcceptedDescriptor();
    AcceptedDescriptor(const AcceptedDescriptor&) = delete;
    AcceptedDescriptor& operator=(const AcceptedDescriptor&) = delete;
    qintptr descriptor() const { return m_descriptor; }
    /// The new owner closes it and takes over its place in the count of connections.
    qintptr take();

private:
    Environment& m_environment;
    qintptr m_descriptor;
};

/// What one network thread owns: its connections, its HTTP parser, and the sweep that holds every connection
/// to its deadlines with one timer. Made on that thread and used there; others reach
/// it through tasks().
class NetworkThread : public QObject {
    Q_OBJECT

public:
    NetworkThread(Environment& environment, ThreadIndex index);
    ~NetworkThread() override;

    Environment& environment() const { return m_environment; }
    const ServerConfig& config() const { return m_environment.config; }
    ThreadIndex index() const { return m_index; }
    const std::shared_ptr<TaskQueue>& tasks() const { return m_tasks; }
    HttpParser& parser() { return m_parser; }
    Tally& tally() { return m_tally; }

    void accept(AcceptedDescriptor& descriptor);
    Channel* channel(quint64 id) const { return m_channels.value(id); }
    void remove(Channel* channel);

    /// flush() of each scheduled channel, once, at the end of this turn of the loop.
    void scheduleFlush(Channel* channel);
    /// flush() of each such channel, once, `sliceSize` of them in a turn of the loop: after those of
    /// scheduleFlush(), and with what sockets have to say in between. With rests if they are a crowd
    /// (`crowdSize`).
    void scheduleSlice(Channel* channel);
    void forgetFlush(Channel* channel);

    /// Looks at the channel's deadlines at the next sweep, whenever it had asked for.
    void sweepSoon(Channel& channel);
    /// For connections without a Qt socket; null where this thread does not run on our own dispatcher.
    LinkLoop* linkLoop() { return m_linkLoop.get(); }

    /// Whether the server accepts no more connections, so that every answer is the last on its own.
    bool isDraining() const { return m_draining; }
    void drain() { m_draining = true; }
    bool isShuttingDown() const { return m_shuttingDown; }
    void shutDown();
    void abortAll();

protected:
    bool event(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    /// When a channel wants to be looked at. Beside each other, so that the sweep touches no connection that
    /// has time.
    struct Deadline {
        qint64 due;
        Channel* channel;
    };
    void postFlush();
    void flushAll();
    void flushSlice();
    void deleteGone();

    Environment& m_environment;
    const ThreadIndex m_index;
    std::shared_ptr<TaskQueue> m_tasks;
    HttpParser m_parser;
    std::unique_ptr<LinkLoop> m_linkLoop;
    QHash<quint64, Channel*> m_channels;
    std::vector<Deadline> m_deadlines; ///< of each of them
    std::vector<Channel*> m_gone;      ///< to be deleted
    quint64 m_nextId; ///< each thread counts in steps of their number, so that no two connections share one
    Tally m_tally;
    std::vector<Channel*> m_dirty;
    std::vector<Channel*> m_sliced; ///< from m_nextSliced on
    std::size_t m_nextSliced = 0;
    bool m_isCrowd = false; ///< so many wait, or waited when the first of them had their turn
    QBasicTimer m_rest;     ///< until the crowd's next slice
    bool m_flushPosted = false;
    bool m_draining = false;
    bool m_shuttingDown = false;
};

} // namespace parlor::net
