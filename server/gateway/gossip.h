// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/models.h"

#include <QByteArray>

#include <optional>
#include <utility>
#include <variant>

/// What gateways tell each other by Log::broadcast, and nobody keeps. Each process has a name of its own,
/// which is the key of all its broadcasts. Pure functions, any thread.
namespace parlor::gateway::gossip {

using UserStatuses = QList<std::pair<UserId, PresenceStatus>>;

/// Users of the gateway that have another status there than it told before; Offline: they have no device
/// there any more.
struct Delta {
    UserStatuses users;
    friend bool operator==(const Delta&, const Delta&) = default;
};
/// All users of the gateway, in `parts` broadcasts that follow each other. With the last one, whoever is in
/// none of them is not there.
struct SnapshotPart {
    int part = 0;
    int parts = 1;
    UserStatuses users;
    friend bool operator==(const SnapshotPart&, const SnapshotPart&) = default;
};
/// The gateway has just started and asks all others for their snapshots.
struct Hello {
    friend bool operator==(const Hello&, const Hello&) = default;
};
/// The gateway ends: nobody is there any more.
struct Bye {
    friend bool operator==(const Bye&, const Bye&) = default;
};
struct Typing {
    RoomId room;
    UserId user;
    bool typing = false;
    friend bool operator==(const Typing&, const Typing&) = default;
};
using Message = std::variant<Delta, SnapshotPart, Hello, Bye, Typing>;

/// In one broadcast: 214 KB, as Kafka takes no more than a megabyte.
inline constexpr qsizetype usersPerPart = 10'000;
/// A gateway has at most as many connections; what says more is no gateway of ours.
inline constexpr int partsMax = 100;

QByteArray encode(const Message& message);
/// Nothing for what cannot be read, or is of a later kind: it is passed over.
std::optional<Message> decode(const QByteArray& value);

} // namespace parlor::gateway::gossip
