// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/net/epoll_event_dispatcher.h"
#include "server/net/link.h"

#include <array>

namespace parlor::net {

/// What the links of one thread share: who tells them, and where they read to. So an idle connection has no
/// buffer.
struct LinkLoop {
    explicit LinkLoop(EpollEventDispatcher& eventDispatcher)
        : dispatcher(eventDispatcher) {}

    EpollEventDispatcher& dispatcher;
    /// What one connection may take of a turn of the loop; the rest waits in the kernel.
    std::array<char, 64 * 1024> buffer;
};

/// A connected TCP socket of which there is nothing but the descriptor. Linux.
class DescriptorLink final : public Link, private DescriptorListener {
public:
    /// Takes the descriptor over.
    DescriptorLink(LinkOwner& owner, LinkLoop& loop, int descriptor)
        : m_owner(owner)
        , m_loop(loop)
        , m_descriptor(descriptor) {}
    ~DescriptorLink() override { close(); }
    DescriptorLink(const DescriptorLink&) = delete;
    DescriptorLink& operator=(const DescriptorLink&) = delete;

    QHostAddress peerAddress() const override;
    void start() override { listen(); }
    qint64 send(std::span<const QByteArray> pieces, qsizetype offset) override;
    qint64 heldBytes() const override { return 0; }
    void setReading(bool on) override;
    void settle() override;
    void closeSending() override;
    void close() override;

private:
    void ready(Readiness readiness) override;
    void read();
    void lose();
    void setWriting(bool on);
    void listen();

    LinkOwner& m_owner;
    LinkLoop& m_loop;
    int m_descriptor; ///< -1 once closed
    bool m_reading = true;
    bool m_writing = false; ///< something was not taken
    bool m_settled = false;
};

} // namespace parlor::net
