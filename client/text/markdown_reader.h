// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/text/inline_text.h"

#include <optional>

namespace parlor::markdown {

/// Runs md4c over `source` (in which `addresses` hid the addresses). Nullopt if it would take too long.
std::optional<Text> readMarkdown(const QString& source, const Addresses& addresses, const Callees& callees);

} // namespace parlor::markdown
