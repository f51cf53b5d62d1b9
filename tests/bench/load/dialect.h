// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/engine.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace parlor::load {

/// What clients and one kind of server say to each other. Called on the engine's thread.
class Dialect {
public:
    virtual ~Dialect() = default;

    /// What client `index` says when its connection is open.
    virtual std::string hello(uint32_t index) = 0;
    /// Takes all whole frames or lines of [data, data + size), which client `index` read at `at` (now()). How
    /// many bytes those were; the rest is given again with what follows it.
    virtual size_t take(Engine& engine, uint32_t index, const char* data, size_t size, int64_t at) = 0;
    /// Appends to `out` message `number` of `room` as `sender` sends it.
    virtual void message(std::string& out, uint32_t sender, uint32_t room, uint32_t number) = 0;
    /// The sender of a message gets it too.
    virtual bool echoes() const { return true; }
    /// Messages are answered.
    virtual bool acknowledges() const { return false; }
};

} // namespace parlor::load
