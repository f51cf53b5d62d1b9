// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load/parlord_subject.h"

#include <QJsonObject>

#include <atomic>
#include <memory>
#include <string>

namespace parlor::load {

/// Somebody who makes it hard for the others, with connections, rooms and a thread of their own.
class Abuser {
public:
    virtual ~Abuser() = default;
    /// On the caller's thread, before anything is measured: users, rooms, connections.
    virtual void prepare(ParlordSubject& parlord) = 0;
    /// On a thread of its own, until `over`.
    virtual void abuse(const std::atomic<bool>& over) = 0;
    /// What came of it, afterwards.
    virtual QJsonObject report() = 0;
};

/// "slow-readers", "flood", "big-room" or "reconnect"; null for any other. `size`: how many connections, 0
/// for as many as usual.
std::unique_ptr<Abuser> makeAbuser(const std::string& scenario, uint32_t size);

} // namespace parlor::load
