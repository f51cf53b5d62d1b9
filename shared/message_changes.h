// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/frames.h"

/// What a change does to a message and to what is counted of it. The projector, the gateway's tail and every
/// client use these same functions, so that what came live and what is fetched are equal.
///
/// A change whose changeSeq is not above the message's is one that is in it already. Deletion is final:
/// nothing changes a deleted message but the replies to it. Pure; any thread.
namespace parlor {

/// Each returns whether it changed `message`, which must be the one that the change names; only then has its
/// changeSeq moved.
bool apply(Message& message, const server::MessageUpdate& change);
bool apply(Message& message, const server::MessageDelete& change);
/// Adding what is there, or taking back what is not, changes nothing.
bool apply(Message& message, const server::ReactionUpdate& change);
bool apply(Message& message, const server::MessagePin& change);
/// `root` has got `reply`, whose threadRoot it is.
bool applyReply(Message& root, const Message& reply);
/// A reply to `root`, the change's threadRoot, was deleted.
bool applyReplyDeleted(Message& root, const server::MessageDelete& change);

/// The read state of `reader` after a message or change that is newer than `state.asOf`; an older one is in
/// it already. Counts stop at limits::unreadMax and do not come down from there by themselves: then only the
/// server knows (`room:read`, or fetching the room).
void count(ReadState& state, const UserId& reader, const Message& message);
void count(ReadState& state, const UserId& reader, const server::MessageUpdate& change);
void count(ReadState& state, const UserId& reader, const server::MessageDelete& change);

} // namespace parlor
