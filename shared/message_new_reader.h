// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/codec.h"

namespace parlor {

/// Reads a message:new as most clients write it, without a tree of JSON in between. Nothing for everything
/// else, valid or not: see JsonCursor. Internal to parlor_shared.
std::optional<ClientRequest> readUsualMessageNew(QByteArrayView text);
/// decodeClientFrame() without that, for every frame: what it says is right.
tl::expected<ClientRequest, FrameError> decodeClientFrameByTree(const QByteArray& text);

} // namespace parlor
