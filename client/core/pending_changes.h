// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/client_types.h"

namespace parlor {

/// What is shown of a message while changes of mine wait in the outbox. Pure; any thread.
struct ShownMessage {
    Message message;      ///< with the changes applied: new content, tombstone, my reactions, the pin
    bool pending = false; ///< one of the changes of its content is not acknowledged
    /// The change of its content that waits or was refused: for undo, retry, discard and the reason.
    std::optional<OutboxEntry> change = {};
    friend bool operator==(const ShownMessage&, const ShownMessage&) = default;
};

/// Applies those of `changes` (one room's, ascending order) that are about `message`. A refused edit is not
/// applied, but told in `change`. Whom an edit calls is not known before the server has resolved it: the
/// mentions stay.
ShownMessage withPending(const Message& message, const QList<OutboxEntry>& changes, const UserId& self);

/// Whether `message` is already as `change`, one of it, would make it; also if it is deleted, which nothing
/// changes.
bool hasChange(const Message& message, const OutboxEntry& change, const UserId& self);

} // namespace parlor
