// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/server_process.h"
#include "tests/bench/load/subject.h"

namespace parlor::load {

/// InspIRCd as Debian has it, without limits on floods, connections and queues. It keeps nothing.
class IrcSubject : public Subject {
public:
    void start() override;
    std::unique_ptr<Dialect> populate(Ledger& ledger, const Layout& layout) override;
    double catchUp(int64_t) override { return 0; }
    bool echoes() const override { return false; }
    pid_t pid() const override { return m_process.pid(); }
    uint16_t port() const override { return m_port; }
    std::string folder() const override { return m_process.folder(); }

private:
    ServerProcess m_process;
    uint16_t m_port = 0;
};

/// The C floor, floor_server: what the kernel asks for the same work, with WebSocket frames and nothing else.
class FloorSubject : public Subject {
public:
    void start() override;
    std::unique_ptr<Dialect> populate(Ledger& ledger, const Layout& layout) override;
    double catchUp(int64_t) override { return 0; }
    bool echoes() const override { return true; }
    pid_t pid() const override { return m_process.pid(); }
    uint16_t port() const override { return m_port; }
    std::string folder() const override { return m_process.folder(); }

private:
    ServerProcess m_process;
    uint16_t m_port = 0;
};

} // namespace parlor::load
