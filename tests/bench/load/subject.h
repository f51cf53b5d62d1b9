// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/dialect.h"
#include "tests/bench/load/ledger.h"

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parlor::load {

/// Who is connected, and where they are.
struct Layout {
    uint32_t clients = 0; ///< with a user each, spread evenly over the rooms
    uint32_t rooms = 0;
    uint32_t idle = 0;  ///< more connections, in no room, of users with up to 25 of them
    size_t bytes = 300; ///< of a message's text
};

/// A kind of server under load.
class Subject {
public:
    virtual ~Subject() = default;

    /// Starts the server on a free port of 127.0.0.1 and a folder of its own.
    virtual void start() = 0;
    /// Makes what the layout needs to be known to the server before anybody connects, and the ledger's rooms
    /// and members: clients are numbered from 0, the idle ones last. What they say then is the answer, which
    /// must outlive the engine.
    virtual std::unique_ptr<Dialect> populate(Ledger& ledger, const Layout& layout) = 0;
    /// Waits until the server has done what is still to do for `messages` acknowledged since the last call
    /// (or populate()); seconds that it took.
    virtual double catchUp(int64_t messages) = 0;
    /// So far, of what had to be made durable: what took longer than slowAppend.
    static constexpr double slowAppend = 0.1; ///< seconds
    virtual int64_t slowAppends() { return 0; }
    /// A sender gets its own message.
    virtual bool echoes() const = 0;

    virtual pid_t pid() const = 0;
    virtual uint16_t port() const = 0;
    /// Where it writes.
    virtual std::string folder() const = 0;
};

/// Settings of the server beyond those of every run: names and values of the environment (parlord only).
using Settings = std::vector<std::pair<std::string, std::string>>;

/// "parlord", "inspircd" or "floor"; null for any other.
std::unique_ptr<Subject> makeSubject(const std::string& name, const Settings& settings);

/// Makes the layout's rooms, and its clients members of them in turn, as every subject does it.
void fillRooms(Ledger& ledger, const Layout& layout);

} // namespace parlor::load
